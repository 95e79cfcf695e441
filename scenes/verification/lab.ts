// Builds small scenes for tests and runs them: one storey, rooms by rectangles, people by groups; measures by callback.
import { type World } from "../sim/world";
import { createWorld } from "../sim/create-world";
import { step } from "../sim/tick";
import { idle } from "../sim/inputs";
import { toSeed } from "../sim/rng";
import { OUT } from "../sim/people";
import type { Exit, Group, ParameterSet, Polygon, Scene, Segment } from "../sim/scene";

export const SEED = "00000000000000a1";
/** The k-th seed of a series. */
export const seedOf = (k: number): string => (0xa1 + k * 7919).toString(16).padStart(16, "0");
export const rect = (x0: number, y0: number, x1: number, y1: number): Polygon => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
];

export interface Plan extends Partial<Omit<Scene, "format" | "meta" | "storeys" | "rooms">> {
  rooms: { id: string; polygon: Polygon; storey?: string; kind?: "outside" | "corridor" | "hall" | "other" }[];
  parameters?: ParameterSet;
  wrap?: { from: number; to: number };
  storeys?: Scene["storeys"];
}

export function sceneOf(plan: Plan): Scene {
  const { rooms, parameters, wrap, storeys, ...rest } = plan;
  return {
    format: 1,
    meta: { slug: "test", title: "test", mechanic: "observe", parameters: parameters ?? "standard", seconds: 3600 },
    storeys: storeys ?? [{ id: "s", elevation: 0, height: 3, ...(wrap ? { wrap } : {}) }],
    rooms: rooms.map((r) => ({ ...r, storey: r.storey ?? "s" })),
    ...rest,
  };
}

export const exit = (id: string, room: string, segment: Segment, more: Partial<Exit> = {}): Exit => ({
  id,
  room,
  segment,
  ...more,
});
export const group = (id: string, count: number, rooms: string[], more: Partial<Group> = {}): Group => ({
  id,
  count,
  rooms,
  ...more,
});

export interface Ran {
  world: World;
  seconds: number;
  left: number;
}

/** Runs until all are out, `until` seconds are over, or `each` says false. */
export function run(scene: Scene, seed: string, until: number, each?: (world: World) => boolean | void): Ran {
  const world = createWorld(scene, toSeed(seed));
  const nothing = idle();
  const last = Math.round(until / world.dt);
  while (world.tick < last) {
    step(world, nothing);
    if (each?.(world) === false) break;
    if (world.tick % 10 === 0 && isEmpty(world)) break;
  }
  return {
    world,
    seconds: world.tick * world.dt,
    left: world.people.state.reduce((n, s) => n + (s === OUT ? 0 : 1), 0),
  };
}

function isEmpty(world: World): boolean {
  for (let i = 0; i < world.people.count; i++)
    if (world.people.state[i] !== OUT && !world.people.stays[i]) return false;
  return true;
}

/** Seconds at which each person left, in order. */
export function outTimes(world: World): number[] {
  return [...world.people.outTick]
    .filter((t) => t >= 0)
    .map((t) => (t + 1) * world.dt)
    .sort((a, b) => a - b);
}

/** (N − 1) / (last − first). */
export function meanFlow(times: number[]): number {
  return times.length < 2 ? 0 : (times.length - 1) / (times[times.length - 1]! - times[0]!);
}

export const mean = (v: number[]): number => v.reduce((s, x) => s + x, 0) / (v.length || 1);
export function round(v: number, digits = 3): number {
  let unit = 1;
  for (let i = 0; i < digits; i++) unit *= 10;
  return Math.round(v * unit) / unit;
}
