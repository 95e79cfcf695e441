// What the mechanic keeps of one run: where the course stands, what was done when, and every compression.
import { purposeOf, uniform } from "../../sim/rng";
import type { World } from "../../sim/world";
import type { Caption, Outcome, TracePoint } from "../mechanic";
import { readPlan } from "./plan";
import type { Beat, RateSample } from "./rhythm";
import { createSensor } from "./signal";

export interface Mark {
  code: string;
  tick: number;
  params: Record<string, number | string>;
}
/**
 * away: in its cabinet · sent: somebody is on the way · mine: the player carries it · here · on · ready: pads right ·
 * analysing · charging · armed · after
 */
export type AedState = "away" | "sent" | "mine" | "here" | "on" | "analysing" | "charging" | "armed" | "after";
export const AED_STATES: readonly AedState[] = [
  "away",
  "sent",
  "mine",
  "here",
  "on",
  "analysing",
  "charging",
  "armed",
  "after",
];

const LUCK = { gasps: purposeOf("resuscitate gasps"), rhythm: purposeOf("resuscitate rhythm") };

export type Account = ReturnType<typeof createAccount>;

export function createAccount(world: World) {
  const plan = readPlan(world);
  const person = (id: string) => world.people.ids.indexOf(id);
  const patient = person(plan.patient);
  if (patient < 0) throw new RangeError(`mechanic.patient names person ${plan.patient}, who is not there`);
  const spot = (id: string): [number, number] => {
    const found = world.spots.find((s) => s.id === id);
    if (!found) throw new RangeError(`mechanic names spot ${id}, which is not there`);
    return found.at;
  };
  const chosen = (told: string | undefined, yes: string, share: number, purpose: number) =>
    told === undefined || told === "seed" ? uniform(world.seed, 0, 0, purpose) < share : told === yes;
  return {
    plan,
    patient,
    helpers: plan.helpers.map(person).filter((i) => i >= 0),
    crew: plan.crew.who.map(person).filter((i) => i >= 0),
    walks: (plan.walks ?? []).map((w) => ({ ...w, who: person(w.who) })).filter((w) => w.who >= 0),
    aedAt: spot(plan.aed.spot),
    hazardAt: plan.hazard ? spot(plan.hazard.spot) : null,
    gasps: chosen(plan.gasps, "yes", 0.6, LUCK.gasps),
    shockable: chosen(plan.rhythm, "shock", 0.6, LUCK.rhythm),
    sensor: createSensor(),
    lastTick: Math.round(world.scene.meta.seconds / world.dt),
    outcome: null as Outcome | null,
    captions: [] as Caption[],
    marks: [] as Mark[],
    trace: [] as TracePoint[],
    done: new Set<string>(),
    hazardOn: plan.hazard !== undefined,
    kneeling: false,
    /** Ticks at which things happened; −1 = not yet. */
    called: -1,
    sent: -1,
    checkedFrom: -1,
    judged: -1,
    recognised: -1,
    recovery: -1,
    firstBeat: -1,
    ambulance: -1,
    crewHere: -1,
    fetcher: -1,
    fetching: 0,
    fetcherSince: -1,
    caller: -1,
    aed: "away" as AedState,
    aedSince: 0,
    bare: false,
    pads: 0,
    padTries: 0,
    clear: -1,
    shocks: 0,
    analyses: 0,
    spoiled: 0,
    resume: -1,
    resumeWaits: [] as number[],
    nextAnalysis: -1,
    beats: [] as Beat[],
    rates: [] as RateSample[],
    count: 0,
    sets: 0,
    breaths: 0,
    breathUntil: -1,
    lastBreath: -1,
    held: 0,
    released: 0,
    pressedAt: -1,
    leaned: 0,
    swapper: -1,
    swapUntil: -1,
    swaps: 0,
    swapOffered: -1,
    swapTold: -1,
    calibrating: -1,
    reference: 0,
    proxies: [] as number[],
    sensorTick: -1000,
  };
}
