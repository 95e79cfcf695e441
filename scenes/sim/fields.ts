// Fields that are no fire (gas, plume, water, earthquake) in a world: hands them the ground, and does to bodies what
// they do.
import {
  createFields as create,
  footing,
  quakeAt,
  readFields,
  stepFields as advance,
  struck,
  type GasLink,
} from "./hazard/index";
import { hypoxiaRate, coRate } from "./hazard/toxicity";
import type { Doors } from "./state/doors";
import { fall } from "./expose";
import { roomAt } from "./ground";
import type { Ground } from "./state/ground";
import { DOWN, OUT } from "./people";
import type { Seed } from "./rng";
import type { Scene } from "./scene";
import { noteEvent } from "./events";
import type { World } from "./world";
import type { Fields } from "./state/fields";

/** Ticks between readings at each body. */
const READ_TICKS = 4;
/** Clear height of a door for gas, metres. */
const DOOR_HEIGHT = 2;
/** A plume may leave the building by so much. */
const AROUND = 30;
/**
 * Hydrogen sulphide: 500 ppm fells in five minutes, more in the square of its share; own choice between published
 * figures.
 */
const H2S_FELLS = 500,
  H2S_MINUTES = 5;

export function createFields(scene: Scene, ground: Ground, seed: Seed, people: number): Fields | null {
  if (!scene.fields?.length) return null;
  const links = gasLinks(scene, ground);
  const plume = scene.fields.some((f) => f.kind === "plume");
  const model = create(
    scene.fields,
    {
      rooms: ground.rooms.filter((r) => r.kind !== "outside").map((r) => ({ id: r.id, volume: r.area * r.height })),
      links: links.map(({ door: _door, ...l }) => l),
      storeys: ground.planes.map((p) => {
        const g = p.grid,
          pad = plume ? AROUND : 0;
        return {
          id: p.id,
          x: g.x0 + 2 * g.size - pad,
          y: g.y0 + 2 * g.size - pad,
          width: (g.nx - 4) * g.size + 2 * pad,
          depth: (g.ny - 4) * g.size + 2 * pad,
        };
      }),
      roomAt: (storey, x, y) => {
        const room = roomAt(ground, ground.planeIndex.get(storey)!, x, y);
        return room >= 0 ? ground.rooms[room]!.id : plume ? "" : null;
      },
    },
    seed,
  );
  const doorOf = new Map(links.map((l) => [l.id, l.door]));
  const linkDoor = Int32Array.from(model.gas?.links ?? [], (l) => doorOf.get(l.id) ?? -1);
  model.gas?.links.forEach((l, i) => {
    if (l.fan) model.running[i] = 1;
  });
  return { model, linkDoor, linkOpen: new Float64Array(linkDoor.length).fill(1), ppmMinutes: new Float64Array(people) };
}

function gasLinks(scene: Scene, ground: Ground): (GasLink & { door: number })[] {
  const name = (room: number) => (room < 0 || ground.rooms[room]!.kind === "outside" ? null : ground.rooms[room]!.id);
  const links: (GasLink & { door: number })[] = [];
  for (const p of ground.portals) {
    const a = name(p.a),
      b = name(p.b);
    if (a !== null || b !== null)
      links.push({ id: p.id, from: (a ?? b)!, to: a === null ? null : b, area: p.width * DOOR_HEIGHT, door: p.door });
  }
  for (const v of scene.vents ?? []) {
    const area = (v.ceiling ? v.width : v.width * (v.head - v.sill)) * (v.open ?? 1);
    links.push({
      id: `vent.${v.id}`,
      from: v.room,
      to: v.to ?? null,
      area,
      ...(v.fan ? { fan: -v.fan } : {}),
      door: -1,
    });
  }
  return links;
}

export function stepFields(world: World): void {
  const f = world.fields;
  if (!f) return;
  for (let l = 0; l < f.linkDoor.length; l++)
    if (f.linkDoor[l]! >= 0) f.linkOpen[l] = openness(world.doors, f.linkDoor[l]!);
  advance(f.model, world.tick, f.linkOpen);
  if (world.tick % READ_TICKS === 0) for (let i = 0; i < world.people.count; i++) feel(world, f, i);
  if (f.model.quakes.length) strike(world, f);
}

const openness = (doors: Doors, d: number) => doors.openness[d]!;

/** What a body takes in where it is, and how it can walk there. */
function feel(world: World, f: Fields, i: number): void {
  const p = world.people;
  if (p.state[i] === OUT || p.state[i] === DOWN) return;
  const room = world.ground.rooms[p.room[i]!]!;
  const here = readFields(f.model, world.ground.planes[p.plane[i]!]!.id, room.id, p.x[i]!, p.y[i]!);
  const minutes = (READ_TICKS * world.dt) / 60;
  p.floorFactor[i] = footing(f.model, here, world.tick);
  f.ppmMinutes[i] = f.ppmMinutes[i]! + here.plume * minutes;
  if (!f.model.gas) return;
  const sulphide = ((here.h2s / H2S_FELLS) * (here.h2s / H2S_FELLS)) / H2S_MINUTES;
  const rate = (here.o2 < 20 ? hypoxiaRate(here.o2) : 0) + (here.co > 0 ? coRate(here.co) : 0) + sulphide;
  world.exposure.fed[i] = world.exposure.fed[i]! + rate * minutes;
  p.fed[i] = Math.max(p.fed[i]!, world.exposure.fed[i]!);
  if (p.fed[i]! >= 1) fall(world, i);
}

function strike(world: World, f: Fields): void {
  const p = world.people;
  for (const thing of quakeAt(f.model, world.tick).falls) {
    noteEvent(world, { kind: "fell", who: -1, subject: thing.id, index: -1, value: 0 });
    for (let i = 0; i < p.count; i++) {
      if (
        p.state[i] !== OUT &&
        p.state[i] !== DOWN &&
        struck(thing, world.ground.planes[p.plane[i]!]!.id, p.x[i]!, p.y[i]!)
      )
        fall(world, i);
    }
  }
}

/** Arrays for the state hash. */
export const fieldState = (f: Fields): readonly (Float64Array | Uint8Array)[] => [...f.model.state, f.ppmMinutes];
