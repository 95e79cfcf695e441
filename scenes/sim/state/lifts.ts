// Cars of evacuation lifts (lifts.ts).

/** Where a car stops: before its door, in the room on that storey. */
export interface Stop {
  plane: number;
  room: number;
  x: number;
  y: number;
  height: number;
  /** Unit vector through the door. */ inX: number;
  inY: number;
}

export interface Car {
  id: string;
  stops: Stop[];
  /** Stop from which those aboard can walk on, −1 until it is looked for. */
  goal: number;
  /** Stop at which it is, and tick until which it moves or its door is open. */
  at: number;
  until: number;
  riders: number[];
  places: number;
}
