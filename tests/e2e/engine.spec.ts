import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "./support/story";
import { drillRoom } from "../../scenes/verification/drill-room";
import { patient } from "./support/pace";

// D-1: the built engine file gives the same bits in this browser and in Node, over a long run and over the shipped
// drill.

const root = join(import.meta.dirname, "../..");
const current = JSON.parse(readFileSync(join(root, "public/engine/current.json"), "utf8")) as {
  engine: string;
  file: string;
};
const TICKS = process.env.LONG ? 100_000 : 20_000;

type Played = { tick: number; hashes: string[]; last: string };
type Engine = {
  createRun(
    scene: unknown,
    seed: string,
  ): { step(inputs: unknown): void; hash(): string; done: boolean; tick: number; hashes: readonly string[] };
  idle(): object;
};

/** Runs in the page and in Node alike: plays a wandering player from integer arithmetic alone. */
async function play({
  url,
  scene,
  seed,
  ticks,
}: {
  url: string;
  scene: unknown;
  seed: string;
  ticks: number;
}): Promise<Played> {
  const engine = (await import(/* @vite-ignore */ url)) as Engine;
  const run = engine.createRun(scene, seed);
  for (let t = 0; t < ticks && !run.done; t++) {
    const leg = Math.floor(t / 40);
    run.step({
      ...engine.idle(),
      forward: leg % 5 === 4 ? 0 : 127 - (leg % 3) * 40,
      right: (leg % 7) - 3,
      yaw: (t * 37 + leg * 9000) & 65535,
      posture: leg % 11 === 10 ? 1 : 0,
    });
  }
  return { tick: run.tick, hashes: run.hashes.filter((_, i) => i % 50 === 0), last: run.hash() };
}

const CASES = [
  { name: `a room with a fire, ${TICKS} ticks`, scene: drillRoom(6000) as unknown, ticks: TICKS },
  {
    name: "the office storey to its end",
    scene: JSON.parse(readFileSync(join(root, "content/scenes/office-storey.json"), "utf8")) as unknown,
    ticks: 6_000,
  },
];

for (const { name, scene, ticks } of CASES) {
  test(`the engine gives equal bits in Chromium and in Node: ${name}`, async ({ page }) => {
    test.setTimeout(patient(600_000));
    const seed = "00c0ffee12345678";
    const here = await play({ url: pathToFileURL(join(root, "public", current.file)).href, scene, seed, ticks });
    await page.goto("/verify");
    const there = await page.evaluate(play, { url: current.file, scene, seed, ticks });
    expect(there.tick).toBe(here.tick);
    expect(there.hashes).toEqual(here.hashes);
    expect(there.last).toBe(here.last);
    if (ticks === TICKS) expect(here.tick).toBe(TICKS);
    expect(here.tick).toBeGreaterThan(1_000);
  });
}
