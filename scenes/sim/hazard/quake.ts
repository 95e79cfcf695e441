// An earthquake as a schedule: shakes with a strength that swells and dies away, and things that fall at fixed ticks.
// Loose things without a time of their own fall when the shaking passes what holds them, after a delay drawn from the
// seed. Strength is peak ground acceleration, m/s²; time in ticks. Nothing here moves a camera.

import { TICK } from "../time";
import { hashText, purposeOf, type Seed, uniform } from "../rng";
import { sin } from "../maths";

export interface Shake {
  /** s */
  at: number;
  seconds: number;
  /** m/s² */
  strength: number;
}

export interface Fall {
  id: string;
  storey: string;
  x: number;
  y: number;
  /** Reach of the thing on the floor, m. */
  radius: number;
  /** s after the start; absent: when it is shaken loose. */
  second?: number;
  /** m/s² that shakes it loose; default 2. */
  holds?: number;
}

export interface Quake {
  readonly shakes: readonly Shake[];
  readonly falls: readonly Fall[];
  /** Tick at which each thing comes down, -1 = it stays. */
  readonly fallsAt: Int32Array;
  readonly tickSeconds: number;
}

const DELAY = purposeOf("quake: delay of a fall");

export function createQuake(shakes: readonly Shake[], falls: readonly Fall[], seed: Seed, tickSeconds = TICK): Quake {
  const sorted = [...falls].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const inOrder = [...shakes].sort((a, b) => a.at - b.at || a.strength - b.strength || a.seconds - b.seconds);
  const quake: Quake = { shakes: inOrder, falls: sorted, fallsAt: new Int32Array(falls.length).fill(-1), tickSeconds };
  sorted.forEach((fall, i) => (quake.fallsAt[i] = fallTick(quake, fall, seed)));
  return quake;
}

function fallTick(quake: Quake, fall: Fall, seed: Seed): number {
  if (fall.second !== undefined) return Math.round(fall.second / quake.tickSeconds);
  const holds = fall.holds ?? 2;
  for (const shake of quake.shakes) {
    if (shake.strength < holds) continue;
    const first = Math.ceil(shake.at / quake.tickSeconds);
    const last = Math.floor((shake.at + shake.seconds) / quake.tickSeconds);
    for (let tick = first; tick <= last; tick++) {
      if (shaking(quake, tick) < holds) continue;
      const delay = 3 * uniform(seed, hashText(fall.id), 0, DELAY);
      return tick + Math.floor(delay / quake.tickSeconds);
    }
  }
  return -1;
}

/** Envelope of the acceleration at a tick, m/s²: up over a fifth of a shake, level for two fifths, then dying away. */
export function shaking(quake: Quake, tick: number): number {
  const t = tick * quake.tickSeconds;
  let strongest = 0;
  for (const { at, seconds, strength } of quake.shakes) {
    const phase = (t - at) / seconds;
    if (!(phase >= 0 && phase <= 1)) continue;
    const share = phase < 0.2 ? phase / 0.2 : phase < 0.6 ? 1 : (1 - phase) / 0.4;
    if (strength * share > strongest) strongest = strength * share;
  }
  return strongest;
}

/** Acceleration itself, m/s² to the east and north: three sines of uneven frequency under the envelope. */
export function acceleration(quake: Quake, tick: number): [number, number] {
  const t = tick * quake.tickSeconds;
  const a = shaking(quake, tick);
  if (a === 0) return [0, 0];
  const east = 0.5 * sin(6.1 * t) + 0.3 * sin(13.7 * t + 1) + 0.2 * sin(23.3 * t + 2);
  const north = 0.5 * sin(7.3 * t + 4) + 0.3 * sin(11.9 * t + 3) + 0.2 * sin(26.1 * t + 5);
  return [a * east, a * north];
}

/** Is the last shake over? */
export function quakeOver(quake: Quake, tick: number): boolean {
  return quake.shakes.every((shake) => tick * quake.tickSeconds > shake.at + shake.seconds);
}

/** Indices of the things that come down at this tick. */
export function fallsNow(quake: Quake, tick: number): number[] {
  const now: number[] = [];
  for (let i = 0; i < quake.falls.length; i++) if (quake.fallsAt[i] === tick) now.push(i);
  return now;
}

/** Is a point on this storey under a thing that falls? */
export function struck(fall: Fall, storey: string, x: number, y: number): boolean {
  const dx = x - fall.x;
  const dy = y - fall.y;
  return fall.storey === storey && dx * dx + dy * dy <= fall.radius * fall.radius;
}

/** Can one keep one's feet? Own choice: not above 2.5 m/s² (about intensity VIII). */
export function throwsDown(acceleration: number): boolean {
  return acceleration > 2.5;
}
