import { randomBytes } from "node:crypto";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { sha256 } from "~/platform/hash.server";
import { newId } from "~/platform/ids";
import { secondsLeft, takeAllowance, waitWords } from "~/platform/rate-limit.server";
import { sameSecret } from "~/platform/seal.server";
import { judgeRun, refuseRun } from "./judge.server";
import { keepCurrentEngine, requireEngine } from "./engines.server";
import { isTooFast, PIECE_BYTES, PIECE_SECONDS, readPieceHead, RUN_BYTES, RUN_LASTS_MS, type Pace } from "./pace";
import type { EngineFacts } from "./engine-formats";
import type { Replayer } from "./replay-pool.server";
import { requireScene, requireSceneBySlug } from "./scenes.server";

export type RunGiven = { runId: string; token: string; seed: string; scene: string; engine: string };

/**
 * Runs a signed-in person may begin in ten minutes, runs all the others behind one address may in one (a hall of 500
 * phones, each three times), and pieces one run may send in a minute.
 */
const OWN_RUNS = { limit: 40, seconds: 600 };
const RUNS = { limit: 1_500, seconds: 60 };
const PIECES = { limit: 240, seconds: 60 };

/** Gives out a run: which scene, which engine, which seed, and the secret that alone can feed it. */
export async function startRun(
  db: Db,
  {
    slug,
    mode,
    pace,
    personId,
    ip,
    now,
  }: { slug: string; mode: "3d" | "plan"; pace: Pace; personId: string | null; ip: string; now: Date },
): Promise<RunGiven> {
  const [who, key, allowance] = personId
    ? (["您", `drill.own-run:${personId}`, { ...OWN_RUNS, now }] as const)
    : (["这里", `drill.run:${ip}`, { ...RUNS, now }] as const);
  if (!takeAllowance(key, allowance))
    throw new DomainError("too-many", `${who}开始的演练太多了，请 ${waitWords(secondsLeft(key, allowance))}后再来。`);
  const { hash } = await requireSceneBySlug(db, slug);
  const engine = await keepCurrentEngine(db, now);
  const given: RunGiven = {
    runId: newId(now),
    token: randomBytes(24).toString("base64url"),
    seed: randomBytes(8).toString("hex"),
    scene: hash,
    engine,
  };
  await db.for("drill").drillRun.create({
    data: {
      id: given.runId,
      sceneHash: hash,
      sceneSlug: slug,
      engine,
      seed: given.seed,
      mode,
      pace,
      personId,
      tokenHash: sha256(given.token),
      startedAt: now,
      lastAt: now,
    },
  });
  return given;
}

export type PieceSent = {
  runId: string;
  token: string;
  pieceNumber: number;
  bytes: Uint8Array;
  hashes: string[];
  finalHash?: string;
};
export type PieceTaken = { pieceNumber: number; tick: number; done: boolean };

const queues = new Map<string, Promise<unknown>>();

/**
 * Takes one piece of a run's log, replays it and, when the run is over, records the verdict. One piece of a run at a
 * time.
 */
export async function receivePiece(db: Db, replayer: Replayer, piece: PieceSent, now: Date): Promise<PieceTaken> {
  const before = queues.get(piece.runId) ?? Promise.resolve();
  const mine = before.catch(() => {}).then(() => takePiece(db, replayer, piece, now));
  const settled = mine.catch(() => {});
  queues.set(piece.runId, settled);
  try {
    return await mine;
  } finally {
    if (queues.get(piece.runId) === settled) queues.delete(piece.runId);
  }
}

async function takePiece(db: Db, replayer: Replayer, piece: PieceSent, now: Date): Promise<PieceTaken> {
  const run = await requireOwnRun(db, piece, now);
  if (run.state === "refused")
    throw new DomainError("wrong-state", "这次演练的记录没有被接受，请重新演练。", { refusal: run.refusal });
  if (piece.pieceNumber < run.pieces || run.state === "judged") return repeated(db, run, piece);
  if (piece.pieceNumber > run.pieces)
    throw new DomainError("conflict", `前面还缺 ${piece.pieceNumber - run.pieces} 段记录。`, { expected: run.pieces });
  if (run.state !== "open" || now.getTime() - run.startedAt.getTime() > RUN_LASTS_MS)
    throw new DomainError("expired", "这次演练放得太久，已经结束，请重新演练。");
  if (!takeAllowance(`drill.piece:${run.id}`, { ...PIECES, now }))
    throw new DomainError("too-many", "记录发得太密，请稍等。");
  const engine = await requireEngine(db, replayer, run.engine);
  const { ticksPerSecond, hashTicks, log } = engine.facts;
  const head = readPieceHead(piece.bytes, log);
  if (piece.bytes.length > PIECE_BYTES || run.bytes + piece.bytes.length > RUN_BYTES)
    return refuse(db, run.id, "too-large", now);
  if (!head || head.first !== run.ticks || head.ticks < 1 || head.ticks > PIECE_SECONDS * ticksPerSecond)
    return refuse(db, run.id, "not-a-log", now);
  const ticks = head.first + head.ticks;
  const playedMs = (ticks * 1000) / ticksPerSecond;
  if (isTooFast({ playedMs, elapsedMs: now.getTime() - run.startedAt.getTime(), pace: run.pace as Pace }))
    return refuse(db, run.id, "faster-than-time", now);

  const answer = await replay(db, replayer, { run, engine, bytes: piece.bytes });
  if (answer.kind === "refused" || answer.tick !== ticks) return refuse(db, run.id, "forged-log", now);
  const mismatch = firstDifference({ hashTicks, from: run.ticks, server: answer.hashes, client: piece.hashes });
  await db.transaction(async (tx) => {
    const room = tx.for("drill");
    await room.drillPiece.create({
      data: {
        id: newId(now),
        runId: run.id,
        pieceNumber: piece.pieceNumber,
        receivedAt: now,
        firstTick: head.first,
        ticks: head.ticks,
        bytes: Uint8Array.from(piece.bytes),
        hashes: JSON.stringify(piece.hashes),
      },
    });
    await room.drillRun.update({
      where: { id: run.id },
      data: {
        ticks,
        pieces: run.pieces + 1,
        bytes: run.bytes + piece.bytes.length,
        lastAt: now,
        ...(mismatch !== null && run.mismatchTick === null ? { mismatchTick: mismatch } : {}),
      },
    });
    if (answer.end)
      await judgeRun(tx, {
        runId: run.id,
        end: answer.end,
        engine: engine.facts,
        clientHash: piece.finalHash ?? "",
        now,
      });
  });
  return { pieceNumber: piece.pieceNumber, tick: ticks, done: answer.done };
}

