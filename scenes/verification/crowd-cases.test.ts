import { TICKS_PER_SECOND } from "../sim/time";
import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findBadScene } from "../sim/check";
import { idle } from "../sim/inputs";
import { createRecorder, report, watch } from "../sim/measure";
import { toSeed } from "../sim/rng";
import type { Scene } from "../sim/scene";
import { createWorld } from "../sim/create-world";
import { step } from "../sim/tick";
import { ENGINEERING_CASES } from "./engineering";
import { counterflow } from "./imo";
import { IMO_CASES } from "./imo";
import { SEED } from "./lab";
import { NIST_CASES } from "./nist";
import { RIMEA_CASES } from "./rimea";

describe.each([...IMO_CASES, ...RIMEA_CASES, ...NIST_CASES, ...ENGINEERING_CASES].filter((c) => !c.slow))(
  "$id",
  (c) => {
    it(
      c.title,
      () => {
        const outcome = c.run();
        expect(outcome.pass, `${outcome.criterion}: ${JSON.stringify(outcome.measured)}`).toBe(true);
      },
      60_000,
    );
  },
);

describe("counterflow of 100 against 100", () => {
  it("comes to an end", () => expect(counterflow(100, SEED).left).toBe(0), 60_000);
});

describe.each(readdirSync("scenes/examples").filter((f) => f.endsWith(".json")))("%s", (file) => {
  const scene = JSON.parse(readFileSync(`scenes/examples/${file}`, "utf8")) as Scene;
  it("is a sound scene, and nobody is stuck in it", () => {
    expect(findBadScene(scene)).toBeNull();
    const world = createWorld(scene, toSeed(SEED)),
      recorder = createRecorder(world);
    while (world.tick < 150 * TICKS_PER_SECOND) {
      step(world, idle());
      watch(recorder);
    }
    const r = report(recorder);
    expect(r.stuck).toEqual([]);
    expect(r.evacuation.count).toBeGreaterThan(0);
  }, 60_000);
});

describe("a scene with a fault", () => {
  const base = JSON.parse(readFileSync("scenes/examples/two-doors.json", "utf8")) as Scene;
  it.each([
    [
      "a door to nowhere",
      {
        doors: [
          {
            id: "x",
            rooms: ["classroom", "attic"],
            segment: [
              [0, 7],
              [1, 7],
            ],
          },
        ],
      },
      /door x names room attic/,
    ],
    [
      "a door off its wall",
      {
        doors: [
          {
            id: "x",
            rooms: ["classroom", "corridor"],
            segment: [
              [0, 6],
              [1, 6],
            ],
          },
        ],
      },
      /door x does not lie on an edge of classroom/,
    ],
    ["two things of one id", { areas: [base.areas![0]!, base.areas![0]!] }, /areas: id at-front stands twice/],
    ["a player in a wall", { player: { storey: "F1", at: [50, 50] } }, /outside of every room/],
    ["another format", { format: 2 }, /format 2/],
  ])("is named: %s", (_name, change, message) => {
    expect(findBadScene({ ...base, ...(change as object) } as Scene)).toMatch(message);
  });
});
