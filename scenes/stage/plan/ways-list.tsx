import type { Place } from "../engine";

export interface Way {
  index: number;
  kind: Place["kind"];
  name: string;
  distance: number;
  id: string;
  /** Behind a door; the distance is as the crow flies. */ beyond: boolean;
}

const GROUPS: { title: string; kinds: Place["kind"][] }[] = [
  { title: "出口和门", kinds: ["exit", "door"] },
  { title: "设施", kinds: ["call-point", "extinguisher", "lift", "spot"] },
  { title: "房间", kinds: ["room"] },
];
const KIND_NAMES: Partial<Record<Place["kind"], string>> = { "call-point": "手动报警按钮", extinguisher: "灭火器" };

/** Where one can walk, nearest first. */
export function WaysList({
  ways,
  goal,
  onGo,
  disabled,
}: {
  ways: readonly Way[];
  goal: number;
  onGo(place: number): void;
  disabled: boolean;
}) {
  return (
    <section aria-labelledby="ways" className="grid gap-3">
      <h2 id="ways" className="font-semibold">
        走到哪里
      </h2>
      {GROUPS.map(({ title, kinds }) => {
        const list = ways.filter((w) => kinds.includes(w.kind));
        if (!list.length) return null;
        return (
          <details key={title} open={title !== "房间"}>
            <summary className="min-h-tap cursor-pointer py-1 text-muted">
              {title}（{list.length}）
            </summary>
            <ul className="grid gap-1.5 sm:grid-cols-2 lg:grid-cols-1 xl:grid-cols-2">
              {list.map((w) => (
                <li key={w.index}>
                  <button
                    type="button"
                    disabled={disabled}
                    onClick={() => onGo(w.index)}
                    aria-current={goal === w.index || undefined}
                    className={`flex min-h-tap w-full items-center justify-between gap-3 rounded-md border px-3 py-1 text-left hover:bg-sunk ${goal === w.index ? "border-bronze bg-bronze-soft" : "border-line bg-card"}`}
                  >
                    <span>
                      {goal === w.index ? "正走向" : "走到"}
                      {KIND_NAMES[w.kind] ?? w.name}
                    </span>
                    <span className="shrink-0 text-sm text-muted">
                      {w.beyond
                        ? `门外，约 ${Math.round(w.distance)} 米`
                        : w.distance < 1
                          ? "就在身边"
                          : `${Math.round(w.distance)} 米`}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </section>
  );
}
