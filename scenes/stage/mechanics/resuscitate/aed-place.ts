// Where the AED is when nobody carries it, for the room and for the plan. Pure.
import type { CareView } from "../../../mechanics/resuscitate/view";
import type { Scene } from "../../engine";

/** By the patient, and no longer in the cabinet or on its way. */
export const aedIsHere = (care: CareView): boolean => !["away", "sent", "mine"].includes(care.aed);

/** Where its cabinet hangs, and the turn of what hangs in it, radians. */
export function cabinetOf(scene: Scene): { x: number; y: number; turn: number } | null {
  const prop = (scene.props ?? []).find((p) => p.kind === "aed-cabinet");
  return prop ? { x: prop.at[0], y: prop.at[1], turn: ((prop.turn ?? 0) * Math.PI) / 180 } : null;
}
