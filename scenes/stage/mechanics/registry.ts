// The face of every mechanic that the engine knows. A mechanic without a row is a type error.
import type { MechanicName } from "../engine";
import { evacuate } from "./evacuate/face";
import type { MechanicFace } from "./mechanic-face";
import { observe } from "./observe/face";
import { resuscitate } from "./resuscitate/face";

export const FACES: Readonly<Record<MechanicName, MechanicFace>> = {
  evacuate,
  resuscitate,
  observe,
};

/** The face of a scene's mechanic; the engine refuses a scene whose mechanic it does not know, and so does the stage. */
export function faceOf(mechanic: string): MechanicFace {
  if (!Object.hasOwn(FACES, mechanic)) throw new RangeError(`mechanic ${mechanic} has no face on the stage`);
  return FACES[mechanic as MechanicName];
}
