import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DRILL_FACES } from "../../../app/drill/mechanics.server";
import type { Scene } from "../../mechanics/engine";
import { faceOf, FACES } from "./registry";

// Every mechanic has a face, and the stage knows a mechanic by its face alone.

const TEXTS = new Map(DRILL_FACES.map(([name, { texts }]) => [name, texts]));
const STAGE = "scenes/stage";
const sources = readdirSync(STAGE, { recursive: true, encoding: "utf8" }).filter((f) => /\.tsx?$/.test(f));
const own = (file: string) => /^mechanics\/[^/]+\/|^mechanics\/registry\./.test(file);

describe("the faces of the mechanics", () => {
  it("are there for every scene that is shipped", () => {
    for (const folder of ["content/scenes", "scenes/examples"])
      for (const file of readdirSync(folder).filter((f) => f.endsWith(".json"))) {
        const scene = JSON.parse(readFileSync(join(folder, file), "utf8")) as Scene;
        expect(() => faceOf(scene.meta.mechanic), file).not.toThrow();
      }
  });

  it("are refused for a mechanic that nobody knows, rather than drawn as another's", () => {
    expect(() => faceOf("juggle")).toThrow("mechanic juggle has no face on the stage");
    expect(() => faceOf("toString")).toThrow("has no face");
  });

  it("name captions that their mechanic says", () => {
    for (const [name, { news, sounds }] of Object.entries(FACES))
      for (const caption of [...news, ...Object.keys(sounds)])
        expect(TEXTS.get(name), `${name}: a text of scenes/mechanics/${name}/texts.ts`).toHaveProperty([caption]);
  });

  it("are the only files of the stage in which a mechanic is named", () => {
    const names = Object.keys(FACES);
    const naming = sources
      .filter((file) => !own(file))
      .flatMap((file) => {
        const text = readFileSync(join(STAGE, file), "utf8");
        return names
          .filter((name) => text.includes(`"${name}"`) || text.includes(`/${name}/`))
          .map((n) => `${file}: ${n}`);
      });
    expect(naming).toEqual([]);
    expect(sources.filter(own).length).toBeGreaterThan(15);
    expect(sources.filter((f) => !own(f)).length).toBeGreaterThan(50);
  });
});
