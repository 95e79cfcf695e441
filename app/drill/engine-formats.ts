// How the server reads an engine file: by the format that the file itself says. Every engine with a recorded run is
// kept, so each format that was ever shipped has its reader here, with types written down as they were then; today's
// sources say nothing of them. A format without a reader is `null`: such a run reads "play again", never "forged" (L6).
// To add one: its shapes, its line in READERS, its pair in tests/golden/engines.
import type { Verdict } from "#scenes/mechanics/mechanic";

/** What an engine says of itself. Kept with each judged run, so that its ticks can be read without its file. */
export interface EngineFacts {
  format: number;
  ticksPerSecond: number;
  /** Ticks from one state hash to the next. */
  hashTicks: number;
  /** Version of the input log. */
  log: number;
}

/** Format 1 had no record of itself; these are its numbers. Runs judged before facts were kept are all of it. */
const FORMAT_1: EngineFacts = { format: 1, ticksPerSecond: 20, hashTicks: 20, log: 1 };

/** A run on a kept engine, as far as the server looks at it. */
export interface KeptRun {
  readonly tick: number;
  readonly done: boolean;
  readonly hashes: readonly string[];
  /** Ids of rooms, in the order of `air`. */
  readonly rooms: readonly string[];
  step(inputs: unknown): void;
  hash(): string;
  verdict(): Verdict;
  /** Metres, 1/m, kW. */
  air(): { layer: ArrayLike<number>; k: ArrayLike<number>; fires: ArrayLike<number>; alarm: boolean };
}

export interface KeptReader {
  readonly tick: number;
  /** Throws what `refusalIn` understands. */
  read(bytes: Uint8Array, onTick: (inputs: unknown) => void): void;
}

export interface KeptEngine {
  readonly facts: EngineFacts;
  /** `scene`: of the version that the run was given. */
  open(scene: { meta: { seconds: number } }, seed: string): { run: KeptRun; reader: KeptReader };
  /** Why a log is no true one; null: the error is not about the log. */
  refusalIn(error: unknown): { reason: string; tick: number } | null;
}

/** A client may go on for so long past the end before it notices. Seconds. */
const SLACK = 10;

// Formats 1 and 2, as far as the server reads them: they differ in the record of itself and in the view's part of the
// mechanic, which the server does not look at.
interface CallsOf1And2 {
  createRun(scene: unknown, seed: string): RunOf1And2;
  createLogReader(limits: { maxTicks: number }): KeptReader;
  LogError: new (reason: string, byte: number, tick: number) => Error & { tick: number };
}
interface RunOf1And2 {
  readonly tick: number;
  readonly done: boolean;
  readonly hashes: readonly string[];
  readonly names: { readonly rooms: readonly string[] };
  step(inputs: never): void;
  hash(): string;
  verdict(): VerdictOf1And2;
  view(): {
    readonly rooms: { readonly layer: ArrayLike<number>; readonly upperK: ArrayLike<number> };
    readonly fires: ArrayLike<number>;
    readonly alarm: { readonly sounding: boolean };
  };
}
interface VerdictOf1And2 {
  outcome: "out" | "sheltered" | "rescued" | "incapacitated" | "trapped" | "timeout" | "left" | "finished";
  survived: boolean;
  score: number;
  passed: boolean;
  points: {
    code: string;
    kind: "good" | "bad" | "deadly";
    tick: number;
    weight: number;
    params: Record<string, number | string>;
    at?: { storey: string; x: number; y: number };
  }[];
  measures: Record<string, number>;
  trace: { tick: number; storey: string; x: number; y: number; posture: number; smoke: number }[];
  ticks: number;
  parts?: { code: string; published: number; weight: number; points: number }[];
  course?: {
    from: number;
    rates: [tick: number, rate: number, depth: number][];
    pauses: [from: number, to: number][];
    band: [low: number, high: number];
    marks: [tick: number, code: string][];
    sources: string[];
    steps: Readonly<Record<string, readonly string[]>>;
  };
}

/** To the verdict as it is read now; when that changes, this says what an old one lacks. */
const fromVerdict1And2 = (verdict: VerdictOf1And2): Verdict => verdict;

function readCalls(module: CallsOf1And2, facts: EngineFacts): KeptEngine {
  return {
    facts,
    open(scene, seed) {
      const run = module.createRun(scene, seed);
      const maxTicks = Math.ceil((scene.meta.seconds + SLACK) * facts.ticksPerSecond);
      return { run: lookAt(run), reader: module.createLogReader({ maxTicks }) };
    },
    refusalIn: (error) => (error instanceof module.LogError ? { reason: error.message, tick: error.tick } : null),
  };
}

function lookAt(run: RunOf1And2): KeptRun {
  return {
    get tick() {
      return run.tick;
    },
    get done() {
      return run.done;
    },
    hashes: run.hashes,
    rooms: run.names.rooms,
    step: (inputs) => run.step(inputs as never),
    hash: () => run.hash(),
    verdict: () => fromVerdict1And2(run.verdict()),
    air() {
      const { rooms, fires, alarm } = run.view();
      return { layer: rooms.layer, k: rooms.upperK, fires, alarm: alarm.sounding };
    },
  };
}

interface Reader {
  read(module: object): KeptEngine | null;
  /** A stored verdict of that format. */
  verdict(stored: unknown): Verdict;
}

const READERS: Readonly<Record<number, Reader>> = {
  1: {
    read: (module) => readCalls(module as CallsOf1And2, FORMAT_1),
    verdict: (stored) => fromVerdict1And2(stored as VerdictOf1And2),
  },
  2: {
    read(module) {
      const facts = toFacts((module as { ENGINE?: unknown }).ENGINE);
      return facts && readCalls(module as CallsOf1And2, facts);
    },
    verdict: (stored) => fromVerdict1And2(stored as VerdictOf1And2),
  },
};

const readerOf = (format: unknown): Reader | null =>
  typeof format === "number" && Object.hasOwn(READERS, format) ? READERS[format]! : null;

/** A loaded engine file by the format it says; null where no reader knows it. */
export function readEngineModule(module: object): KeptEngine | null {
  const said = module as { ENGINE?: { format?: unknown }; ENGINE_FORMAT?: unknown };
  return readerOf(said.ENGINE?.format ?? said.ENGINE_FORMAT)?.read(module) ?? null;
}

/** A verdict as it was stored, by the format of the engine that gave it; null where no reader knows it. */
export const readVerdict = (stored: unknown, format: number): Verdict | null =>
  readerOf(format)?.verdict(stored) ?? null;

/** What a judged run keeps of its engine; nothing kept: format 1. */
export const factsKept = (kept: unknown): EngineFacts | null => (kept === undefined ? FORMAT_1 : toFacts(kept));

function toFacts(said: unknown): EngineFacts | null {
  const { format, ticksPerSecond, hashTicks, log } = (said ?? {}) as Partial<Record<keyof EngineFacts, unknown>>;
  return isCount(format) && isCount(ticksPerSecond) && isCount(hashTicks) && isCount(log)
    ? { format, ticksPerSecond, hashTicks, log }
    : null;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;
