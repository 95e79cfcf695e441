// Leaves, by door (doors.ts).

export interface Doors {
  list: { id: string; leaf: boolean; selfClosing: boolean; pushFrom: number }[];
  portal: Int32Array;
  openness: Float64Array;
  state: Uint8Array;
  /** Someone pushes it open in this tick. */
  wanted: Uint8Array;
  /** Last tick in which a body stood in its swing. */
  busy: Int32Array;
  /** Held shut or pushed shut by hand: who closed it last (person), −1. */
  closedBy: Int32Array;
}
