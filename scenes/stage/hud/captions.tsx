import { bearingFrom, type Texts } from "./words";
import type { HeardCaption } from "./snapshot";

/** What is heard, felt or said, with an arrow towards it. Read out politely. */
export function Captions({ captions, yaw, texts }: { captions: readonly HeardCaption[]; yaw: number; texts: Texts }) {
  return (
    <ol
      aria-live="polite"
      aria-label="听到的和感到的"
      className="pointer-events-none grid justify-items-center gap-1.5 px-3"
    >
      {captions
        .slice(0, 3)
        .reverse()
        .map((c) => {
          const from = c.bearing < 0 ? null : bearingFrom(c.bearing, yaw);
          return (
            <li
              key={c.key}
              className="flex max-w-full items-center gap-2 rounded bg-[#14130f]/75 px-3 py-1 text-[#fbf8f1]"
            >
              {from && (
                <svg
                  viewBox="0 0 20 20"
                  aria-hidden
                  className="size-5 shrink-0"
                  fill="none"
                  stroke="currentColor"
                  strokeWidth="2"
                  strokeLinecap="round"
                  strokeLinejoin="round"
                >
                  <g transform={`rotate(${Math.round(from.turn)} 10 10)`}>
                    <path d="M10 16V4M5 9l5-5 5 5" />
                  </g>
                </svg>
              )}
              <span>
                {from && <span className="sr-only">{from.word}：</span>}
                {texts[c.text] ?? c.text}
              </span>
            </li>
          );
        })}
    </ol>
  );
}
