import { appendRecord } from "~/record/append.server";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import type { EngineFacts } from "./engine-formats";
import type { AirFrame } from "./replay-task";
import type { Verdict } from "#scenes/mechanics/mechanic";
import { requireFace } from "./mechanics.server";
import { requireScene } from "./scenes.server";

export type RunEnd = { verdict: Verdict; finalHash: string; frames: AirFrame[]; rooms: string[] };

type RunJudged = { runId: string; end: RunEnd; engine: EngineFacts; clientHash: string; now: Date };

/**
 * Writes the server's verdict once and, for a learner who passed, a row of the record. Joins the caller's transaction.
 * What the browser says of the end is kept beside it as evidence and decides nothing (L1).
 */
export async function judgeRun(db: Db, { runId, end, engine, clientHash, now }: RunJudged): Promise<void> {
  const runs = db.for("drill").drillRun;
  const run = await runs.findUniqueOrThrow({ where: { id: runId } });
  if (run.state !== "open") return;
  const { verdict } = end;
  const differs = clientHash !== "" && clientHash !== end.finalHash;
  const mismatchTick = run.mismatchTick ?? (differs ? verdict.ticks : null);
  await runs.update({
    where: { id: runId },
    data: {
      state: "judged",
      endedAt: now,
      outcome: verdict.outcome,
      survived: verdict.survived,
      passed: verdict.passed,
      score: Math.round(verdict.score),
      verdict: JSON.stringify(verdict),
      frames: JSON.stringify({ rooms: end.rooms, frames: end.frames }),
      facts: JSON.stringify({ engine }),
      finalHash: end.finalHash,
      clientHash,
      mismatchTick,
    },
  });
  if (mismatchTick !== null)
    await audit(db, now, {
      actorId: null,
      act: "drill.replay",
      object: runId,
      outcome: "failed",
      reason: "hash-differs",
      facts: { tick: mismatchTick, engine: run.engine },
    });
  if (!run.personId || !verdict.passed) return;
  const { scene } = await requireScene(db, run.sceneHash);
  await appendRecord(db, now, [
    {
      personId: run.personId,
      kind: "run",
      subject: requireFace(scene.meta.mechanic).subject,
      objectKind: "scene",
      objectVersion: run.sceneHash,
      from: run.startedAt,
      to: now,
      amount: Math.round(verdict.score * 100),
      outcome: "passed",
      proofClass: "server-replayed",
      source: `drill:${runId}`,
      facts: {
        run: runId,
        scene: run.sceneSlug,
        engine: run.engine,
        outcome: verdict.outcome,
        mode: run.mode,
        pace: run.pace,
        ticks: verdict.ticks,
      },
    },
  ]);
}

/** Closes a run whose log cannot be true; what came is kept, nothing is recorded. */
export async function refuseRun(db: Db, runId: string, code: string, now: Date): Promise<void> {
  await db
    .for("drill")
    .drillRun.update({ where: { id: runId }, data: { state: "refused", refusal: code, endedAt: now } });
  await audit(db, now, { actorId: null, act: "drill.piece", object: runId, outcome: "refused", reason: code });
}
