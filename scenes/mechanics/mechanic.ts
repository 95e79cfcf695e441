// What a mechanic is: one way of being tested in a scene. It adds acts and scoring to the world and decides when it is
// over. It reads the world and its events; what bodies, doors and fire do stays in the sim.
import type { Inputs, Verb } from "../sim/inputs";
import type { World } from "../sim/world";

/** Something the player can do right now: send its `code` as Inputs.verb and its `target` as Inputs.target. */
export interface Prompt {
  verb: Verb;
  code: number;
  target: number;
  /** Key in the text table, e.g. 'act.open'. */
  label: string;
  /** Id of the thing it is done to, or ''. */
  subject: string;
  /** Metres from the player. */
  distance: number;
  /** The one to offer first. */
  first?: boolean;
}

/** Something heard, felt or said; shown with a direction for those who can't hear. */
export interface Caption {
  /** Key in the text table, e.g. 'caption.alarm'. */
  text: string;
  tick: number;
  /** 1/65536 turn in plan from the player, or −1 for no direction. */
  bearing: number;
  distance: number;
  subject: string;
  kind: "sound" | "touch" | "sight" | "speech" | "result";
}

export type PointKind = "good" | "bad" | "deadly";
export interface ScorePoint {
  /** Id; its sentences stand in the mechanic's text table. */
  code: string;
  kind: PointKind;
  tick: number;
  /** Points given (good) or taken (bad, deadly); 0 for a mere remark. */
  weight: number;
  /** Numbers and ids that the sentence may name. */
  params: Record<string, number | string>;
  /** Where it happened. */
  at?: { storey: string; x: number; y: number };
}

export type Outcome = "out" | "sheltered" | "rescued" | "incapacitated" | "trapped" | "timeout" | "left" | "finished";

export interface TracePoint {
  tick: number;
  storey: string;
  x: number;
  y: number;
  posture: number;
  smoke: number;
}

export interface Verdict {
  outcome: Outcome;
  /** Came through alive by one's own doing. */
  survived: boolean;
  score: number;
  passed: boolean;
  points: ScorePoint[];
  measures: Record<string, number>;
  /** The player's way, about one point a second. */
  trace: TracePoint[];
  ticks: number;
  /** Parts of the score with their published weights, where a mechanic counts by parts. */
  parts?: PartScore[];
  /** How it went over time, where there is a rate to draw. */
  course?: Course;
}

/** One part of the score: its weight as published, its weight in this run, and what was earned of it. */
export interface PartScore {
  code: string;
  published: number;
  weight: number;
  points: number;
}

export interface Course {
  /** Tick from which it counts. */
  from: number;
  /** tick, rate a minute (0 = none), percent of the calibrated depth (−1 = not calibrated) */
  rates: [tick: number, rate: number, depth: number][];
  pauses: [from: number, to: number][];
  band: [low: number, high: number];
  marks: [tick: number, code: string][];
  /** Guidelines that were followed: id and year, and by step which of them. */
  sources: string[];
  steps: Readonly<Record<string, readonly string[]>>;
}

/** What a mechanic shows of itself beside the world: its own live numbers, under its own name (View.part). */
export interface Part<Name extends string = string> {
  readonly mechanic: Name;
}

/** A mechanic at work in one world. */
export interface Procedure<P extends Part | null = Part | null> {
  /** Called once a tick, after exposure, with the tick's inputs; reads world.events of this tick. */
  observe(inputs: Inputs): void;
  /** Prompts of its own, beside what the sim allows. */
  prompts(): Prompt[];
  /** May hide or reorder what the sim allows. */
  arrange?(prompts: Prompt[]): Prompt[];
  captions(): readonly Caption[];
  outcome(): Outcome | null;
  verdict(): Verdict;
  /** Integers of its own state, for the hash. */
  digest(): readonly number[];
  /** What the stage draws of it beside the world; null: nothing. Decides nothing. */
  part(): P;
}

/** `P`: the type of its part, which carries its name; null for a mechanic that shows nothing of its own. */
export interface Mechanic<Name extends string = string, P extends Part<Name> | null = Part<Name> | null> {
  readonly name: Name;
  create(world: World): Procedure<P>;
}
