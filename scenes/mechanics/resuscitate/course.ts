// What goes on by itself, tick by tick: the live cable, people who come and look, the one who fetches, the AED's own
// clock, the helper who presses, the ambulance. And every compression, from whichever hand or sensor.
import { faceTo, sendTo } from "../../sim/asked";
import { DOWN, OUT, STANDING } from "../../sim/people";
import { VERBS, type Inputs } from "../../sim/inputs";
import type { World } from "../../sim/world";
import { byPatient, distanceTo, kneel, mark, patientDistance, setAed } from "./acts";
import { say } from "./captions";
import { AED_TIMES, HELPER_MS, LIMITS, MS, TICKS } from "./plan";
import { PAUSE_MS, rateAt } from "./rhythm";
import type { Account } from "./state";

const GASP_EVERY = 9 * TICKS;
const GASP_REACH = 5;
const CREW_LATEST = 30 * TICKS;
const CREW_REACH = 1.9;

export function passTime(world: World, a: Account, inputs: Inputs): void {
  standUp(world, a, inputs);
  leave(world, a);
  hurt(world, a);
  gather(world, a);
  breatheOn(world, a);
  fetch(world, a);
  tickAed(world, a);
  press(world, a, inputs);
  listen(world, a, inputs);
  helperPresses(world, a);
  offerChange(world, a);
  bringCrew(world, a);
}

/** Whoever walks stands up, and leaves the patient. */
function standUp(world: World, a: Account, inputs: Inputs): void {
  if (a.kneeling && (inputs.forward || inputs.right || world.self.goal >= 0)) a.kneeling = false;
  if (
    !a.kneeling &&
    a.firstBeat >= 0 &&
    a.swapper < 0 &&
    !byPatient(world, a) &&
    patientDistance(world, a) > 4 &&
    !a.done.has("left")
  ) {
    a.done.add("left");
    mark(world, a, "left-patient");
  }
}

/** Out into the street, away from the one who lies there. */
function leave(world: World, a: Account): void {
  if (world.people.state[world.player] !== OUT) return;
  mark(world, a, "walked-away");
  a.outcome = "left";
}

function hurt(world: World, a: Account): void {
  const hazard = a.plan.hazard;
  if (!a.hazardOn || !hazard) return;
  const d = distanceTo(world, world.player, hazard.at[0], hazard.at[1]);
  if (!a.done.has("saw-hazard") && d < 6) {
    a.done.add("saw-hazard");
    say(world, a, "caption.hazard", "sight");
  }
  if (d > hazard.radius) return;
  mark(world, a, "walked-into-current");
  say(world, a, "caption.current", "touch");
  // eslint-disable-next-line no-restricted-syntax -- the one body that a mechanic fells; a call of the sim is another engine
  world.people.state[world.player] = DOWN;
  a.outcome = "incapacitated";
}

/** They come nearer, stop at a distance and look. */
function gather(world: World, a: Account): void {
  for (const w of a.walks)
    if (world.tick === Math.round(w.second * TICKS)) sendTo(world, w.who, w.at[0], w.at[1], 0.85);
  if (world.tick % TICKS !== 0) return;
  const p = world.people,
    x = p.x[a.patient]!,
    y = p.y[a.patient]!;
  for (let i = 0; i < p.count; i++)
    if (
      i !== world.player &&
      i !== a.patient &&
      p.state[i] === STANDING &&
      distanceTo(world, i, x, y) < 16 &&
      world.tick > 4 * TICKS
    )
      faceTo(world, i, x, y);
}

function breatheOn(world: World, a: Account): void {
  if (!a.gasps || a.firstBeat >= 0 || world.tick % GASP_EVERY !== 0 || patientDistance(world, a) > GASP_REACH) return;
  say(world, a, "caption.gasp", "sound", a.patient);
}

function fetch(world: World, a: Account): void {
  if (a.aed === "mine" && byPatient(world, a)) return setAed(world, a, "here", "caption.aed-here");
  if (a.fetching === 0 || world.errands[a.fetcher]) return;
  if (a.fetching === 1) {
    a.fetching = 2;
    a.fetcherSince = world.tick;
  } else if (a.fetching === 2 && world.tick - a.fetcherSince > LIMITS.fetcherTakes * TICKS) {
    a.fetching = 3;
    sendTo(world, a.fetcher, a.plan.aed.back[0], a.plan.aed.back[1], 1.5);
  } else if (a.fetching === 3) {
    a.fetching = 0;
    setAed(world, a, "here", "caption.aed-here");
  }
}

function tickAed(world: World, a: Account): void {
  const since = world.tick - a.aedSince;
  if (a.aed === "analysing" && since >= AED_TIMES.analyse) {
    a.analyses++;
    if (a.shockable && a.shocks === 0) return setAed(world, a, "charging", "caption.aed-shock");
    a.resume = world.tick;
    a.nextAnalysis = world.tick + AED_TIMES.cycle;
    return setAed(world, a, "after", "caption.aed-no-shock");
  }
  if (a.aed === "charging" && since >= AED_TIMES.charge) return setAed(world, a, "armed", "caption.aed-armed");
  if (a.aed === "after" && world.tick >= a.nextAnalysis) setAed(world, a, "analysing", "caption.aed-again");
}

