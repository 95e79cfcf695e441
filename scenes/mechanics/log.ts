// The input log of a run: what the player did, by tick. Version 1.
// A log is a row of pieces; pieces are cut at tick boundaries and may be sent, stored and concatenated in any grouping.
//   piece  = 0xA7 0x01 varint(firstTick) varint(ticks) varint(entries) entry*
//   entry  = varint(ticks since the entry before; the first: since firstTick) flags field*
//   flags  1 axes: int8 forward, int8 right · 2 yaw: uint16 LE · 4 pitch: int16 LE · 8 posture: uint8
//          16 act: uint8 verb, varint target, varint arg · 32 acceleration: uint8 n, n × 3 zigzag varints
// Fields hold until changed, but acts and samples belong to their tick alone. A piece starts exactly where the one before
// ended: gaps, overlaps, jumps back, unknown bytes and values out of range are refused, naming the byte and the tick.
import { TICKS_PER_SECOND } from "../sim/time";
import { idle, findBadInput, MAX_SAMPLES, type Acceleration, type Inputs } from "../sim/inputs";

export const LOG_VERSION = 1;
const MAGIC = 0xa7;
/** Hard bounds of any log; a scene's own `seconds` bounds it further. */
export const MAX_TICKS = TICKS_PER_SECOND * 60 * 60;
export const MAX_PIECE_TICKS = TICKS_PER_SECOND * 60;
export const MAX_LOG_BYTES = 4 * 1024 * 1024;
const AXES = 1,
  YAW = 2,
  PITCH = 4,
  POSTURE = 8,
  ACT = 16,
  ACCELERATION = 32,
  KNOWN = 63;

export class LogError extends Error {
  readonly byte: number;
  readonly tick: number;
  constructor(reason: string, byte: number, tick: number) {
    super(`log refused at byte ${byte}, tick ${tick}: ${reason}`);
    this.name = "LogError";
    this.byte = byte;
    this.tick = tick;
  }
}

/** Records inputs tick by tick and hands over pieces. */
export interface LogWriter {
  /** To be called once for each tick, before or after the step, with the same inputs the step gets. */
  add(inputs: Inputs): void;
  /** Ticks recorded since the last cut. */
  readonly pending: number;
  /** The piece since the last cut; empty if nothing was recorded. */
  cut(): Uint8Array;
}

export function createLogWriter(): LogWriter {
  const held = idle();
  let first = 0,
    ticks = 0,
    entries = 0,
    lastEntry = 0;
  let body: number[] = [];
  return {
    get pending() {
      return ticks;
    },
    add(inputs) {
      const bad = findBadInput(inputs);
      if (bad) throw new RangeError(bad);
      if (ticks >= MAX_PIECE_TICKS) throw new RangeError(`cut a piece at least every ${MAX_PIECE_TICKS} ticks`);
      const flags = changes(held, inputs);
      if (flags) {
        pushVarint(body, ticks - lastEntry);
        pushFields(body, flags, inputs);
        lastEntry = ticks;
        entries++;
        Object.assign(held, {
          forward: inputs.forward,
          right: inputs.right,
          yaw: inputs.yaw,
          pitch: inputs.pitch,
          posture: inputs.posture,
        });
      }
      ticks++;
    },
    cut() {
      if (!ticks) return new Uint8Array(0);
      const head = [MAGIC, LOG_VERSION];
      pushVarint(head, first);
      pushVarint(head, ticks);
      pushVarint(head, entries);
      const piece = Uint8Array.from(head.concat(body));
      first += ticks;
      ticks = entries = lastEntry = 0;
      body = [];
      return piece;
    },
  };
}

function changes(held: Inputs, now: Inputs): number {
  return (
    (now.forward !== held.forward || now.right !== held.right ? AXES : 0) |
    (now.yaw !== held.yaw ? YAW : 0) |
    (now.pitch !== held.pitch ? PITCH : 0) |
    (now.posture !== held.posture ? POSTURE : 0) |
    (now.verb ? ACT : 0) |
    (now.acceleration.length ? ACCELERATION : 0)
  );
}

function pushFields(out: number[], flags: number, i: Inputs): void {
  out.push(flags);
  if (flags & AXES) out.push(i.forward & 255, i.right & 255);
  if (flags & YAW) out.push(i.yaw & 255, i.yaw >> 8);
  if (flags & PITCH) out.push(i.pitch & 255, (i.pitch >> 8) & 255);
  if (flags & POSTURE) out.push(i.posture);
  if (flags & ACT) {
    out.push(i.verb);
    pushVarint(out, i.target);
    pushVarint(out, i.arg);
  }
  if (flags & ACCELERATION) {
    out.push(i.acceleration.length);
    for (const sample of i.acceleration) for (const v of sample) pushVarint(out, v >= 0 ? v * 2 : -v * 2 - 1);
  }
}

function pushVarint(out: number[], value: number): void {
  let v = value;
  while (v > 127) {
    out.push((v & 127) | 128);
    v >>>= 7;
  }
  out.push(v);
}

