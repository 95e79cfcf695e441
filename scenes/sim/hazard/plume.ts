// Fire plumes. Heskestad's mass flow, with its linear law below the mean flame tip; corner x .40, wall x .63
// entrainment (CFAST Tech. Ref.; drills §4.2). Zukoski's simpler law for smoke that rises from a door into the next
// room. Q total, Qc convective, kW; D, z m; density and temperature of the air drawn in; results kg/s, m, K, m/s.

import { cbrt, pow } from "../maths";
import { GRAVITY } from "./state";

const CP_KJ = 1.012;

/** Q* = Q / (rho cp T sqrt(g D) D²). */
export function dimensionlessOutput(q: number, diameter: number, density: number, kelvin: number): number {
  return q / (density * CP_KJ * kelvin * Math.sqrt(GRAVITY * diameter) * diameter * diameter);
}

/** Mean flame height above the burning surface, m; never below 0. */
export function flameLength(q: number, diameter: number, density = 1.2, kelvin = 293): number {
  if (!(q > 0)) return 0;
  const length = diameter * (-1.02 + 3.7 * pow(dimensionlessOutput(q, diameter, density, kelvin), 0.4));
  return length > 0 ? length : 0;
}

/** Height of the virtual source above the burning surface (negative: below), m. */
export function virtualOrigin(q: number, diameter: number, density = 1.2, kelvin = 293): number {
  return diameter * (-1.02 + 1.4 * pow(dimensionlessOutput(q, diameter, density, kelvin), 0.4));
}

/** Air entrained between the burning surface and z above it, kg/s. */
export function plumeFlow(q: number, qc: number, diameter: number, z: number, density: number, kelvin: number): number {
  if (!(qc > 0) || !(z > 0)) return 0;
  const tip = flameLength(q, diameter, density, kelvin);
  if (z < tip) return (freePlume(q, qc, diameter, tip, density, kelvin) * z) / tip;
  return freePlume(q, qc, diameter, z, density, kelvin);
}

/** Heskestad above the flame tip. */
function freePlume(q: number, qc: number, diameter: number, z: number, density: number, kelvin: number): number {
  const rise = Math.max(z - virtualOrigin(q, diameter, density, kelvin), 0.01);
  const source = 0.196 * cbrt((GRAVITY * density * density) / (CP_KJ * kelvin)) * cbrt(qc);
  const heated = cbrt(Math.sqrt(GRAVITY) * CP_KJ * density * kelvin);
  const far = cbrt(rise);
  const heat = cbrt(qc);
  return source * far * far * rise + (source * 2.9 * heat * heat) / (heated * heated);
}

/** Excess temperature on the axis, K. */
export function plumeExcess(q: number, qc: number, diameter: number, z: number, density = 1.2, kelvin = 293): number {
  const rise = z - virtualOrigin(q, diameter, density, kelvin);
  if (!(rise > 0)) return 900;
  const front = 9.1 * cbrt(kelvin / (GRAVITY * CP_KJ * CP_KJ * density * density));
  const excess = (front * pow(qc, 2 / 3)) / pow(rise, 5 / 3);
  return excess < 900 ? excess : 900;
}

/** Speed on the axis, m/s. */
export function plumeSpeed(q: number, qc: number, diameter: number, z: number, density = 1.2, kelvin = 293): number {
  const rise = Math.max(z - virtualOrigin(q, diameter, density, kelvin), 0.1);
  return 3.4 * cbrt(GRAVITY / (CP_KJ * density * kelvin)) * cbrt(qc / rise);
}

export const PLACE_FACTOR = { centre: 1, wall: 0.63, corner: 0.4 } as const;

/** Air that a warm stream of `mass` kg/s and `heat` kW above the air draws in while it rises by `rise` m, kg/s. */
export function spillEntrainment(mass: number, heat: number, rise: number): number {
  if (!(heat > 0.01) || !(rise > 0) || !(mass > 0)) return 0;
  const strength = 0.071 * cbrt(heat);
  const start = pow(mass / strength, 0.6);
  const end = start + rise;
  const far = cbrt(end);
  const entrained = strength * far * far * end - mass;
  return entrained > 0 ? entrained : 0;
}
