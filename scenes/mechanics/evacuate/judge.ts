// The score of an evacuation: a base for how it ended, plus what was done well, less what was done badly. Weights are
// our own choice (drills.md, §6.1 lists the measures); what kills is named deadly and fails whatever the score.
import { SHELTERED } from "../../sim/people";
import type { World } from "../../sim/world";
import type { PointKind, ScorePoint, Verdict } from "../mechanic";
import type { Account } from "./account";

const BASE: Record<string, number> = {
  out: 58,
  sheltered: 55,
  rescued: 45,
  timeout: 10,
  incapacitated: 0,
  trapped: 0,
  left: 0,
  finished: 50,
};
const PASS = 60;
/** Seconds from the first sign of danger to the first useful act. */
const PROMPT = 10,
  SLOW = 30;
/** Shares of an incapacitating dose. */
const TASTED = 0.05,
  HARMED = 0.3;

export function judge(world: World, a: Account): Verdict {
  const outcome = a.outcome ?? "timeout";
  const points: ScorePoint[] = [];
  const give = (code: string, kind: PointKind, weight: number, tick: number, params: ScorePoint["params"] = {}) => {
    points.push({ code, kind, weight, tick, params, ...where(a, tick) });
  };
  judgeStart(world, a, give);
  judgeMarks(a, give);
  judgeSmoke(world, a, give);
  judgeEnd(world, a, give);
  points.sort((p, q) => p.tick - q.tick || (p.code < q.code ? -1 : 1));
  const survived = outcome === "out" || outcome === "sheltered" || outcome === "rescued";
  const sum = points.reduce((s, p) => s + (p.kind === "good" ? p.weight : -p.weight), BASE[outcome] ?? 0);
  const score = Math.max(0, Math.min(survived ? 100 : 40, Math.round(sum)));
  const deadly = points.some((p) => p.kind === "deadly");
  return {
    outcome,
    survived,
    score,
    passed: survived && !deadly && score >= (a.parameters.pass ?? PASS),
    points,
    measures: measure(world, a),
    trace: a.trace,
    ticks: world.tick,
  };
}

type Give = (code: string, kind: PointKind, weight: number, tick: number, params?: ScorePoint["params"]) => void;

function judgeStart(world: World, a: Account, give: Give): void {
  if (a.noticed < 0) return;
  const first = a.firstAct < 0 ? world.tick : a.firstAct;
  const seconds = Math.round((first - a.noticed) * world.dt);
  if (seconds <= PROMPT) give("started-at-once", "good", 8, first, { seconds });
  else if (seconds > SLOW)
    give("started-late", "bad", Math.min(15, 5 + Math.floor((seconds - SLOW) / 6)), first, { seconds });
}

/** What each thing that was done counts; [kind, weight], the first time only unless `each`. */
const MARKS: Record<string, { kind: PointKind; weight: number; each?: boolean }> = {
  "raised-alarm": { kind: "good", weight: 8 },
  "closed-fire-door": { kind: "good", weight: 8 },
  "closed-door": { kind: "good", weight: 4 },
  "felt-hot": { kind: "good", weight: 4 },
  called: { kind: "good", weight: 4 },
  warned: { kind: "good", weight: 4 },
  "covered-mouth": { kind: "good", weight: 2 },
  "put-out": { kind: "good", weight: 10 },
  "opened-hot": { kind: "bad", weight: 15 },
  "opened-hot-unfelt": { kind: "bad", weight: 12 },
  "went-back": { kind: "bad", weight: 10 },
  "took-lift": { kind: "deadly", weight: 40 },
  jumped: { kind: "deadly", weight: 40 },
};

