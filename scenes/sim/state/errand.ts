// Where somebody was asked to go (asked.ts).
import type { WayField } from "../way";

export interface Errand {
  x: number;
  y: number;
  way: WayField;
  /** Times the person's own free speed. */
  pace: number;
}
