import { useFetcher } from "@remix-run/react";
import { useState } from "react";
import type { ShownQuestion } from "#content/schema/shown-question";
import type { Answer } from "~/question/answer";
import { QuestionView } from "~/question/question-view";
import type { QuestionResult } from "~/question/result";
import { Button } from "~/ui/button";

/** One check inside a lesson: answered, told why, tried again until right. */
export function CheckQuestion({ shown, label, wasRight }: { shown: ShownQuestion; label: string; wasRight: boolean }) {
  const fetcher = useFetcher<{ result?: QuestionResult }>();
  const [answer, setAnswer] = useState<Answer>(null);
  const [changed, setChanged] = useState(false);
  const result = changed ? undefined : fetcher.data?.result;
  const right = result?.right ?? false;
  return (
    <div className="rounded-md border border-line bg-card p-4">
      <QuestionView shown={shown} label={label} value={answer} result={result} disabled={right}
        onChange={(value) => { setAnswer(value); setChanged(true); }} />
      <div className="mt-3 flex flex-wrap items-center gap-3">
        {!right && (
          <Button type="button" disabled={answer === null || fetcher.state !== "idle"}
            onClick={() => { setChanged(false); fetcher.submit({ intent: "check", question: shown.id, answer: JSON.stringify(answer) }, { method: "post" }); }}>
            {result ? "再答一次" : "回答"}
          </Button>
        )}
        {wasRight && !result && <span className="text-sm text-muted">这道题您已经答对过。</span>}
      </div>
    </div>
  );
}
