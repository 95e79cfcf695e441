// The air of a building as a world holds it (air.ts).
import type { Hazard } from "../hazard/state";

export interface Air {
  hazard: Hazard;
  /** Hazard room by ground room, −1 = open air. */
  room: Int32Array;
  /** Portal whose leaf opens the vent, −1 = always as it is. */
  ventDoor: Int32Array;
  ventOpen: Float64Array;
  /** Vent of each door, −1. */
  doorVent: Int32Array;
}

export interface HazardRooms {
  /** Height of the smoke's lower face above the floor, m. */
  readonly layer: Float64Array;
  /** Extinction 1/m above and below it. */
  readonly upperK: Float64Array;
  readonly lowerK: Float64Array;
  /** °C above and below it. */
  readonly upperT: Float64Array;
  readonly lowerT: Float64Array;
}
