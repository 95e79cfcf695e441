// Gases in confined spaces: wells, tanks, shafts as well-mixed zones that exchange air with each other and the open air
// through their openings and by fans. Shares by volume: O2, H2S, CH4, CO; sources in m³/s; zones keep their pressure,
// so what is blown in drives as much out through the openings. Promises: shares stay in 0..1, order of input is
// irrelevant.

export const GASES = ["o2", "h2s", "ch4", "co"] as const;
export type GasName = (typeof GASES)[number];

const FRESH = [0.2095, 0, 0, 0];

export interface GasZone {
  id: string;
  /** m³ */
  volume: number;
  /** Shares by volume at the start: O2 and CH4 in percent, H2S and CO in ppm; default fresh air. */
  o2?: number;
  ch4?: number;
  h2s?: number;
  co?: number;
  /** What comes out of sludge, leaks or work, m³/s of each gas. */
  source?: { h2s?: number; ch4?: number; co?: number; inert?: number };
}

export interface GasLink {
  id: string;
  from: string;
  /** null: the open air. */
  to: string | null;
  /** m³/s that change places through it when it is open. Default: by its area, .05 m/s over half of it. */
  exchange?: number;
  /** m² */
  area?: number;
  /**
   * m³/s moved from `from` to `to` while it runs (negative: the other way); what is missing or too much moves by
   * openings.
   */
  fan?: number;
}

export interface GasField {
  readonly zones: readonly GasZone[];
  readonly links: readonly GasLink[];
  readonly volume: Float64Array;
  readonly share: Float64Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly exchange: Float64Array;
  readonly change: Float64Array;
  readonly surplus: Float64Array;
}

const N = GASES.length;

