// Where everybody stood at the last two ticks, so that the drawing can go smoothly between them.
import type { View } from "../engine";

export interface Poses {
  /** Copies a view as the newest tick; the newest before it becomes the older. */
  take(view: View): void;
  /** Writes x, y, z, yaw (radians) of a person between the two ticks into `out`. */
  between(index: number, alpha: number, out: Float32Array): void;
  openness(door: number, alpha: number): number;
}

const STRIDE = 4;

export function createPoses(): Poses {
  let older = new Float32Array(0);
  let newer = new Float32Array(0);
  let olderDoors = new Float32Array(0);
  let newerDoors = new Float32Array(0);
  const write = (view: View, poses: Float32Array, doors: Float32Array) => {
    const p = view.people;
    for (let i = 0; i < p.count; i++) {
      poses[i * STRIDE] = p.x[i]!;
      poses[i * STRIDE + 1] = p.y[i]!;
      poses[i * STRIDE + 2] = p.z[i]!;
      poses[i * STRIDE + 3] = (p.yaw[i]! / 65536) * Math.PI * 2;
    }
    doors.set(view.doors.openness);
  };
  return {
    take(view) {
      if (newer.length !== view.people.count * STRIDE) {
        newer = new Float32Array(view.people.count * STRIDE);
        newerDoors = new Float32Array(view.doors.openness.length);
        write(view, newer, newerDoors);
        older = newer.slice();
        olderDoors = newerDoors.slice();
        return;
      }
      [older, newer] = [newer, older];
      [olderDoors, newerDoors] = [newerDoors, olderDoors];
      write(view, newer, newerDoors);
    },
    between(index, alpha, out) {
      const at = index * STRIDE;
      for (let k = 0; k < 3; k++) {
        const [a, b] = [older[at + k]!, newer[at + k]!];
        // somebody set down elsewhere (a stair's next storey) does not glide there
        out[k] = Math.abs(b - a) > 1.5 ? b : a + (b - a) * alpha;
      }
      out[3] = older[at + 3]! + wrap(newer[at + 3]! - older[at + 3]!) * alpha;
    },
    openness: (door, alpha) => (olderDoors[door] ?? 0) + ((newerDoors[door] ?? 0) - (olderDoors[door] ?? 0)) * alpha,
  };
}

export const wrap = (a: number): number => a - Math.round(a / (Math.PI * 2)) * Math.PI * 2;
