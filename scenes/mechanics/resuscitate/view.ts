// What the stage draws and tells of the one who lies there: live numbers, nothing that decides.
import type { World } from "../../sim/world";
import type { Part } from "../mechanic";
import { axisOf, byPatient, sideOf } from "./acts";
import { AED_TIMES, MS, TICKS } from "./plan";
import { fractionOf } from "./rhythm";
import type { Account } from "./state";

const RECENT = 24;

/** The one who is cared for, and how: what the stage draws. Plan metres, ms since the start. */
export interface CareView extends Part<"resuscitate"> {
  patient: number;
  x: number;
  y: number;
  z: number;
  /** Unit vectors in plan: towards the feet, and across towards the rescuer. */
  feet: [number, number];
  side: [number, number];
  near: boolean;
  kneeling: boolean;
  hazardOn: boolean;
  gasping: boolean;
  recognised: boolean;
  pressing: boolean;
  /** 1…30 within the set. */
  count: number;
  breaths: number;
  lastBreathMs: number;
  ratio: "30:2" | "only";
  /** A minute; 0 = none now. */
  rate: number;
  lastBeatMs: number;
  nowMs: number;
  recent: number[];
  fraction: number;
  aed: string;
  bare: boolean;
  pads: boolean;
  shocks: number;
  /** Person who carries the AED, −1. */
  carrier: number;
  /** Seconds until the AED looks again, −1. */
  cycleLeft: number;
  analyseSeconds: number;
  /** Person who presses in one's place, −1. */
  swapper: number;
  /** A phone's samples arrive; it is being calibrated; share of the calibrated depth, −1 = unknown. */
  sensing: boolean;
  calibrating: boolean;
  depth: number;
  /** Seconds, −1 before the call. */
  ambulanceIn: number;
}

export function careOf(world: World, a: Account): CareView {
  const p = world.people,
    ms = world.tick * MS;
  const last = a.beats[a.beats.length - 1],
    rate = a.rates[a.rates.length - 1];
  const [ax, ay] = axisOf(world, a);
  const [sx, sy] = world.player < 0 ? [0, 1] : sideOf(world, a);
  return {
    mechanic: "resuscitate",
    patient: a.patient,
    x: p.x[a.patient]!,
    y: p.y[a.patient]!,
    z: p.z[a.patient]!,
    feet: [ax, ay],
    side: [sx, sy],
    near: world.player >= 0 && byPatient(world, a),
    kneeling: a.kneeling,
    hazardOn: a.hazardOn,
    gasping: a.gasps && a.firstBeat < 0,
    recognised: a.recognised >= 0,
    pressing: a.firstBeat >= 0,
    count: a.count,
    breaths: a.breaths,
    lastBreathMs: a.lastBreath * MS,
    ratio: a.plan.ratio ?? "30:2",
    rate: rate && last && ms - last.ms < 1500 ? rate.rate : 0,
    lastBeatMs: last ? last.ms : -1,
    nowMs: ms,
    recent: a.beats.slice(-RECENT).map((b) => b.ms),
    fraction: a.recognised < 0 ? 0 : fractionOf(a.beats, a.recognised * MS, ms),
    aed: a.aed,
    bare: a.bare,
    pads: a.pads === 1,
    shocks: a.shocks,
    carrier: a.fetching === 3 ? a.fetcher : a.aed === "mine" ? world.player : -1,
    cycleLeft: a.nextAnalysis < 0 ? -1 : Math.max(0, Math.round((a.nextAnalysis - world.tick) / TICKS)),
    analyseSeconds: AED_TIMES.analyse / TICKS,
    swapper: a.swapper >= 0 && !world.errands[a.swapper] ? a.swapper : -1,
    sensing: a.sensorTick > world.tick - TICKS,
    calibrating: a.calibrating >= 0,
    depth: a.reference > 0 && rate && rate.proxy > 0 ? rate.proxy / a.reference : -1,
    ambulanceIn: a.called < 0 ? -1 : Math.max(0, a.plan.crew.seconds - Math.floor((world.tick - a.called) / TICKS)),
  };
}
