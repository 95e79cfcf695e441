import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildEngine } from "../../scripts/build-engine.mjs";
import { createLogWriter, idle, type Scene } from "#scenes/mechanics/engine";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { freshDatabase } from "../../tests/support/database";
import { readDebrief } from "./debrief.server";
import { appendRecord } from "~/record/append.server";
import { personFile } from "~/record/person-file.server";
import { recordOf, verifyRecord } from "~/record/query.server";
import { standingOf } from "~/record/standing";
import { loadRules } from "~/rules/load.server";
import { resolveRequirement, type PostFacts, type Requirement } from "~/rules/requirement";
import { countOwnRuns, ownRuns } from "./own-runs.server";
import { startReplayer, type Replayer } from "./replay-pool.server";
import { receivePiece, startRun, type RunGiven } from "./runs.server";
import { publishShippedScenes } from "./scenes.server";
import { playOut, type PlayedLog } from "./test-log";

process.env.DATA_DIR = mkdtempSync(join(tmpdir(), "anding-drill-"));
const WAY = ["door-b-east", "exit-east"];
const scene = JSON.parse(readFileSync("content/scenes/office-storey.json", "utf8")) as Scene;
const START = new Date("2026-11-21T06:00:00Z");
const later = (seconds: number) => new Date(START.getTime() + seconds * 1000);

let db: Db;
let close: () => Promise<void>;
let replayer: Replayer;
let ip = 0;

beforeAll(async () => {
  await buildEngine();
  ({ db, close } = await freshDatabase());
  await publishShippedScenes(db, START);
  replayer = startReplayer(1);
});
afterAll(async () => {
  await replayer.close();
  await close();
  rmSync(process.env.DATA_DIR!, { recursive: true, force: true });
});

const give = (more: { personId?: string | null; pace?: "real" | "stepped" } = {}) =>
  startRun(db, {
    slug: "office-storey",
    mode: "plan",
    pace: more.pace ?? "real",
    personId: more.personId ?? null,
    ip: `10.0.0.${++ip}`,
    now: START,
  });

/** Sends pieces with the clock of the playing; `from` and `to` pick some of them. */
async function send(run: RunGiven, log: PlayedLog, { from = 0, to = log.pieces.length, hurry = 1 } = {}) {
  let at = log.pieces.slice(0, from).reduce((s, p) => s + p.ticks, 0);
  let last;
  for (let pieceNumber = from; pieceNumber < to; pieceNumber++) {
    const piece = log.pieces[pieceNumber]!;
    at += piece.ticks;
    last = await receivePiece(
      db,
      replayer,
      { runId: run.runId, token: run.token, pieceNumber, ...piece },
      later((at * 0.05) / hurry + 0.3),
    );
  }
  return last;
}
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "taken",
    (e: unknown) => (e instanceof DomainError ? e.code : Promise.reject(e)),
  );
const rowOf = (run: RunGiven) => db.for("drill").drillRun.findUniqueOrThrow({ where: { id: run.runId } });

