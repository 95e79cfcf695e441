import type { Scene } from "#scenes/sim/scene";
import type { Verdict } from "#scenes/mechanics/mechanic";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { factsKept, readVerdict } from "./engine-formats";
import type { AirFrame } from "./replay-task";
import { requireFace } from "./mechanics.server";
import { requireScene } from "./scenes.server";

export type Debrief =
  | { state: "open" | "refused"; slug: string; title: string; mode: string }
  | {
      state: "judged";
      slug: string;
      title: string;
      mode: string;
      at: string;
      engine: string;
      finalHash: string;
      same: boolean | null;
      /** Of the engine that made the run. */
      ticksPerSecond: number;
      verdict: Verdict;
      texts: Record<string, string>;
      scene: Scene;
      rooms: string[];
      frames: AirFrame[];
      recorded: boolean;
    };

/**
 * What a run came to. A signed-in learner's run is shown to that learner alone; nobody's run to whoever has its
 * address.
 */
export async function readDebrief(db: Db, runId: string, personId: string | null): Promise<Debrief> {
  const run = await db.for("drill").drillRun.findUnique({ where: { id: runId } });
  if (!run || (run.personId && run.personId !== personId))
    throw new DomainError("not-found", "没有这次演练，或者它不是您的。");
  const { scene } = await requireScene(db, run.sceneHash);
  const base = { slug: run.sceneSlug, title: scene.meta.title, mode: run.mode };
  if (run.state !== "judged") return { state: run.state as "open" | "refused", ...base };
  const engine = factsKept((JSON.parse(run.facts) as { engine?: unknown }).engine);
  const verdict = engine && readVerdict(JSON.parse(run.verdict), engine.format);
  if (!engine || !verdict)
    throw new DomainError("gone", "这次演练是用更新的程序做的，这里读不了它的讲评，请重新演练。", {
      engine: run.engine,
    });
  const { rooms, frames } = JSON.parse(run.frames) as { rooms: string[]; frames: AirFrame[] };
  return {
    state: "judged",
    ...base,
    at: (run.endedAt ?? run.lastAt).toISOString(),
    engine: run.engine,
    finalHash: run.finalHash,
    same: run.clientHash === "" ? null : run.mismatchTick === null,
    ticksPerSecond: engine.ticksPerSecond,
    verdict,
    texts: { ...requireFace(scene.meta.mechanic).texts, ...scene.texts },
    scene,
    rooms,
    frames,
    recorded: run.personId !== null && run.passed,
  };
}
