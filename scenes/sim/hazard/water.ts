// Rising water over a grid of ground heights: water comes in at sources or follows a given level at its edge, and runs
// from cell to cell towards the lower surface, no faster than a broad-crested weir lets it. Walls stop it. m, s, m³.
// Speed in water and the depth one cannot walk in are own choices: no source for them is confirmed.

export interface WaterSpec {
  x: number;
  y: number;
  cell: number;
  columns: number;
  rows: number;
  /** Ground height of each cell, m, row by row from the south; default 0. */
  ground?: ArrayLike<number>;
  solid?: ArrayLike<number>;
}

export interface Water {
  readonly spec: WaterSpec;
  readonly ground: Float64Array;
  readonly solid: Uint8Array;
  readonly depth: Float64Array;
  readonly change: Float64Array;
  /** m/s of the flow through each cell, for its force. */
  readonly speed: Float64Array;
  readonly totals: Float64Array;
}

export function createWater(spec: WaterSpec): Water {
  const cells = spec.columns * spec.rows;
  if (!(cells > 0) || !(spec.cell > 0))
    throw new Error(`a water grid of ${spec.columns} x ${spec.rows} cells of ${spec.cell} m is none`);
  const ground = new Float64Array(cells);
  const solid = new Uint8Array(cells);
  for (let i = 0; i < cells; i++) {
    ground[i] = spec.ground?.[i] ?? 0;
    solid[i] = spec.solid?.[i] ? 1 : 0;
  }
  return {
    spec,
    ground,
    solid,
    depth: new Float64Array(cells),
    change: new Float64Array(cells),
    speed: new Float64Array(cells),
    totals: new Float64Array(1),
  };
}

/** Lets `cubicMetres` of water in at a cell (negative: pumps it out, as far as there is any). */
export function pour(w: Water, cell: number, cubicMetres: number): void {
  if (w.solid[cell]) return;
  const area = w.spec.cell * w.spec.cell;
  const least = -w.depth[cell]! * area;
  const amount = cubicMetres > least ? cubicMetres : least;
  w.depth[cell] = w.depth[cell]! + amount / area;
  w.totals[0] = w.totals[0]! + amount;
}

/** Holds the surface at a cell at a level, m. */
export function holdLevel(w: Water, cell: number, level: number): void {
  const depth = Math.max(level - w.ground[cell]!, 0);
  pour(w, cell, (depth - w.depth[cell]!) * w.spec.cell * w.spec.cell);
}

/** Level at t seconds of a schedule of [seconds, level] points, joined by straight lines. */
export function levelAt(schedule: readonly (readonly [number, number])[], t: number): number {
  let before = schedule[0];
  if (!before || t <= before[0]) return before ? before[1] : 0;
  for (const point of schedule) {
    if (t <= point[0]) return before[1] + ((point[1] - before[1]) * (t - before[0])) / (point[0] - before[0]);
    before = point;
  }
  return before[1];
}

/** Advances by dt seconds: all flows from the frozen surface, then applied. */
export function stepWater(w: Water, dt: number): void {
  const parts = Math.ceil(dt / (0.4 * w.spec.cell));
  for (let i = 0; i < parts; i++) run(w, dt / parts);
}

function run(w: Water, dt: number): void {
  const { columns, rows } = w.spec;
  w.change.fill(0);
  w.speed.fill(0);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      if (column + 1 < columns) level(w, cell, cell + 1, dt);
      if (row + 1 < rows) level(w, cell, cell + columns, dt);
    }
  }
  for (let i = 0; i < w.depth.length; i++) {
    const depth = w.depth[i]! + w.change[i]!;
    w.depth[i] = depth > 0 ? depth : 0;
  }
}

/**
 * Flow over the sill between two cells: q = 1.7 h^1.5 (weir) for the head over the higher ground, at most a fifth of
 * the difference.
 */
function level(w: Water, a: number, b: number, dt: number): void {
  if (w.solid[a] || w.solid[b]) return;
  const surfaceA = w.ground[a]! + w.depth[a]!;
  const surfaceB = w.ground[b]! + w.depth[b]!;
  const from = surfaceA > surfaceB ? a : b;
  const to = from === a ? b : a;
  const drop = Math.abs(surfaceA - surfaceB);
  const sill = Math.max(w.ground[a]!, w.ground[b]!);
  const head = Math.max(surfaceA, surfaceB) - sill;
  if (!(head > 1e-6) || !(drop > 1e-6)) return;
  const share = drop < head ? drop / head : 1;
  const weir = 1.7 * head * Math.sqrt(head) * Math.sqrt(share); // m²/s
  const depth = Math.min((weir * dt) / w.spec.cell, drop / 5, w.depth[from]! / 5);
  w.change[from] = w.change[from]! - depth;
  w.change[to] = w.change[to]! + depth;
  const speed = (depth * w.spec.cell) / dt / head;
  if (speed > w.speed[from]!) w.speed[from] = speed;
  if (speed > w.speed[to]!) w.speed[to] = speed;
}

/** Depth at a point, m. */
export function depthAt(w: Water, x: number, y: number): number {
  const column = Math.floor((x - w.spec.x) / w.spec.cell);
  const row = Math.floor((y - w.spec.y) / w.spec.cell);
  if (column < 0 || row < 0 || column >= w.spec.columns || row >= w.spec.rows) return 0;
  return w.depth[row * w.spec.columns + column]!;
}

/**
 * Factor on walking speed at a depth, for a body `height` m tall: whole to the ankle, a fifth at the hip, none at the
 * chest. Own choice.
 */
export function wadingFactor(depth: number, height = 1.65): number {
  const share = depth / height;
  if (share <= 0.06) return 1;
  if (share >= 0.75) return 0;
  return share <= 0.5 ? 1 - (0.8 * (share - 0.06)) / 0.44 : 0.2 * ((0.75 - share) / 0.25);
}

/**
 * Does the flow sweep a grown body off its feet? Depth times speed over 0.6 m²/s; own choice within published ranges.
 */
export function sweepsAway(depth: number, speed: number): boolean {
  return depth * speed > 0.6;
}