/** A compression of one's own: space, tap or the sensor's stroke. */
export function beat(world: World, a: Account, ms: number): void {
  if (a.swapper >= 0 || a.outcome || !byPatient(world, a)) return;
  kneel(world, a);
  if (a.aed === "analysing") {
    a.spoiled++;
    a.aedSince = world.tick;
    say(world, a, "caption.aed-motion", "speech", a.patient);
  }
  record(world, a, ms, false);
}

function record(world: World, a: Account, ms: number, helper: boolean): void {
  const last = a.beats[a.beats.length - 1];
  if (last && ms <= last.ms) return;
  if (a.firstBeat < 0) {
    a.firstBeat = world.tick;
    if (a.recognised < 0) a.recognised = world.tick;
    a.checkedFrom = -1;
    if (a.swapOffered < 0) a.swapTold = world.tick + LIMITS.swap * TICKS;
  }
  if (!last || ms - last.ms > PAUSE_MS || a.count === 30) a.count = 0;
  a.count++;
  if (a.count === 30) a.sets++;
  if (a.resume >= 0) {
    a.resumeWaits.push(world.tick - a.resume);
    a.resume = -1;
  }
  a.beats.push({ ms, helper });
}

function press(world: World, a: Account, inputs: Inputs): void {
  const name = VERBS[inputs.verb]!;
  if (name === "compress") {
    if (inputs.target === 1) release(world, a);
    else {
      a.pressedAt = world.tick;
      beat(world, a, world.tick * MS);
    }
  }
  if (
    name === "breathe" &&
    byPatient(world, a) &&
    a.beats.length > 0 &&
    a.swapper < 0 &&
    a.plan.ratio !== "only" &&
    world.tick >= a.breathUntil
  ) {
    kneel(world, a);
    a.breaths++;
    a.count = 0;
    a.lastBreath = world.tick;
    a.breathUntil = world.tick + LIMITS.breath * TICKS;
    say(world, a, "caption.breath", "sight");
  }
  if (name === "finish") a.outcome = "finished";
  if (world.tick % 10 === 0 && a.sensorTick < world.tick - TICKS) {
    const rate = a.swapper >= 0 ? 0 : rateAt(a.beats, world.tick * MS);
    if (a.beats.length) a.rates.push({ ms: world.tick * MS, rate, proxy: 0 });
  }
}

/** Let go of the key or the pad: how long it was held says whether the chest could rise. */
function release(world: World, a: Account): void {
  if (a.pressedAt < 0) return;
  const gap = a.beats.length > 1 ? (a.beats[a.beats.length - 1]!.ms - a.beats[a.beats.length - 2]!.ms) / MS : 11;
  a.released++;
  if (world.tick - a.pressedAt > 0.6 * Math.min(gap, 20)) a.leaned++;
  a.pressedAt = -1;
}

function listen(world: World, a: Account, inputs: Inputs): void {
  if (!inputs.acceleration.length) return;
  a.sensorTick = world.tick;
  const { strokes, readings } = a.sensor.feed(inputs.acceleration, world.tick * MS, MS);
  if (a.calibrating >= 0) {
    for (const r of readings) if (r.proxy > 0) a.proxies.push(r.proxy);
    if (world.tick >= a.calibrating) endCalibration(world, a);
    return;
  }
  for (const ms of strokes) beat(world, a, ms);
  if (a.swapper < 0 && a.beats.length) for (const r of readings) a.rates.push(r);
}

function endCalibration(world: World, a: Account): void {
  a.calibrating = -1;
  const sorted = a.proxies.slice().sort((p, q) => p - q);
  a.reference = sorted[sorted.length >> 1] ?? 0;
  say(world, a, a.reference > 0 ? "caption.calibrated" : "caption.not-calibrated", "result");
}

function helperPresses(world: World, a: Account): void {
  if (a.swapper < 0 || world.errands[a.swapper]) return;
  const ms = world.tick * MS,
    last = a.beats[a.beats.length - 1];
  const hands = a.aed === "analysing" || a.aed === "charging" || a.aed === "armed";
  if (!hands && (!last || ms - last.ms >= HELPER_MS)) record(world, a, ms, true);
  if (world.tick < a.swapUntil) return;
  a.swapUntil = world.tick + 15 * TICKS;
  say(world, a, "caption.helper-tired", "speech", a.swapper);
}

function offerChange(world: World, a: Account): void {
  if (a.swapTold < 0 || world.tick < a.swapTold || a.swapper >= 0) return;
  a.swapTold = world.tick + LIMITS.swap * TICKS;
  a.swapOffered = world.tick;
  say(world, a, "caption.swap-offer", "speech", a.helpers.find((i) => i !== a.fetcher || a.fetching === 0) ?? -1);
}

function bringCrew(world: World, a: Account): void {
  if (a.called < 0 || a.outcome) return;
  if (a.ambulance < 0) {
    if (world.tick < a.called + a.plan.crew.seconds * TICKS) return;
    a.ambulance = world.tick;
    a.crew.forEach((i, k) => sendTo(world, i, ...(a.plan.crew.at[k] ?? a.plan.crew.at[0]!), 1.4));
    return say(world, a, "caption.siren", "sound", a.crew[0]);
  }
  const p = world.people,
    x = p.x[a.patient]!,
    y = p.y[a.patient]!;
  const here = a.crew.some((i) => distanceTo(world, i, x, y) < CREW_REACH);
  if (!here && world.tick < a.ambulance + CREW_LATEST) return;
  a.crewHere = world.tick;
  say(world, a, "caption.crew", "result", a.crew[0]);
  a.outcome = "rescued";
}
