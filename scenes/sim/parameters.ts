// The named, published parameter sets of the crowd. Within a family of tests nothing changes; see the verification
// report. standard: fitted to Weidmann's speed–density curve; doors pass at most what experiments have seen. lab:
// bottleneck experiments (Seyfried 2009, Kretz 2006). regulatory: standard with doors capped at 1.33 persons/(m s), as
// IMO counts.
import type { ParameterSet } from "./scene";

export interface CrowdParameters {
  /** Speed by clear gap ahead: rising points [gap m, speed m/s], straight lines between. */
  headway: readonly (readonly [number, number])[];
  /** Persons per metre of clear width and second that a door serves; 0 = no cap. */
  service: number;
  /** Doors and openings wider than this are never regulated, metres. */
  widest: number;
}

const WEIDMANN = [
  [0, 0],
  [0.1, 0.22],
  [0.25, 0.42],
  [0.5, 0.75],
  [0.7, 1.3],
  [1.5, 3.5],
] as const;
/** Motivated people close up: the experiments' crowds. */
const QUICK = [
  [0, 0],
  [0.1, 0.3],
  [0.6, 1.5],
  [1.2, 3.5],
] as const;

export const PARAMETERS: Record<ParameterSet, CrowdParameters> = {
  standard: { headway: WEIDMANN, service: 1.9, widest: 3 },
  lab: { headway: QUICK, service: 1.9, widest: 3 },
  regulatory: { headway: WEIDMANN, service: 1.33, widest: 3 },
};

/** Seconds over which one turns into a new direction. */
export const TURN_TIME = 0.3;
/** Seconds over which neighbours' motion is foreseen. */
export const FORESIGHT = 0.8;
/** Strength and reach (m) of giving way to a foreseen encounter. */
export const GIVE_WAY = 2.2;
export const GIVE_WAY_REACH = 0.7;
/** Pull to the right before someone who comes the other way. */
export const KEEP_RIGHT = 0.35;
/** How far ahead and around one looks, metres. */
export const LOOK_AHEAD = 0.8;
export const LOOK_RADIUS = 1.4;
/** Ticks of standing still against one's will after which shoulders are turned, and after which one pushes past. */
export const JAM_TURN = 40;
export const JAM_PASS = 80;
export const JAM_MOST = 160;
/** Turned shoulders: share of the contact distance. */
export const SHOULDER = 0.75;
/** Speed while pushing past, and of a step back, m/s. */
export const PASS_SPEED = 0.35;
export const STEP_BACK = 0.3;
/**
 * Bodies give way to each other by so much and no more, metres: shoulders; and where one is stuck or pushes past
 * another, a body turned sideways, 0.25 m deep.
 */
export const YIELD = 0.1;
export const YIELD_MOST = 0.15;

export const POSTURE_SPEED = [1, 0.62, 0.45] as const;
/** Height of the mouth by posture, metres. */
export const HEAD_HEIGHT = [1.6, 1.05, 0.6] as const;
