// One step of fire and smoke: a column of calls. Doors in, everything else follows. Sub-steps are taken where a small
// room would change more than half of its air in a step; their number depends on the state alone.

import { watch } from "./detectors";
import { burn } from "./fire";
import { cutSlabs } from "./flows";
import { derive, settle } from "./layers";
import { warmLeaves } from "./leaves";
import { solvePressures } from "./pressure";
import { drawDeeper, throughput, transport } from "./transport";
import { loseHeat } from "./walls";
import type { Hazard } from "./state";

const MOST_AIR = 0.5;
const MOST_SUBSTEPS = 16;

/**
 * Advances by `ticksPerStep` ticks. `openings`: share open of each vent (0 shut .. 1), in the order of `hazard.vents`.
 */
export function stepHazard(h: Hazard, openings: ArrayLike<number>): void {
  setOpenings(h, openings);
  if (!h.fixed) {
    const dt = h.tickSeconds * h.ticksPerStep;
    burn(h, dt);
    loseHeat(h, dt);
    moveGases(h, dt);
    warmLeaves(h, dt);
    watch(h, dt);
  }
  h.tick += h.ticksPerStep;
}

function setOpenings(h: Hazard, openings: ArrayLike<number>): void {
  for (let v = 0; v < h.vents.length; v++) {
    const open = openings[v] ?? 0;
    h.ventOpen[v] = open > 1 ? 1 : open > 0 ? open : 0;
  }
}

function moveGases(h: Hazard, dt: number): void {
  for (let r = 0; r < h.area.length; r++) h.heating[r] = h.flows.sourceHeat[2 * r]! + h.flows.sourceHeat[2 * r + 1]!;
  h.effort.rounds = 0;
  const parts = Math.ceil(findFlows(h, dt) / MOST_AIR);
  const n = parts > MOST_SUBSTEPS ? MOST_SUBSTEPS : parts < 1 ? 1 : parts;
  h.effort.substeps = n;
  for (let i = 0; i < n; i++) {
    if (n > 1) findFlows(h, dt / n);
    transport(h, dt / n);
    settle(h);
    derive(h);
  }
  recordVentFlows(h);
}

/** Cuts the slabs, solves for their flows, and again where a layer would run dry; returns the throughput. */
function findFlows(h: Hazard, dt: number): number {
  cutSlabs(h);
  solvePressures(h, dt);
  let most = throughput(h, dt);
  for (let again = 0; again < 2 && drawDeeper(h, dt); again++) {
    solvePressures(h, dt);
    most = throughput(h, dt);
  }
  return most;
}

function recordVentFlows(h: Hazard): void {
  const f = h.flows;
  h.ventFlow.fill(0);
  for (let s = 0; s < f.count; s++) {
    const v = f.vent[s]!;
    if (v >= 0) h.ventFlow[v] = h.ventFlow[v]! + f.forward[s]! - f.backward[s]!;
  }
}
