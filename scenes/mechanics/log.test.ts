import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idle, VERBS, type Inputs } from "../sim/inputs";
import { createLogReader, createLogWriter, LogError, MAX_PIECE_TICKS } from "./log";

const anInput = fc.record<Inputs>({
  forward: fc.integer({ min: -127, max: 127 }),
  right: fc.integer({ min: -127, max: 127 }),
  yaw: fc.integer({ min: 0, max: 65535 }),
  pitch: fc.integer({ min: -16384, max: 16384 }),
  posture: fc.integer({ min: 0, max: 2 }),
  verb: fc.integer({ min: 0, max: VERBS.length - 1 }),
  target: fc.integer({ min: 0, max: 65535 }),
  arg: fc.integer({ min: 0, max: 65535 }),
  acceleration: fc.array(
    fc.tuple(
      fc.integer({ min: -32768, max: 32767 }),
      fc.integer({ min: -32768, max: 32767 }),
      fc.integer({ min: -32768, max: 32767 }),
    ),
    { maxLength: 8 },
  ),
});
/** Targets of no act are not kept. */
const kept = (i: Inputs): Inputs => (i.verb ? i : { ...i, target: 0, arg: 0 });

function write(inputs: Inputs[], cutEvery: number): Uint8Array[] {
  const log = createLogWriter(),
    pieces: Uint8Array[] = [];
  inputs.forEach((i, k) => {
    log.add(i);
    if ((k + 1) % cutEvery === 0) pieces.push(log.cut());
  });
  if (log.pending) pieces.push(log.cut());
  return pieces;
}

function read(pieces: Uint8Array[], limits = {}): Inputs[] {
  const reader = createLogReader(limits),
    out: Inputs[] = [];
  for (const p of pieces) reader.read(p, (i) => out.push(i));
  return out;
}

function join(pieces: Uint8Array[]): Uint8Array {
  return Uint8Array.from(pieces.flatMap((p) => [...p]));
}

const refusal = (pieces: Uint8Array[], limits = {}): LogError => {
  try {
    read(pieces, limits);
  } catch (error) {
    if (error instanceof LogError) return error;
    throw error;
  }
  throw new Error("the log was taken");
};

describe("the input log", () => {
  it("gives back every input, wherever it is cut and however the pieces are joined", () => {
    fc.assert(
      fc.property(
        fc.array(anInput, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 70 }),
        (inputs, cut) => {
          const pieces = write(inputs, cut);
          expect(read(pieces)).toEqual(inputs.map(kept));
          expect(read([join(pieces)])).toEqual(inputs.map(kept));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("holds axes and posture, but an act belongs to one tick", () => {
    const walking = { ...idle(), forward: 127 };
    const out = read(write([walking, { ...walking, verb: 4, target: 2 }, walking], 100));
    expect(out.map((i) => [i.forward, i.verb])).toEqual([
      [127, 0],
      [127, 4],
      [127, 0],
    ]);
  });

  it("is small: ten minutes of standing are a few bytes a piece", () => {
    expect(join(write(new Array(12000).fill(idle()), 100)).length).toBeLessThan(120 * 8);
  });

  it("refuses a piece that jumps back, or one that leaves ticks out", () => {
    const [a, b, c] = write(new Array<Inputs>(30).fill(idle()), 10);
    expect(refusal([a!, a!]).message).toMatch(/starts at tick 0, which is past/);
    expect(refusal([a!, c!]).message).toMatch(/ticks are missing/);
    expect(refusal([b!]).tick).toBe(0);
  });

  it("refuses what runs past the last tick, naming it", () => {
    expect(refusal(write(new Array<Inputs>(50).fill(idle()), 50), { maxTicks: 40 }).message).toMatch(
      /tick 50, the last is 40/,
    );
  });

  it("refuses values out of range, unknown flags and versions, with the byte", () => {
    const piece = write([{ ...idle(), posture: 1 }], 5)[0]!;
    const bent = piece.slice();
    bent[bent.length - 1] = 9;
    expect(refusal([bent]).message).toMatch(/posture 9 unknown/);
    const flags = piece.slice();
    flags[6] = 255;
    expect(refusal([flags])).toMatchObject({ byte: 6, tick: 0 });
    const version = piece.slice();
    version[1] = 2;
    expect(refusal([version]).message).toMatch(/version 2/);
    expect(refusal([piece.slice(0, -1)]).message).toMatch(/middle of a piece/);
    expect(refusal([Uint8Array.of(1, 2, 3)]).message).toMatch(/no piece starts here/);
  });

  it("never takes bytes it does not understand, and never hangs on them", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const reader = createLogReader({ maxTicks: 500 });
        try {
          reader.read(bytes, () => {});
        } catch (error) {
          expect(error).toBeInstanceOf(LogError);
        }
      }),
    );
  });

  it("wants the writer to be cut in time", () => {
    const log = createLogWriter();
    for (let t = 0; t < MAX_PIECE_TICKS; t++) log.add(idle());
    expect(() => log.add(idle())).toThrow(/cut a piece/);
    expect(() => createLogWriter().add({ ...idle(), yaw: -1 })).toThrow(/yaw/);
  });
});