describe("a run of a drill", () => {
  it("is judged by the server's own replay, to the verdict and the hash that the browser saw", async () => {
    const run = await give();
    const log = playOut(scene, run.seed, WAY);
    expect(await send(run, log)).toMatchObject({ done: true, tick: log.ticks });
    expect(await rowOf(run)).toMatchObject({
      state: "judged",
      outcome: log.outcome,
      score: Math.round(log.score),
      finalHash: log.finalHash,
      mismatchTick: null,
    });
    const debrief = await readDebrief(db, run.runId, null);
    expect(debrief).toMatchObject({ state: "judged", same: true });
    expect(debrief.state === "judged" && debrief.frames.length).toBeGreaterThan(2);
  });

  it("goes on when the worker lost it", async () => {
    const run = await give();
    const log = playOut(scene, run.seed, WAY);
    await send(run, log, { to: 2 });
    await replayer.close();
    replayer = startReplayer(1);
    expect(await send(run, log, { from: 2 })).toMatchObject({ done: true });
    expect(await rowOf(run)).toMatchObject({ state: "judged", finalHash: log.finalHash, mismatchTick: null });
  });

  it("writes one row of the record for a learner who passed, however often the end is sent", async () => {
    const run = await give({ personId: "person-1" });
    const log = playOut(scene, run.seed, WAY);
    await send(run, log);
    const last = log.pieces.length - 1;
    for (let i = 0; i < 3; i++)
      await receivePiece(
        db,
        replayer,
        { runId: run.runId, token: run.token, pieceNumber: last, ...log.pieces[last]! },
        later(400),
      );
    const rows = await db.for("record").recordRow.findMany({ where: { personId: "person-1" } });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      kind: "run",
      subject: "evacuation",
      proofClass: "server-replayed",
      outcome: "passed",
      amount: Math.round(log.score * 100),
      source: `drill:${run.runId}`,
    });
  });

  it("counts for the post that asks for this drill, and for none that asks for another", async () => {
    const personId = "person-owes";
    const today = "2026-11-22";
    const standing = async (drill: string) => {
      const post = { dutyClass: "flood", duty: "flood.evacuation-lead", region: "330602003", organisation: "village" };
      const bound = resolveRequirement(loadRules(), post as PostFacts, today);
      const asked = { ...bound, hours: null, courses: null, drills: { value: { drills: [drill], perYear: 1 } } };
      const rows = await recordOf(db, personId);
      return standingOf(asked as unknown as Requirement, { rows, since: "2026-11-01", today });
    };
    expect((await standing("office-storey")).gaps).toContainEqual({
      code: "drill",
      drill: "office-storey",
      done: 0,
      owed: 1,
    });
    const run = await give({ personId });
    await send(run, playOut(scene, run.seed, WAY));
    expect(await standing("office-storey")).toMatchObject({
      stage: "trained",
      drills: [{ drill: "office-storey", done: 1, owed: 1 }],
    });
    expect(await standing("lobby-arrest")).toMatchObject({ stage: "due", drills: [{ done: 0 }] });
    const titles = { course: String, drill: (slug: string) => `演练 ${slug}`, subject: String };
    expect(JSON.stringify(await personFile(db, later(86_400), personId, titles))).toContain("演练 office-storey");
  });

  it("counts too where its row was written before rows said the drill: the version tells it", async () => {
    const personId = "person-of-old";
    const run = await give();
    const { sceneHash } = await rowOf(run);
    const row = { personId, kind: "run", subject: "evacuation", objectKind: "scene", outcome: "passed" } as const;
    const times = { from: START, to: later(60), amount: 9000, proofClass: "server-replayed" } as const;
    await appendRecord(db, later(60), [
      { ...row, ...times, objectVersion: sceneHash, source: "drill:old", facts: { run: "old", engine: "e" } },
      { ...row, ...times, objectVersion: "f".repeat(64), source: "drill:lost", facts: { run: "lost" } },
    ]);
    expect((await recordOf(db, personId)).map((one) => one.facts.scene)).toEqual(["office-storey", undefined]);
    expect(await verifyRecord(db)).toBeNull();
  });

  it("shows a learner's debrief to that learner alone", async () => {
    const run = await give({ personId: "person-2" });
    expect(await refusal(readDebrief(db, run.runId, null))).toBe("not-found");
    expect(await refusal(readDebrief(db, run.runId, "person-3"))).toBe("not-found");
    expect(await readDebrief(db, run.runId, "person-2")).toMatchObject({ state: "open" });
  });
});

