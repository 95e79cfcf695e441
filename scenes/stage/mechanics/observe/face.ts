// A scene that is only watched has nothing of its own to show.
import type { MechanicFace } from "../mechanic-face";

export const observe: MechanicFace = {
  instrument: null,
  actors: null,
  Marks: null,
  readout: null,
  createGuide: null,
  room: null,
  news: [],
  sounds: {},
  byTheClock: false,
};