export function createGas(zones: readonly GasZone[], links: readonly GasLink[]): GasField {
  const sortedZones = [...zones].sort(byId);
  const sortedLinks = [...links].sort(byId);
  const zoneAt = (id: string) => {
    const index = sortedZones.findIndex((zone) => zone.id === id);
    if (index < 0) throw new Error(`gas link names zone "${id}", which does not exist`);
    return index;
  };
  const share = new Float64Array(zones.length * N);
  sortedZones.forEach((zone, i) => {
    if (!(zone.volume > 0)) throw new Error(`gas zone "${zone.id}" has volume ${zone.volume} m³`);
    share[i * N] = zone.o2 === undefined ? FRESH[0]! : zone.o2 / 100;
    share[i * N + 1] = (zone.h2s ?? 0) / 1e6;
    share[i * N + 2] = (zone.ch4 ?? 0) / 100;
    share[i * N + 3] = (zone.co ?? 0) / 1e6;
  });
  return {
    zones: sortedZones,
    links: sortedLinks,
    share,
    volume: Float64Array.from(sortedZones, (zone) => zone.volume),
    from: Int32Array.from(sortedLinks, (link) => zoneAt(link.from)),
    to: Int32Array.from(sortedLinks, (link) => (link.to === null ? -1 : zoneAt(link.to))),
    exchange: Float64Array.from(sortedLinks, (link) => link.exchange ?? 0.025 * (link.area ?? 0)),
    change: new Float64Array(share.length),
    surplus: new Float64Array(zones.length),
  };
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * Advances by dt seconds. `open`: share open of each link; `running`: 1 where its fan runs; both in the order of
 * `links`.
 */
export function stepGas(g: GasField, dt: number, open: ArrayLike<number>, running: ArrayLike<number>): void {
  const parts = Math.ceil(fastest(g, open, running) * dt * 5);
  const n = parts < 1 ? 1 : parts > 64 ? 64 : parts;
  for (let i = 0; i < n; i++) mix(g, dt / n, open, running);
}

/** Largest air change rate, 1/s. */
function fastest(g: GasField, open: ArrayLike<number>, running: ArrayLike<number>): number {
  g.surplus.fill(0);
  for (let l = 0; l < g.links.length; l++) {
    const fan = running[l] ? Math.abs(g.links[l]!.fan ?? 0) : 0;
    const flow = g.exchange[l]! * (open[l] ?? 0) + 2 * fan;
    g.surplus[g.from[l]!] = g.surplus[g.from[l]!]! + flow;
    if (g.to[l]! >= 0) g.surplus[g.to[l]!] = g.surplus[g.to[l]!]! + flow;
  }
  let most = 0;
  for (let z = 0; z < g.zones.length; z++) most = Math.max(most, (g.surplus[z]! + given(g, z)) / g.volume[z]!);
  return most;
}

/** m³/s that a zone's sources give. */
function given(g: GasField, zone: number): number {
  const s = g.zones[zone]!.source;
  return s ? (s.h2s ?? 0) + (s.ch4 ?? 0) + (s.co ?? 0) + (s.inert ?? 0) : 0;
}

function mix(g: GasField, dt: number, open: ArrayLike<number>, running: ArrayLike<number>): void {
  g.change.fill(0);
  for (let z = 0; z < g.zones.length; z++) g.surplus[z] = given(g, z);
  for (let l = 0; l < g.links.length; l++) {
    const fan = running[l] ? (g.links[l]!.fan ?? 0) : 0;
    const both = g.exchange[l]! * (open[l] ?? 0) * dt;
    carry(g, g.from[l]!, g.to[l]!, both + (fan > 0 ? fan * dt : 0));
    carry(g, g.to[l]!, g.from[l]!, both + (fan < 0 ? -fan * dt : 0));
    g.surplus[g.from[l]!] = g.surplus[g.from[l]!]! - fan;
    if (g.to[l]! >= 0) g.surplus[g.to[l]!] = g.surplus[g.to[l]!]! + fan;
  }
  for (let z = 0; z < g.zones.length; z++) {
    const s = g.zones[z]!.source;
    if (s) {
      g.change[z * N + 1] = g.change[z * N + 1]! + (s.h2s ?? 0) * dt;
      g.change[z * N + 2] = g.change[z * N + 2]! + (s.ch4 ?? 0) * dt;
      g.change[z * N + 3] = g.change[z * N + 3]! + (s.co ?? 0) * dt;
    }
    // What is too much leaves to the open air as it is; what is missing comes from there.
    const net = g.surplus[z]! * dt;
    if (net > 0) carry(g, z, -1, net);
    else carry(g, -1, z, -net);
  }
  for (let z = 0; z < g.zones.length; z++) {
    for (let i = z * N; i < (z + 1) * N; i++) {
      const next = g.share[i]! + g.change[i]! / g.volume[z]!;
      g.share[i] = next < 0 ? 0 : next > 1 ? 1 : next;
    }
  }
}

function carry(g: GasField, from: number, to: number, cubicMetres: number): void {
  for (let k = 0; k < N; k++) {
    const amount = cubicMetres * (from < 0 ? FRESH[k]! : g.share[from * N + k]!);
    if (from >= 0) g.change[from * N + k] = g.change[from * N + k]! - amount;
    if (to >= 0) g.change[to * N + k] = g.change[to * N + k]! + amount;
  }
}

/** Reading of a meter in a zone: O2 and CH4 volume percent, H2S and CO ppm. */
export function readGas(g: GasField, zone: number): { o2: number; ch4: number; h2s: number; co: number } {
  const at = zone * N;
  return {
    o2: g.share[at]! * 100,
    h2s: g.share[at + 1]! * 1e6,
    ch4: g.share[at + 2]! * 100,
    co: g.share[at + 3]! * 1e6,
  };
}

/**
 * Limits for entry (CJJ 68-2016, GB 30871-2022): O2 19.5-23.5 %, H2S 10 mg/m³ = 7.05 ppm at 20 °C; CH4 10 % of its
 * lower limit of explosion (0.5 %), CO 20 mg/m³ = 17 ppm: the last two own choice of common practice.
 */
export const ENTRY = { o2Low: 19.5, o2High: 23.5, h2s: 7.05, ch4: 0.5, co: 17 } as const;

export function mayEnter(reading: { o2: number; ch4: number; h2s: number; co: number }): boolean {
  return (
    reading.o2 >= ENTRY.o2Low &&
    reading.o2 <= ENTRY.o2High &&
    reading.h2s <= ENTRY.h2s &&
    reading.ch4 <= ENTRY.ch4 &&
    reading.co <= ENTRY.co
  );
}
