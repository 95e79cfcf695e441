// What a replay worker is asked and what it answers.
import type { Verdict } from "#scenes/mechanics/mechanic";

export interface ReplayTask {
  run: string;
  engineFile: string;
  /** The scene as JSON; parsed once a run. */
  scene: string;
  seed: string;
  /** How many pieces the worker should have read before these. */
  have: number;
  pieces: Uint8Array[];
}

/** Air by room at one moment: layer height in cm and extinction in 1/100 m⁻¹, in the order of `rooms`; fires in kW. */
export interface AirFrame {
  tick: number;
  layer: number[];
  k: number[];
  fires: number[];
  alarm: boolean;
}

export type ReplayAnswer =
  | { kind: "again" } // send the whole log
  | { kind: "refused"; reason: string; tick: number }
  | {
      kind: "played";
      tick: number;
      done: boolean;
      hashes: string[];
      end?: { verdict: Verdict; finalHash: string; frames: AirFrame[]; rooms: string[] };
    };
