import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findBadScene } from "#scenes/sim/check";
import type { Scene } from "#scenes/sim/scene";
import frontPage from "#content/front-page.json";

// What a new scene must not forget; its words in three voices are held by app/drill/voices.test.ts.

const root = join(import.meta.dirname, "../..");
const files = readdirSync(join(root, "content/scenes")).filter((name) => name.endsWith(".json"));

describe.each(files)("the shipped scene %s", (file) => {
  const scene = JSON.parse(readFileSync(join(root, "content/scenes", file), "utf8")) as Scene;

  it("is named by its slug", () => expect(`${scene.meta.slug}.json`).toBe(file));
  it("is one that the simulation takes", () => expect(findBadScene(scene)).toBeNull());
  it("has its place, danger and two sentences on the front page", () =>
    expect(frontPage.filter((row) => row.scene === scene.meta.slug)).toHaveLength(1));
  it("has a run that is replayed", () => expect(existsSync(join(root, "tests/golden", file))).toBe(true));
});

it("the front page names no scene that is gone", () =>
  expect(frontPage.filter((row) => !files.includes(`${row.scene}.json`))).toEqual([]));