/** Reads whole pieces in order; gives one Inputs for each tick. Keeps the held fields from piece to piece. */
export interface LogReader {
  /** The next tick that is expected. */
  readonly tick: number;
  readonly bytes: number;
  /**
   * Calls `onTick` once for each tick of the pieces in `bytes`. Throws LogError; ticks before the error were delivered.
   */
  read(bytes: Uint8Array, onTick: (inputs: Inputs, tick: number) => void): void;
}

export function createLogReader(limits: { maxTicks?: number; maxBytes?: number } = {}): LogReader {
  const maxTicks = Math.min(limits.maxTicks ?? MAX_TICKS, MAX_TICKS);
  const maxBytes = limits.maxBytes ?? MAX_LOG_BYTES;
  const held = idle();
  let tick = 0,
    total = 0;
  return {
    get tick() {
      return tick;
    },
    get bytes() {
      return total;
    },
    read(bytes, onTick) {
      if (total + bytes.length > maxBytes) throw new LogError(`longer than ${maxBytes} bytes`, total, tick);
      const cursor = { bytes, at: 0, base: total, tick: () => tick };
      while (cursor.at < bytes.length) tick = readPiece(cursor, held, tick, maxTicks, onTick);
      total += bytes.length;
    },
  };
}

interface Cursor {
  bytes: Uint8Array;
  at: number;
  base: number;
  tick: () => number;
}

function readPiece(
  c: Cursor,
  held: Inputs,
  next: number,
  maxTicks: number,
  onTick: (i: Inputs, tick: number) => void,
): number {
  const refuse = (reason: string, tick = next): never => {
    throw new LogError(reason, c.base + c.at, tick);
  };
  if (byte(c) !== MAGIC) refuse("no piece starts here");
  const version = byte(c);
  if (version !== LOG_VERSION) refuse(`version ${version} unknown`);
  const first = varint(c);
  if (first < next) refuse(`piece starts at tick ${first}, which is past already`);
  if (first > next) refuse(`piece starts at tick ${first}, ticks are missing before it`);
  const ticks = varint(c);
  if (ticks < 1 || ticks > MAX_PIECE_TICKS) refuse(`piece of ${ticks} ticks`);
  if (first + ticks > maxTicks) refuse(`goes on to tick ${first + ticks}, the last is ${maxTicks}`);
  const entries = varint(c);
  if (entries > ticks) refuse(`${entries} entries in ${ticks} ticks`);
  let tick = first;
  for (let e = 0; e < entries; e++) {
    const gap = varint(c);
    const at = (e === 0 ? first : tick - 1) + gap;
    if (e > 0 && gap === 0) refuse("two entries for one tick", at);
    if (at >= first + ticks) refuse(`entry at tick ${at} outside of its piece`, at);
    while (tick < at) onTick({ ...held }, tick++);
    onTick(readEntry(c, held, at), tick++);
  }
  while (tick < first + ticks) onTick({ ...held }, tick++);
  return tick;
}

function readEntry(c: Cursor, held: Inputs, tick: number): Inputs {
  const start = c.at;
  const flags = byte(c);
  if (!flags || flags & ~KNOWN) throw new LogError(`flags ${flags} unknown`, c.base + start, tick);
  if (flags & AXES) {
    held.forward = (byte(c) << 24) >> 24;
    held.right = (byte(c) << 24) >> 24;
  }
  if (flags & YAW) held.yaw = byte(c) | (byte(c) << 8);
  if (flags & PITCH) held.pitch = ((byte(c) | (byte(c) << 8)) << 16) >> 16;
  if (flags & POSTURE) held.posture = byte(c);
  const now = { ...held };
  if (flags & ACT) {
    now.verb = byte(c);
    now.target = varint(c);
    now.arg = varint(c);
    if (now.verb === 0) throw new LogError("an act without a verb", c.base + start, tick);
  }
  if (flags & ACCELERATION) now.acceleration = readSamples(c, tick);
  const bad = findBadInput(now);
  if (bad) throw new LogError(bad, c.base + start, tick);
  return now;
}

function readSamples(c: Cursor, tick: number): Acceleration[] {
  const n = byte(c);
  if (n < 1 || n > MAX_SAMPLES) throw new LogError(`${n} samples in one tick`, c.base + c.at, tick);
  const samples: Acceleration[] = [];
  for (let i = 0; i < n; i++) samples.push([zigzag(varint(c)), zigzag(varint(c)), zigzag(varint(c))]);
  return samples;
}

const zigzag = (v: number) => (v & 1 ? -((v + 1) >> 1) : v >> 1);

function byte(c: Cursor): number {
  if (c.at >= c.bytes.length) throw new LogError("ends in the middle of a piece", c.base + c.at, c.tick());
  return c.bytes[c.at++]!;
}

function varint(c: Cursor): number {
  let value = 0,
    shift = 0;
  for (;;) {
    const b = byte(c);
    value |= (b & 127) << shift;
    if (b < 128) {
      if (b === 0 && shift > 0) throw new LogError("number written longer than it is", c.base + c.at - 1, c.tick());
      return value;
    }
    shift += 7;
    if (shift > 21) throw new LogError("number too long", c.base + c.at, c.tick());
  }
}
