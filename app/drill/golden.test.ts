import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createReplay, type Scene } from "#scenes/mechanics/engine";
import { GOLDEN_PLAYS, GOLDEN_SEED, goldenScene } from "../../tests/support/golden-plays";

// A recorded walk replays to the recorded verdict and state, bit for bit. When the simulation is changed on purpose the
// record is made anew: UPDATE_GOLDEN=1 npx vitest run app/drill/golden.test.ts. The browser replays the same file in
// tests/e2e. Engine files with their runs, which never change, stand in tests/golden/engines (kept-engines.test.ts).

const FOLDER = join(import.meta.dirname, "../../tests/golden");

interface Golden {
  seed: string;
  pieces: string[];
  hashes: string[];
  finalHash: string;
  outcome: string;
  score: number;
  codes: string[];
}

function replayed(scene: Scene, seed: string, pieces: readonly string[]): Omit<Golden, "seed" | "pieces"> {
  const replay = createReplay(scene, seed);
  for (const piece of pieces) replay.feed(new Uint8Array(Buffer.from(piece, "base64")));
  const { verdict, hashes, finalHash } = replay.finish();
  return {
    hashes: [...hashes],
    finalHash,
    outcome: verdict.outcome,
    score: verdict.score,
    codes: verdict.points.map((p) => p.code),
  };
}

describe.each(Object.keys(GOLDEN_PLAYS))("the golden log of %s", (slug) => {
  const scene = goldenScene(slug),
    file = join(FOLDER, `${slug}.json`);
  if (process.env.UPDATE_GOLDEN || !existsSync(file)) {
    const pieces = GOLDEN_PLAYS[slug]!(scene).map((piece) => Buffer.from(piece.bytes).toString("base64"));
    writeFileSync(file, `${JSON.stringify({ seed: GOLDEN_SEED, pieces, ...replayed(scene, GOLDEN_SEED, pieces) })}\n`);
  }
  const golden = JSON.parse(readFileSync(file, "utf8")) as Golden;

  it("replays to the recorded verdict and to every recorded state hash", () => {
    const { seed: _seed, pieces: _pieces, ...expected } = golden;
    expect(replayed(scene, golden.seed, golden.pieces)).toEqual(expected);
  });

  it("comes to another state with another seed, so that the seed cannot be swapped unseen", () => {
    expect(replayed(scene, "5eed00000000a11e", golden.pieces).finalHash).not.toBe(golden.finalHash);
  });
});
