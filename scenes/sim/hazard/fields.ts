// All fields of a scene that are no fire, behind one door: made from the scene's `fields` and the ground, stepped with
// the smoke, asked by place. The ground is handed in as callbacks, so that this folder knows no geometry. One gas model
// for all rooms, one grid for each plume and each water. Metres, seconds, ticks.

import { TICK } from "../time";
import type { Seed } from "../rng";
import type { Field } from "../scene";
import { createDrift, type Drift, driftPpm, GAS_MOLAR, release, stepDrift } from "./drift";
import { createGas, type GasField, type GasLink, type GasZone, readGas, stepGas } from "./gas";
import { createQuake, fallsNow, type Quake, quakeOver, shaking } from "./quake";
import { createWater, holdLevel, levelAt, pour, stepWater, wadingFactor, type Water } from "./water";

type Of<K extends Field["kind"]> = Extract<Field, { kind: K }>;

export interface FieldGround {
  /** Rooms with their volume (m³), for gas. */
  rooms: readonly { id: string; volume: number }[];
  /**
   * Ways for gas between rooms and to the open air, with clear area (m²) or fan (m³/s); shares open come with each
   * step.
   */
  links: readonly GasLink[];
  /** Bounds of each storey in plan. */
  storeys: readonly { id: string; x: number; y: number; width: number; depth: number }[];
  /** Id of the room at a point of a storey; null where nobody and nothing can be. */
  roomAt: (storey: string, x: number, y: number) => string | null;
}

export interface Fields {
  readonly gas: GasField | null;
  /** By link of the gas model: 1 where its fan runs. */
  readonly running: Uint8Array;
  readonly plumes: readonly { spec: Of<"plume">; grid: Drift }[];
  readonly waters: readonly { spec: Of<"water">; grid: Water; cells: Int32Array }[];
  readonly quakes: readonly Quake[];
  readonly tickSeconds: number;
  readonly ticksPerStep: number;
  readonly state: readonly (Float64Array | Uint8Array)[];
}

/** What there is at a place. */
export interface FieldReading {
  /** Volume percent. */
  o2: number;
  ch4: number;
  /** ppm; `plume` is the drifting gas. */
  h2s: number;
  co: number;
  plume: number;
  /** Depth of water, m, and its speed, m/s. */
  depth: number;
  flow: number;
}

/** Most cells along a grid's longer side. */
const FINEST = 80;
/** Depth over which a drifting gas is mixed, m; own choice. */
const MIXED_DEPTH = 3;

export function createFields(
  list: readonly Field[],
  ground: FieldGround,
  seed: Seed,
  tickSeconds = TICK,
  ticksPerStep = 4,
): Fields {
  const sorted = [...list].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const of = <K extends Field["kind"]>(kind: K) => sorted.filter((field): field is Of<K> => field.kind === kind);
  const gas = of("gas").length ? createGas(zones(of("gas"), ground), ground.links) : null;
  const plumes = of("plume").map((spec) => ({ spec, grid: plumeGrid(spec, ground) }));
  const waters = of("water").map((spec) => waterGrid(spec, ground));
  const running = new Uint8Array(gas ? gas.links.length : 0);
  return {
    gas,
    running,
    plumes,
    waters,
    tickSeconds,
    ticksPerStep,
    quakes: of("quake").map((spec) =>
      createQuake(
        spec.shakes,
        (spec.falls ?? []).map(({ at, ...fall }) => ({ ...fall, x: at[0], y: at[1] })),
        seed,
        tickSeconds,
      ),
    ),
    state: [
      ...(gas ? [gas.share, running] : []),
      ...plumes.flatMap(({ grid }) => [grid.load, grid.totals]),
      ...waters.flatMap(({ grid }) => [grid.depth, grid.speed]),
    ],
  };
}

/** Every room as a zone, with what the scene says is in it; later fields (by id) overrule earlier ones. */
function zones(fields: readonly Of<"gas">[], ground: FieldGround): GasZone[] {
  return ground.rooms.map(({ id, volume }) => {
    const zone: GasZone = { id, volume };
    for (const field of fields) {
      if (!field.rooms || field.rooms.includes(id)) {
        for (const key of ["o2", "h2s", "ch4", "co"] as const) if (field[key] !== undefined) zone[key] = field[key];
      }
      if (field.source?.room === id) {
        const { h2s, ch4, co, displaces } = field.source;
        zone.source = {
          ...(h2s ? { h2s } : {}),
          ...(ch4 ? { ch4 } : {}),
          ...(co ? { co } : {}),
          ...(displaces ? { inert: displaces } : {}),
        };
      }
    }
    return zone;
  });
}

