import { readFileSync } from "node:fs";
import { playOut, type PlayedLog } from "../../app/drill/test-log";
import type { Scene } from "../../scenes/mechanics/engine";
import { createHands, playWell } from "../../scenes/mechanics/resuscitate/player";

// The shipped scenes whose logs are kept, and how each is played: for the golden logs of the sources as they stand and
// for the pairs of engine and run in tests/golden/engines.

export const GOLDEN_SEED = "5eed00000000a11d";

export const GOLDEN_PLAYS: Readonly<Record<string, (scene: Scene) => PlayedLog["pieces"]>> = {
  "office-storey": (scene) => playOut(scene, GOLDEN_SEED, ["door-b-east", "exit-east"], { waste: 200 }).pieces,
  "lobby-arrest": (scene) => {
    const hands = createHands(scene, GOLDEN_SEED);
    playWell(hands);
    return hands.pieces;
  },
};

export const goldenScene = (slug: string) => JSON.parse(readFileSync(`content/scenes/${slug}.json`, "utf8")) as Scene;
