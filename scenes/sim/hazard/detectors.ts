// Smoke and heat detectors and sprinklers under the ceiling: Alpert's ceiling jet drives dT/dt = sqrt(u) / RTI (Tg -
// T); a smoke detector answers to obscuration of the layer at it. A sprinkler that works holds and shrinks the fires
// within REACH of it: Q = Qact exp(-(t - tact) / tau), tau = 3 u^-1.8 (Evans). K, m, kW.

import { exp, pow } from "../maths";
import { freeOutput, sprayTime } from "./fire";
import { SOOT, SOOT_EXTINCTION, SPECIES } from "./species";
import { type Hazard, KELVIN } from "./state";

/** m in plan within which a sprinkler wets a fire; own choice, half of a 4.6 m grid's diagonal. */
const REACH = 3.3;

const DEFAULT_LIMIT = { smoke: 24, heat: 57, sprinkler: 68 } as const;
const DEFAULT_RTI = { smoke: 5, heat: 30, sprinkler: 50 } as const;

export function watch(h: Hazard, dt: number): void {
  for (let i = 0; i < h.detectors.length; i++) {
    if (h.detectedAt[i]! >= 0) continue;
    if (h.detectors[i]!.kind === "smoke") smell(h, i);
    else feel(h, i, dt);
  }
  for (let fire = 0; fire < h.fires.length; fire++) wet(h, fire, dt);
}

function smell(h: Hazard, i: number): void {
  const r = h.detectorRoom[i]!;
  const upper = 2 * r + 1;
  const deep = h.height[r]! - h.interfaceHeight[r]! >= (h.detectors[i]!.below ?? 0.1);
  if (!deep) return;
  const k = (SOOT_EXTINCTION * h.species[upper * SPECIES + SOOT]! * h.density[upper]!) / h.mass[upper]!;
  if (100 * (1 - exp(-k)) >= (h.detectors[i]!.limit ?? DEFAULT_LIMIT.smoke)) h.detectedAt[i] = h.tick;
}

function feel(h: Hazard, i: number, dt: number): void {
  const spec = h.detectors[i]!;
  const r = h.detectorRoom[i]!;
  let gas = h.temperature[2 * r + 1]!;
  let speed = 0.1;
  for (let fire = 0; fire < h.fires.length; fire++) {
    if (h.fireRoom[fire] !== r || !(h.fireOutput[fire]! > 0)) continue;
    const rise = Math.max(h.floor[r]! + h.height[r]! - h.fireZ[fire]!, 0.3);
    const x = spec.x - h.fires[fire]!.x;
    const y = spec.y - h.fires[fire]!.y;
    const radius = Math.sqrt(x * x + y * y);
    gas = Math.max(gas, h.temperature[2 * r]! + jetExcess(h.fireOutput[fire]!, radius, rise));
    speed = Math.max(speed, jetSpeed(h.fireOutput[fire]!, radius, rise));
  }
  const rate = Math.sqrt(speed) / (spec.rti ?? DEFAULT_RTI[spec.kind]);
  h.linkTemperature[i] = gas + (h.linkTemperature[i]! - gas) * exp(-rate * dt);
  if (h.linkTemperature[i]! - KELVIN >= (spec.limit ?? DEFAULT_LIMIT[spec.kind])) h.detectedAt[i] = h.tick;
}

/** Excess temperature of Alpert's ceiling jet, K. */
export function jetExcess(q: number, radius: number, height: number): number {
  if (radius <= 0.18 * height) return Math.min((16.9 * pow(q, 2 / 3)) / pow(height, 5 / 3), 900);
  return Math.min((5.38 * pow(q / radius, 2 / 3)) / height, 900);
}

/** Speed of Alpert's ceiling jet, m/s. */
export function jetSpeed(q: number, radius: number, height: number): number {
  if (radius <= 0.15 * height) return 0.96 * pow(q / height, 1 / 3);
  return (0.195 * pow(q, 1 / 3) * Math.sqrt(height)) / pow(radius, 5 / 6);
}

/** The strongest spray that works on a fire holds it to its output at that moment and lets it shrink. */
function wet(h: Hazard, fire: number, dt: number): void {
  if (h.fireClock[fire]! < 0) return;
  let spray = 0;
  for (let i = 0; i < h.detectors.length; i++) {
    const spec = h.detectors[i]!;
    if (spec.kind !== "sprinkler" || h.detectedAt[i]! < 0 || h.detectorRoom[i] !== h.fireRoom[fire]) continue;
    const x = spec.x - h.fires[fire]!.x;
    const y = spec.y - h.fires[fire]!.y;
    if (x * x + y * y <= REACH * REACH) spray = Math.max(spray, spec.density ?? 0.07);
  }
  if (spray === 0) return;
  if (h.fireCap[fire] === Infinity)
    h.fireCap[fire] = freeOutput(h.fires[fire]!, h.fireClock[fire]!, h.fireBurnt[fire]!);
  else h.fireCap[fire] = h.fireCap[fire]! * exp(-dt / sprayTime(spray));
}
