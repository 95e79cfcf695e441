// Heat that rooms lose to their surfaces. Each room has two: ceiling with the walls above the interface, floor with the
// walls below it; heat conducts through WALL_NODES cells that thicken outwards, implicitly in time, to still ambient
// air behind. Gas to surface: convection 10 W/(m² K) and grey radiation of the smoke (its emissivity from soot). W, K.

import { exp } from "../maths";
import { CO2, SOOT, SPECIES } from "./species";
import type { Material } from "./surfaces";
import { CP, type Hazard, WALL_NODES } from "./state";

const CONVECTION = 10;
const BACK = 9;
export const STEFAN = 5.670374419e-8;

/** Factors of the tridiagonal matrix of one room's surfaces, for the model's fixed step. */
export function prepareWalls(h: Hazard, room: number, material: Material | null): void {
  if (!material) return;
  const dt = h.tickSeconds * h.ticksPerStep;
  const n = WALL_NODES;
  const base = room * n * 3;
  const m = h.wallMatrix;
  let width = material.thickness / 63; // 1 + 2 + 4 + ... + 32
  let inner = 0;
  let carry = 0;
  for (let i = 0; i < n; i++) {
    const capacity = (material.density * material.heat * width) / dt;
    const half = width / 2 / material.conductivity;
    const outer = i < n - 1 ? 1 / (half + width / material.conductivity) : 1 / (half + 1 / BACK);
    const pivot = capacity + inner + outer - (i ? inner * carry : 0);
    m[base + 3 * i] = capacity;
    m[base + 3 * i + 1] = inner;
    m[base + 3 * i + 2] = pivot;
    carry = outer / pivot;
    inner = outer;
    width *= 2;
  }
  h.wallBack[room] = inner;
}

/** Takes heat from the layers (into `sourceHeat`) and warms the surfaces over a step of dt. */
export function loseHeat(h: Hazard, dt: number): void {
  for (let r = 0; r < h.area.length; r++) {
    if (h.adiabatic[r]) continue;
    let radiation = 0;
    for (let i = 0; i < h.fires.length; i++) {
      if (h.fireRoom[i] === r)
        radiation += 1000 * h.fireOutput[i]! * (h.fires[i]!.radiative ?? h.chemistry[i]!.radiative);
    }
    const depth = h.height[r]! - h.interfaceHeight[r]!;
    surface(h, r, 2 * r + 1, h.area[r]! + h.perimeter[r]! * depth, depth, radiation / 2, dt, 0);
    surface(
      h,
      r,
      2 * r,
      h.area[r]! + h.perimeter[r]! * h.interfaceHeight[r]!,
      h.interfaceHeight[r]!,
      radiation / 2,
      dt,
      WALL_NODES,
    );
  }
}

function surface(
  h: Hazard,
  room: number,
  layer: number,
  area: number,
  depth: number,
  radiation: number,
  dt: number,
  offset: number,
): void {
  const node = room * 2 * WALL_NODES + offset;
  const gas = h.temperature[layer]!;
  const wall = h.wallTemperature[node]!;
  if (radiation === 0 && gas === wall) return; // nothing has warmed this room yet
  const radiant = emissivity(h, layer, depth) * STEFAN * (gas * gas + wall * wall) * (gas + wall);
  const capacity = (CP * h.mass[layer]!) / dt;
  const conductance = (CONVECTION + radiant) * area;
  // implicit, so that no layer overshoots
  const lost = ((gas - wall) * conductance * capacity) / (conductance + capacity);
  h.flows.sourceHeat[layer] = h.flows.sourceHeat[layer]! - lost;
  conduct(h, room, node, (lost + radiation) / area);
}

/** Emissivity of a layer `depth` m thick: soot and carbon dioxide as a grey gas over a beam of 1.8 depths. */
export function emissivity(h: Hazard, layer: number, depth: number): number {
  const density = h.density[layer]!;
  const soot = (h.species[layer * SPECIES + SOOT]! / h.mass[layer]!) * density;
  const dioxide = h.species[layer * SPECIES + CO2]! / h.mass[layer]!;
  // Planck mean of soot: 1860 fv T with fv = soot / 1800 kg/m³.
  const absorption = 1.03 * soot * h.temperature[layer]! + 0.5 * dioxide;
  return 1 - exp(-absorption * 1.8 * depth);
}

/** One implicit step of conduction with `flux` W/m² into the inner face. */
function conduct(h: Hazard, room: number, node: number, flux: number): void {
  const m = h.wallMatrix;
  const t = h.wallTemperature;
  const base = room * WALL_NODES * 3;
  const last = WALL_NODES - 1;
  let right = 0;
  for (let i = 0; i <= last; i++) {
    const inner = m[base + 3 * i + 1]!;
    right = m[base + 3 * i]! * t[node + i]! + (i ? (inner * right) / m[base + 3 * i - 1]! : flux);
    if (i === last) right += h.wallBack[room]! * h.ambient;
    t[node + i] = right; // forward sweep keeps right sides in place
  }
  let warm = 0;
  for (let i = last; i >= 0; i--) {
    const outer = i < last ? m[base + 3 * i + 4]! : 0;
    warm = (t[node + i]! + outer * warm) / m[base + 3 * i + 2]!;
    t[node + i] = warm;
  }
}
