// What rooms and door leaves are made of. W/(m K), kg/m³, J/(kg K), m: ordinary handbook values.

import type { WallName } from "./spec";

export interface Material {
  conductivity: number;
  density: number;
  heat: number;
  thickness: number;
}

export const WALLS: Readonly<Record<Exclude<WallName, "adiabatic">, Material>> = {
  concrete: { conductivity: 1.6, density: 2300, heat: 950, thickness: 0.15 },
  brick: { conductivity: 0.8, density: 1800, heat: 850, thickness: 0.2 },
  gypsum: { conductivity: 0.17, density: 800, heat: 1000, thickness: 0.025 },
  steel: { conductivity: 45, density: 7850, heat: 490, thickness: 0.003 },
  wood: { conductivity: 0.13, density: 540, heat: 2300, thickness: 0.02 },
};

export const LEAVES: Readonly<Record<"wood" | "steel" | "fire-door", Material>> = {
  wood: { conductivity: 0.14, density: 560, heat: 2000, thickness: 0.04 },
  steel: { conductivity: 0.9, density: 1200, heat: 520, thickness: 0.045 },
  "fire-door": { conductivity: 0.12, density: 500, heat: 950, thickness: 0.05 },
};
