// A rhythm over time as the debrief shows it: the curve, the pauses, the steps in their order, the published weights
// with what was earned. What it is a rhythm of, the mechanic says.
import type { CourseWords } from "#scenes/mechanics/course-words";
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
  title: string;
  curve: string;
  legend: string;
  weights: string;
  seconds: number;
  /** second, rate a minute (0 = none), percent of the calibrated depth (−1 = not calibrated) */
  rates: [second: number, rate: number, depth: number][];
  pauses: { from: number; to: number; why: string; long: boolean }[];
  /** Seconds from which a pause is too long. */
  longPause: number;
  band: [low: number, high: number];
  steps: { second: number; said: string }[];
  parts: SaidPart[];
  sources: string[];
  numbers: { name: string; value: string }[];
}

/** `ticksPerSecond`: of the engine that made the run. */
export function sayCourse(
  verdict: Verdict,
  { texts, words, ticksPerSecond }: { texts: Texts; words: CourseWords | null; ticksPerSecond: number },
): SaidCourse | null {
  const { course, parts, measures } = verdict;
  if (!course || !parts || !words) return null;
  const second = (tick: number) => Math.round((tick * 10) / ticksPerSecond) / 10;
  const sourcesOf = (code: string) =>
    (course.steps[code] ?? []).map((id) => course.sources.find((s) => s.startsWith(id)) ?? id).join("，");
  return {
    title: words.title,
    curve: words.curve,
    legend: words.legend(course.band),
    weights: words.weights,
    seconds: second(verdict.ticks),
    band: course.band,
    sources: course.sources,
    rates: course.rates.map(([tick, rate, depth]) => [second(tick), rate, depth]),
    pauses: course.pauses.map(([from, to]) => ({
      from: second(from),
      to: second(to),
      long: to - from > words.longPause * ticksPerSecond,
      why: whyOf(course.marks, { from, to, words, ticksPerSecond }),
    })),
    longPause: words.longPause,
    steps: course.marks.flatMap(([tick, code]) =>
      texts[`act.${code}`] ? [{ second: second(tick), said: texts[`act.${code}`]! }] : [],
    ),
    parts: parts.map((p) => ({
      ...p,
      name: texts[`part.${p.code}`] ?? p.code,
      how: texts[`part.${p.code}.how`] ?? "",
      sources: sourcesOf(p.code),
    })),
    numbers: words.numbers(measures),
  };
}

function whyOf(
  marks: readonly [number, string][],
  { from, to, words, ticksPerSecond }: { from: number; to: number; words: CourseWords; ticksPerSecond: number },
): string {
  for (const [code, why] of words.reasons)
    if (marks.some(([tick, mark]) => mark === code && tick >= from - ticksPerSecond && tick <= to)) return why;
  const { seconds, shorter, longer } = words.pause;
  return to - from < seconds * ticksPerSecond ? shorter : longer;
}
