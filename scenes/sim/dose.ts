// Dose of toxic gases and heat (Purser, as in FDS+Evac; convective heat after ISO 13571) and walking speed in smoke.
import { exp, pow } from './maths';
import type { Air } from './hazard/index';
import type { SmokePlan } from './scene';

/** Share of an incapacitating dose taken in a minute. */
export function doseRate(a: Air): number {
  const co = 2.764e-5 * pow(a.co, 1.036);
  const cn = a.hcn > 0 ? exp(a.hcn / 43) / 220 - 0.0045 : 0;
  const irritant = a.hcl / 114000;
  const breathing = a.co2 > 0 ? exp(0.1903 * a.co2 + 2.0004) / 7.1 : 1;
  const o2 = a.o2 < 20 ? 1 / exp(8.13 - 0.54 * (20.9 - a.o2)) : 0;
  const heat = a.temperature > 45 ? pow(a.temperature, 3.61) / 4.1e8 : 0;
  const radiant = a.radiation >= 2.5 ? pow(a.radiation, 1.9) / 4.2 : 0;
  return (co + cn + irritant) * breathing + o2 + heat + radiant;
}

/** Share of the free speed left in smoke of extinction k. */
export function smokeSpeed(law: NonNullable<SmokePlan['law']>, k: number, freeSpeed: number): number {
  if (k <= 0.01) return 1;
  if (law === 'fridolf') return 3 / k / (3 / k + 2);
  if (law === 'frantzich-nilsson') return Math.max(0.1, 1 - 0.0807 * k);
  return Math.max(Math.min(1, 0.3 / freeSpeed), 1 - 0.5 * k);
}
