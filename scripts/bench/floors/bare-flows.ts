// The floor of a step of fire and smoke: what flows through each opening at the pressures on its two edges (the orifice
// formula of scenes/sim/hazard/flows.ts), once for each opening and each round of the solver. No layer is cut, no matrix
// solved, nothing carried.

export interface Openings {
  count: number;
  opening: Float64Array;
  offsetLow: Float64Array;
  offsetHigh: Float64Array;
}

const [DISCHARGE, DENSITY] = [0.7, 1.2];

/** The sum of all flows, kg/s. */
export function bareFlows({ count, opening, offsetLow, offsetHigh }: Openings, rounds: number): number {
  const coefficient = (2 / 3) * DISCHARGE * Math.sqrt(2 * DENSITY);
  let sum = 0;
  for (let round = 0; round < rounds; round++)
    for (let s = 0; s < count; s++) {
      const low = Math.abs(offsetLow[s]! + sum * 1e-12);
      const high = Math.abs(offsetHigh[s]!);
      const a = Math.sqrt(low);
      const b = Math.sqrt(high);
      sum += (coefficient * opening[s]! * (low + a * b + high)) / (a + b + 1e-9);
    }
  return sum;
}
