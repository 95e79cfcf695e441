// The state of one run: what create-world.ts makes and tick.ts changes. Types alone: nothing here imports a system, so
// that no two of them need each other.
import type { Choices } from "./choices";
import type { Exposure } from "./hazard/index";
import type { Neighbours } from "./neighbours";
import type { CrowdParameters } from "./parameters";
import type { Ways } from "./route";
import type { SimEvent } from "./events";
import type { Inputs } from "./inputs";
import type { People } from "./people";
import type { Seed } from "./rng";
import type { CallPoint, Extinguisher, Fire, Lift, Scene, Spot } from "./scene";
import type { Air } from "./state/air";
import type { AlarmState } from "./state/alarm";
import type { Doors } from "./state/doors";
import type { Errand } from "./state/errand";
import type { Fields } from "./state/fields";
import type { Ground } from "./state/ground";
import type { Car } from "./state/lifts";
import type { Self } from "./state/player";
import type { CompiledSign } from "./state/signs";

export interface World {
  readonly scene: Scene;
  readonly seed: Seed;
  readonly dt: number;
  tick: number;
  readonly ground: Ground;
  readonly parameters: CrowdParameters;
  readonly people: People;
  /** Row of the player, −1 without one. */
  readonly player: number;
  readonly self: Self;
  /** The player's axes in this tick. */
  readonly axes: { forward: number; right: number };
  readonly doors: Doors;
  readonly ways: Ways;
  readonly choices: Choices;
  readonly signs: CompiledSign[];
  readonly alarm: AlarmState;
  readonly air: Air | null;
  readonly exposure: Exposure;
  /** Gas, plume, water, earthquake. */
  readonly fields: Fields | null;
  readonly near: Neighbours;
  readonly nextX: Float64Array;
  readonly nextY: Float64Array;
  /** Door service by portal: persons a second (0 = free) and what is served now. */
  readonly service: { rates: Float64Array; tokens: Float64Array };
  /** By portal: a shut leaf that opens to none who merely brushes it. */
  readonly leaf: Uint8Array;
  /** By person: pressed by one that can't get past, in this tick. */
  readonly inTheWay: Uint8Array;
  /** By portal: people in front of it, their wait in metres, and how many went through. */
  readonly queue: Float64Array;
  readonly wait: Float64Array;
  readonly passed: Float64Array;
  /** Costs to safety by class of people, for the present queues. */
  readonly costs: (Float64Array | null)[];
  /** Smoke that each person has seen in each room, 0.05/m a unit; null where nothing burns. */
  readonly seen: Uint8Array | null;
  /** Locked doors that a person has found. */
  /** Members of each party. */
  readonly parties: number[][];
  /** Refuge rooms, by id. */
  readonly refuges: number[];
  readonly barred: ({ portals: number[]; tick: number } | null)[];
  /** Where somebody was asked to go, by person. */
  readonly errands: (Errand | null)[];
  /** What happened in this tick. */
  readonly events: SimEvent[];
  readonly callPoints: CallPoint[];
  readonly extinguishers: {
    list: Extinguisher[];
    left: Float64Array;
    taken: Uint8Array;
    x: Float64Array;
    y: Float64Array;
  };
  readonly lifts: Lift[];
  /** Cars of evacuation lifts. */
  readonly cars: Car[];
  readonly spots: Spot[];
  readonly fires: Fire[];
  readonly procedure: (inputs: Inputs) => void;
}
