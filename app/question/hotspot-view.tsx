import type { PartProps } from "./part-props";
import { Drawing } from "./drawing";
import { VerdictMark } from "./verdict-mark";

/** Places on a drawing: each place is a checkbox in a list, and the same place can be pointed at in the drawing. */
export function HotspotView({ shown, value, onChange, disabled, result }: PartProps<"hotspot">) {
  const chosen = Array.isArray(value) ? value : [];
  const key = result && Array.isArray(result.key) ? result.key : [];
  const toggle = (id: string) => {
    if (disabled) return;
    const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
    onChange(next.length > 0 ? next.sort() : null);
  };
  return (
    <div className="max-w-prose">
      <div className="relative">
        <Drawing figure={shown.figure} className="" />
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" className="absolute inset-0 size-full">
          {shown.regions.map((region, at) => (
            <rect
              key={region.id}
              x={region.x}
              y={region.y}
              width={region.width}
              height={region.height}
              rx="1"
              vectorEffect="non-scaling-stroke"
              data-place={at + 1}
              onClick={() => toggle(region.id)}
              className={
                chosen.includes(region.id)
                  ? "cursor-pointer fill-bronze/20 stroke-bronze stroke-[3]"
                  : "cursor-pointer fill-transparent stroke-muted stroke-1 [stroke-dasharray:4_4]"
              }
            />
          ))}
        </svg>
      </div>
      <ul className="mt-3 grid gap-2 sm:grid-cols-2">
        {shown.regions.map((region) => (
          <li key={region.id}>
            <label
              className={`flex min-h-tap items-center gap-3 rounded border px-3 py-2 ${chosen.includes(region.id) ? "border-bronze bg-bronze-soft" : "border-edge bg-card"} ${disabled ? "" : "cursor-pointer"}`}
            >
              <input
                type="checkbox"
                checked={chosen.includes(region.id)}
                disabled={disabled}
                onChange={() => toggle(region.id)}
                className="size-5 shrink-0 accent-bronze"
              />
              <span className="min-w-0 grow">{region.label}</span>
              {result ? <VerdictMark inKey={key.includes(region.id)} chosen={chosen.includes(region.id)} /> : null}
            </label>
          </li>
        ))}
      </ul>
    </div>
  );
}
