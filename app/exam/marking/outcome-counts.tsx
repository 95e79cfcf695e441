import { Link } from "@remix-run/react";
import { OUTCOME, OUTCOMES, type Outcome, type OutcomeCounts as Counts } from "./outcome";

/** How many of each outcome: they add up to all candidates, and each leads to its rows. */
export function OutcomeCounts({ counts, base, only }: { counts: Counts; base: string; only?: Outcome | null }) {
  const all = OUTCOMES.reduce((sum, one) => sum + counts[one], 0);
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-2" aria-label="人数">
      {OUTCOMES.filter((one) => counts[one] > 0).map((one) => (
        <li key={one}>
          <Link to={`${base}?of=${one}`} aria-current={only === one ? "true" : undefined} className="underline">
            {OUTCOME[one].words} {counts[one]} 人
          </Link>
        </li>
      ))}
      <li>
        <Link to={base} className="underline">
          合计 {all} 人
        </Link>
      </li>
    </ul>
  );
}
