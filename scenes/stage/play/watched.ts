// What of a run is handed to a mechanic's face: to draw it, and to act in it. Neither turns the player's head nor lets
// time pass: a drawing that changes an input is a type error.
import type { Run } from "../engine";
import type { Intent } from "./intent";
import type { PlaySession } from "./session";

/** The run as a drawing sees it. */
export type Watched = Pick<PlaySession, "scene" | "view" | "over" | "captions" | "onTick" | "ticksPerSecond"> & {
  readonly run: Pick<Run, "names" | "places">;
};

/** What hands, keys and sensors do in it: inputs of the log. For what somebody does, never while drawing. */
export type Acts = Pick<Intent, "act" | "actAt" | "sense"> & Pick<PlaySession["engine"], "verbCode">;

export const actsOf = ({ intent, engine }: Pick<PlaySession, "intent" | "engine">): Acts => ({
  act: intent.act,
  actAt: intent.actAt,
  sense: intent.sense,
  verbCode: engine.verbCode,
});
