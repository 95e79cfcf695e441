// What `npm run bench -- sim` steps: open halls at 1 person/m², the crowded room of IMO-9, and the replay of a
// five-minute drill with 300 people.
import { createLogWriter, idle, replay, type Scene } from "../mechanics/engine";
import { toSeed } from "../sim/rng";
import { type World } from "../sim/world";
import { createWorld } from "../sim/create-world";
import { step } from "../sim/tick";
import { wander } from "./engineering";
import { exit, group, rect, SEED, sceneOf } from "./lab";

type Clock = () => number;
/** Ticks after which a crowd is under way. */
const SETTLED = 40;

function hall(people: number): Scene {
  const side = Math.sqrt(people);
  return sceneOf({
    rooms: [{ id: "r", polygon: rect(0, 0, side, side) }],
    exits: [
      exit("e", "r", [
        [side, side / 2 - 2],
        [side, side / 2 + 2],
      ]),
      exit("w", "r", [
        [0, side / 2 - 2],
        [0, side / 2 + 2],
      ]),
    ],
    population: { groups: [group("g", people, ["r"], { mobility: "weidmann" })] },
  });
}

function crowded(): Scene {
  return sceneOf({
    rooms: [{ id: "r", polygon: rect(0, 0, 30, 20) }],
    exits: [
      exit("a", "r", [
        [7, 0],
        [8, 0],
      ]),
      exit("b", "r", [
        [22, 0],
        [23, 0],
      ]),
      exit("c", "r", [
        [7, 20],
        [8, 20],
      ]),
      exit("d", "r", [
        [22, 20],
        [23, 20],
      ]),
    ],
    population: { groups: [group("g", 1000, ["r"])] },
  });
}

const CROWDS = { p300: () => hall(300), p1000: () => hall(1000), p10000: () => hall(10000), crowded1000: crowded };
export type CrowdName = keyof typeof CROWDS;

/** A crowd that is under way. */
export function settledWorld(name: CrowdName): World {
  const world = createWorld(CROWDS[name](), toSeed(SEED));
  stepOn(world, SETTLED);
  return world;
}

export function stepOn(world: World, ticks: number): void {
  const nothing = idle();
  for (let t = 0; t < ticks; t++) step(world, nothing);
}

function fiveMinutes(): Scene {
  const base = sceneOf({
    rooms: [
      { id: "hall", polygon: rect(0, 0, 30, 20) },
      { id: "store", polygon: rect(30, 0, 36, 6) },
      { id: "corridor", polygon: rect(0, 20, 36, 22.4), kind: "corridor" },
    ],
    doors: [
      {
        id: "d1",
        rooms: ["hall", "corridor"],
        segment: [
          [5, 20],
          [6.4, 20],
        ],
        state: "open",
      },
      {
        id: "d2",
        rooms: ["hall", "corridor"],
        segment: [
          [24, 20],
          [25.4, 20],
        ],
      },
      {
        id: "d3",
        rooms: ["hall", "store"],
        segment: [
          [30, 2],
          [30, 2.9],
        ],
      },
    ],
    exits: [
      exit("east", "corridor", [
        [36, 20.4],
        [36, 22],
      ]),
      exit("west", "corridor", [
        [0, 20.4],
        [0, 22],
      ]),
    ],
    fires: [{ id: "f", room: "store", at: [34, 3], growth: "medium", peak: 800 }],
    population: {
      groups: [
        group("g", 300, ["hall"], { preMovement: { kind: "uniform", min: 60, max: 285 }, preMovementFrom: "start" }),
      ],
    },
    player: { storey: "s", at: [15, 10] },
  });
  return { ...base, meta: { ...base.meta, mechanic: "observe", seconds: 300 } };
}

export function replayCost(clock: Clock): { seconds: number; ticks: number; bytes: number } {
  const log = createLogWriter(),
    pieces: Uint8Array[] = [];
  for (let t = 0; t < 6000; t++) {
    const i = wander(t);
    log.add({ ...i, forward: 0, right: 0, verb: 0 });
    if (log.pending === 100) pieces.push(log.cut());
  }
  const scene = fiveMinutes(),
    began = clock();
  const result = replay(scene, SEED, pieces);
  return { seconds: (clock() - began) / 1000, ticks: result.ticks, bytes: pieces.reduce((n, p) => n + p.length, 0) };
}
