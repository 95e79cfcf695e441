import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { latestContent } from "~/platform/content-store.server";
import { listScenes } from "~/drill/scenes.server";
import { listCourses } from "~/training/courses.server";
import { publishShippedCourses } from "~/training/shipped.server";
import { buildEngine } from "../../scripts/build-engine.mjs";
import { freshDatabase } from "../../tests/support/database";
import { publishShipped } from "./shipped-content.server";

// A real installation begins with an empty store: what the product ships is there after its first start, without a
// seed.

process.env.DATA_DIR = mkdtempSync(join(tmpdir(), "anding-shipped-"));
const MORNING = new Date("2026-11-30T00:00:00Z");
const EVENING = new Date("2026-11-30T12:00:00Z");
const manifest = JSON.parse(readFileSync("content/pack.json", "utf8")) as { entries: { type: string; slug: string }[] };

describe("what the product ships", () => {
  let world: Awaited<ReturnType<typeof freshDatabase>>;
  beforeAll(async () => {
    await buildEngine();
    world = await freshDatabase();
  });
  afterAll(async () => {
    await world.close();
    rmSync(process.env.DATA_DIR!, { recursive: true, force: true });
  });
  const versions = () => world.db.for("platform").contentVersion.count();

  it("is published at the first start, by nobody, and a second start changes nothing", async () => {
    expect(await versions()).toBe(0);
    expect(await publishShipped(world.db, MORNING)).toEqual([]);
    const shipped = manifest.entries
      .filter((entry) => entry.type === "course")
      .map(({ slug }) => slug)
      .sort();
    const courses = await listCourses(world.db);
    expect(courses.map(({ course }) => course.slug).sort()).toEqual(shipped);
    expect(courses.flatMap(({ authors }) => authors)).toEqual([]);
    expect((await listScenes(world.db)).length).toBeGreaterThan(0);
    for (const kind of ["questions", "engine"] as const)
      expect(await latestContent(world.db, kind), kind).not.toEqual([]);
    const first = await versions();
    expect(await publishShipped(world.db, EVENING)).toEqual([]);
    expect(await versions()).toBe(first);
  });

  it("after an upgrade is a new version beside the old one", async () => {
    const folder = mkdtempSync(join(tmpdir(), "anding-pack-"));
    cpSync("content", folder, { recursive: true });
    const file = join(folder, "courses/home-fire/course.json");
    const course = JSON.parse(readFileSync(file, "utf8")) as { title: string };
    writeFileSync(file, JSON.stringify({ ...course, title: "家庭防火（修订）" }));
    const [before, count] = [
      (await latestContent(world.db, "course")).find(({ slug }) => slug === "home-fire")!,
      await versions(),
    ];
    await publishShippedCourses(world.db, EVENING, { folder });
    const after = (await latestContent(world.db, "course")).find(({ slug }) => slug === "home-fire")!;
    expect([after.title, after.hash === before.hash, await versions()]).toEqual(["家庭防火（修订）", false, count + 1]);
    expect(await world.db.for("platform").contentVersion.findUnique({ where: { hash: before.hash } })).not.toBeNull();
    rmSync(folder, { recursive: true, force: true });
  });

  it("names a part that can't be published and publishes the others", async () => {
    const empty = await freshDatabase();
    const broken = { name: "courses", publish: () => Promise.reject(new Error("course.json is torn")) };
    const { publishShippedScenes } = await import("~/drill/scenes.server");
    expect(
      await publishShipped(empty.db, MORNING, [broken, { name: "scenes", publish: publishShippedScenes }]),
    ).toEqual(["courses"]);
    expect(await latestContent(empty.db, "scene")).not.toEqual([]);
    await empty.close();
  });
});
