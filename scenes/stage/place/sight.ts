// Which rooms can be seen at all from where one stands: through openings, and through doors that are not shut.
// Coarse on purpose: what it names may still be hidden; what it leaves out never is seen.
import type { Scene } from "../../sim/scene";
import type { Regions } from "./regions";

export interface Sight {
  /** Marks by region: 1 = may be seen. `openness` by door, in the engine's order. */
  from(room: number, openness: (door: number) => number): Uint8Array;
}

const AJAR = 0.015;
/** So many doors deep one looks. */
const DEEP = 5;

export function createSight(scene: Scene, regions: Regions): Sight {
  const byId = <T extends { id: string }>(list: readonly T[] | undefined) =>
    (list ?? []).slice().sort((a, b) => (a.id < b.id ? -1 : 1));
  const links: { a: number; b: number; door: number }[] = [];
  byId(scene.doors).forEach((door, i) => {
    const [a, b] = door.rooms.map((id) => regions.region[regions.index.get(id) ?? -1] ?? -1);
    if (a! >= 0 && b! >= 0 && a !== b) links.push({ a: a!, b: b!, door: i });
  });
  return {
    from(room, openness) {
      const seen = new Uint8Array(regions.ids.length);
      const start = regions.region[room];
      if (start === undefined) return seen.fill(1);
      seen[start] = 1;
      for (let d = 0, grew = true; d < DEEP && grew; d++) {
        grew = false;
        const before = seen.slice();
        for (const { a, b, door } of links) {
          if (before[a] === before[b] || openness(door) < AJAR) continue;
          seen[a] = seen[b] = 1;
          grew = true;
        }
      }
      return seen;
    },
  };
}