describe("what a run keeps of whoever plays", () => {
  it("is nobody's without an account: inputs by tick, no address, no device, no name", async () => {
    const run = await give();
    const address = `10.0.0.${ip}`;
    await send(run, playOut(scene, run.seed, WAY));
    const kept = await db.for("drill").drillRun.findUniqueOrThrow({ where: { id: run.runId }, include: { log: true } });
    expect(kept.personId).toBeNull();
    // a column that is added later has to be weighed here, and told of in the table of what is held
    expect(Object.keys(kept.log[0]!).sort()).toEqual([
      "bytes",
      "firstTick",
      "hashes",
      "id",
      "pieceNumber",
      "receivedAt",
      "runId",
      "ticks",
    ]);
    expect(Object.keys(kept).sort()).toEqual([
      "bytes",
      "clientHash",
      "endedAt",
      "engine",
      "facts",
      "finalHash",
      "frames",
      "id",
      "lastAt",
      "log",
      "mismatchTick",
      "mode",
      "outcome",
      "pace",
      "passed",
      "personId",
      "pieces",
      "refusal",
      "sceneHash",
      "sceneSlug",
      "score",
      "seed",
      "startedAt",
      "state",
      "survived",
      "ticks",
      "tokenHash",
      "verdict",
    ]);
    const text = JSON.stringify(kept, (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
    );
    expect(text).not.toContain(address);
    expect(text).not.toContain(run.token);
    expect(await db.for("record").recordRow.count({ where: { source: `drill:${run.runId}` } })).toBe(0);
  });

  it("is handed to a learner whole, with every piece of the log, and to nobody else", async () => {
    const run = await give({ personId: "person-4" });
    const log = playOut(scene, run.seed, WAY);
    await send(run, log);
    const [mine, ...others] = await ownRuns(db, "person-4");
    expect(others).toEqual([]);
    expect(mine).toMatchObject({
      id: run.runId,
      inputs: log.pieces.map((piece) => Buffer.from(piece.bytes).toString("base64")),
    });
    expect(mine).not.toHaveProperty("tokenHash");
    expect(await ownRuns(db, "person-5")).toEqual([]);
    expect(await countOwnRuns(db, "person-4")).toBe(1);
  });
});

describe("what is refused", () => {
  it("another run's secret", async () => {
    const [mine, other] = [await give(), await give()];
    const piece = playOut(scene, mine.seed, WAY).pieces[0]!;
    expect(
      await refusal(
        receivePiece(db, replayer, { runId: mine.runId, token: other.token, pieceNumber: 0, ...piece }, later(5)),
      ),
    ).toBe("forbidden");
    expect(await rowOf(mine)).toMatchObject({ pieces: 0, state: "open" });
  });

  it("a forged log: bytes changed, ticks left out, two pieces in one", async () => {
    for (const forge of [
      (l: PlayedLog) => Uint8Array.from([...l.pieces[0]!.bytes.slice(0, -1), 0xff, 0xff]),
      (l: PlayedLog) => l.pieces[1]!.bytes,
      (l: PlayedLog) => Uint8Array.from([...l.pieces[0]!.bytes, ...l.pieces[1]!.bytes]),
      () => new Uint8Array(40).fill(7),
    ]) {
      const run = await give();
      const log = playOut(scene, run.seed, WAY);
      expect(
        await refusal(
          receivePiece(
            db,
            replayer,
            { runId: run.runId, token: run.token, pieceNumber: 0, bytes: forge(log), hashes: [] },
            later(60),
          ),
        ),
      ).toBe("invalid");
      expect(await rowOf(run)).toMatchObject({ state: "refused" });
    }
  });

  it("a log that went faster than the clock, but not the untimed plan's", async () => {
    const run = await give();
    expect(await refusal(send(run, playOut(scene, run.seed, WAY), { hurry: 4 }))).toBe("invalid");
    expect(await rowOf(run)).toMatchObject({ state: "refused", refusal: "faster-than-time" });
    const stepped = await give({ pace: "stepped" });
    expect(await send(stepped, playOut(scene, stepped.seed, WAY), { hurry: 4 })).toMatchObject({ done: true });
  });

  it("a piece sent again with other bytes; the same bytes are acknowledged again", async () => {
    const run = await give();
    const log = playOut(scene, run.seed, WAY);
    await send(run, log, { to: 1 });
    expect(await send(run, log, { to: 1 })).toMatchObject({ pieceNumber: 0, done: false });
    const other = createLogWriter();
    for (let i = 0; i < 80; i++) other.add({ ...idle(), forward: 3 });
    expect(
      await refusal(
        receivePiece(
          db,
          replayer,
          { runId: run.runId, token: run.token, pieceNumber: 0, bytes: other.cut(), hashes: [] },
          later(9),
        ),
      ),
    ).toBe("conflict");
    expect(await rowOf(run)).toMatchObject({ pieces: 1, state: "open" });
  });

  it("more pieces after the verdict", async () => {
    const run = await give();
    const log = playOut(scene, run.seed, WAY);
    await send(run, log);
    expect(
      await refusal(
        receivePiece(
          db,
          replayer,
          {
            runId: run.runId,
            token: run.token,
            pieceNumber: log.pieces.length,
            bytes: log.pieces[0]!.bytes,
            hashes: [],
          },
          later(300),
        ),
      ),
    ).toBe("wrong-state");
  });

  it("a claimed end that the replay does not show: the server's verdict stands and the claim is kept", async () => {
    const run = await give();
    const log = playOut(scene, run.seed, WAY);
    log.pieces.at(-1)!.finalHash = "0123456789abcdef";
    log.pieces[1]!.hashes[0] = "ffffffffffffffff";
    await send(run, log);
    const row = await rowOf(run);
    expect(row).toMatchObject({
      state: "judged",
      finalHash: log.finalHash,
      clientHash: "0123456789abcdef",
      outcome: log.outcome,
    });
    expect(row.mismatchTick).toBe(100);
    expect(await db.for("platform").auditRow.count({ where: { act: "drill.replay", object: run.runId } })).toBe(1);
  });

  it("an engine that is no longer kept: it reads play again, not forged", async () => {
    const run = await give();
    await db.for("drill").drillRun.update({ where: { id: run.runId }, data: { engine: "0123456789abcdef" } });
    const piece = playOut(scene, run.seed, WAY).pieces[0]!;
    await expect(
      receivePiece(db, replayer, { runId: run.runId, token: run.token, pieceNumber: 0, ...piece }, later(9)),
    ).rejects.toThrow("请重新演练");
    expect(await rowOf(run)).toMatchObject({ state: "open", refusal: "" });
  });

  const startedAt = (seconds: number) =>
    refusal(
      startRun(db, {
        slug: "office-storey",
        mode: "3d",
        pace: "real",
        personId: null,
        ip: "192.0.2.9",
        now: new Date(START.getTime() + seconds * 1000),
      }),
    );
  it("too many runs from one address", async () => {
    // A hall of 500 phones behind one address begins at once, and each begins twice again: all get in.
    for (let phone = 0; phone < 1_500; phone++) expect(await startedAt(phone / 30), `start ${phone}`).toBe("taken");
    expect(await startedAt(59)).toBe("too-many");
    // Who fills it stops nobody for longer than a minute.
    expect(await startedAt(61)).toBe("taken");
  }, 60_000);
});
