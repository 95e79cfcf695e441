import { Link } from "@remix-run/react";
import { clsx } from "clsx";
import type { ReactNode } from "react";
import { type Danger, DANGERS, type Place, PLACES } from "./pictures/scene-pictures";

export interface PortalChooseProps {
  title: string;
  scenes: readonly { place: Place; danger: Danger }[];
  place: Place | null;
  danger: Danger | null;
}

/** Places and dangers that really have something to play; each is a link, the chosen one leads back to all. */
export function PortalChoose({ title, scenes, place, danger }: PortalChooseProps) {
  const places = (Object.keys(PLACES) as Place[]).filter((key) => scenes.some((scene) => scene.place === key));
  const dangers = (Object.keys(DANGERS) as Danger[]).filter((key) => scenes.some((scene) => scene.danger === key));
  if (places.length < 2 && dangers.length < 2) return null;
  return (
    <nav aria-labelledby="choose" className="grid gap-4">
      <h2 id="choose" className="text-xl font-semibold">
        {title}
      </h2>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(9.5rem,29%),1fr))] gap-3">
        {places.map((key) => {
          const { word, Picture } = PLACES[key];
          const count = scenes.filter((scene) => scene.place === key).length;
          return (
            <li key={key}>
              <Choice
                to={key === place ? "/#drills" : `/?place=${key}#drills`}
                current={key === place}
                className="grid h-full content-start justify-items-center gap-1 px-2 pb-3 pt-4 text-center"
              >
                <Picture className="block w-full max-w-[8rem]" />
                <span className="text-lg font-semibold">{word}</span>
                <span className="text-sm text-muted">{count} 个演练</span>
              </Choice>
            </li>
          );
        })}
      </ul>
      <ul className="flex flex-wrap gap-2">
        {dangers.map((key) => (
          <li key={key}>
            <Choice
              to={key === danger ? "/#drills" : `/?danger=${key}#drills`}
              current={key === danger}
              className="inline-flex min-h-tap items-center px-4"
            >
              {DANGERS[key].word}
            </Choice>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Choice({
  to,
  current,
  className,
  children,
}: {
  to: string;
  current: boolean;
  className: string;
  children: ReactNode;
}) {
  return (
    <Link
      to={to}
      preventScrollReset
      aria-current={current ? "true" : undefined}
      className={clsx(
        "rounded-lg border bg-card text-ink no-underline transition-colors hover:border-bronze hover:bg-bronze-soft",
        current ? "border-2 border-bronze bg-bronze-soft" : "border-line",
        className,
      )}
    >
      {children}
    </Link>
  );
}
