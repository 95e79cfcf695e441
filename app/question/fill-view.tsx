import { Fragment } from "react";
import type { PartProps } from "./part-props";

/** The stem once more with its blanks as fields, so that one writes where one reads. */
export function FillView({
  shown,
  label,
  value,
  onChange,
  disabled,
  result,
}: PartProps<"fill"> & { label?: string | undefined }) {
  const texts: Record<string, string> =
    value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
  const key: Record<string, string> =
    result && result.key !== null && typeof result.key === "object" && !Array.isArray(result.key) ? result.key : {};
  const write = (id: string, text: string) => {
    const next = { ...texts, [id]: text };
    if (text === "") delete next[id];
    onChange(Object.keys(next).length > 0 ? next : null);
  };
  const pieces = shown.stem.split(/(\{\{[a-z0-9]+\}\})/);
  let count = 0;
  return (
    <p className="max-w-prose font-medium leading-[3]">
      {label ? (
        <span aria-hidden className="mr-2 tabular-nums">
          {label}
        </span>
      ) : null}
      {pieces.map((piece, at) => {
        const blank = shown.blanks.find(({ id }) => piece === `{{${id}}}`);
        if (!blank) return <Fragment key={at}>{piece}</Fragment>;
        count += 1;
        return (
          <Fragment key={at}>
            <input
              type="text"
              aria-label={`第 ${count} 空${blank.unit ? `，单位 ${blank.unit}` : ""}`}
              value={texts[blank.id] ?? ""}
              disabled={disabled}
              maxLength={100}
              autoComplete="off"
              onChange={(event) => write(blank.id, event.target.value)}
              className="mx-1 min-h-tap w-32 rounded border border-edge bg-card px-2 text-ink"
            />
            {result ? <span className="text-sm text-safe-ink">（正确：{key[blank.id]}）</span> : null}
          </Fragment>
        );
      })}
    </p>
  );
}
