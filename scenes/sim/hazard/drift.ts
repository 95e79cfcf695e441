// A gas that drifts with the wind over a grid: depth-averaged advection and diffusion by finite volumes, second order
// with a van Leer limiter, directions split in an order that alternates. Cells in walls hold nothing and let nothing
// through. kg/m² in cells; m, s. Promises: mass in = mass held + mass blown out of the grid; never negative.

export interface DriftSpec {
  /** West and south edge, m. */
  x: number;
  y: number;
  /** Cell size, m. */
  cell: number;
  columns: number;
  rows: number;
  /** Depth over which the gas is mixed, m. */
  depth: number;
  /** Turbulent diffusivity, m²/s; default .5. */
  diffusivity?: number;
  /** Molar mass, g/mol, for ppm; default chlorine 70.9. */
  molar?: number;
  /** 1 = wall, row by row from the south. */
  solid?: ArrayLike<number>;
}

export interface Drift {
  readonly spec: DriftSpec;
  readonly diffusivity: number;
  /** kg/m², row by row from the south. */
  readonly load: Float64Array;
  readonly next: Float64Array;
  readonly solid: Uint8Array;
  /** kg released and kg blown out so far; steps done. */
  readonly totals: Float64Array;
}

/** Molar masses of gases that scenes name, g/mol. */
export const GAS_MOLAR: Readonly<Record<string, number>> = {
  chlorine: 70.9,
  ammonia: 17.03,
  h2s: 34.08,
  co: 28.01,
  hcl: 36.46,
  so2: 64.07,
  methane: 16.04,
};

export function createDrift(spec: DriftSpec): Drift {
  const cells = spec.columns * spec.rows;
  if (!(cells > 0) || !(spec.cell > 0) || !(spec.depth > 0)) {
    throw new Error(
      `a drift grid of ${spec.columns} x ${spec.rows} cells of ${spec.cell} m, ${spec.depth} m deep, is none`,
    );
  }
  const solid = new Uint8Array(cells);
  for (let i = 0; i < cells; i++) solid[i] = spec.solid?.[i] ? 1 : 0;
  return {
    spec,
    diffusivity: spec.diffusivity ?? 0.5,
    load: new Float64Array(cells),
    next: new Float64Array(cells),
    solid,
    totals: new Float64Array(3),
  };
}

/** Lets out `kg` at a point; outside the grid or in a wall it is lost from sight. */
export function release(d: Drift, x: number, y: number, kg: number): void {
  d.totals[0] = d.totals[0]! + kg;
  const cell = cellAt(d, x, y);
  if (cell < 0 || d.solid[cell]) d.totals[1] = d.totals[1]! + kg;
  else d.load[cell] = d.load[cell]! + kg / (d.spec.cell * d.spec.cell);
}

/** Advances by dt seconds in a wind (m/s) towards (windX, windY). */
export function stepDrift(d: Drift, dt: number, windX: number, windY: number): void {
  const size = d.spec.cell;
  const speed = Math.max(Math.abs(windX), Math.abs(windY));
  const parts = Math.max(
    Math.ceil((speed * dt) / size / 0.5),
    Math.ceil((d.diffusivity * dt) / (size * size) / 0.2),
    1,
  );
  for (let i = 0; i < parts; i++) {
    const even = d.totals[2]! % 2 === 0;
    if (even) sweep(d, dt / parts, windX, 1, d.spec.columns, d.spec.columns, d.spec.rows);
    sweep(d, dt / parts, windY, d.spec.columns, 1, d.spec.rows, d.spec.columns);
    if (!even) sweep(d, dt / parts, windX, 1, d.spec.columns, d.spec.columns, d.spec.rows);
    d.totals[2] = d.totals[2]! + 1;
  }
}

/** One direction: `length` cells `stride` apart in each of `lines` lines `jump` apart. */
function sweep(d: Drift, dt: number, wind: number, stride: number, jump: number, length: number, lines: number): void {
  const { load, next, solid } = d;
  const size = d.spec.cell;
  const courant = (wind * dt) / size;
  const spread = (d.diffusivity * dt) / (size * size);
  next.set(load);
  for (let line = 0; line < lines; line++) {
    const first = line * jump;
    for (let k = 0; k <= length; k++) {
      const left = first + (k - 1) * stride;
      const right = left + stride;
      const moved = faceFlow(load, solid, left, right, stride, k, length, courant, spread);
      if (moved === 0) continue;
      if (k > 0) next[left] = next[left]! - moved;
      else d.totals[1] = d.totals[1]! - moved * size * size;
      if (k < length) next[right] = next[right]! + moved;
      else d.totals[1] = d.totals[1]! + moved * size * size;
    }
  }
  for (let i = 0; i < load.length; i++) load[i] = next[i]! > 0 ? next[i]! : 0;
}

/** kg/m² that pass a face to the right: limited upwind advection less diffusion. Clean air blows in over the edges. */
function faceFlow(
  load: Float64Array,
  solid: Uint8Array,
  left: number,
  right: number,
  stride: number,
  k: number,
  length: number,
  courant: number,
  spread: number,
): number {
  if (k === 0) return courant < 0 && !solid[right] ? courant * load[right]! : 0;
  if (k === length) return courant > 0 && !solid[left] ? courant * load[left]! : 0;
  if (solid[left] || solid[right]) return 0;
  const a = load[left]!;
  const b = load[right]!;
  let flow = spread * (a - b);
  if (courant > 0) {
    const back = k > 1 && !solid[left - stride] ? load[left - stride]! : a;
    flow += courant * (a + 0.5 * (1 - courant) * vanLeer(a - back, b - a));
  } else if (courant < 0) {
    const ahead = k < length - 1 && !solid[right + stride] ? load[right + stride]! : b;
    flow += courant * (b - 0.5 * (1 + courant) * vanLeer(ahead - b, b - a));
  }
  return flow;
}

/** Harmonic mean of two slopes of one sign, else 0. */
function vanLeer(p: number, q: number): number {
  return p * q > 0 ? (2 * p * q) / (p + q) : 0;
}

export function cellAt(d: Drift, x: number, y: number): number {
  const column = Math.floor((x - d.spec.x) / d.spec.cell);
  const row = Math.floor((y - d.spec.y) / d.spec.cell);
  if (column < 0 || row < 0 || column >= d.spec.columns || row >= d.spec.rows) return -1;
  return row * d.spec.columns + column;
}

/** ppm by volume at a point (20 °C: 24.06 m³/kmol). */
export function driftPpm(d: Drift, x: number, y: number): number {
  const cell = cellAt(d, x, y);
  if (cell < 0) return 0;
  const kgPerCubicMetre = d.load[cell]! / d.spec.depth;
  return (kgPerCubicMetre / (d.spec.molar ?? 70.9)) * 24.06 * 1e6;
}
