import { describe, expect, it } from "vitest";
import { exit, group, outTimes, rect, run, SEED, sceneOf, type Plan } from "../verification/lab";
import { doorTemperature } from "./air";
import { findBadScene } from "./check";
import { idle } from "./inputs";
import { createRecorder, report, watch } from "./measure";
import { SHELTERED, WALKING } from "./people";
import { toSeed } from "./rng";
import { type World } from "./world";
import { createWorld } from "./create-world";
import { step } from "./tick";

const hall = (more: Partial<Plan>, traits = {}): Plan => ({
  rooms: [{ id: "r", polygon: rect(0, 0, 30, 10) }],
  exits: [
    exit(
      "west",
      "r",
      [
        [0, 4],
        [0, 5],
      ],
      { leaf: "single", state: "open" },
    ),
    exit(
      "east",
      "r",
      [
        [30, 4],
        [30, 5],
      ],
      { leaf: "single", state: "open" },
    ),
  ],
  population: { groups: [group("g", 40, ["r"], traits)] },
  ...more,
});
const through = (world: World, id: string) => world.passed[world.ground.portalIndex.get(id)!]!;
const play = (plan: Plan, until = 300) => {
  const scene = sceneOf(plan);
  expect(findBadScene(scene)).toBeNull();
  return run(scene, SEED, until);
};

describe("an order over loudspeakers", () => {
  it("makes people set out at once, and for the exit it names", () => {
    const done = play(
      hall(
        { alarm: { orders: [{ at: 5, exits: ["east"] }] } },
        { preMovement: { kind: "fixed", value: 200 }, preMovementFrom: "start" },
      ),
    );
    expect([done.left, through(done.world, "east"), done.seconds < 60]).toEqual([0, 40, true]);
  });
  it("is heard in the rooms it is spoken in, and heeded by the share that heeds", () => {
    const late = { preMovement: { kind: "fixed", value: 120 }, preMovementFrom: "start" };
    const set = (order: object) =>
      [...play(hall({ alarm: { orders: [{ at: 1, exits: ["east"], ...order }] } }, late)).world.people.moveTick].filter(
        (t) => t < 2000,
      ).length;
    expect(set({ rooms: ["r"] })).toBe(40);
    expect(Math.abs(set({ heeds: 0.5 }) - 20)).toBeLessThan(8);
    const next = hall(
      {
        rooms: [
          { id: "r", polygon: rect(0, 0, 30, 10) },
          { id: "other", polygon: rect(0, 10, 5, 15) },
        ],
        alarm: { orders: [{ at: 1, exits: ["east"], rooms: ["other"] }] },
      },
      late,
    );
    expect(Math.min(...play(next).world.people.moveTick)).toBe(2400);
  });
  it("does not hold people at a door that turns out locked", () => {
    const done = play(
      hall({
        changes: [{ id: "c", at: 0, door: "east", state: "locked" }],
        alarm: { orders: [{ at: 1, exits: ["east"] }] },
      }),
    );
    expect([done.left, through(done.world, "west")]).toEqual([0, 40]);
  });
});

describe("a door that changes", () => {
  it("sends those who find it locked to another", () => {
    const done = play(hall({ changes: [{ id: "c", at: 8, door: "west", state: "locked" }] }));
    expect(done.left).toBe(0);
    expect(through(done.world, "east")).toBeGreaterThan(25);
  });
  it("lets them out once it opens, however long all were locked", () => {
    const both = ["west", "east"].map((door) => ({ id: door, at: 4, door, state: "locked" as const }));
    const done = play(hall({ changes: [...both, { id: "x", at: 90, door: "east", state: "open" }] }));
    expect(done.left).toBe(0);
  });
  it("within one floor of open rooms is walked round", () => {
    const done = play({
      rooms: [
        { id: "a", polygon: rect(0, 0, 10, 10) },
        { id: "b", polygon: rect(10, 0, 20, 10) },
      ],
      doors: [
        {
          id: "gap",
          rooms: ["a", "b"],
          segment: [
            [10, 8],
            [10, 9.5],
          ],
          leaf: "none",
        },
        {
          id: "d",
          rooms: ["a", "b"],
          segment: [
            [10, 1],
            [10, 2],
          ],
          state: "open",
        },
      ],
      exits: [
        exit("e", "b", [
          [20, 1],
          [20, 2],
        ]),
      ],
      changes: [{ id: "c", at: 6, door: "d", state: "locked" }],
      population: { groups: [group("g", 60, ["a"])] },
    });
    expect([done.left, through(done.world, "gap") > 10]).toEqual([0, true]);
  });
  it("must have a leaf", () => {
    expect(
      findBadScene(
        sceneOf({
          rooms: [{ id: "r", polygon: rect(0, 0, 5, 5) }],
          exits: [
            exit("e", "r", [
              [0, 1],
              [0, 2],
            ]),
          ],
          changes: [{ id: "c", at: 1, door: "e", state: "locked" }],
        }),
      ),
    ).toBe("change c: door e has no leaf to open or shut; give it one");
  });
});

