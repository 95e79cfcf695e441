import { partOf } from "../../engine";
import type { MarksProps } from "../mechanic-face";
import { aedIsHere, cabinetOf } from "./aed-place";

/** On the plan: who lies there, the water that is live, the AED where it is now. */
export function CareMarks({ session, tick }: MarksProps) {
  const { view, scene } = session;
  const care = partOf(view, "resuscitate");
  void tick;
  if (!care) return null;
  const hazard = (scene.mechanic as { hazard?: { at: [number, number]; radius: number } } | undefined)?.hazard;
  const cabinet = cabinetOf(scene);
  const carrier = care.carrier >= 0 ? { x: view.people.x[care.carrier]!, y: view.people.y[care.carrier]! } : null;
  const aed = aedIsHere(care)
    ? { x: care.x - care.feet[0] * 0.7, y: care.y - care.feet[1] * 0.7 + 0.5 }
    : (carrier ?? (cabinet ? { x: cabinet.x - 0.4, y: cabinet.y } : null));
  const turn = (-Math.atan2(care.feet[1], care.feet[0]) * 180) / Math.PI;
  return (
    <g aria-hidden>
      {hazard && care.hazardOn && (
        <g>
          <circle
            cx={hazard.at[0]}
            cy={-hazard.at[1]}
            r={hazard.radius}
            className="fill-warn-soft stroke-warn"
            strokeWidth="0.1"
            strokeDasharray="0.3 0.2"
          />
          <path
            transform={`translate(${hazard.at[0]} ${-hazard.at[1] + 0.9}) scale(0.05)`}
            d="M4-14-8 4h7l-3 12L9-4H2Z"
            className="fill-warn stroke-ink"
            strokeWidth="1.4"
          />
        </g>
      )}
      <g transform={`translate(${care.x} ${-care.y}) rotate(${turn})`}>
        <path
          d="M-0.3 0H0.5M0.5 0 1.15-0.16M0.5 0 1.15 0.16M-0.1 0-0.05-0.5M-0.1 0-0.05 0.5"
          className="stroke-forbid"
          strokeWidth="0.2"
          strokeLinecap="round"
          fill="none"
        />
        <circle cx="-0.55" cy="0" r="0.2" className="fill-forbid" />
      </g>
      {aed && (
        <g transform={`translate(${aed.x} ${-aed.y})`}>
          <rect
            x="-0.32"
            y="-0.32"
            width="0.64"
            height="0.64"
            rx="0.08"
            className="fill-safe stroke-card"
            strokeWidth="0.06"
          />
          <path transform="scale(0.019)" d="M0 11C-18-2-10-15-2-10L0-8 2-10C10-15 18-2 0 11Z" className="fill-card" />
        </g>
      )}
    </g>
  );
}
