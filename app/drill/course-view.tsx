import { Section } from "~/ui/section";
import type { SaidCourse } from "./course-words";
import { sayTime } from "./point-words";

const [LOW, HIGH] = [60, 160];
const [WIDE, TALL] = [900, 180];

/** The rhythm of the whole run, its pauses, the numbers, and how the points came about. */
export function CourseView({ course }: { course: SaidCourse }) {
  return (
    <div className="grid gap-8">
      <Section title={course.title}>
        <div className="grid gap-3">
          <Rhythm course={course} />
          <p className="text-sm text-muted">{course.legend}</p>
          <dl className="grid grid-cols-2 gap-x-6 gap-y-1 sm:grid-cols-3 lg:grid-cols-4">
            {course.numbers.map((n) => (
              <div key={n.name}>
                <dt className="text-sm text-muted">{n.name}</dt>
                <dd className="font-medium tabular-nums">{n.value}</dd>
              </div>
            ))}
          </dl>
          {course.pauses.length > 0 && (
            <details>
              <summary className="min-h-tap cursor-pointer py-2">停顿一览（{course.pauses.length} 次）</summary>
              <ol className="grid gap-1 sm:grid-cols-2">
                {course.pauses.map((p) => (
                  <li key={p.from} className="tabular-nums">
                    第 {sayTime(p.from)} 起，停了 {Math.round((p.to - p.from) * 10) / 10} 秒（{p.why}）
                    {p.long && <strong className="font-semibold">，超过 {course.longPause} 秒</strong>}
                  </li>
                ))}
              </ol>
            </details>
          )}
        </div>
      </Section>
      <div className="grid items-start gap-8 lg:grid-cols-2">
        <Section title="分数怎么来的">
          <Parts course={course} />
        </Section>
        <Section title="做了哪些事，按先后">
          <ol className="grid gap-1">
            {course.steps.map((s, i) => (
              <li key={`${s.second}-${i}`} className="flex gap-3">
                <span className="w-20 shrink-0 tabular-nums text-muted">{sayTime(s.second)}</span>
                {s.said}
              </li>
            ))}
          </ol>
        </Section>
      </div>
    </div>
  );
}

function Rhythm({ course }: { course: SaidCourse }) {
  const x = (s: number) => (s / Math.max(1, course.seconds)) * WIDE;
  const y = (rate: number) => TALL - ((Math.max(LOW, Math.min(HIGH, rate)) - LOW) / (HIGH - LOW)) * TALL;
  const runs: string[] = [];
  let run: string[] = [];
  for (const [second, rate] of course.rates) {
    if (rate > 0) run.push(`${x(second).toFixed(1)},${y(rate).toFixed(1)}`);
    else {
      if (run.length) runs.push(run.join(" "));
      run = [];
    }
  }
  if (run.length) runs.push(run.join(" "));
  const long = course.pauses.filter((p) => p.long).length;
  const minutes = Array.from({ length: Math.floor(course.seconds / 60) + 1 }, (_, i) => i);
  return (
    <svg
      viewBox={`-4 -6 ${WIDE + 44} ${TALL + 30}`}
      role="img"
      aria-label={`${course.curve}，停顿 ${course.pauses.length} 次，其中超过 ${course.longPause} 秒的 ${long} 次`}
      className="w-full rounded-md border border-line bg-card text-ink"
    >
      <defs>
        <pattern id="long-pause" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="8" height="8" className="fill-warn-soft" />
          <path d="M0 0V8" className="stroke-warn" strokeWidth="3" />
        </pattern>
      </defs>
      <rect
        x="0"
        y={y(course.band[1])}
        width={WIDE}
        height={y(course.band[0]) - y(course.band[1])}
        className="fill-sunk"
      />
      {course.pauses.map((p) => (
        <rect
          key={p.from}
          x={x(p.from)}
          y="0"
          width={Math.max(1.5, x(p.to) - x(p.from))}
          height={TALL}
          fill={p.long ? "url(#long-pause)" : undefined}
          className={p.long ? undefined : "fill-bronze-soft"}
        />
      ))}
      {course.band.map((rate) => (
        <g key={rate}>
          <line x1="0" x2={WIDE} y1={y(rate)} y2={y(rate)} className="stroke-edge" strokeDasharray="4 5" />
          <text x={WIDE + 5} y={y(rate) + 5} fontSize="15" className="fill-muted">
            {rate}
          </text>
        </g>
      ))}
      {runs.map((points) => (
        <polyline
          key={points.slice(0, 24)}
          points={points}
          fill="none"
          stroke="currentColor"
          strokeWidth="2.5"
          strokeLinejoin="round"
        />
      ))}
      {minutes.map((m) => (
        <g key={m}>
          <line x1={x(m * 60)} x2={x(m * 60)} y1={TALL} y2={TALL + 5} className="stroke-edge" />
          <text
            x={x(m * 60) + (m ? 0 : 2)}
            y={TALL + 20}
            fontSize="14"
            textAnchor={m ? "middle" : "start"}
            className="fill-muted"
          >
            {m} 分
          </text>
        </g>
      ))}
    </svg>
  );
}

function Parts({ course }: { course: SaidCourse }) {
  return (
    <div className="grid gap-3">
      <table className="w-full text-left">
        <thead className="text-sm text-muted">
          <tr>
            <th scope="col" className="py-1 font-normal">
              项目
            </th>
            <th scope="col" className="whitespace-nowrap py-1 text-right font-normal">
              权重
            </th>
            <th scope="col" className="whitespace-nowrap py-1 pl-4 text-right font-normal">
              这次得分
            </th>
          </tr>
        </thead>
        <tbody>
          {course.parts.map((p) => (
            <tr key={p.code} className="border-t border-line align-top">
              <td className="py-2 pr-3">
                <span className="font-medium">{p.name}</span>
                <span className="block text-sm text-muted">
                  {p.how}
                  {p.sources && `。依据：${p.sources}`}
                </span>
              </td>
              <td className="py-2 text-right tabular-nums">{p.published}</td>
              <td className="whitespace-nowrap py-2 pl-4 text-right tabular-nums">
                {p.weight === 0 ? "不计" : `${p.points} / ${p.weight}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="text-sm text-muted">
        {course.weights}做法依据：{course.sources.join("，")}。
      </p>
    </div>
  );
}
