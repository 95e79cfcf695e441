// How hot the two faces of a shut door get: a slab of the leaf's material between the gases of both sides, two nodes.
// Convection 10 W/(m² K) plus black-body exchange linearised at the mean temperature. K.

import { LEAVES } from "./surfaces";
import type { Hazard } from "./state";
import { STEFAN } from "./walls";

export function warmLeaves(h: Hazard, dt: number): void {
  for (let v = 0; v < h.vents.length; v++) {
    const spec = h.vents[v]!;
    if (spec.kind !== "wall" || spec.leaf === null || spec.fan) continue;
    const leaf = LEAVES[spec.leaf ?? "wood"];
    const capacity = (leaf.density * leaf.heat * leaf.thickness) / 2;
    const through = leaf.conductivity / leaf.thickness;
    const near = h.leafTemperature[2 * v]!;
    const far = h.leafTemperature[2 * v + 1]!;
    const gasNear = meanTemperature(h, h.ventFrom[v]!, spec.sill, spec.soffit);
    const gasFar = meanTemperature(h, h.ventTo[v]!, spec.sill, spec.soffit);
    const conducted = through * (far - near);
    h.leafTemperature[2 * v] = near + ((film(gasNear, near) * (gasNear - near) + conducted) * dt) / capacity;
    h.leafTemperature[2 * v + 1] = far + ((film(gasFar, far) * (gasFar - far) - conducted) * dt) / capacity;
  }
}

function film(gas: number, face: number): number {
  const mean = (gas + face) / 2;
  return 10 + 4 * 0.8 * STEFAN * mean * mean * mean;
}

/** Gas temperature between two elevations of a room (-1: the open air), by height. */
export function meanTemperature(h: Hazard, room: number, low: number, high: number): number {
  if (room < 0) return h.ambient;
  const cut = h.floor[room]! + h.interfaceHeight[room]!;
  const share = high > low ? (cut - low) / (high - low) : low < cut ? 1 : 0;
  const below = share > 1 ? 1 : share > 0 ? share : 0;
  return below * h.temperature[2 * room]! + (1 - below) * h.temperature[2 * room + 1]!;
}
