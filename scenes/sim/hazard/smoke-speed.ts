// How much slower one walks in smoke of extinction K (1/m), as a factor on the free speed; and whether a sign can be
// read through it. Laws by name; a scene says which. Sources in front of each.

export type SmokeLaw = "fridolf" | "frantzich-nilsson" | "nist";

/** Factor 0..1 for a person of free speed v0 (m/s). */
export function smokeFactor(law: SmokeLaw, extinction: number, freeSpeed: number): number {
  if (!(extinction > 0)) return 1;
  if (law === "fridolf") return fridolf(extinction);
  if (law === "frantzich-nilsson") return frantzichNilsson(extinction);
  return nistLinear(extinction, freeSpeed);
}

/** Fridolf et al. 2019 (10.1016/j.tust.2019.04.016) as Pathfinder and pyFDS-Evac use it: V / (V + 2), V = 3 / K. */
export function fridolf(extinction: number): number {
  const visible = 3 / extinction;
  return visible / (visible + 2);
}

/** Frantzich and Nilsson: v = .706 - .057 K, as FDS+Evac's factor max(.1, 1 - .0807 K). */
export function frantzichNilsson(extinction: number): number {
  const factor = 1 - (0.057 / 0.706) * extinction;
  return factor > 0.1 ? factor : 0.1;
}

/** NIST TN 1822 test 2.5, ISO 20414: 1 - .5 K, never below .3 m/s. */
export function nistLinear(extinction: number, freeSpeed: number): number {
  const factor = 1 - 0.5 * extinction;
  const least = freeSpeed > 0.3 ? 0.3 / freeSpeed : 1;
  return factor > least ? factor : least;
}

/**
 * Jin: a sign is read at distance d through mean extinction K if K d <= C, 8 for a lit sign and 3 for a reflecting one.
 */
export function canRead(distance: number, meanExtinction: number, lit: boolean): boolean {
  return meanExtinction * distance <= (lit ? 8 : 3);
}
