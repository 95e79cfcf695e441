// The two layers of each room: what follows from their mass and enthalpy, and what keeps them physical.
// Both share the room's pressure; the interface lies where their volumes meet. Every exchange moves mass, enthalpy and
// species together, so the room's totals never change here.

import { SPECIES } from "./species";
import { CP, GAS, type Hazard, THINNEST } from "./state";

/** Temperatures, densities and interfaces from mass and enthalpy. */
export function derive(h: Hazard): void {
  for (let r = 0; r < h.area.length; r++) {
    const absolute = h.atmosphere + h.pressure[r]!;
    const lower = 2 * r;
    const upper = lower + 1;
    const tl = h.enthalpy[lower]! / (CP * h.mass[lower]!);
    const tu = h.enthalpy[upper]! / (CP * h.mass[upper]!);
    h.temperature[lower] = tl;
    h.temperature[upper] = tu;
    h.density[lower] = absolute / (GAS * tl);
    h.density[upper] = absolute / (GAS * tu);
    h.interfaceHeight[r] = h.height[r]! * (h.enthalpy[lower]! / (h.enthalpy[lower]! + h.enthalpy[upper]!));
  }
}

/** Keeps both layers thick enough to exist and lets an upper layer that is colder than the lower one sink into it. */
export function settle(h: Hazard): void {
  for (let r = 0; r < h.area.length; r++) {
    const lower = 2 * r;
    const upper = lower + 1;
    if (h.mixed[r]) {
      stir(h, lower, upper);
      continue;
    }
    // At one pressure, volume goes with enthalpy.
    const total = h.enthalpy[lower]! + h.enthalpy[upper]!;
    if (h.enthalpy[upper]! < THINNEST * total) {
      move(h, lower, upper, (THINNEST * total - h.enthalpy[upper]!) / h.enthalpy[lower]!);
    } else if (h.enthalpy[lower]! < THINNEST * total) {
      move(h, upper, lower, (THINNEST * total - h.enthalpy[lower]!) / h.enthalpy[upper]!);
    }
    const tl = h.enthalpy[lower]! / h.mass[lower]!;
    const tu = h.enthalpy[upper]! / h.mass[upper]!;
    if (tu < tl - 0.5 * CP) overturn(h, lower, upper);
  }
}

/** Moves a share of one layer into the other. */
export function move(h: Hazard, from: number, to: number, share: number): void {
  const mass = h.mass[from]! * share;
  const enthalpy = h.enthalpy[from]! * share;
  h.mass[from] = h.mass[from]! - mass;
  h.mass[to] = h.mass[to]! + mass;
  h.enthalpy[from] = h.enthalpy[from]! - enthalpy;
  h.enthalpy[to] = h.enthalpy[to]! + enthalpy;
  for (let s = 0; s < SPECIES; s++) {
    const part = h.species[from * SPECIES + s]! * share;
    h.species[from * SPECIES + s] = h.species[from * SPECIES + s]! - part;
    h.species[to * SPECIES + s] = h.species[to * SPECIES + s]! + part;
  }
}

/** Makes both layers alike; the upper one stays as thin as may be. */
function stir(h: Hazard, lower: number, upper: number): void {
  move(h, upper, lower, 1);
  move(h, lower, upper, THINNEST);
}

/** Swaps a tenth of the lighter layer's mass both ways. */
function overturn(h: Hazard, lower: number, upper: number): void {
  const smaller = h.mass[lower]! < h.mass[upper]! ? h.mass[lower]! : h.mass[upper]!;
  const down = (0.1 * smaller) / h.mass[upper]!;
  const up = (0.1 * smaller) / h.mass[lower]!;
  const enthalpy = h.enthalpy[upper]! * down - h.enthalpy[lower]! * up;
  h.enthalpy[upper] = h.enthalpy[upper]! - enthalpy;
  h.enthalpy[lower] = h.enthalpy[lower]! + enthalpy;
  for (let s = 0; s < SPECIES; s++) {
    const part = h.species[upper * SPECIES + s]! * down - h.species[lower * SPECIES + s]! * up;
    h.species[upper * SPECIES + s] = h.species[upper * SPECIES + s]! - part;
    h.species[lower * SPECIES + s] = h.species[lower * SPECIES + s]! + part;
  }
}
