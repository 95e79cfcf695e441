// The smoke as it is seen from here: painted anew a few times a second, where a fire lights it and where one looks.
import type { View } from "../engine";
import type { LightMap } from "../place/light-map";
import type { Sight } from "../place/sight";
import { createSmokeMap } from "./smoke-map";
import type { StageUniforms } from "./uniforms";

/** Real seconds between two paintings of the smoke map. */
const SMOKE_EVERY = 0.2;

export interface SmokeViewOptions {
  map: LightMap;
  uniforms: StageUniforms;
  sight: Sight;
  /** The fires' rooms. */
  burning: readonly number[];
}

/** Called each frame with the regions that can be seen. */
export function createSmokeView({
  map,
  uniforms,
  sight,
  burning,
}: SmokeViewOptions): (view: View, seen: Uint8Array, seconds: number) => void {
  const smoke = createSmokeMap(map, uniforms.uSmoke.value.image.data as Uint8Array);
  const { region, ids } = map.regions;
  let since = SMOKE_EVERY;
  return (view, seen, seconds) => {
    since += seconds;
    if (since < SMOKE_EVERY) return;
    since = 0;
    const lit = new Uint8Array(ids.length);
    for (const room of burning)
      sight.from(room, (d) => view.doors.openness[d] ?? 0).forEach((on, i) => (lit[i]! |= on));
    const smoky = smoke.paint(view, {
      lit: (room) => lit[region[room]!] === 1,
      seen: (room) => seen[region[room]!] === 1,
    });
    uniforms.uSmoky.value = smoky ? 1 : 0;
    uniforms.uSmoke.value.needsUpdate = true;
  };
}
