import { Link } from "@remix-run/react";
import { formatNumber, formatPercent } from "~/ui/format";
import { textLinkClass } from "~/ui/text-link";
import { STAGE_CODES, STAGE_WORDS, writeFilter, type CoverageFilter, type Stage } from "./filter";

type Counts = Record<Stage, number>;

/** Five nested counts as bars from zero, each number a link to its people. */
export function StageBars({ counts, filter, label }: { counts: Counts; filter: CoverageFilter; label: string }) {
  return (
    <table className="w-full border-separate border-spacing-y-1 text-sm">
      <caption className="sr-only">{label}：五个数，后一个包含在前一个里</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">到哪一步</th>
          <th scope="col">比例</th>
          <th scope="col">岗数</th>
        </tr>
      </thead>
      <tbody>
        {STAGE_CODES.map((stage) => (
          <tr key={stage}>
            <th scope="row" className="w-[5em] whitespace-nowrap text-left font-normal">
              {STAGE_WORDS[stage]}
            </th>
            <td aria-label={formatPercent(counts[stage], counts.due)}>
              <svg
                viewBox="0 0 100 6"
                preserveAspectRatio="none"
                aria-hidden
                className="block h-3 w-full rounded-sm border border-line bg-sunk"
              >
                <rect
                  width={counts.due > 0 ? (counts[stage] / counts.due) * 100 : 0}
                  height="6"
                  className={stage === "valid" ? "fill-bronze" : "fill-bronze/40"}
                />
              </svg>
            </td>
            <td className="w-[7em] whitespace-nowrap text-right">
              <PeopleLink count={counts[stage]} filter={{ ...filter, stage }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A number of posts that opens its people; none opens nothing. */
export function PeopleLink({ count, filter }: { count: number; filter: CoverageFilter }) {
  if (count === 0) return <span className="text-muted">0 岗</span>;
  return (
    <Link to={`/watch/people${writeFilter(filter)}`} className={textLinkClass}>
      {formatNumber(count)} 岗
    </Link>
  );
}
