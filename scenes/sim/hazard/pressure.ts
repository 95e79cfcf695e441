// Room pressures at the end of a step: implicit in pressure, layers frozen. For each room
//   V / (gamma - 1) (p - p0) / dt = heat given to the gas + enthalpy flowing in - out,
// solved by Newton with an exact sparse Jacobian, at most ROUNDS evaluations, a step being halved when it makes the
// imbalance worse. The imbalances are the gradient of a convex function, so this converges from anywhere.

import type { Flows } from "./state";
import { solve } from "./network";
import { GAMMA, type Hazard } from "./state";

const ROUNDS = 40;
/** A step must take away this share of what a full one promises, or it is shortened to SHORTER of itself. */
const ENOUGH = 0.25;
const SHORTER = 0.4;
const MIN_FRACTION = 0.01;
/**
 * Pa: Newton stops after a step smaller than this. Coarser is slower: what is missing returns as noise in the next
 * step.
 */
const SMALL = 1e-5;
/** Pressure difference (Pa) below which a flow becomes linear in it; at 0.1 Pa a flow is 0.5 % too small. */
const SOFT = 1e-3;
/** Pa of counter-pressure at which a fan weakens, and at which it stops. */
const FAN_WEAK = 15000;
const FAN_STOP = 30000;

// What a slab's flow came to: mass and slope from a, mass and slope from b; and the pressure differences at its lower
// and upper edge. In arrays, because fractions in arguments and variables of a module would be allocated anew at each
// call.
const found = new Float64Array(4);
const edge = new Float64Array(2);

/** Finds the pressures for h.heating and leaves the flows of every slab; h.pressure itself is left to `transport`. */
export function solvePressures(h: Hazard, dt: number): void {
  const { network, flows: f, pressure } = h;
  const n = pressure.length;
  f.before.set(pressure);
  let imbalance = Infinity;
  let fraction = 0;
  let round = 0;
  let largest = Infinity;
  while (round++ < ROUNDS) {
    const now = assemble(h, dt);
    if (fraction > MIN_FRACTION && now > (1 - ENOUGH * fraction) * imbalance && largest >= SMALL) {
      for (let r = 0; r < n; r++) pressure[r] = f.last[r]! + SHORTER * (pressure[r]! - f.last[r]!);
      fraction *= SHORTER;
      continue;
    }
    if (largest < SMALL) break;
    imbalance = now;
    fraction = 1;
    f.last.set(pressure);
    solve(network);
    largest = 0;
    for (let r = 0; r < n; r++) {
      const step = network.right[network.position[r]!]!;
      pressure[r] = pressure[r]! + step;
      const size = step < 0 ? -step : step;
      if (size > largest) largest = size;
    }
  }
  h.effort.rounds += round;
  pressure.set(f.before);
}

/**
 * Fills matrix and right side at the present guess, and every slab's flows; returns the sum of the imbalances' sizes,
 * W.
 */
function assemble(h: Hazard, dt: number): number {
  const { flows: f, pressure } = h;
  const { diagonal, entry, right, position } = h.network;
  const { roomA, roomB, matrix, energyA, energyB, forward, backward } = f;
  entry.fill(0);
  for (let r = 0; r < pressure.length; r++) {
    const stiffness = h.roomVolume[r]! / ((GAMMA - 1) * dt);
    const p = position[r]!;
    diagonal[p] = stiffness;
    right[p] = h.heating[r]! - stiffness * (pressure[r]! - f.before[r]!);
    f.guess[p] = pressure[r]!;
  }
  for (let s = 0; s < f.count; s++) {
    const a = roomA[s]!;
    const b = roomB[s]!;
    const difference = b < 0 ? f.guess[a]! : f.guess[a]! - f.guess[b]!;
    edge[0] = difference + f.offsetLow[s]!;
    edge[1] = difference + f.offsetHigh[s]!;
    slabFlow(f, s);
    forward[s] = found[0]!;
    backward[s] = found[2]!;
    const flow = found[0]! * energyA[s]! - found[2]! * energyB[s]!;
    const slope = found[1]! * energyA[s]! + found[3]! * energyB[s]!;
    diagonal[a] = diagonal[a]! + slope;
    right[a] = right[a]! - flow;
    if (b < 0) continue;
    diagonal[b] = diagonal[b]! + slope;
    right[b] = right[b]! + flow;
    entry[matrix[s]!] = entry[matrix[s]!]! - slope;
  }
  let sum = 0;
  for (let r = 0; r < right.length; r++) sum += right[r]! < 0 ? -right[r]! : right[r]!;
  return sum;
}

/** Mass flows through a slab both ways at the pressure differences in `edge`, and their derivatives, into `found`. */
function slabFlow(f: Flows, s: number): void {
  found[0] = found[1] = found[2] = found[3] = 0;
  const low = edge[0]!;
  const high = edge[1]!;
  if (f.fan[s] !== 0) fanFlow(f, s);
  else if (low === high) evenFlow(f, s);
  else {
    if (low > 0 || high > 0) orifice(f, s, 0);
    if (low < 0 || high < 0) orifice(f, s, 2);
  }
}

/**
 * What flows out of a (`at` 0) or b (2) through the part of a slab that is under pressure from there; linear near 0.
 */
function orifice(f: Flows, s: number, at: 0 | 2): void {
  const low = at === 0 ? edge[0]! : -edge[0]!;
  const high = at === 0 ? edge[1]! : -edge[1]!;
  const most = low > high ? low : high;
  const other = low > high ? high : low;
  const least = other > 0 ? other : 0;
  const share = other < 0 ? most / (most - other) : 1; // the neutral plane lies within
  const c = share * (at === 0 ? f.coefficientA[s]! : f.coefficientB[s]!);
  const rootMost = Math.sqrt(most);
  const rootLeast = Math.sqrt(least);
  const sum = rootMost + rootLeast;
  const soft = Math.sqrt(most / (most + SOFT));
  const full = (c * (most + rootMost * rootLeast + least)) / sum;
  found[at] = full * soft;
  found[at + 1] = ((1.5 * c) / sum) * soft + (full * 0.5 * SOFT) / ((most + SOFT) * (most + SOFT) * soft);
}

/** The same for one pressure difference over the whole slab. */
function evenFlow(f: Flows, s: number): void {
  const difference = edge[0]!;
  const at = difference < 0 ? 2 : 0;
  const size = difference < 0 ? -difference : difference;
  const c = 1.5 * (difference < 0 ? f.coefficientB[s]! : f.coefficientA[s]!);
  const root = 1 / Math.sqrt(size + SOFT);
  found[at] = c * size * root;
  found[at + 1] = c * root * (1 - 0.5 * size * root * root);
}

function fanFlow(f: Flows, s: number): void {
  const rate = f.fan[s]!;
  const against = rate > 0 ? -edge[0]! : edge[0]!;
  const share = (FAN_STOP - against) / (FAN_STOP - FAN_WEAK);
  const at = rate > 0 ? 0 : 2;
  const size = rate > 0 ? rate : -rate;
  const weak = share < 1 && share > 0;
  found[at] = size * (weak ? share : share >= 1 ? 1 : 0);
  found[at + 1] = weak ? size / (FAN_STOP - FAN_WEAK) : 0;
}
