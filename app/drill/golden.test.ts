import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createReplay, type Scene } from "#scenes/mechanics/engine";
import { playOut } from "./test-log";

// A recorded walk replays to the recorded verdict and state, bit for bit. When the simulation is changed on purpose the
// record is made anew: UPDATE_GOLDEN=1 npx vitest run app/drill/golden.test.ts. The browser replays the same file in tests/e2e.

const FILE = join(import.meta.dirname, "../../tests/golden/office-storey.json");
const SEED = "5eed00000000a11d";
const scene = JSON.parse(readFileSync("content/scenes/office-storey.json", "utf8")) as Scene;

interface Golden { seed: string; pieces: string[]; hashes: string[]; finalHash: string; outcome: string; score: number; codes: string[] }

function replayed(seed: string, pieces: readonly string[]): Omit<Golden, "seed" | "pieces"> {
  const replay = createReplay(scene, seed);
  for (const piece of pieces) replay.feed(new Uint8Array(Buffer.from(piece, "base64")));
  const { verdict, hashes, finalHash } = replay.finish();
  return { hashes: [...hashes], finalHash, outcome: verdict.outcome, score: verdict.score, codes: verdict.points.map((p) => p.code) };
}

if (process.env.UPDATE_GOLDEN || !existsSync(FILE)) {
  const pieces = playOut(scene, SEED, ["door-b-east", "exit-east"], { waste: 200 }).pieces.map((p) => Buffer.from(p.bytes).toString("base64"));
  writeFileSync(FILE, `${JSON.stringify({ seed: SEED, pieces, ...replayed(SEED, pieces) })}\n`);
}

describe("the golden log", () => {
  const golden = JSON.parse(readFileSync(FILE, "utf8")) as Golden;

  it("replays to the recorded verdict and to every recorded state hash", () => {
    const { seed: _seed, pieces: _pieces, ...expected } = golden;
    expect(replayed(golden.seed, golden.pieces)).toEqual(expected);
  });

  it("comes to another state with another seed, so that the seed cannot be swapped unseen", () => {
    expect(replayed("5eed00000000a11e", golden.pieces).finalHash).not.toBe(golden.finalHash);
  });
});
