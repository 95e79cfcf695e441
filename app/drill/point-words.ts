// The sentences of a debrief: what happened in one sentence, each point with how to do better, in the mechanic's own
// words.
import type { Outcome, ScorePoint, Verdict } from "#scenes/mechanics/mechanic";

export type Texts = Readonly<Record<string, string>>;

export interface SaidPoint {
  key: string;
  kind: ScorePoint["kind"];
  said: string;
  better: string;
  seconds: number;
  weight: number;
  at?: ScorePoint["at"];
}

/** {name} in a sentence → the point's own number; whole numbers stay whole. */
export function fillIn(sentence: string, params: ScorePoint["params"]): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : typeof value === "number" ? String(Math.round(value * 10) / 10) : value;
  });
}

/** `ticksPerSecond`: of the engine that made the run, here and below. */
export function sayPoints(
  points: readonly ScorePoint[],
  { texts, ticksPerSecond }: { texts: Texts; ticksPerSecond: number },
): SaidPoint[] {
  return points.map((p, i) => ({
    key: `${p.code}-${i}`,
    kind: p.kind,
    seconds: Math.round(p.tick / ticksPerSecond),
    weight: p.weight,
    at: p.at,
    said: fillIn(texts[`${p.code}.${p.kind === "good" ? "well" : "badly"}`] ?? p.code, p.params),
    better: fillIn(texts[`${p.code}.better`] ?? "", p.params),
  }));
}

export const ENDS: Record<Outcome, string> = {
  out: "你走到了安全的地方",
  sheltered: "你守住房间，等到了救援",
  rescued: "你被救了出来",
  incapacitated: "你倒在了烟里，真的火场上这就是死亡",
  trapped: "你困在了电梯里，真的火场上多半出不来",
  timeout: "时间到了，你还没有脱险",
  left: "你从窗口坠了下去",
  finished: "演练做完了",
};

/** A mechanic may have its own words for how it ended, under `end.…`. */
export const sayEnd = (
  v: Pick<Verdict, "outcome" | "ticks">,
  { texts, ticksPerSecond }: { texts: Texts; ticksPerSecond: number },
): string => `${texts[`end.${v.outcome}`] ?? ENDS[v.outcome]}，用了 ${sayTime(v.ticks / ticksPerSecond)}。`;

export function sayTime(seconds: number): string {
  const s = Math.round(seconds);
  return s < 60 ? `${s} 秒` : `${Math.floor(s / 60)} 分 ${s % 60} 秒`;
}