type Run = NonNullable<Awaited<ReturnType<typeof findRun>>>;
const findRun = (db: Db, id: string) => db.for("drill").drillRun.findUnique({ where: { id } });

/** The run that this secret opens; another run's secret opens nothing, and the refusal is logged. */
async function requireOwnRun(db: Db, { runId, token }: Pick<PieceSent, "runId" | "token">, now: Date): Promise<Run> {
  const run = await findRun(db, runId);
  if (!run) throw new DomainError("not-found", "没有这次演练。");
  if (sameSecret(sha256(token), run.tokenHash)) return run;
  await audit(db, now, { actorId: null, act: "drill.piece", object: runId, outcome: "refused", reason: "token" });
  throw new DomainError("forbidden", "这不是您的演练。");
}

/** A piece that came before: acknowledged again when it is the same, refused when it is not. */
async function repeated(db: Db, run: Run, piece: PieceSent): Promise<PieceTaken> {
  const kept = await db
    .for("drill")
    .drillPiece.findUnique({ where: { runId_pieceNumber: { runId: run.id, pieceNumber: piece.pieceNumber } } });
  if (!kept) throw new DomainError("wrong-state", "这次演练已经结束，不再收记录。");
  if (Buffer.compare(Buffer.from(kept.bytes), Buffer.from(piece.bytes)) !== 0)
    throw new DomainError("conflict", "这一段已经收到过，内容不同，没有采用。", { pieceNumber: piece.pieceNumber });
  return { pieceNumber: piece.pieceNumber, tick: kept.firstTick + kept.ticks, done: run.state === "judged" };
}

async function refuse(db: Db, runId: string, code: string, now: Date): Promise<never> {
  await refuseRun(db, runId, code, now);
  throw new DomainError("invalid", "这份操作记录不是在这里一步一步做出来的，没有采用。请重新演练。", { refusal: code });
}

/** Feeds the piece to the run's worker; a worker that lost the run gets its whole log again. */
async function replay(
  db: Db,
  replayer: Replayer,
  { run, engine, bytes }: { run: Run; engine: { file: string; facts: EngineFacts }; bytes: Uint8Array },
) {
  const scene = await requireScene(db, run.sceneHash);
  const task = { run: run.id, engineFile: engine.file, scene: scene.json, seed: run.seed };
  const first = await replayer.feed({ ...task, have: run.pieces, pieces: [bytes] });
  if (first.kind !== "again") return first;
  const log = await db
    .for("drill")
    .drillPiece.findMany({ where: { runId: run.id }, orderBy: { pieceNumber: "asc" }, select: { bytes: true } });
  const whole = await replayer.feed({ ...task, have: 0, pieces: [...log.map((p) => new Uint8Array(p.bytes)), bytes] });
  if (whole.kind === "again") throw new Error(`Replay of ${run.id} asked for the log twice`);
  // hashes told now reach back to the start; compare only this piece's
  return whole.kind === "played"
    ? { ...whole, hashes: whole.hashes.slice(Math.floor(run.ticks / engine.facts.hashTicks)) }
    : whole;
}

/** The tick of the first state hash in which browser and server differ, or null. */
function firstDifference({
  hashTicks,
  from,
  server,
  client,
}: {
  hashTicks: number;
  from: number;
  server: readonly string[];
  client: readonly string[];
}): number | null {
  const first = Math.floor(from / hashTicks) + 1;
  for (let i = 0; i < Math.min(server.length, client.length); i++)
    if (server[i] !== client[i]) return (first + i) * hashTicks;
  return null;
}