function gridOf(storeyId: string, ground: FieldGround, allowed: (room: string) => boolean) {
  const storey = ground.storeys.find((s) => s.id === storeyId);
  if (!storey) throw new Error(`a field names storey "${storeyId}", which does not exist`);
  const longer = storey.width > storey.depth ? storey.width : storey.depth;
  const cell = longer / FINEST > 0.5 ? longer / FINEST : 0.5;
  const columns = Math.max(Math.ceil(storey.width / cell), 1);
  const rows = Math.max(Math.ceil(storey.depth / cell), 1);
  const solid = new Uint8Array(columns * rows);
  for (let i = 0; i < solid.length; i++) {
    const room = ground.roomAt(
      storeyId,
      storey.x + ((i % columns) + 0.5) * cell,
      storey.y + (Math.floor(i / columns) + 0.5) * cell,
    );
    solid[i] = room !== null && allowed(room) ? 0 : 1;
  }
  return { x: storey.x, y: storey.y, cell, columns, rows, solid };
}

function plumeGrid(spec: Of<"plume">, ground: FieldGround): Drift {
  const molar = GAS_MOLAR[spec.gas];
  return createDrift({ ...gridOf(spec.storey, ground, () => true), depth: MIXED_DEPTH, ...(molar ? { molar } : {}) });
}

function waterGrid(spec: Of<"water">, ground: FieldGround) {
  const grid = createWater(gridOf(spec.storey, ground, (room) => !spec.rooms || spec.rooms.includes(room)));
  const { x, y, cell, columns } = grid.spec;
  const free = Int32Array.from({ length: grid.solid.length }, (_, i) => i).filter((i) => !grid.solid[i]);
  const at = spec.source
    ? Math.floor((spec.source[1] - y) / cell) * columns + Math.floor((spec.source[0] - x) / cell)
    : -1;
  return { spec, grid, cells: spec.source ? Int32Array.of(at).filter((i) => i >= 0 && i < grid.solid.length) : free };
}

/**
 * Advances all fields where a step is due at this tick. `open`: share open of each gas link, in the order of
 * `gas.links`.
 */
export function stepFields(f: Fields, tick: number, open: ArrayLike<number>): void {
  if (tick % f.ticksPerStep !== 0) return;
  const dt = f.tickSeconds * f.ticksPerStep;
  const t = tick * f.tickSeconds;
  if (f.gas) stepGas(f.gas, dt, open, f.running);
  for (const { spec, grid } of f.plumes) {
    if (t >= (spec.start ?? 0) && t < (spec.stop ?? Infinity)) release(grid, spec.at[0], spec.at[1], spec.rate * dt);
    stepDrift(grid, dt, spec.wind[0], spec.wind[1]);
  }
  for (const { spec, grid, cells } of f.waters) {
    const level =
      spec.level &&
      levelAt(
        spec.level.map(({ at, depth }) => [at, depth] as const),
        t,
      );
    for (const cell of cells) {
      if (level !== undefined) holdLevel(grid, cell, level);
      else pour(grid, cell, ((spec.rate ?? 0) * dt) / cells.length);
    }
    stepWater(grid, dt);
  }
}

/** Turns the fan of a link on or off. */
export function runFan(f: Fields, link: string, on: boolean): void {
  const index = f.gas ? f.gas.links.findIndex((l) => l.id === link) : -1;
  if (index >= 0) f.running[index] = on ? 1 : 0;
}

/** What there is at a point of a storey, in a room. */
export function readFields(f: Fields, storey: string, room: string, x: number, y: number): FieldReading {
  const zone = f.gas ? f.gas.zones.findIndex((z) => z.id === room) : -1;
  const air = f.gas && zone >= 0 ? readGas(f.gas, zone) : { o2: 20.95, ch4: 0, h2s: 0, co: 0 };
  const reading: FieldReading = { ...air, plume: 0, depth: 0, flow: 0 };
  for (const { spec, grid } of f.plumes) if (spec.storey === storey) reading.plume += driftPpm(grid, x, y);
  for (const { spec, grid } of f.waters) {
    const column = Math.floor((x - grid.spec.x) / grid.spec.cell);
    const row = Math.floor((y - grid.spec.y) / grid.spec.cell);
    if (spec.storey !== storey || column < 0 || row < 0 || column >= grid.spec.columns || row >= grid.spec.rows)
      continue;
    const cell = row * grid.spec.columns + column;
    reading.depth = Math.max(reading.depth, grid.depth[cell]!);
    reading.flow = Math.max(reading.flow, grid.speed[cell]!);
  }
  return reading;
}

/** Factor on walking speed at a place: water, and no step while the ground shakes hard. */
export function footing(f: Fields, reading: FieldReading, tick: number): number {
  const still = f.quakes.every((q) => shaking(q, tick) <= 2.5);
  return still ? wadingFactor(reading.depth) : 0;
}

/** Strongest shaking at a tick, m/s²; what comes down at it; whether all is over. */
export function quakeAt(f: Fields, tick: number) {
  let strength = 0;
  const falls = [];
  for (const q of f.quakes) {
    strength = Math.max(strength, shaking(q, tick));
    for (const i of fallsNow(q, tick)) falls.push(q.falls[i]!);
  }
  return { strength, falls, over: f.quakes.every((q) => quakeOver(q, tick)) };
}
