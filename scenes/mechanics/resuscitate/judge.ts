// The score of a resuscitation: five parts with published weights (plan.ts), each by its distance to the guideline's
// threshold and never yes or no; beside them the remarks, and what would have killed. Without a calibrated phone, depth
// goes to the other parts.
import type { World } from "../../sim/world";
import type { PartScore, PointKind, ScorePoint, Verdict } from "../mechanic";
import { GUIDELINES, LIMITS, MS, STEP_SOURCES, TICKS, WEIGHTS, type Part } from "./plan";
import { BAND, fractionOf, pausesOf, steadinessOf, type Pause } from "./rhythm";
import type { Account } from "./state";

const PASS = 60;
/** Fewer of one's own compressions than this say nothing of a rate. */
const FEW = 15;

export interface Facts {
  from: number;
  to: number;
  fraction: number;
  pauses: Pause[];
  longest: number;
  rate: number;
  unevenness: number;
  inBand: number;
  own: number;
  depth: number;
  inDepth: number;
  checkSeconds: number;
  gaveRight: boolean;
  calibrated: boolean;
}

export function factsOf(world: World, a: Account): Facts {
  const from = Math.max(0, a.recognised) * MS,
    to = world.tick * MS;
  const pauses = a.recognised < 0 ? [] : pausesOf(a.beats, from, to);
  const deep =
    a.reference > 0 ? a.rates.filter((r) => r.rate > 0 && r.proxy > 0).map((r) => r.proxy / a.reference) : [];
  const begin = lastMark(a, "check-breath"),
    said = lastMark(a, "breath-abnormal");
  return {
    from,
    to,
    pauses,
    fraction: a.recognised < 0 ? 0 : fractionOf(a.beats, from, to),
    longest: pauses.reduce((m, p) => Math.max(m, p.to - p.from), 0) / 1000,
    ...steadinessOf(a.beats, a.rates),
    own: a.beats.filter((b) => !b.helper).length,
    depth: deep.length ? deep.reduce((s, d) => s + d, 0) / deep.length : 0,
    inDepth: deep.length ? deep.filter((d) => d >= 0.85 && d <= 1.25).length / deep.length : 0,
    checkSeconds: begin >= 0 && said > begin ? (said - begin) / TICKS : -1,
    gaveRight: said >= 0,
    calibrated: deep.length > 0,
  };
}

const lastMark = (a: Account, code: string): number => {
  let tick = -1;
  for (const m of a.marks) if (m.code === code) tick = m.tick;
  return tick;
};
const has = (a: Account, code: string) => a.marks.some((m) => m.code === code);
const clamp = (v: number) => (v < 0 ? 0 : v > 1 ? 1 : v);

/** Share of each part that was earned, 0…1. */
export function sharesOf(world: World, a: Account, f: Facts): Record<Part, number> {
  const off = f.rate === 0 ? 999 : f.rate < BAND.low ? BAND.low - f.rate : f.rate > BAND.high ? f.rate - BAND.high : 0;
  const enough = clamp(f.own / FEW);
  const over = f.pauses.reduce((s, p) => s + Math.max(0, (p.to - p.from) / 1000 - LIMITS.pause), 0);
  return {
    rate: enough * (0.7 * clamp(1 - off / 30) + 0.3 * f.inBand),
    fraction:
      f.fraction >= 0.8
        ? 1
        : f.fraction >= 0.6
          ? 0.7 + 1.5 * (f.fraction - 0.6)
          : clamp((0.7 * (f.fraction - 0.3)) / 0.3),
    depth: f.inDepth,
    pauses: enough * clamp(1 - over / 15),
    sequence: sequenceOf(world, a, f) / 10,
  };
}

/**
 * Points of ten: danger 1, response 1, 120 2, a named person for the AED 2, breathing within 10 s and judged right 2,
 * AED 2.
 */
function sequenceOf(world: World, a: Account, f: Facts): number {
  const safe = a.plan.hazard === undefined || has(a, "cut-power") ? 1 : 0;
  const call =
    a.called < 0 ? 0 : (a.called - Math.max(0, lastMark(a, "check-response"))) / TICKS <= LIMITS.call ? 2 : 1;
  const breath =
    f.gaveRight && f.checkSeconds >= 0 && f.checkSeconds <= LIMITS.breathCheck && !has(a, "breath-normal")
      ? 2
      : f.gaveRight
        ? 1
        : 0;
  const aed = a.pads === 1 && a.analyses > 0 ? (a.padTries === 1 && !has(a, "shocked-unclear") ? 2 : 1) : 0;
  return (
    safe +
    (has(a, "check-response") ? 1 : 0) +
    call +
    (has(a, "send-aed") ? 2 : a.aed !== "away" ? 1 : 0) +
    breath +
    aed
  );
}

