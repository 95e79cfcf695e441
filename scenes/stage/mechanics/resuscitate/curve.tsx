import type { CareView } from "../../../mechanics/resuscitate/view";
import { BAND } from "./beat-words";

const LOW = 70;
const HIGH = 150;
const SECONDS = 8;
const [WIDE, TALL] = [200, 56];
const y = (rate: number) => TALL - ((Math.max(LOW, Math.min(HIGH, rate)) - LOW) / (HIGH - LOW)) * TALL;
/** The two marks of the band stand beside the picture, at their own heights. */
const MARKS = [BAND.high, BAND.low].map((rate) => ({ rate, top: `${(y(rate) / TALL) * 100}%` }));

/** The rate between each two compressions of the last eight seconds, over the band one should keep in. */
export function Curve({ care, dark }: { care: CareView; dark: boolean }) {
  const x = (ms: number) => WIDE - ((care.nowMs - ms) / (SECONDS * 1000)) * WIDE;
  const runs: string[][] = [[]];
  care.recent.forEach((ms, i) => {
    const gap = i ? ms - care.recent[i - 1]! : 0;
    if (gap > 1500) runs.push([]);
    else if (gap > 0 && x(ms) > 0) runs[runs.length - 1]!.push(`${x(ms).toFixed(1)},${y(60000 / gap).toFixed(1)}`);
  });
  const ink = dark ? "#fbf8f1" : "currentColor";
  return (
    <div aria-hidden className="relative min-w-0 flex-1 pl-8">
      {MARKS.map(({ rate, top }) => (
        <span
          key={rate}
          className="absolute left-0 w-7 -translate-y-1/2 text-right text-xs leading-none opacity-80"
          style={{ top }}
        >
          {rate}
        </span>
      ))}
      <svg viewBox={`0 0 ${WIDE} ${TALL}`} className="block h-14 w-full" preserveAspectRatio="none">
        <rect x="0" y={y(BAND.high)} width={WIDE} height={y(BAND.low) - y(BAND.high)} fill={ink} opacity="0.16" />
        {MARKS.map(({ rate }) => (
          <line
            key={rate}
            x1="0"
            x2={WIDE}
            y1={y(rate)}
            y2={y(rate)}
            stroke={ink}
            strokeOpacity="0.5"
            strokeDasharray="3 4"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        {runs.map(
          (points) =>
            points.length > 1 && (
              <polyline
                key={points[0]}
                points={points.join(" ")}
                fill="none"
                stroke={ink}
                strokeWidth="2"
                strokeLinejoin="round"
                vectorEffect="non-scaling-stroke"
              />
            ),
        )}
      </svg>
    </div>
  );
}
