// The world of one run: made from a scene and a seed, changed by step() alone. Time = tick × TICK.
import { createAir, stepAir, type Air } from "./air";
import { watchAlarm, type AlarmState } from "./alarm";
import { createChoices, type Choices } from "./choices";
import { createDoors, moveDoors, type Doors } from "./doors";
import { expose } from "./expose";
import { createFields, stepFields, type Fields } from "./fields";
import { createExposure, type Exposure } from "./hazard/index";
import { sorted } from "./geometry";
import { compileGround, roomAt, type Ground } from "./ground";
import { createCars, moveCars, type Car } from "./lifts";
import { move, shutLeaves } from "./move";
import { cos, PI, sin } from "./maths";
import { createNeighbours, fillNeighbours, type Neighbours } from "./neighbours";
import { PARAMETERS, type CrowdParameters } from "./parameters";
import { createSelf, handlePlayer, takeInputs, type Self } from "./player";
import { populate } from "./population";
import { createWays, type Ways } from "./route";
import { steer } from "./steer";
import { think } from "./think";
import { TICK } from "./time";
import type { Errand } from "./asked";
import type { SimEvent } from "./events";
import type { CompiledSign } from "./signs";
import { makeChanges } from "./changes";
import { listParties } from "./party";
import type { Inputs } from "./inputs";
import type { People } from "./people";
import type { Seed } from "./rng";
import type { CallPoint, Extinguisher, Fire, Lift, Scene, Spot } from "./scene";

export interface World {
  readonly scene: Scene;
  readonly seed: Seed;
  readonly dt: number;
  tick: number;
  readonly ground: Ground;
  readonly parameters: CrowdParameters;
  readonly people: People;
  /** Row of the player, −1 without one. */
  readonly player: number;
  readonly self: Self;
  /** The player's axes in this tick. */
  readonly axes: { forward: number; right: number };
  readonly doors: Doors;
  readonly ways: Ways;
  readonly choices: Choices;
  readonly signs: CompiledSign[];
  readonly alarm: AlarmState;
  readonly air: Air | null;
  readonly exposure: Exposure;
  /** Gas, plume, water, earthquake. */
  readonly fields: Fields | null;
  readonly near: Neighbours;
  readonly nextX: Float64Array;
  readonly nextY: Float64Array;
  /** Door service by portal: persons a second (0 = free) and what is served now. */
  readonly service: { rates: Float64Array; tokens: Float64Array };
  /** By portal: a shut leaf that opens to none who merely brushes it. */
  readonly leaf: Uint8Array;
  /** By person: pressed by one that can't get past, in this tick. */
  readonly inTheWay: Uint8Array;
  /** By portal: people in front of it, their wait in metres, and how many went through. */
  readonly queue: Float64Array;
  readonly wait: Float64Array;
  readonly passed: Float64Array;
  /** Costs to safety by class of people, for the present queues. */
  readonly costs: (Float64Array | null)[];
  /** Smoke that each person has seen in each room, 0.05/m a unit; null where nothing burns. */
  readonly seen: Uint8Array | null;
  /** Locked doors that a person has found. */
  /** Members of each party. */
  readonly parties: number[][];
  /** Refuge rooms, by id. */
  readonly refuges: number[];
  readonly barred: ({ portals: number[]; tick: number } | null)[];
  /** Where somebody was asked to go, by person. */
  readonly errands: (Errand | null)[];
  /** What happened in this tick. */
  readonly events: SimEvent[];
  readonly callPoints: CallPoint[];
  readonly extinguishers: {
    list: Extinguisher[];
    left: Float64Array;
    taken: Uint8Array;
    x: Float64Array;
    y: Float64Array;
  };
  readonly lifts: Lift[];
  /** Cars of evacuation lifts. */
  readonly cars: Car[];
  readonly spots: Spot[];
  readonly fires: Fire[];
  readonly procedure: (inputs: Inputs) => void;
}

export interface WorldOptions {
  /** The mechanic's part of a tick. */
  procedure?: (inputs: Inputs) => void;
}

