import { ArrowDown, ArrowUp } from "lucide-react";
import { useState } from "react";
import type { PartProps } from "./part-props";

const button =
  "grid h-tap w-tap shrink-0 place-items-center rounded border border-edge bg-card text-ink disabled:opacity-40";

/**
 * Steps to put in order: by buttons, or dragged. Untouched is unanswered, so there is a button to keep the order as
 * shown.
 */
export function OrderView({ shown, value, onChange, disabled, result }: PartProps<"order">) {
  const [dragged, setDragged] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const ids = Array.isArray(value) ? value : shown.options.map(({ id }) => id);
  const textOf = (id: string) => shown.options.find((option) => option.id === id)?.text ?? "";
  const move = (id: string, to: number) => {
    if (disabled || to < 0 || to >= ids.length) return;
    const next = ids.filter((one) => one !== id);
    next.splice(to, 0, id);
    setSaid(`${textOf(id)}，现在第 ${to + 1} 步`);
    onChange(next);
  };
  const key = result && Array.isArray(result.key) ? result.key : null;
  return (
    <div className="max-w-prose">
      <ol className="grid gap-2">
        {ids.map((id, at) => (
          <li
            key={id}
            draggable={!disabled}
            onDragStart={() => setDragged(id)}
            onDragOver={(event) => event.preventDefault()}
            onDrop={() => {
              if (dragged) move(dragged, at);
              setDragged(null);
            }}
            className="flex min-h-tap items-center gap-3 rounded border border-edge bg-card px-3 py-1"
          >
            <span className="w-6 shrink-0 tabular-nums text-muted">{at + 1}</span>
            <span className="flex min-w-0 grow flex-wrap items-center justify-between gap-x-3">
              <span>{textOf(id)}</span>
              {key ? (
                <span className={`shrink-0 text-sm ${key[at] === id ? "text-safe-ink" : "text-forbid-ink"}`}>
                  {key[at] === id ? "对" : `应在第 ${key.indexOf(id) + 1} 步`}
                </span>
              ) : null}
            </span>
            {disabled ? null : (
              <>
                <button
                  type="button"
                  className={button}
                  disabled={at === 0}
                  onClick={() => move(id, at - 1)}
                  aria-label={`上移：${textOf(id)}`}
                >
                  <ArrowUp aria-hidden size={18} />
                </button>
                <button
                  type="button"
                  className={button}
                  disabled={at === ids.length - 1}
                  onClick={() => move(id, at + 1)}
                  aria-label={`下移：${textOf(id)}`}
                >
                  <ArrowDown aria-hidden size={18} />
                </button>
              </>
            )}
          </li>
        ))}
      </ol>
      {value === null && !disabled ? (
        <button
          type="button"
          className="mt-2 min-h-tap rounded border border-edge bg-card px-4"
          onClick={() => onChange(ids)}
        >
          就按这个顺序
        </button>
      ) : null}
      <p className="sr-only" aria-live="polite">
        {said}
      </p>
    </div>
  );
}
