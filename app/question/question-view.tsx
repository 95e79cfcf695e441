import type { ShownQuestion } from "#content/schema/shown-question";
import type { Answer } from "./answer";
import { ChoiceView } from "./choice-view";
import { Drawing } from "./drawing";
import { FillView } from "./fill-view";
import { HotspotView } from "./hotspot-view";
import { useInputKind, type InputKind } from "./input-kind";
import { MatchView } from "./match-view";
import { OrderView } from "./order-view";
import type { QuestionResult } from "./result";
import { ResultNote } from "./result-note";

export type QuestionViewProps = {
  shown: ShownQuestion;
  value: Answer;
  onChange: (value: Answer, inputKind: InputKind) => void;
  disabled?: boolean;
  result?: QuestionResult | undefined;
  /** Nobody has answered: the result shows the key and why, and judges nothing. */
  keyOnly?: boolean;
  /** stands before the stem, e.g. “12.” */
  label?: string;
};

const hints: Record<ShownQuestion["kind"], string> = {
  single: "单选题，选一项",
  multiple: "多选题，选两项或更多",
  truefalse: "判断题",
  fill: "填空题",
  order: "排序题，排出先后",
  match: "配对题",
  hotspot: "找一找，可选多处",
};

/**
 * One question of any kind: by pointer, touch, keyboard and screen reader. Holds no state of its own but the last
 * input.
 */
export function QuestionView({
  shown,
  value,
  onChange,
  disabled = false,
  result,
  keyOnly = false,
  label,
}: QuestionViewProps) {
  const input = useInputKind();
  // what cannot be marked option by option without an answer is shown as the key has it
  const asKey =
    keyOnly && result !== undefined && (shown.kind === "order" || shown.kind === "match" || shown.kind === "fill");
  const part = {
    value: asKey ? result.key : value,
    disabled,
    result: asKey ? undefined : result,
    onChange: (next: Answer) => onChange(next, input.take()),
  };
  const legend = (
    <>
      <span className="mb-1 block text-sm font-normal text-muted">
        {hints[shown.kind]}
        {asKey ? "，下面是正确的答案" : ""}
      </span>
      {label ? <span className={shown.kind === "fill" ? "sr-only" : "mr-2 tabular-nums"}>{label}</span> : null}
      {shown.kind === "fill" ? (
        <span className="sr-only">{shown.stem.replace(/\{\{[a-z0-9]+\}\}/g, "空")}</span>
      ) : (
        shown.stem
      )}
    </>
  );
  return (
    <fieldset {...input.watch} className="min-w-0 border-0 p-0" data-question={shown.id}>
      <legend className="mb-3 max-w-prose p-0 font-medium text-ink [text-wrap:pretty]">{legend}</legend>
      {shown.figure && shown.kind !== "hotspot" ? <Drawing figure={shown.figure} /> : null}
      {shown.kind === "single" || shown.kind === "multiple" || shown.kind === "truefalse" ? (
        <ChoiceView shown={shown} {...part} />
      ) : null}
      {shown.kind === "fill" ? <FillView shown={shown} label={label} {...part} /> : null}
      {shown.kind === "order" ? <OrderView shown={shown} {...part} /> : null}
      {shown.kind === "match" ? <MatchView shown={shown} {...part} /> : null}
      {shown.kind === "hotspot" ? <HotspotView shown={shown} {...part} /> : null}
      {result ? <ResultNote result={result} keyOnly={keyOnly} /> : null}
    </fieldset>
  );
}