export function partsOf(world: World, a: Account, f: Facts): PartScore[] {
  const shares = sharesOf(world, a, f);
  const codes = Object.keys(WEIGHTS) as Part[];
  const counted = codes.reduce((s, c) => s + (c === "depth" && !f.calibrated ? 0 : WEIGHTS[c]), 0);
  return codes.map((code) => {
    const weight = code === "depth" && !f.calibrated ? 0 : (WEIGHTS[code] * 100) / counted;
    return {
      code,
      published: WEIGHTS[code],
      weight: Math.round(weight * 10) / 10,
      points: Math.round(weight * shares[code] * 10) / 10,
    };
  });
}

export function judge(world: World, a: Account): Verdict {
  const outcome = a.outcome ?? "timeout",
    f = factsOf(world, a);
  const points: ScorePoint[] = [];
  const give: Give = (code, kind, tick, params = {}) =>
    void points.push({ code, kind, weight: 0, tick: Math.max(0, tick), params, ...where(a, tick) });
  remarkSequence(world, a, f, give);
  remarkHands(a, f, give);
  remarkAed(a, give);
  remarkEnd(world, a, f, give);
  points.sort((p, q) => p.tick - q.tick || (p.code < q.code ? -1 : 1));
  const parts = partsOf(world, a, f),
    deadly = points.some((p) => p.kind === "deadly");
  const sum = Math.round(parts.reduce((s, p) => s + p.points, 0));
  const survived = outcome === "rescued" && !deadly;
  const score = Math.max(0, Math.min(deadly ? 40 : 100, sum));
  return {
    outcome,
    survived,
    score,
    passed: survived && score >= (a.plan.pass ?? PASS),
    points,
    measures: measure(world, a, f),
    trace: a.trace,
    ticks: world.tick,
    parts,
    course: {
      from: Math.round(f.from / MS),
      rates: a.rates.map((r) => [
        Math.round(r.ms / MS),
        Math.round(r.rate),
        a.reference > 0 && r.proxy > 0 ? Math.round((100 * r.proxy) / a.reference) : -1,
      ]),
      pauses: f.pauses.map((p) => [Math.round(p.from / MS), Math.round(p.to / MS)]),
      band: [BAND.low, BAND.high],
      marks: a.marks.map((m) => [m.tick, m.code]),
      sources: (a.plan.guidelines ?? []).concat(GUIDELINES).map((g) => `${g.id} ${g.year}`),
      steps: STEP_SOURCES,
    },
  };
}

type Give = (code: string, kind: PointKind, tick: number, params?: ScorePoint["params"]) => void;

function remarkSequence(world: World, a: Account, f: Facts, give: Give): void {
  if (has(a, "cut-power")) give("made-safe", "good", lastMark(a, "cut-power"));
  if (has(a, "check-response")) give("checked-response", "good", lastMark(a, "check-response"));
  if (a.called >= 0) {
    const seconds = Math.round((a.called - Math.max(0, lastMark(a, "check-response"))) / TICKS);
    if (seconds <= LIMITS.call) give("called", "good", a.called);
    else give("called-late", "bad", a.called, { seconds });
  }
  if (has(a, "send-aed")) give("sent-one", "good", a.sent);
  else if (has(a, "shout-anyone")) give("asked-nobody", "bad", lastMark(a, "shout-anyone"));
  if (has(a, "breath-normal"))
    give(a.gasps ? "gasps-as-breath" : "stillness-as-breath", "bad", lastMark(a, "breath-normal"));
  if (f.gaveRight && f.checkSeconds >= 0) {
    const seconds = Math.round(f.checkSeconds);
    if (f.checkSeconds > LIMITS.breathCheck) give("checked-long", "bad", lastMark(a, "breath-abnormal"), { seconds });
    else if (!has(a, "breath-normal"))
      give(a.gasps ? "saw-gasps" : "saw-no-breath", "good", lastMark(a, "breath-abnormal"), { seconds });
  }
  if (a.firstBeat >= 0) {
    const seconds = Math.round((a.firstBeat - a.recognised) / TICKS);
    if (seconds > LIMITS.start) give("started-late", "bad", a.firstBeat, { seconds });
    else if (has(a, "breath-abnormal")) give("started-at-once", "good", a.firstBeat, { seconds });
  }
  if (has(a, "left-patient")) give("left-patient", "bad", lastMark(a, "left-patient"));
  void world;
}

