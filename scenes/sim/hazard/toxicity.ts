// What smoke does to who breathes it: fractional effective dose (Purser, in the form of FDS+Evac Guide eq. 12-19 and
// FDS func.f90; or ISO 13571) and fractional irritant concentration. Rates per MINUTE; O2 and CO2 in volume percent,
// the rest ppm. Purser's oxygen term is per minute as it stands (the guide's factor 60 belongs to seconds);
// hyperventilation is 0.1903 %CO2.

import { exp, pow } from "../maths";

export interface Breathed {
  o2: number;
  co2: number;
  co: number;
  hcn?: number;
  no2?: number;
  hcl?: number;
  hbr?: number;
  hf?: number;
  so2?: number;
  acrolein?: number;
  formaldehyde?: number;
}

type Irritant = "hcl" | "hbr" | "hf" | "so2" | "no2" | "acrolein" | "formaldehyde";

/** ppm x min that are lethal, and ppm that disable. */
export const IRRITANTS: readonly { gas: Irritant; dose: number; limit: number }[] = [
  { gas: "hcl", dose: 114000, limit: 900 },
  { gas: "hbr", dose: 114000, limit: 900 },
  { gas: "hf", dose: 87000, limit: 900 },
  { gas: "so2", dose: 12000, limit: 120 },
  { gas: "no2", dose: 1900, limit: 350 },
  { gas: "acrolein", dose: 4500, limit: 20 },
  { gas: "formaldehyde", dose: 22500, limit: 30 },
];

/** A rate no body outlasts for a tick; keeps sums finite. */
const DEADLY = 1000;

export function coRate(ppm: number): number {
  return ppm > 0 ? 2.764e-5 * pow(ppm, 1.036) : 0;
}

/** Cyanide, lessened by nitrogen dioxide; 0 where there is none. */
export function cyanideRate(hcn: number, no2 = 0): number {
  const c = hcn - no2;
  if (!(c > 0)) return 0;
  return c > 600 ? DEADLY : exp(c / 43) / 220 - 0.0045;
}

/** How much faster CO2 makes one breathe; 1 in air without any, 1.041 at the least trace of it. */
export function hyperventilation(co2: number): number {
  return co2 > 0 ? exp(0.1903 * (co2 < 20 ? co2 : 20) + 2.0004) / 7.1 : 1;
}

/** Lack of oxygen; 0 from 20 % up. */
export function hypoxiaRate(o2: number): number {
  return o2 < 20 ? 1 / exp(8.13 - 0.54 * (20.9 - o2)) : 0;
}

/** Irritants as a dose. */
export function irritantRate(air: Breathed): number {
  let rate = 0;
  for (const { gas, dose } of IRRITANTS) rate += (air[gas] ?? 0) / dose;
  return rate;
}

/** Purser's FED per minute. */
export function purserRate(air: Breathed): number {
  const poison = coRate(air.co) + cyanideRate(air.hcn ?? 0, air.no2 ?? 0) + (air.no2 ?? 0) / 1500 + irritantRate(air);
  return least(poison * hyperventilation(air.co2) + hypoxiaRate(air.o2), DEADLY);
}

/** ISO 13571's FED of asphyxiants per minute (CO and HCN; lack of oxygen is no part of it). */
export function isoRate(air: Breathed): number {
  const v = exp((air.co2 < 20 ? air.co2 : 20) / 5);
  const cyanide = (air.hcn ?? 0) > 0 ? pow((air.hcn ?? 0) * v, 2.36) / 1.2e6 : 0;
  return least((air.co * v) / 35000 + cyanide, DEADLY);
}

/** Fractional irritant concentration: at 1 eyes and throat give out. */
export function irritantFraction(air: Breathed): number {
  let sum = 0;
  for (const { gas, limit } of IRRITANTS) sum += (air[gas] ?? 0) / limit;
  return sum;
}

/** Dose of heat per minute by ISO 13571: hot air (light clothing) above 40 °C and radiation from 2.5 kW/m². */
export function heatRate(celsius: number, radiation: number): number {
  return least(convectiveRate(celsius) + radiantRate(radiation), DEADLY);
}

export function convectiveRate(celsius: number): number {
  return celsius > 40 ? pow(celsius, 3.61) / 4.1e8 : 0;
}

export function radiantRate(flux: number): number {
  return flux >= 2.5 ? pow(flux, 1.9) / 4.2 : 0;
}

function least(a: number, b: number): number {
  return a < b ? a : b;
}
