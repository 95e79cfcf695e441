// The player beyond a body among people (player.ts).
import type { WayField } from "../way";

export interface Self {
  byHand: boolean;
  /** Place walked to, −1; the field that leads there, and where to stop short of a shut door. */
  goal: number;
  way: WayField | null;
  wayPortal: number;
  /** Portal crossed last while walking by 'go'. */
  crossed: number;
  pitch: number;
  carries: number;
  spraying: boolean;
  mouthCovered: boolean;
  lastShout: number;
  called: number;
  visibility: number;
  heat: number;
  contact: number;
}
