import { Link } from "@remix-run/react";
import { clsx } from "clsx";
import { toButtonClass } from "./button";
import { type Danger, DANGERS, type Place, PLACES } from "./pictures/scene-pictures";

export interface SceneCardProps {
  title: string;
  summary: string;
  place: Place;
  danger: Danger;
  /** At most so many minutes. */
  minutes: number;
  to: string;
  /** Picture and words side by side on a desk, where the card stands alone. */
  wide?: boolean;
  /** The heading's level below the section it stands in. */
  level?: 3 | 4;
}

/** One drill to play: picture, name, what happens, how long, and the verb. */
export function SceneCard({ title, summary, place, danger, minutes, to, wide, level = 3 }: SceneCardProps) {
  const { Picture, word } = DANGERS[danger];
  const Heading = `h${level}` as const;
  return (
    <article
      className={clsx(
        "relative grid overflow-hidden rounded-lg border border-line bg-card shadow-sheet transition-colors hover:border-bronze",
        wide ? "lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)] lg:grid-rows-[1fr_auto]" : "grid-rows-[auto_1fr_auto]",
      )}
    >
      <div
        className={clsx(
          "grid content-end border-line bg-paper px-8 pt-4 max-lg:border-b",
          wide ? "lg:row-span-2 lg:content-center lg:border-r lg:py-8" : "border-b",
        )}
      >
        <Picture className={clsx("mx-auto block w-full", wide ? "max-w-[15rem]" : "max-w-[12rem]")} />
      </div>
      <div className={clsx("grid content-start gap-1 p-4 pb-3", wide && "lg:px-8 lg:pt-8")}>
        <Heading className="text-lg font-semibold">{title}</Heading>
        <p className="text-muted">{summary}</p>
      </div>
      <div
        className={clsx(
          "flex flex-wrap items-center justify-between gap-x-4 gap-y-2 p-4 pt-0",
          wide && "lg:px-8 lg:pb-8",
        )}
      >
        <p className="text-sm text-muted">
          {PLACES[place].word} · {word} · 最多 {minutes} 分钟
        </p>
        {/* The link covers the whole card; its words name the drill for a screen reader. */}
        <Link to={to} className={toButtonClass({ look: "main" }, "after:absolute after:inset-0 after:content-['']")}>
          开始演练<span className="sr-only">：{title}</span>
        </Link>
      </div>
    </article>
  );
}
