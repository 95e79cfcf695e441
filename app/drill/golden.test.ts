import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createReplay, type Scene } from "#scenes/mechanics/engine";
import { createHands, playWell } from "#scenes/mechanics/resuscitate/player";
import { playOut } from "./test-log";

// A recorded walk replays to the recorded verdict and state, bit for bit. When the simulation is changed on purpose the
// record is made anew: UPDATE_GOLDEN=1 npx vitest run app/drill/golden.test.ts. The browser replays the same file in
// tests/e2e.

const FOLDER = join(import.meta.dirname, "../../tests/golden");
const SEED = "5eed00000000a11d";

interface Golden {
  seed: string;
  pieces: string[];
  hashes: string[];
  finalHash: string;
  outcome: string;
  score: number;
  codes: string[];
}

/** The shipped scenes whose logs are kept, and how each is played. */
const PLAYS: Record<string, (scene: Scene) => Uint8Array[]> = {
  "office-storey": (scene) =>
    playOut(scene, SEED, ["door-b-east", "exit-east"], { waste: 200 }).pieces.map((p) => p.bytes),
  "lobby-arrest": (scene) => {
    const hands = createHands(scene, SEED);
    playWell(hands);
    return hands.pieces.map((p) => p.bytes);
  },
};

const sceneOf = (slug: string) => JSON.parse(readFileSync(`content/scenes/${slug}.json`, "utf8")) as Scene;

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

describe.each(Object.keys(PLAYS))("the golden log of %s", (slug) => {
  const scene = sceneOf(slug),
    file = join(FOLDER, `${slug}.json`);
  if (process.env.UPDATE_GOLDEN || !existsSync(file)) {
    const pieces = PLAYS[slug]!(scene).map((bytes) => Buffer.from(bytes).toString("base64"));
    writeFileSync(file, `${JSON.stringify({ seed: SEED, pieces, ...replayed(scene, SEED, pieces) })}\n`);
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
