// Randomness without a stream: every draw is a pure hash of (seed, id, tick, purpose), so neither the order of people
// nor a draw more or less elsewhere changes anything. 32 random bits a draw; continuous laws by inverse CDF, so that a
// larger uniform always gives a larger value.

import { gammaQuantile, lognormalQuantile, normalQuantile, weibullQuantile } from "./distribution";

/** 64 bits of seed as two unsigned words. */
export interface Seed {
  readonly low: number;
  readonly high: number;
}

/** A seed from 16 hex digits, or from any other text by hashing it. */
export function toSeed(text: string): Seed {
  if (/^[0-9a-f]{16}$/i.test(text)) {
    return { high: parseInt(text.slice(0, 8), 16), low: parseInt(text.slice(8), 16) };
  }
  return { low: hashText(text, 0x9747b28c), high: hashText(text, 0x5bd1e995) };
}

/** A number for the purpose of a draw, from its name. */
export function purposeOf(name: string): number {
  return hashText(name, 0x2545f491);
}

/** 32-bit hash of a text's UTF-16 units. */
export function hashText(text: string, salt = 0): number {
  let h = scramble(salt ^ text.length);
  for (let i = 0; i < text.length; i++) h = absorb(h, text.charCodeAt(i));
  return scramble(h) >>> 0;
}

/** Uniform 32-bit unsigned integer. */
export function draw(seed: Seed, id: number, tick: number, purpose: number): number {
  let h = scramble(seed.low ^ 0x6a09e667);
  h = absorb(h, seed.high);
  h = absorb(h, id);
  h = absorb(h, tick);
  h = absorb(h, purpose);
  return scramble(h) >>> 0;
}

/** Uniform in [0, 1). */
export function uniform(seed: Seed, id: number, tick: number, purpose: number): number {
  return draw(seed, id, tick, purpose) / 4294967296;
}

/** Uniform in (0, 1): fit for inverse CDFs. */
export function openUniform(seed: Seed, id: number, tick: number, purpose: number): number {
  return (draw(seed, id, tick, purpose) + 0.5) / 4294967296;
}

export function uniformBetween(
  min: number,
  max: number,
  seed: Seed,
  id: number,
  tick: number,
  purpose: number,
): number {
  return min + (max - min) * uniform(seed, id, tick, purpose);
}

export function normal(mean: number, sd: number, seed: Seed, id: number, tick: number, purpose: number): number {
  return mean + sd * normalQuantile(openUniform(seed, id, tick, purpose));
}

export function lognormal(mu: number, sigma: number, seed: Seed, id: number, tick: number, purpose: number): number {
  return lognormalQuantile(openUniform(seed, id, tick, purpose), mu, sigma);
}

export function gamma(shape: number, scale: number, seed: Seed, id: number, tick: number, purpose: number): number {
  return gammaQuantile(openUniform(seed, id, tick, purpose), shape, scale);
}

export function weibull(scale: number, shape: number, seed: Seed, id: number, tick: number, purpose: number): number {
  return weibullQuantile(openUniform(seed, id, tick, purpose), scale, shape);
}

/** Takes one more word into the hash. */
function absorb(h: number, word: number): number {
  return scramble(Math.imul(h, 0x9e3779b1) ^ Math.imul(word ^ 0x85ebca77, 0xc2b2ae3d));
}

/** Bijective mixing of 32 bits: shift-xor and odd multiplications, so that each input bit reaches every output bit. */
function scramble(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, 0x7feb352d);
  h ^= h >>> 15;
  h = Math.imul(h, 0x846ca68b);
  h ^= h >>> 16;
  return h;
}
