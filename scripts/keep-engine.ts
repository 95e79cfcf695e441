// `npm run keep-engine -- [--release] [FILE]`: lays the engine that the sources make (or FILE) with its runs into
// tests/golden/engines, where CI replays them for good. One engine there is `next`: it belongs to the sources as they
// stand and is replaced when they make another. `--release`, when a version goes out: `next` is kept from now on; its
// files are never written again, only runs of scenes that came later are laid beside them.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { GOLDEN_PLAYS, GOLDEN_SEED, goldenScene } from "../tests/support/golden-plays";
import { buildEngine, nameOf } from "./build-engine.mjs";

const FOLDER = join(import.meta.dirname, "../tests/golden/engines");
const INDEX = join(FOLDER, "index.json");

const { values, positionals } = parseArgs({ allowPositionals: true, options: { release: { type: "boolean" } } });
const index = JSON.parse(readFileSync(INDEX, "utf8")) as { released: string[]; next: string | null };
const scratch = mkdtempSync(join(tmpdir(), "keep-engine-"));
const text = readFileSync(positionals[0] ?? (await buildEngine({ outDir: scratch })).path, "utf8");
rmSync(scratch, { recursive: true });
const name = nameOf(text);

if (index.released.includes(name)) {
  const added = await keep(name, text);
  console.log(
    `engine ${name} is kept already, with its runs${added.length ? `; now with ${added.join(", ")} too` : ""}`,
  );
} else {
  if (index.next && index.next !== name) rmSync(join(FOLDER, index.next), { recursive: true, force: true });
  await keep(name, text);
  index.next = name;
  console.log(`engine ${name} is the next one`);
}
if (values.release && index.next) {
  index.released.push(index.next);
  console.log(`engine ${index.next} is kept for good`);
  index.next = null;
}
writeFileSync(INDEX, `${JSON.stringify(index, null, 2)}\n`);

/**
 * Plays the runs by the sources and asks the file itself what they come to; the two must agree. Of a released engine
 * only what is not there yet is written. Gives the runs written.
 */
async function keep(engine: string, bytes: string): Promise<string[]> {
  const released = index.released.includes(engine);
  const folder = join(FOLDER, engine);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "engine.mjs");
  if (!released) writeFileSync(file, bytes);
  const written: string[] = [];
  const { createReplay } = (await import(pathToFileURL(file).href)) as typeof import("#scenes/mechanics/engine");
  for (const [slug, play] of Object.entries(GOLDEN_PLAYS)) {
    const run = join(folder, `${slug}.json`);
    if (released && existsSync(run)) continue;
    const scene = goldenScene(slug);
    const pieces = play(scene);
    const replay = createReplay(scene, GOLDEN_SEED);
    for (const piece of pieces) replay.feed(piece.bytes);
    const { verdict, finalHash } = replay.finish();
    if (finalHash !== pieces.at(-1)!.finalHash)
      throw new Error(`${slug} ends otherwise on ${engine} than by the sources`);
    const said = pieces.map((p) => ({ ...p, bytes: Buffer.from(p.bytes).toString("base64") }));
    writeFileSync(run, `${JSON.stringify({ scene, seed: GOLDEN_SEED, pieces: said, finalHash, verdict })}\n`);
    written.push(slug);
  }
  return written;
}
