// Evacuation is drawn by what every scene has: people, doors, smoke, fire. It adds what is news, and what is heard.
import type { MechanicFace } from "../mechanic-face";

export const evacuate: MechanicFace = {
  instrument: null,
  actors: null,
  Marks: null,
  readout: null,
  createGuide: null,
  room: null,
  news: [
    "caption.alarm",
    "caption.alarm-raised",
    "caption.smoke",
    "caption.cough",
    "caption.dazed",
    "caption.door-hot",
    "caption.door-warm",
    "caption.heard",
  ],
  sounds: {
    "caption.door-opens": "door",
    "caption.door-closed": "door",
    "caption.door-locked": "door",
    "caption.contact": "thud",
    "caption.cough": "cough",
    "caption.dazed": "cough",
  },
  byTheClock: false,
};
