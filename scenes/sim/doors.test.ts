import { describe, expect, it } from "vitest";
import { exit, group, rect, SEED, sceneOf } from "../verification/lab";
import { createWorld } from "./create-world";
import { CLOSED, LOCKED, moveDoors, OPEN } from "./doors";
import { OUT, STANDING } from "./people";
import { toSeed } from "./rng";
import type { Door } from "./scene";
import type { World } from "./world";

// A door by itself, tick by tick: 0.8 s (16 ticks) to open, 1.2 s (24) to close, a closer waits 1.2 s after the last
// push or body.

const twoRooms = (door: Partial<Door>): World =>
  createWorld(
    sceneOf({
      storeys: [
        { id: "s", elevation: 0, height: 3 },
        { id: "up", elevation: 3, height: 3 },
      ],
      rooms: [
        { id: "a", polygon: rect(0, 0, 8, 5) },
        { id: "b", polygon: rect(8, 0, 12, 5) },
        { id: "above", polygon: rect(0, 0, 12, 5), storey: "up" },
      ],
      doors: [
        {
          id: "d",
          rooms: ["a", "b"],
          segment: [
            [8, 1],
            [8, 2],
          ],
          ...door,
        },
      ],
      exits: [
        exit("e", "b", [
          [12, 1],
          [12, 2],
        ]),
      ],
      population: { groups: [group("g", 1, ["a"])] },
    }),
    toSeed(SEED),
  );
/** Puts the one body somewhere and lets it be. */
const put = (world: World, [x, y]: [number, number], { plane = 0, state = STANDING } = {}) => {
  Object.assign(world.people, { x: [x], y: [y], plane: [plane], state: [state] });
};
const AWAY: [number, number] = [2, 4];
const FRAME: [number, number] = [8.1, 1.5];

/** How far open the door is after each of the ticks; it is pushed in the first. */
function pushed(world: World, ticks: number, each: (tick: number) => void = () => {}): number[] {
  const seen: number[] = [];
  world.doors.wanted[0] = 1;
  for (let tick = 1; tick <= ticks; tick += 1) {
    world.tick = tick;
    each(tick);
    moveDoors(world);
    seen.push(world.doors.openness[0]!);
  }
  return seen;
}

describe("a door that is pushed", () => {
  it("is open after 16 ticks, and without a closer stays so", () => {
    const world = twoRooms({});
    put(world, AWAY);
    const seen = pushed(world, 400);
    expect([seen[0], seen[7], seen[14]! < 1, seen[15], seen[399]]).toEqual([1 / 16, 0.5, true, 1, 1]);
    expect(world.doors.state[0]).toBe(OPEN);
  });

  it("with a closer stands open for 24 ticks after the push, and is shut 24 ticks later", () => {
    const world = twoRooms({ selfClosing: true });
    put(world, AWAY);
    const seen = pushed(world, 60);
    // pushed in tick 1, so that tick 25 is the last of the wait
    expect(seen[24]).toBe(1);
    expect(seen[25]).toBeCloseTo(23 / 24, 9);
    expect(seen[48]).toBeCloseTo(0, 9);
    expect(seen[49]).toBe(0);
    expect(world.doors.state[0]).toBe(CLOSED);
  });

  it("does not move when it is locked", () => {
    const world = twoRooms({ state: "locked" });
    put(world, AWAY);
    expect(pushed(world, 40).every((open) => open === 0)).toBe(true);
    expect(world.doors.state[0]).toBe(LOCKED);
  });
});

describe("a door that falls shut", () => {
  it("is held by who stands in it, and goes on 24 ticks after they went", () => {
    const world = twoRooms({ selfClosing: true });
    const seen = pushed(world, 300, (tick) => put(world, tick <= 200 ? FRAME : AWAY));
    expect(seen[199]).toBe(1);
    expect(seen[223]).toBe(1);
    expect(seen[224]).toBeLessThan(1);
    expect(seen[299]).toBe(0);
  });

  it("stops half-way for who steps in", () => {
    const world = twoRooms({ selfClosing: true });
    const seen = pushed(world, 120, (tick) => put(world, tick < 40 ? AWAY : FRAME));
    expect(seen[38]).toBeGreaterThan(0);
    expect(seen[119]).toBeCloseTo(seen[38]!, 9);
  });

  it("is not held by who stands there on the floor above, nor by who has left the building", () => {
    for (const there of [{ plane: 1 }, { state: OUT }]) {
      const world = twoRooms({ selfClosing: true });
      put(world, FRAME, there);
      expect(pushed(world, 60)[59], JSON.stringify(there)).toBe(0);
    }
  });
});
