// What burns: elements of one fuel molecule, heat of combustion, and the measured yields of what burns badly (CO, HCN,
// soot). CO2, water and HCl follow from the elements, the oxygen used from conservation of mass. kg/kg, MJ/kg.
// Yields: rounded from well-ventilated fires of the kind named (order of Tewarson's tables, SFPE Handbook); own choice.

import { CO, CO2, FUEL, H2O, HCL, HCN, MOLAR, O2, SOOT, SPECIES, TRACE } from "./species";

export type FuelName = "wood" | "polyurethane" | "mixed" | "oil" | "battery" | "methane" | "pvc";

export interface Chemistry {
  /** Atoms in the formula: C, H, O, N, Cl. */
  formula: readonly [number, number, number, number, number];
  /** MJ/kg */
  heat: number;
  /** kg/kg burnt */
  co: number;
  hcn: number;
  soot: number;
  radiative: number;
  /** kg of passive tracer given off per kg burnt; default 0. */
  trace?: number;
}

export const FUELS: Readonly<Record<FuelName, Chemistry>> = {
  wood: { formula: [1, 1.7, 0.74, 0.002, 0], heat: 13, co: 0.005, hcn: 0.0003, soot: 0.015, radiative: 0.35 },
  polyurethane: { formula: [1, 1.8, 0.35, 0.06, 0], heat: 19, co: 0.031, hcn: 0.009, soot: 0.19, radiative: 0.4 },
  mixed: { formula: [1, 1.75, 0.45, 0.03, 0], heat: 20, co: 0.04, hcn: 0.003, soot: 0.07, radiative: 0.35 },
  oil: { formula: [7, 16, 0, 0, 0], heat: 43, co: 0.012, hcn: 0, soot: 0.042, radiative: 0.33 },
  battery: { formula: [3, 6, 3, 0.05, 0.05], heat: 15, co: 0.09, hcn: 0.004, soot: 0.1, radiative: 0.3 },
  methane: { formula: [1, 4, 0, 0, 0], heat: 50, co: 0, hcn: 0, soot: 0, radiative: 0.2 },
  pvc: { formula: [2, 3, 0, 0, 1], heat: 7.7, co: 0.063, hcn: 0, soot: 0.12, radiative: 0.35 },
};

const ATOMS = [12.011, 1.008, 15.999, 14.007, 35.45];

/** Masses made (+) and used (-) per kg of fuel burnt, in species order; the sum with nitrogen is 0. */
export function yieldsOf(chemistry: Chemistry): Float64Array {
  const [c, h, o, n, cl] = chemistry.formula;
  const molar = c * ATOMS[0]! + h * ATOMS[1]! + o * ATOMS[2]! + n * ATOMS[3]! + cl * ATOMS[4]!;
  const mole = (mass: number, species: number) => (mass * molar) / MOLAR[species]!; // per mole of fuel
  const hcn = Math.min(mole(chemistry.hcn, HCN), n);
  const co = mole(chemistry.co, CO);
  const soot = mole(chemistry.soot, SOOT);
  const co2 = Math.max(c - co - soot - hcn, 0);
  const water = Math.max((h - hcn - cl) / 2, 0);
  const y = new Float64Array(SPECIES);
  y[FUEL] = -1;
  y[CO2] = (co2 * MOLAR[CO2]!) / molar;
  y[H2O] = (water * MOLAR[H2O]!) / molar;
  y[CO] = chemistry.co;
  y[HCN] = (hcn * MOLAR[HCN]!) / molar;
  y[HCL] = (cl * MOLAR[HCL]!) / molar;
  y[SOOT] = chemistry.soot;
  y[TRACE] = chemistry.trace ?? 0;
  const nitrogen = ((n - hcn) * ATOMS[3]!) / molar;
  y[O2] = 1 - (y[CO2]! + y[H2O]! + y[CO]! + y[HCN]! + y[HCL]! + y[SOOT]! + nitrogen);
  return y;
}
