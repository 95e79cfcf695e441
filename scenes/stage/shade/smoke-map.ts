// Paints what the engine says of each room's air into the smoke map, a few times a second: layer height, extinction
// above and below it, and whether firelight reaches the room. Eases between two paintings so that layers sink without
// steps.
import type { View } from "../engine";
import type { LightMap } from "../place/light-map";
import { SMOKE_DENSE, SMOKE_HEIGHT } from "./chunks";

export interface SmokeMap {
  readonly texels: Uint8Array;
  /** Returns true when smoke is in any room that can be seen. */
  paint(view: View, rooms: { lit: (room: number) => boolean; seen: (room: number) => boolean }): boolean;
}

export function createSmokeMap(map: LightMap, texels: Uint8Array): SmokeMap {
  const rooms = map.regions.ids.length;
  const held = new Float32Array(rooms * 4);
  const bytes = new Uint8Array(rooms * 4);
  const extinctionByte = (k: number) => Math.min(255, Math.round(Math.sqrt(Math.max(0, k) / SMOKE_DENSE) * 255));
  let first = true;
  return {
    texels,
    paint(view, { lit, seen }) {
      const ease = first ? 1 : 0.35;
      first = false;
      let smoky = false;
      const air = view.rooms;
      for (let r = 0; r < rooms; r++) {
        const aim = [air.layer[r] ?? 3, air.upperK[r] ?? 0, air.lowerK[r] ?? 0, lit(r) ? 1 : 0];
        for (let k = 0; k < 4; k++) held[r * 4 + k]! += (aim[k]! - held[r * 4 + k]!) * ease;
        bytes[r * 4] = Math.max(0, Math.min(255, Math.round((held[r * 4]! / SMOKE_HEIGHT) * 255)));
        bytes[r * 4 + 1] = extinctionByte(held[r * 4 + 1]!);
        bytes[r * 4 + 2] = extinctionByte(held[r * 4 + 2]!);
        bytes[r * 4 + 3] = Math.round(held[r * 4 + 3]! * 255);
        if (seen(r) && (held[r * 4 + 1]! > 0.02 || held[r * 4 + 2]! > 0.02)) smoky = true;
      }
      for (let cell = 0; cell < map.room.length; cell++) {
        const r = map.room[cell]!;
        if (r < 0) continue;
        texels.set(bytes.subarray(r * 4, r * 4 + 4), cell * 4);
      }
      return smoky;
    },
  };
}
