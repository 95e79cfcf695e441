import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findBadParameters } from "~/drill/mechanics.server";
import type { Rule } from "#content/schema/rule";
import { loadRules } from "~/rules/load.server";
import { DANGERS, isDanger, isPlace, PLACES } from "~/ui/pictures/scene-pictures";
import { createRun, ENGINE, idle, MAX_TICKS } from "#scenes/mechanics/engine";
import { findBadScene } from "#scenes/sim/check";
import { findUnknownFields } from "#scenes/sim/check-shape";
import { createWorld } from "#scenes/sim/create-world";
import { createRecorder, report, watch } from "#scenes/sim/measure";
import { toSeed } from "#scenes/sim/rng";
import type { Scene } from "#scenes/sim/scene";
import { step } from "#scenes/sim/tick";
import frontPage from "#content/front-page.json";
import { GOLDEN_PLAYS } from "../support/golden-plays";

// What a new scene must not forget, each with what to do about it; its words in three voices are held by
// app/drill/voices.test.ts.

const root = join(import.meta.dirname, "../..");
const SEED = "5eed00000000a11d";
const named = (folder: string) => readdirSync(join(root, folder)).filter((name) => name.endsWith(".json"));
const files = named("content/scenes");
const read = (folder: string, file: string) => JSON.parse(readFileSync(join(root, folder, file), "utf8")) as Scene;

/** Plays nothing until `seconds` are over: who cannot get out. */
function watched(scene: Scene, seconds: number) {
  const world = createWorld(scene, toSeed(SEED));
  const recorder = createRecorder(world);
  while (world.tick < seconds * ENGINE.ticksPerSecond) {
    step(world, idle());
    watch(recorder);
  }
  return report(recorder);
}

describe.each(files)("the shipped scene %s", (file) => {
  const scene = read("content/scenes", file);
  const { slug } = scene.meta;

  it("is named by its slug", () => expect(`${slug}.json`).toBe(file));

  it("is one that the simulation takes", () => expect(findBadScene(scene)).toBeNull());

  it("says nothing that nobody reads", () =>
    expect(findUnknownFields(scene), "a misspelt field, or one in the wrong place (`texts` stands at the top)").toEqual(
      [],
    ));

  it("says of its mechanic what that takes, and a run of it begins", () => {
    expect(findBadParameters(scene), "put right `mechanic`, or the mechanic's parameters.ts").toBeNull();
    expect(() => createRun(scene, SEED).view()).not.toThrow();
  });

  it("has somebody to play, and is over before the longest log", () => {
    expect(scene.player, "a drill wants a `player`").toBeDefined();
    expect(createRun(scene, SEED).view().player).toBeGreaterThanOrEqual(0);
    expect(scene.meta.seconds, "`meta.seconds`").toBeLessThanOrEqual(MAX_TICKS / ENGINE.ticksPerSecond);
  });

  it("leaves nobody without a way out, the player neither", () => {
    const { stuck, withoutWay } = watched(scene, Math.min(scene.meta.seconds, 180));
    expect({ stuck, withoutWay }, "locked doors, or rooms without one").toEqual({ stuck: [], withoutWay: [] });
    expect(
      createRun(scene, SEED).waysFromHere().length,
      "places to walk to from where the player stands",
    ).toBeGreaterThan(0);
  });

  it("says what it rests on, and the name of each door and exit, which the plan speaks", () => {
    expect(scene.meta.sources ?? [], "`meta.sources`").not.toEqual([]);
    const doors = [...(scene.doors ?? []), ...(scene.exits ?? [])];
    expect(
      doors.filter((door) => !door.name).map(({ id }) => id),
      "doors and exits want a `name`",
    ).toEqual([]);
  });

  it("tells its reader what happens and what to do", () =>
    expect(Object.keys(scene.texts ?? {}), "`texts`, at the top of the file").toEqual(
      expect.arrayContaining(["brief", "task"]),
    ));

  it("has its place, danger and two sentences on the front page", () => {
    const rows = frontPage.filter((row) => row.scene === slug);
    expect(rows, "one entry in content/front-page.json").toHaveLength(1);
    expect(isPlace(rows[0]!.place), `content/front-page.json: place is one of ${Object.keys(PLACES)}`).toBe(true);
    expect(isDanger(rows[0]!.danger), `content/front-page.json: danger is one of ${Object.keys(DANGERS)}`).toBe(true);
  });

  it("has a run that is replayed", () => {
    expect(Object.keys(GOLDEN_PLAYS), "how it is played: a line in tests/support/golden-plays.ts").toContain(slug);
    expect(
      existsSync(join(root, "tests/golden", file)),
      "then UPDATE_GOLDEN=1 npx vitest run app/drill/golden.test.ts, and npm run keep-engine",
    ).toBe(true);
  });
});

describe("an example", () => {
  it.each(named("scenes/examples"))("can be played by its mechanic: %s", (file) => {
    const scene = read("scenes/examples", file);
    expect(findBadParameters(scene)).toBeNull();
    expect(() => createRun(scene, SEED)).not.toThrow();
  });
});

describe("what names a scene", () => {
  const slugs = files.map((file) => file.slice(0, -".json".length));

  it("the front page names none that is gone", () =>
    expect(frontPage.filter((row) => !slugs.includes(row.scene))).toEqual([]));

  it("a run is replayed of none that is gone", () => {
    expect(Object.keys(GOLDEN_PLAYS).filter((slug) => !slugs.includes(slug))).toEqual([]);
    const unplayed = named("tests/golden").filter(
      (file) => !Object.hasOwn(GOLDEN_PLAYS, file.slice(0, -".json".length)),
    );
    expect(unplayed, "replayed by nothing: a line in tests/support/golden-plays.ts").toEqual([]);
  });

  const unknownIn = (rules: readonly Pick<Rule, "id" | "kind" | "value">[]) =>
    rules.flatMap(({ id, kind, value }) => {
      const { drills = [] } = kind === "drills" ? (value as { drills?: string[] }) : {};
      return drills.filter((drill) => !slugs.includes(drill)).map((drill) => `${id}: ${drill}`);
    });

  it("no rule row asks for a drill that is not there", () => {
    expect(unknownIn(loadRules()), "content/rules: `drills` are slugs of content/scenes").toEqual([]);
    const value = { drills: ["office-storey", "canteen-valv"], perYear: 1 };
    expect(unknownIn([{ id: "misspelt", kind: "drills", value }])).toEqual(["misspelt: canteen-valv"]);
  });
});