function judgeMarks(a: Account, give: Give): void {
  const told = new Set<string>();
  for (const m of a.marks) {
    const rule = MARKS[m.code];
    if (!rule || (told.has(m.code) && !rule.each)) continue;
    told.add(m.code);
    give(m.code, rule.kind, rule.weight, m.tick, m.params);
  }
  if (a.doorsOpened > 0 && a.feltFirst === a.doorsOpened && a.feltFirst > 0)
    give("felt-doors", "good", 6, a.marks.find((m) => m.code === "felt")?.tick ?? 0, { doors: a.feltFirst });
  else if (a.doorsOpened > a.feltFirst && !told.has("opened-hot-unfelt"))
    give("did-not-feel", "bad", 4, a.firstAct < 0 ? 0 : a.firstAct, { doors: a.doorsOpened - a.feltFirst });
  if (a.wrongTurns > 0)
    give("wrong-turns", "bad", Math.min(9, a.wrongTurns * 3), a.firstAct < 0 ? 0 : a.firstAct, { times: a.wrongTurns });
}

function judgeSmoke(world: World, a: Account, give: Give): void {
  if (a.ticksInSmoke < 20) return;
  const seconds = Math.round(a.ticksInSmoke * world.dt),
    low = a.ticksLow / a.ticksInSmoke;
  const tick = a.trace.find((t) => t.smoke > 0.3)?.tick ?? world.tick;
  if (low >= 0.7) give("kept-low", "good", 6, tick, { seconds });
  else if (low < 0.3) give("upright-in-smoke", "bad", Math.min(10, 3 + Math.floor(seconds / 5)), tick, { seconds });
  if (seconds > 20) give("long-in-smoke", "bad", Math.min(12, Math.floor(seconds / 5)), tick, { seconds });
}

function judgeEnd(world: World, a: Account, give: Give): void {
  const fed = world.player < 0 ? 0 : world.people.fed[world.player]!;
  const percent = Math.round(fed * 100);
  const t = world.tick;
  if (a.outcome === "out") {
    if (!a.marks.some((m) => m.code === "took-lift")) give("used-stairs", "good", 4, t);
    if (fed < TASTED) give("breathed-clean", "good", 8, t, { percent });
  }
  if (a.outcome === "sheltered") give("sheltered-well", "good", 12, a.shelterTick, {});
  if (fed >= HARMED && a.outcome !== "incapacitated")
    give("breathed-much", "bad", Math.min(25, Math.floor(percent / 3)), t, { percent });
  if (a.outcome === "incapacitated")
    give(world.people.state[world.player] === SHELTERED ? "shelter-failed" : "overcome-by-smoke", "deadly", 40, t, {
      percent,
    });
  if (a.outcome === "timeout") give("still-inside", "deadly", 20, t);
}

function measure(world: World, a: Account): Record<string, number> {
  const i = world.player,
    p = world.people;
  return {
    preMovementTicks: a.noticed < 0 ? 0 : (a.firstAct < 0 ? world.tick : a.firstAct) - a.noticed,
    noticedTick: a.noticed,
    fedMax: i < 0 ? 0 : Math.round(p.fed[i]! * 10000) / 10000,
    ticksInSmoke: a.ticksInSmoke,
    ticksLowInSmoke: a.ticksLow,
    doorsFelt: a.doorsFelt,
    doorsOpened: a.doorsOpened,
    doorsClosedBehind: a.doorsClosed,
    alarmRaised: a.marks.some((m) => m.code === "raised-alarm") ? 1 : 0,
    alarmTick: a.alarmTick,
    called: a.marks.some((m) => m.code === "called") ? 1 : 0,
    warned: a.warned,
    liftUsed: a.marks.some((m) => m.code === "took-lift") ? 1 : 0,
    wrongExits: a.wrongTurns,
    contacts: a.contacts,
    routeLength: i < 0 ? 0 : Math.round(p.travelled[i]! * 100) / 100,
    othersOut: countOut(world),
    othersDown: countDown(world),
  };
}

const countOut = (w: World) => w.people.state.reduce((n, s, i) => n + (s === 2 && i !== w.player ? 1 : 0), 0);
const countDown = (w: World) => w.people.state.reduce((n, s, i) => n + (s === 3 && i !== w.player ? 1 : 0), 0);

function where(a: Account, tick: number): { at?: ScorePoint["at"] } {
  let found = a.trace[0];
  for (const t of a.trace) if (t.tick <= tick) found = t;
  return found ? { at: { storey: found.storey, x: found.x, y: found.y } } : {};
}
