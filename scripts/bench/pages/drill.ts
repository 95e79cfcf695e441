import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { Scene } from "#scenes/mechanics/engine";
import { playOut } from "~/drill/test-log";
import type { Product } from "./product";

// One drill through the door that the plan view uses, so that the replay worker is there and warm when memory is read.

const STEPPED_TICK_MS = 50 / 12;

export async function playDrill({
  site,
}: Pick<Product, "site">): Promise<{ ticks: number; pieces: number; lastPieceToVerdictMs: number }> {
  const post = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(site + path, {
      method: "POST",
      headers: { origin: site, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  };
  const run = await post("/drill/runs", { scene: "office-storey", mode: "plan", pace: "stepped" });
  const began = performance.now();
  const log = playOut(
    JSON.parse(readFileSync("content/scenes/office-storey.json", "utf8")) as Scene,
    String(run.seed),
    ["door-b-east", "exit-east"],
    { pieceTicks: 400 },
  );
  let [ticks, took, done] = [0, 0, false];
  for (const [pieceNumber, piece] of log.pieces.entries()) {
    ticks += piece.ticks;
    await wait(Math.max(0, ticks * STEPPED_TICK_MS - (performance.now() - began)));
    const at = performance.now();
    const taken = await post(`/drill/runs/${String(run.runId)}/pieces`, {
      token: run.token,
      seq: pieceNumber,
      bytes: Buffer.from(piece.bytes).toString("base64"),
      hashes: piece.hashes,
      ...(piece.finalHash ? { finalHash: piece.finalHash } : {}),
    });
    took = performance.now() - at;
    done = taken.done === true;
  }
  if (!done) throw new Error("the drill's log was sent to its end without a verdict");
  return { ticks, pieces: log.pieces.length, lastPieceToVerdictMs: Math.round(took) };
}