function remarkHands(a: Account, f: Facts, give: Give): void {
  if (f.own < FEW) return;
  const t = a.firstBeat,
    rate = Math.round(f.rate);
  if (f.rate > BAND.high + 2) give("too-fast", "bad", t, { rate });
  else if (f.rate < BAND.low - 2) give("too-slow", "bad", t, { rate });
  else give("good-rate", "good", t, { rate });
  if (f.unevenness > 0.18) give("uneven", "bad", t, { percent: Math.round(f.unevenness * 100) });
  if (f.fraction >= 0.6) give("good-fraction", "good", t, { percent: Math.round(f.fraction * 100) });
  else give("low-fraction", "bad", t, { percent: Math.round(f.fraction * 100) });
  const worst = f.pauses.slice().sort((p, q) => q.to - q.from - (p.to - p.from))[0];
  if (worst && f.longest > LIMITS.pause)
    give("long-pause", "bad", Math.round(worst.from / MS), {
      seconds: Math.round(f.longest),
      times: f.pauses.filter((p) => p.to - p.from > LIMITS.pause * 1000).length,
    });
  else give("short-pauses", "good", t, { seconds: Math.round(f.longest) });
  if (a.released >= FEW && a.leaned / a.released > 0.3)
    give("leaned", "bad", t, { percent: Math.round((100 * a.leaned) / a.released) });
  if (a.plan.ratio !== "only" && a.sets >= 3) {
    if (a.breaths >= a.sets) give("gave-breaths", "good", a.lastBreath, { times: a.breaths });
    else if (a.breaths === 0) give("no-breaths", "bad", t);
  }
  if (f.calibrated)
    give(
      f.inDepth >= 0.6 ? "like-calibration" : f.depth < 1 ? "shallower" : "deeper",
      f.inDepth >= 0.6 ? "good" : "bad",
      t,
      { percent: Math.round(f.depth * 100) },
    );
  if (a.swaps > 0) give("swapped", "good", lastMark(a, "swap"));
}

function remarkAed(a: Account, give: Give): void {
  if (a.pads === 1 && a.padTries === 1) give("pads-right", "good", lastMark(a, "pads-right"));
  else if (a.padTries > 1)
    give(
      "pads-wrong",
      "bad",
      Math.max(lastMark(a, "pads-left"), lastMark(a, "pads-middle"), lastMark(a, "pads-right")),
      { times: a.padTries - 1 },
    );
  if (a.spoiled > 0) give("touched-analysis", "bad", a.aedSince, { times: a.spoiled });
  if (a.shocks > 0 && !has(a, "shocked-unclear")) give("shocked-clear", "good", lastMark(a, "shock"));
  if (has(a, "shocked-unclear")) give("shocked-unclear", "deadly", lastMark(a, "shocked-unclear"));
  const slow = a.resumeWaits.filter((t) => t > LIMITS.pause * TICKS).length;
  if (a.resumeWaits.length && slow === 0)
    give("resumed", "good", a.aedSince, { seconds: Math.round(Math.max(...a.resumeWaits) / TICKS) });
  if (slow > 0) give("resumed-late", "bad", a.aedSince, { times: slow });
  if ((a.aed === "here" || a.aed === "on") && a.pads === 0) give("aed-unused", "bad", a.aedSince);
}

function remarkEnd(world: World, a: Account, f: Facts, give: Give): void {
  const t = world.tick;
  if (has(a, "walked-into-current")) return give("walked-into-current", "deadly", t);
  if (has(a, "walked-away")) return give("walked-away", "deadly", t);
  if (a.outcome === "finished") return;
  if (a.called < 0) give("never-called", "deadly", t);
  if (f.own < FEW) give(a.recovery >= 0 ? "took-for-alive" : "never-pressed", "deadly", t);
  if (a.outcome === "rescued" && f.own >= FEW) give("handed-over", "good", t);
}

function measure(world: World, a: Account, f: Facts): Record<string, number> {
  const ticks = (t: number) => (t < 0 ? -1 : t);
  return {
    compressions: f.own,
    rate: Math.round(f.rate * 10) / 10,
    inBand: Math.round(f.inBand * 1000) / 1000,
    unevenness: Math.round(f.unevenness * 1000) / 1000,
    fraction: Math.round(f.fraction * 1000) / 1000,
    longestPause: Math.round(f.longest * 10) / 10,
    pauses: f.pauses.length,
    breaths: a.breaths,
    calibrated: f.calibrated ? 1 : 0,
    depthShare: Math.round(f.depth * 100) / 100,
    calledTick: ticks(a.called),
    sentTick: ticks(a.sent),
    recognisedTick: ticks(a.recognised),
    firstBeatTick: ticks(a.firstBeat),
    checkSeconds: Math.round(f.checkSeconds * 10) / 10,
    padTries: a.padTries,
    shocks: a.shocks,
    analyses: a.analyses,
    spoiled: a.spoiled,
    swaps: a.swaps,
    ticks: world.tick,
  };
}

function where(a: Account, tick: number): { at?: ScorePoint["at"] } {
  let found = a.trace[0];
  for (const t of a.trace) if (t.tick <= tick) found = t;
  return found ? { at: { storey: found.storey, x: found.x, y: found.y } } : {};
}
