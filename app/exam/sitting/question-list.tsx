import { clsx } from "clsx";
import { Bookmark } from "lucide-react";
import { isAnswered, type Answer } from "~/question/answer";
import type { ShownQuestion } from "#content/schema/shown-question";
import type { SaveState } from "./answer-queue";
import { saveWord } from "./save-mark";

export interface QuestionListProps {
  questions: readonly ShownQuestion[];
  answers: ReadonlyMap<number, Answer>;
  flags: ReadonlySet<number>;
  stateOf: (item: number) => SaveState | null;
  current: number;
  onGo: (item: number) => void;
}

/** All questions by number: answered is filled, marked wears a ribbon; each says its state in words. */
export function QuestionList({ questions, answers, flags, stateOf, current, onGo }: QuestionListProps) {
  return (
    <nav aria-label="题号">
      <ol className="grid grid-cols-[repeat(auto-fill,minmax(2.75rem,1fr))] gap-1.5">
        {questions.map((question, n) => {
          const given = isAnswered(question, answers.get(n) ?? null);
          const state = stateOf(n);
          return (
            <li key={question.id}>
              <button
                type="button"
                onClick={() => onGo(n)}
                aria-current={n === current ? "true" : undefined}
                aria-label={`第 ${n + 1} 题，${given ? "已答" : "未答"}，${saveWord(state)}${flags.has(n) ? "，已标记" : ""}`}
                className={clsx(
                  "relative grid min-h-tap w-full place-items-center rounded border tabular-nums",
                  given ? "border-bronze bg-bronze text-bronze-ink" : "border-edge bg-card text-ink",
                  n === current && "outline outline-2 outline-offset-2 outline-focus",
                )}
              >
                {n + 1}
                {flags.has(n) && <Bookmark aria-hidden className="absolute right-0.5 top-0.5 size-3.5 fill-current" />}
                {state && state !== "saved" && (
                  <span aria-hidden className="absolute bottom-0.5 text-[10px] leading-none">
                    {state === "late" || state === "refused" ? "▲" : "●"}
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
