// Room pressures at the end of a step: implicit in pressure, layers frozen. For each room
//   V / (gamma - 1) (p - p0) / dt = heat given to the gas + enthalpy flowing in - out,
// solved by Newton with an exact sparse Jacobian, at most ROUNDS evaluations, a step being halved when it makes the
// imbalance worse. The imbalances are the gradient of a convex function, so this converges from anywhere.

import { carried } from './flows';
import { solve } from './network';
import { GAMMA, type Hazard } from './state';

const ROUNDS = 30;
/** Pa: Newton stops after a step smaller than this. */
const SMALL = 1e-4;
/** Square root of the pressure difference (Pa^½) below which a flow becomes linear in it. */
const SOFT = 2e-3;
/** Pa of counter-pressure at which a fan weakens, and at which it stops. */
const FAN_WEAK = 15000;
const FAN_STOP = 30000;

// what `slabFlow` found, to spare an object a call
let forward = 0;
let backward = 0;
let forwardSlope = 0;
let backwardSlope = 0;

/** Solves for h.pressure and leaves the flows of every slab. `gain` = W given to the gas of each room. */
export function solvePressures(h: Hazard, dt: number): void {
  const { network, flows: f, pressure } = h;
  const n = pressure.length;
  f.before.set(pressure);
  let imbalance = Infinity;
  let halvings = 0;
  let round = 0;
  let largest = Infinity;
  while (round++ < ROUNDS) {
    const now = assemble(h, dt);
    if (now > imbalance * (1 + 1e-9) && halvings < 8) {
      for (let r = 0; r < n; r++) pressure[r] = f.last[r]! + 0.4 * (pressure[r]! - f.last[r]!);
      halvings++;
      continue;
    }
    if (largest < SMALL) break;
    imbalance = now;
    halvings = 0;
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
  recordFlows(h);
  pressure.set(f.before);
}

/** Fills matrix and right side at the present guess; returns the sum of the absolute imbalances, W. */
function assemble(h: Hazard, dt: number): number {
  const { network, flows: f, pressure } = h;
  const { diagonal, entry, right, position } = network;
  entry.fill(0);
  for (let r = 0; r < pressure.length; r++) {
    const stiffness = h.roomVolume[r]! / ((GAMMA - 1) * dt);
    diagonal[position[r]!] = stiffness;
    right[position[r]!] = h.heating[r]! - stiffness * (pressure[r]! - f.before[r]!);
  }
  for (let s = 0; s < f.count; s++) {
    slabFlow(h, s);
    const energyA = carried(h, f.layerA[s]!);
    const energyB = carried(h, f.layerB[s]!);
    const flow = forward * energyA - backward * energyB;
    const slope = forwardSlope * energyA + backwardSlope * energyB;
    const a = position[f.a[s]!]!;
    diagonal[a] = diagonal[a]! + slope;
    right[a] = right[a]! - flow;
    if (f.b[s]! < 0) continue;
    const b = position[f.b[s]!]!;
    diagonal[b] = diagonal[b]! + slope;
    right[b] = right[b]! + flow;
    const e = f.ventEntry[f.vent[s]!]!;
    entry[e] = entry[e]! - slope;
  }
  let sum = 0;
  for (let r = 0; r < right.length; r++) sum += right[r]! < 0 ? -right[r]! : right[r]!;
  return sum;
}

function recordFlows(h: Hazard): void {
  const f = h.flows;
  for (let s = 0; s < f.count; s++) {
    slabFlow(h, s);
    f.forward[s] = forward;
    f.backward[s] = backward;
  }
}

/** Mass flows through a slab both ways at the present pressures, and their derivatives, into the variables above. */
function slabFlow(h: Hazard, s: number): void {
  const f = h.flows;
  const b = f.b[s]!;
  const difference = h.pressure[f.a[s]!]! - (b < 0 ? 0 : h.pressure[b]!);
  forward = backward = forwardSlope = backwardSlope = 0;
  if (f.fan[s] !== 0) return fanFlow(f.fan[s]!, difference + f.offsetLow[s]!);
  const low = difference + f.offsetLow[s]!;
  const high = difference + f.offsetHigh[s]!;
  const span = high > low ? high - low : low - high;
  const out = low > high ? low : high;
  const back = -(low > high ? high : low);
  if (out > 0) {
    const near = back > 0 ? 0 : -back;
    const share = back > 0 ? out / span : 1;
    const c = f.coefficientA[s]! * share;
    const ro = Math.sqrt(out);
    const rn = Math.sqrt(near);
    const sum = ro + rn + SOFT;
    forward = (c * (out + ro * rn + near)) / sum;
    forwardSlope = ((3 * c) / sum) * (1 - (0.5 * (ro + rn)) / sum);
  }
  if (back > 0) {
    const near = out > 0 ? 0 : -out;
    const share = out > 0 ? back / span : 1;
    const c = f.coefficientB[s]! * share;
    const ro = Math.sqrt(back);
    const rn = Math.sqrt(near);
    const sum = ro + rn + SOFT;
    backward = (c * (back + ro * rn + near)) / sum;
    backwardSlope = ((3 * c) / sum) * (1 - (0.5 * (ro + rn)) / sum);
  }
}

function fanFlow(rate: number, difference: number): void {
  const against = rate > 0 ? -difference : difference;
  let share = (FAN_STOP - against) / (FAN_STOP - FAN_WEAK);
  let slope = 1 / (FAN_STOP - FAN_WEAK);
  if (share >= 1 || share <= 0) {
    share = share >= 1 ? 1 : 0;
    slope = 0;
  }
  if (rate > 0) {
    forward = rate * share;
    forwardSlope = rate * slope;
  } else {
    backward = -rate * share;
    backwardSlope = -rate * slope;
  }
}