describe("a door hot to the hand", () => {
  // a fire burns in the store between hall and yard; the way through it is the short one, the corridor's the long one
  const burning = (kw: number): Plan => ({
    rooms: [
      { id: "hall", polygon: rect(0, 0, 10, 8) },
      { id: "store", polygon: rect(10, 2, 14, 6) },
      { id: "yard", polygon: rect(14, 0, 20, 8), kind: "outside" },
      { id: "corridor", polygon: rect(0, 8, 20, 10), kind: "corridor" },
    ],
    doors: [
      {
        id: "through",
        rooms: ["hall", "store"],
        segment: [
          [10, 3.5],
          [10, 4.5],
        ],
      },
      {
        id: "back",
        rooms: ["store", "yard"],
        segment: [
          [14, 3.5],
          [14, 4.5],
        ],
      },
      {
        id: "round",
        rooms: ["hall", "corridor"],
        segment: [
          [1, 8],
          [2, 8],
        ],
      },
    ],
    exits: [
      exit("gate", "yard", [
        [20, 3],
        [20, 5],
      ]),
      exit("end", "corridor", [
        [20, 8.5],
        [20, 9.5],
      ]),
    ],
    ...(kw
      ? {
          fires: [{ id: "f", room: "store", at: [12, 4], growth: "ultra-fast", peak: kw, ignition: -3600 }],
          vents: [{ id: "v", room: "store", width: 2, sill: 0.5, head: 2 }],
        }
      : {}),
    population: {
      persons: [3, 4, 5].map((y) => ({
        id: `p${y}`,
        storey: "s",
        at: [8.5, y] as [number, number],
        preMovementFrom: "start" as const,
      })),
    },
  });
  it("is opened when it is cold, as the short way leads through it", () => {
    const done = play(burning(0));
    expect([done.left, through(done.world, "through"), through(done.world, "round")]).toEqual([0, 3, 0]);
  });
  it("is left shut when its leaf is hot, and everybody goes round", () => {
    const done = play(burning(3000));
    const door = done.world.doors.list.findIndex((d) => d.id === "through"),
      hall = done.world.ground.roomIndex.get("hall")!;
    expect(doorTemperature(done.world, door, hall)).toBeGreaterThan(60);
    expect([
      done.left,
      through(done.world, "through"),
      done.world.doors.openness[door],
      through(done.world, "round"),
    ]).toEqual([0, 0, 0, 3]);
  });
});

describe("one whom deep water holds", () => {
  it("is told of as held fast, and is no stuck person", () => {
    const scene = sceneOf({
      rooms: [{ id: "r", polygon: rect(0, 0, 20, 6) }],
      exits: [
        exit("e", "r", [
          [20, 2],
          [20, 4],
        ]),
      ],
      fields: [
        {
          kind: "water",
          id: "w",
          storey: "s",
          level: [
            { at: 0, depth: 0 },
            { at: 5, depth: 1.6 },
          ],
        },
      ],
      population: {
        persons: [
          { id: "p", storey: "s", at: [2, 3], preMovement: { kind: "fixed", value: 10 }, preMovementFrom: "start" },
        ],
      },
    });
    const world = createWorld(scene, toSeed(SEED)),
      recorder = createRecorder(world);
    while (world.tick < 1200) {
      step(world, idle());
      watch(recorder);
    }
    const { heldFast, stuck } = report(recorder);
    expect({ heldFast, stuck }).toEqual({ heldFast: ["p"], stuck: [] });
  });
});

describe("the head of a flight that passes over a room’s edge", () => {
  it("is a wall to those below", () => {
    const done = play(
      {
        storeys: [
          { id: "s", elevation: 0, height: 3 },
          { id: "t", elevation: 3, height: 3 },
        ],
        rooms: [
          { id: "under", storey: "s", polygon: rect(0, 0, 4, 4) },
          { id: "foot", storey: "s", polygon: rect(8, 0, 10, 4) },
          { id: "over", storey: "t", polygon: rect(0, 0, 4, 4) },
        ],
        stairs: [
          {
            id: "flight",
            storey: "s",
            to: "t",
            polygon: rect(4, 0, 8, 2),
            top: [
              [4, 0],
              [4, 2],
            ],
            bottom: [
              [8, 0],
              [8, 2],
            ],
            topRoom: "over",
            bottomRoom: "foot",
          },
        ],
        exits: [
          exit("e", "foot", [
            [10, 1],
            [10, 2],
          ]),
        ],
        population: { persons: [{ id: "p", storey: "s", at: [2, 1], heading: 0 }] },
      },
      20,
    );
    expect(done.world.people.x[0]).toBeLessThanOrEqual(4);
    expect(done.world.people.x[0]).toBeGreaterThan(3.5);
  });
});

