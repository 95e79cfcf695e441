// Rooms seen as one: joined by openings without a leaf. Light and sight pass there without a door.
import type { Scene } from "../../sim/scene";

/** Room and stair ids in the engine's order (by id), with the number of the region each belongs to. */
export interface Regions {
  ids: string[];
  index: Map<string, number>;
  region: number[];
}

export function findRegions(scene: Scene): Regions {
  const ids = [...scene.rooms, ...(scene.stairs ?? [])].map((r) => r.id).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const index = new Map(ids.map((id, i) => [id, i]));
  const parent = ids.map((_, i) => i);
  const root = (i: number): number => (parent[i] === i ? i : (parent[i] = root(parent[i]!)));
  const join = (a: string, b: string) => {
    const [p, q] = [index.get(a), index.get(b)];
    if (p !== undefined && q !== undefined) parent[root(p)] = root(q);
  };
  for (const door of scene.doors ?? []) if (door.leaf === "none") join(...door.rooms);
  for (const stair of scene.stairs ?? []) {
    join(stair.id, stair.bottomRoom);
    join(stair.id, stair.topRoom);
  }
  return { ids, index, region: ids.map((_, i) => root(i)) };
}
