// A rhythm over time as the debrief shows it: the curve, the pauses, the steps in their order, the published weights
// with what was earned.
import type { Verdict } from "#scenes/mechanics/mechanic";
import type { Texts } from "./point-words";

export interface SaidPart {
  code: string;
  name: string;
  how: string;
  published: number;
  weight: number;
  points: number;
  sources: string;
}
export interface SaidCourse {
  seconds: number;
  /** second, rate a minute (0 = none), percent of the calibrated depth (−1 = not calibrated) */
  rates: [second: number, rate: number, depth: number][];
  pauses: { from: number; to: number; why: string }[];
  band: [low: number, high: number];
  steps: { second: number; said: string }[];
  parts: SaidPart[];
  sources: string[];
  numbers: { name: string; value: string }[];
}

/** A pause shorter than this is for two breaths. */
const BREATHS_SECONDS = 7;

/** Which acts a pause falls together with: the first that lies in it. */
const REASONS: readonly [code: string, why: string][] = [
  ["pads-right", "贴电极片、分析"],
  ["pads-left", "贴电极片"],
  ["pads-middle", "贴电极片"],
  ["shock", "电击"],
  ["clear", "电击"],
  ["swap", "换人"],
];

/** `ticksPerSecond`: of the engine that made the run. */
export function sayCourse(
  verdict: Verdict,
  { texts, ticksPerSecond }: { texts: Texts; ticksPerSecond: number },
): SaidCourse | null {
  const { course, parts, measures: m } = verdict;
  if (!course || !parts) return null;
  const second = (tick: number) => Math.round((tick * 10) / ticksPerSecond) / 10;
  const sourcesOf = (code: string) =>
    (course.steps[code] ?? []).map((id) => course.sources.find((s) => s.startsWith(id)) ?? id).join("，");
  return {
    seconds: second(verdict.ticks),
    band: course.band,
    sources: course.sources,
    rates: course.rates.map(([tick, rate, depth]) => [second(tick), rate, depth]),
    pauses: course.pauses.map(([from, to]) => ({
      from: second(from),
      to: second(to),
      why: whyOf(course.marks, { from, to, ticksPerSecond }),
    })),
    steps: course.marks.flatMap(([tick, code]) =>
      texts[`act.${code}`] ? [{ second: second(tick), said: texts[`act.${code}`]! }] : [],
    ),
    parts: parts.map((p) => ({
      ...p,
      name: texts[`part.${p.code}`] ?? p.code,
      how: texts[`part.${p.code}.how`] ?? "",
      sources: sourcesOf(p.code),
    })),
    numbers: [
      { name: "自己按压", value: `${m.compressions ?? 0} 次` },
      { name: "平均频率", value: m.rate ? `${Math.round(m.rate)} 次/分` : "没有" },
      { name: "在 100–120 之间", value: `${Math.round((m.inBand ?? 0) * 100)}% 的时间` },
      { name: "按着的时间", value: `${Math.round((m.fraction ?? 0) * 100)}%` },
      { name: "最长停顿", value: `${Math.round((m.longestPause ?? 0) * 10) / 10} 秒` },
      { name: "快慢不匀", value: `${Math.round((m.unevenness ?? 0) * 100)}%` },
      { name: "深浅", value: m.calibrated ? `校准时的 ${Math.round((m.depthShare ?? 0) * 100)}%` : "没有校准，不评" },
    ],
  };
}

function whyOf(
  marks: readonly [number, string][],
  { from, to, ticksPerSecond }: { from: number; to: number; ticksPerSecond: number },
): string {
  for (const [code, why] of REASONS)
    if (marks.some(([tick, mark]) => mark === code && tick >= from - ticksPerSecond && tick <= to)) return why;
  return to - from < BREATHS_SECONDS * ticksPerSecond ? "吹气" : "停手";
}
