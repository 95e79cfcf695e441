import type { PartProps } from "./part-props";
import { VerdictMark } from "./verdict-mark";

type Choice = { value: string | boolean; text: string };
const letters = "ABCDEFGH";
const row =
  "flex min-h-tap items-center gap-3 rounded border px-3 py-2 text-ink focus-within:outline focus-within:outline-2 focus-within:outline-focus";

/** Single, multiple and true/false as radios or checkboxes with a whole row as target. */
export function ChoiceView({
  shown,
  value,
  onChange,
  disabled,
  result,
}: PartProps<"single" | "multiple" | "truefalse">) {
  const many = shown.kind === "multiple";
  const choices: Choice[] =
    shown.kind === "truefalse"
      ? [
          { value: true, text: "正确" },
          { value: false, text: "错误" },
        ]
      : shown.options.map(({ id, text }) => ({ value: id, text }));
  const holds = (answer: PartProps<"single">["value"], choice: Choice) =>
    Array.isArray(answer) ? answer.includes(String(choice.value)) : answer === choice.value;
  const choose = (choice: Choice) => {
    if (!many) return onChange(choice.value);
    const chosen = Array.isArray(value) ? value : [];
    const id = String(choice.value);
    const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
    return onChange(next.length > 0 ? next.sort() : null);
  };
  return (
    <div className="grid max-w-prose gap-2">
      {choices.map((choice, at) => (
        <label
          key={String(choice.value)}
          className={`${row} ${holds(value, choice) ? "border-bronze bg-bronze-soft" : "border-edge bg-card"} ${disabled ? "" : "cursor-pointer"}`}
        >
          <input
            type={many ? "checkbox" : "radio"}
            name={`question-${shown.id}`}
            value={String(choice.value)}
            checked={holds(value, choice)}
            disabled={disabled}
            onChange={() => choose(choice)}
            className="size-5 shrink-0 accent-bronze"
          />
          {shown.kind === "truefalse" ? null : (
            <span aria-hidden className="w-4 shrink-0 text-muted">
              {letters[at]}
            </span>
          )}
          <span className="flex min-w-0 grow flex-wrap items-center gap-x-3">
            <span>{choice.text}</span>
            {result ? <VerdictMark inKey={holds(result.key, choice)} chosen={holds(value, choice)} /> : null}
          </span>
        </label>
      ))}
    </div>
  );
}