export function createWorld(scene: Scene, seed: Seed, options: WorldOptions = {}): World {
  const ground = compileGround(scene);
  const parameters = PARAMETERS[scene.meta.parameters];
  const choices = createChoices(scene, ground);
  const { people, player } = populate(scene, ground, seed, choices);
  const doors = createDoors(scene, ground);
  const fires = sorted(scene.fires);
  const portals = ground.portals.length;
  const extinguishers = sorted(scene.extinguishers);
  return {
    scene,
    seed,
    dt: TICK,
    tick: 0,
    ground,
    parameters,
    people,
    player,
    doors,
    choices,
    fires,
    self: createSelf(),
    axes: { forward: 0, right: 0 },
    ways: createWays(ground),
    signs: compileSigns(scene, ground),
    alarm: { since: -1, cause: 0, raisedBy: -1 },
    air: createAir(scene, ground, doors),
    exposure: createExposure(people.count),
    fields: createFields(scene, ground, seed, people.count),
    near: createNeighbours(ground, people),
    nextX: new Float64Array(people.count),
    nextY: new Float64Array(people.count),
    service: { rates: serviceRates(ground, parameters), tokens: new Float64Array(portals).fill(1) },
    leaf: new Uint8Array(portals),
    inTheWay: new Uint8Array(people.count),
    queue: new Float64Array(portals),
    wait: new Float64Array(portals),
    passed: new Float64Array(portals),
    costs: [],
    seen: fires.length || scene.smoke?.fixed ? new Uint8Array(people.count * ground.rooms.length) : null,
    parties: listParties(people),
    refuges: sorted(scene.refuges).map((r) => ground.roomIndex.get(r.room)!),
    barred: new Array(people.count).fill(null),
    errands: new Array(people.count).fill(null),
    events: [],
    callPoints: sorted(scene.callPoints),
    extinguishers: {
      list: extinguishers,
      left: new Float64Array(extinguishers.length).fill(1),
      taken: new Uint8Array(extinguishers.length),
      x: Float64Array.from(extinguishers, (e) => e.at[0]),
      y: Float64Array.from(extinguishers, (e) => e.at[1]),
    },
    lifts: sorted(scene.lifts),
    cars: createCars(scene, ground),
    spots: sorted(scene.spots),
    procedure: options.procedure ?? (() => {}),
  };
}

/** One tick. */
export function step(world: World, inputs: Inputs): void {
  world.events.length = 0;
  makeChanges(world);
  takeInputs(world, inputs);
  think(world);
  fillNeighbours(world.near, world.people);
  handlePlayer(world);
  steer({
    people: world.people,
    ground: world.ground,
    near: world.near,
    seed: world.seed,
    tick: world.tick,
    dt: world.dt,
    parameters: world.parameters,
    leaf: shutLeaves(world),
    inTheWay: world.inTheWay,
    byHand: world.self.byHand ? world.player : -1,
    nextX: world.nextX,
    nextY: world.nextY,
  });
  move(world);
  moveDoors(world);
  moveCars(world);
  stepAir(world);
  watchAlarm(world);
  expose(world);
  stepFields(world);
  world.tick++;
  world.procedure(inputs);
}

function serviceRates(ground: Ground, parameters: CrowdParameters): Float64Array {
  return Float64Array.from(ground.portals, (p) => {
    if (p.kind === "stair" && p.service < 0) return 0;
    const js = p.service >= 0 ? p.service : p.width <= parameters.widest ? parameters.service : 0;
    return js * p.width;
  });
}

function compileSigns(scene: Scene, ground: Ground): CompiledSign[] {
  const signs: CompiledSign[] = [];
  for (const s of sorted(scene.signs)) {
    const portal = s.target === undefined ? undefined : ground.portalIndex.get(s.target);
    if (portal === undefined || ground.portals[portal]!.kind !== "exit") continue;
    const plane = ground.planeIndex.get(s.storey)!;
    const [nx, ny] = unit(s.facing);
    // a sign hangs on a wall: its room is the one it looks into
    const room = roomAt(ground, plane, s.at[0] + nx * 0.1, s.at[1] + ny * 0.1);
    if (room < 0) continue;
    signs.push({
      portal,
      plane,
      room,
      region: ground.rooms[room]!.region,
      x: s.at[0],
      y: s.at[1],
      nx,
      ny,
      double: s.double ?? false,
      lit: s.lit ?? true,
    });
  }
  return signs;
}

function unit(degrees: number): [number, number] {
  const a = (degrees * PI) / 180;
  return [cos(a), sin(a)];
}
