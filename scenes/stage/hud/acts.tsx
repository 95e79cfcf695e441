import { PersonStanding } from "lucide-react";
import type { ReactNode } from "react";
import { chip } from "./chip";
import type { Snapshot } from "./snapshot";
import { POSTURE_WORDS, sayAct, type Texts } from "./words";

export interface ActsProps {
  texts: Texts;
  /** Of the instrument in hand: the acts stand beside it. */
  panel?: ReactNode;
  prompts: Snapshot["prompts"];
  nameOf: (id: string) => string;
  posture: number;
  onAct(index: number): void;
  onPosture(posture: number): void;
}

/** Each act with its key. */
export function KeyActs({ prompts, texts, nameOf, panel, onAct }: ActsProps) {
  return (
    <ul
      aria-label="现在能做的"
      className={panel ? "grid justify-items-end gap-1.5" : "flex flex-wrap justify-center gap-2 px-3"}
    >
      {prompts.map((p, i) => {
        const { act, subject } = sayAct(p, texts, nameOf);
        return (
          <li key={`${p.label}${p.subject}${p.target}`}>
            <button type="button" className={chip} onClick={() => onAct(i)}>
              <kbd className="rounded border border-[#fbf8f1]/50 px-1.5 text-sm leading-tight">
                {i === 0 ? "E" : i + 1}
              </kbd>
              <span>
                {act}
                {subject && <span className="text-[#fbf8f1]/75"> · {subject}</span>}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** Under the thumbs: the first act large, the postures at the left; with an instrument in hand the acts are equals. */
export function TouchActs(props: ActsProps) {
  const { prompts, texts, nameOf, onAct } = props;
  if (props.panel)
    return (
      <ul aria-label="现在能做的" data-acts className="grid justify-items-end gap-1.5 px-2">
        {prompts.map((p, i) => (
          <li key={`${p.label}${p.subject}`} className="max-w-[86%]">
            <button
              type="button"
              className={`${chip} min-h-[48px] border-[#fbf8f1]/45 bg-[#14130f]/85 py-1.5 text-left leading-snug`}
              onClick={() => onAct(i)}
            >
              {say(sayAct(p, texts, nameOf))}
            </button>
          </li>
        ))}
      </ul>
    );
  const [first, ...others] = prompts;
  return (
    <div className="flex items-end justify-between gap-2 px-2">
      <Postures posture={props.posture} onPosture={props.onPosture} />
      <div className="grid max-w-[62%] justify-items-end gap-1.5">
        {others.map((p, i) => (
          <button
            key={`${p.label}${p.subject}`}
            type="button"
            className={`${chip} text-sm`}
            onClick={() => onAct(i + 1)}
          >
            {say(sayAct(p, texts, nameOf))}
          </button>
        ))}
        {first && (
          <button
            type="button"
            className={`${chip} min-h-[64px] border-[#fbf8f1]/60 bg-[#84551c]/90 px-5 text-lg font-semibold`}
            onClick={() => onAct(0)}
          >
            {say(sayAct(first, texts, nameOf))}
          </button>
        )}
      </div>
    </div>
  );
}

function Postures({ posture, onPosture }: Pick<ActsProps, "posture" | "onPosture">) {
  return (
    <div className="grid gap-1.5" role="group" aria-label="身姿">
      {POSTURE_WORDS.map((word, i) => (
        <button
          key={word}
          type="button"
          aria-pressed={posture === i}
          onClick={() => onPosture(i)}
          className={`${chip} ${posture === i ? "border-[#fbf8f1] bg-[#14130f]/90 font-semibold" : ""}`}
        >
          {i === 0 && <PersonStanding aria-hidden className="size-4" />}
          {word}
        </button>
      ))}
    </div>
  );
}

/** Breaks between the act and its object before it breaks within either. */
const say = ({ act, subject }: { act: string; subject: string }) => (
  <span className="text-balance">
    <span className="inline-block">{act}</span>
    {subject && (
      <>
        {" "}
        <span className="inline-block">· {subject}</span>
      </>
    )}
  </span>
);
