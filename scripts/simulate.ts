// `npm run simulate -- <scene.json> [--seed N] [--seeds K] [--until S] [--inputs log.bin] [--json]`: runs a scene file
// without a screen and prints evacuation times, flows, densities, speeds, air, doses, stuck people and the state hash.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { findBadParameters } from "~/drill/mechanics.server";
import { createReplay, createRun, ENGINE, MAX_TICKS } from "#scenes/mechanics/engine";
import { findBadScene } from "#scenes/sim/check";
import { findUnknownFields } from "#scenes/sim/check-shape";
import { hashWorld } from "#scenes/sim/hash";
import { idle } from "#scenes/sim/inputs";
import { createRecorder, report, watch } from "#scenes/sim/measure";
import { DOWN, OUT, SHELTERED, STANDING } from "#scenes/sim/people";
import { toSeed } from "#scenes/sim/rng";
import type { Scene } from "#scenes/sim/scene";
import { type World } from "#scenes/sim/world";
import { createWorld } from "#scenes/sim/create-world";
import { step } from "#scenes/sim/tick";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string" },
    seeds: { type: "string" },
    until: { type: "string" },
    inputs: { type: "string" },
    json: { type: "boolean" },
  },
});

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

// a reader that has seen enough (head, less) is no fault
process.stdout.on("error", () => process.exit(0));

const HELP = "npm run simulate -- <scene.json> [--seed N] [--seeds K] [--until S] [--inputs log.bin] [--json]";
const path = positionals[0] ?? fail(HELP);
const scene = readScene(path);
const until = values.until === undefined ? scene.meta.seconds : number("until", values.until);
const count = values.seeds === undefined ? 1 : Math.ceil(number("seeds", values.seeds));
const first = values.seed ?? "1";

function number(name: string, text: string): number {
  const value = Number(text);
  return Number.isFinite(value) && value > 0 ? value : fail(`--${name} wants a number above 0, not “${text}”`);
}

function readScene(file: string): Scene {
  let parsed: Scene;
  try {
    parsed = JSON.parse(readFileSync(file, "utf8")) as Scene;
  } catch (error) {
    return fail(`${file}: ${(error as Error).message}`);
  }
  const bad = findBadScene(parsed) ?? findBadParameters(parsed) ?? findTooLong(parsed);
  if (bad) return fail(`${file}: ${bad}`);
  for (const unknown of findUnknownFields(parsed)) console.error(`note: ${unknown}`);
  return parsed;
}

/** A drill's log is refused beyond the engine's longest. */
function findTooLong({ meta, player }: Scene): string | null {
  const longest = MAX_TICKS / ENGINE.ticksPerSecond;
  return player && meta.seconds > longest ? `meta.seconds wants at most ${longest}, not ${meta.seconds}` : null;
}

/** People who do not fit, a field that can't be laid out, or a mechanic that cannot begin show when a run is made. */
function makeWorld(seed: string): World {
  try {
    createRun(scene, seed);
    return createWorld(scene, toSeed(seed));
  } catch (error) {
    return fail(`${path}: ${(error as Error).message}`);
  }
}

/** A whole number N means the N-th seed of a series; 16 hex digits are a seed themselves. */
function seedText(k: number): string {
  if (/^[0-9a-f]{16}$/i.test(first))
    return k === 0 ? first : (BigInt(`0x${first}`) + BigInt(k)).toString(16).slice(-16).padStart(16, "0");
  if (!/^\d{1,18}$/.test(first)) fail(`--seed wants a whole number or 16 hex digits, not “${first}”`);
  return (BigInt(first) + BigInt(k)).toString(16).padStart(16, "0");
}

function isOver(world: World): boolean {
  const p = world.people;
  for (let i = 0; i < p.count; i++) {
    const s = p.state[i]!;
    if (
      s !== OUT &&
      s !== DOWN &&
      s !== STANDING &&
      s !== SHELTERED &&
      !p.stays[i] &&
      !p.heads[i] &&
      i !== world.player
    )
      return false;
  }
  return true;
}

