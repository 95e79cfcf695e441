// Makes the world of one run from a scene and a seed.
import { createAir } from "./air";
import { createChoices } from "./choices";
import { createDoors } from "./doors";
import { createFields } from "./fields";
import { createExposure } from "./hazard/index";
import { sorted } from "./geometry";
import { compileGround, roomAt } from "./ground";
import { createCars } from "./lifts";
import { cos, PI, sin } from "./maths";
import { createNeighbours } from "./neighbours";
import { PARAMETERS, type CrowdParameters } from "./parameters";
import { createSelf } from "./player";
import { populate } from "./population";
import { createWays } from "./route";
import { TICK } from "./time";
import { listParties } from "./party";
import type { Inputs } from "./inputs";
import type { Seed } from "./rng";
import type { Scene } from "./scene";
import type { Ground } from "./state/ground";
import type { CompiledSign } from "./state/signs";
import type { World } from "./world";

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