describe("a party", () => {
  /** Farthest that grown-up and child were apart after they had met, metres. */
  function farthest(party?: string): number {
    const member = party ? { party } : {};
    let most = 0;
    run(
      sceneOf({
        rooms: [{ id: "c", polygon: rect(0, 0, 80, 3) }],
        exits: [
          exit("e", "c", [
            [80, 0.5],
            [80, 2.5],
          ]),
        ],
        population: {
          persons: [
            { id: "grown-up", storey: "s", at: [9, 1], ...member },
            {
              id: "child",
              storey: "s",
              at: [1, 2],
              mobility: "child",
              speed: { kind: "fixed", value: 0.7 },
              ...member,
            },
          ],
        },
      }),
      SEED,
      200,
      (w) => {
        const p = w.people;
        if (w.tick > 400 && p.state[0] === WALKING && p.state[1] === WALKING)
          most = Math.max(most, Math.abs(p.x[0]! - p.x[1]!));
      },
    );
    return most;
  }
  it("comes together and stays so: an adult with a child", () => {
    expect(farthest()).toBeGreaterThan(10);
    expect(farthest("family")).toBeLessThan(4);
  });
  it("takes one way even from between two exits", () => {
    const done = play(
      hall({ population: { groups: [0, 1, 2, 3, 4].map((k) => group(`family${k}`, 4, ["r"], { together: true })) } }),
    );
    const p = done.world.people;
    for (let k = 0; k < 5; k++) expect(new Set([...p.outPortal].filter((_, i) => p.party[i] === k)).size).toBe(1);
  });
});

describe("a wheelchair", () => {
  const upstairs = (more: Partial<Plan>, kind: "stair" | "ramp" = "stair"): Plan => ({
    storeys: [
      { id: "low", elevation: 0, height: 3 },
      { id: "high", elevation: 1, height: 3 },
    ],
    rooms: [
      { id: "street", storey: "low", polygon: rect(12, 0, 20, 6) },
      { id: "up", storey: "high", polygon: rect(-10, 0, 0, 6) },
      { id: "safe", storey: "high", polygon: rect(-14, 0, -10, 6) },
    ],
    doors: [
      {
        id: "d",
        rooms: ["up", "safe"],
        segment: [
          [-10, 2],
          [-10, 3.2],
        ],
        fireDoor: true,
        selfClosing: true,
      },
    ],
    stairs: [
      {
        id: "flight",
        storey: "low",
        to: "high",
        polygon: rect(0, 0, 12, 2),
        top: [
          [0, 0],
          [0, 2],
        ],
        bottom: [
          [12, 0],
          [12, 2],
        ],
        topRoom: "up",
        bottomRoom: "street",
        kind,
      },
    ],
    exits: [
      exit("e", "street", [
        [20, 2],
        [20, 4],
      ]),
    ],
    population: { groups: [group("chairs", 3, ["up"], { mobility: "wheelchair" }), group("others", 12, ["up"])] },
    ...more,
  });
  it("waits in the refuge where only a stair leads out", () => {
    const done = play(upstairs({ refuges: [{ id: "r", room: "safe" }] }));
    const p = done.world.people;
    expect([...p.state].filter((s) => s === SHELTERED)).toHaveLength(3);
    expect(outTimes(done.world)).toHaveLength(12);
  });
  it("is carried down by an evacuation lift, one after another, and by no other lift", () => {
    const lift = (more: object) =>
      play(
        {
          storeys: [
            { id: "low", elevation: 0, height: 3 },
            { id: "high", elevation: 12, height: 3 },
          ],
          rooms: [
            { id: "street", storey: "low", polygon: rect(-10, 0, 10, 6) },
            { id: "ward", storey: "high", polygon: rect(-16, 0, -10, 6) },
            { id: "lobby", storey: "high", polygon: rect(-10, 0, 0, 6) },
          ],
          doors: [
            {
              id: "d",
              rooms: ["ward", "lobby"],
              segment: [
                [-10, 2],
                [-10, 3.2],
              ],
            },
          ],
          exits: [
            exit("e", "street", [
              [10, 2],
              [10, 4],
            ]),
          ],
          lifts: [
            {
              id: "lift",
              storey: "high",
              room: "lobby",
              segment: [
                [-6, 6],
                [-4.8, 6],
              ],
              stops: ["low", "high"],
              car: [1.1, 1.4],
              ...more,
            },
          ],
          population: { groups: [group("chairs", 3, ["ward"], { mobility: "wheelchair" })] },
        },
        400,
      );
    const done = lift({ evacuation: true }),
      p = done.world.people;
    expect([done.left, Math.max(...p.outTick) - Math.min(...p.outTick) > 400]).toEqual([0, true]);
    expect(outTimes(lift({}).world)).toHaveLength(0);
  });
  it("goes down a ramp by itself", () => expect(play(upstairs({}, "ramp")).left).toBe(0));
});
