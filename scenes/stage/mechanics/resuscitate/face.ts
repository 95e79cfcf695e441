// Resuscitation on the stage: the one who lies there and the AED, the hands that press and the rhythm they keep.
import { partOf, type View } from "../../engine";
import type { Actors, MechanicFace } from "../mechanic-face";
import { careLines } from "./beat-words";
import { createKneelingGuide } from "./kneeling";
import { CareMarks } from "./marks";
import { CarePanel } from "./panel";
import { createPresser } from "./press";
import { readCare } from "./readout";

export const resuscitate: MechanicFace = {
  instrument: {
    Panel: CarePanel,
    takes: (prompt) => prompt.verb === "compress" || prompt.label === "act.calibrate",
    readings: (view) => careLines(partOf(view, "resuscitate")!),
    createHold: createPresser,
  },
  actors,
  Marks: CareMarks,
  readout: (view, facing) => readCare(partOf(view, "resuscitate")!, facing),
  createGuide: createKneelingGuide,
  room: async () => (await import("./room.client")).createCareRoom,
  news: ["caption.aed-here", "caption.crew"],
  sounds: {},
  byTheClock: true,
};

/** The patient lies there in a finer body of their own; who presses in one's place kneels. */
function actors(view: View): Actors {
  const care = partOf(view, "resuscitate")!;
  return { own: [care.patient], crouched: care.swapper < 0 ? [] : [care.swapper] };
}