function runOne(seed: string) {
  const began = process.hrtime.bigint();
  const world = makeWorld(seed);
  const recorder = createRecorder(world);
  const nothing = idle();
  const last = Math.round(until / world.dt);
  while (
    world.tick < last &&
    !(world.tick % 20 === 0 && world.tick > 0 && values.until === undefined && isOver(world))
  ) {
    step(world, nothing);
    watch(recorder);
  }
  return {
    seed,
    hash: hashWorld(world),
    milliseconds: Number((process.hrtime.bigint() - began) / 1000000n),
    ...report(recorder),
  };
}

if (values.inputs !== undefined) {
  const replay = createReplay(scene, seedText(0));
  replay.feed(new Uint8Array(readFileSync(values.inputs)));
  console.log(JSON.stringify({ seed: seedText(0), ...replay.finish() }, null, values.json ? 0 : 2));
} else {
  const runs = Array.from({ length: count }, (_, k) => runOne(seedText(k)));
  if (values.json) console.log(JSON.stringify({ scene: scene.meta.slug, parameters: scene.meta.parameters, runs }));
  else runs.forEach(print);
  process.exitCode = runs.some((r) => r.stuck.length) ? 1 : 0;
}

function print(r: ReturnType<typeof runOne>): void {
  const s = (v: number | null) => (v === null ? "–" : v.toFixed(1));
  console.log(
    `${scene.meta.slug}  seed ${r.seed}  ${r.seconds.toFixed(1)} s simulated in ${r.milliseconds} ms  hash ${r.hash}`,
  );
  console.log(
    `  out ${r.evacuation.count}: first ${s(r.evacuation.first)}  median ${s(r.evacuation.p50)}  90 % ${s(r.evacuation.p90)}  95 % ${s(r.evacuation.p95)}  last ${s(r.evacuation.last)} s`,
  );
  console.log(
    `  ${Object.entries(r.counts)
      .map(([k, v]) => `${k} ${v}`)
      .join("  ")}  alarm ${s(r.alarm)} s  stuck ${r.stuck.length}${r.stuck.length ? ` (${r.stuck.join(", ")})` : ""}`,
  );
  if (r.heldFast.length)
    console.log(`  held fast by water: ${r.heldFast.slice(0, 20).join(", ")}${r.heldFast.length > 20 ? " …" : ""}`);
  if (r.withoutWay.length)
    console.log(
      `  no way out for ${r.withoutWay.length}: ${r.withoutWay.slice(0, 20).join(", ")}${r.withoutWay.length > 20 ? " …" : ""}`,
    );
  for (const f of r.flows)
    if (f.total > 0)
      console.log(
        `  ${f.kind} ${f.id} (${f.width.toFixed(2)} m): ${f.total} passed, peak ${Math.max(...f.perSecond)}/s`,
      );
  for (const a of r.areas) console.log(`  area ${a.id}: peak ${a.peak.toFixed(2)} persons/m²`);
  for (const l of r.lines) {
    const moving = l.speed.filter((v) => v >= 0);
    console.log(
      `  line ${l.id}: ${l.passed.reduce((x, y) => x + y, 0)} crossings, mean speed ${moving.length ? (moving.reduce((x, y) => x + y, 0) / moving.length).toFixed(2) : "–"} m/s`,
    );
  }
  for (const room of r.rooms) {
    const worst = room.air.reduce(
      (m, a) => (a.visibility < m.visibility ? a : m),
      room.air[0] ?? { visibility: 100, second: 0, layer: 0, upperT: 20, co: 0, o2: 20.9 },
    );
    const lowest = room.air.reduce((m, a) => Math.min(m, a.layer), Infinity),
      hottest = room.air.reduce((m, a) => Math.max(m, a.upperT), 0);
    if (room.air.length)
      console.log(
        `  air ${room.id}: layer down to ${lowest.toFixed(2)} m, ${hottest.toFixed(0)} °C above, sight ${worst.visibility.toFixed(1)} m at ${worst.second.toFixed(0)} s, CO up to ${room.air.reduce((m, a) => Math.max(m, a.co), 0).toFixed(0)} ppm, O2 down to ${room.air.reduce((m, a) => Math.min(m, a.o2), 21).toFixed(1)} % at 1.6 m`,
      );
  }
  const dosed = r.people
    .filter((p) => p.fed > 0.01)
    .sort((a, b) => b.fed - a.fed)
    .slice(0, 8);
  if (dosed.length) console.log(`  doses: ${dosed.map((p) => `${p.id} ${p.fed.toFixed(2)}`).join("  ")}`);
}
