import { audit } from "~/platform/audit.server";
import { db as sharedDb, type Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { sha256 } from "~/platform/hash.server";
import { newId } from "~/platform/ids";
import { defineJob, getJob, startJob, type JobReport } from "~/platform/jobs.server";
import { toDay } from "~/platform/day";
import { retentionDays } from "~/rules/levels";
import { loadRules } from "~/rules/load.server";
import type { ReachOf } from "../reach";
import { openBook } from "./book.server";
import type { Fault } from "./check-row";
import { checkSheet } from "./check-sheet";
import { compareRows } from "./compare.server";
import { readRosterFile } from "./read-file.server";
import { dropRoster, holdsRoster, putRoster, putUpload, takeRoster, takeUpload } from "./stored-sheet.server";
import { writeRows } from "./write.server";

// A roster's way: uploaded → dry run (a job) → looked at → written in groups (a job that can be taken up again).

const COMPARED = 500;
export const GROUP = 100; // rows a commit: SQLite runs in this thread, and nothing else is served within a commit
const breathe = () => new Promise<void>((next) => setImmediate(next));
type JobInput = { importId: string; reach: ReachOf; actorId: string };

export type Upload = { bytes: Buffer; fileName: string; ownerId: string; reach: ReachOf };

/** Takes a file in and starts its dry run. */
export async function startRoster(db: Db, now: Date, { bytes, fileName, ownerId, reach }: Upload): Promise<string> {
  await forgetOldRosters(db, now);
  const id = newId(now);
  await putUpload(id, bytes);
  await db.for("people").rosterImport.create({
    data: {
      id,
      ownerId,
      fileName: fileName.replace(/[\p{Cc}\\/]/gu, "").slice(-120),
      fileHash: sha256(bytes),
      state: "reading",
      createdAt: now,
    },
  });
  const jobId = await startJob(db, {
    kind: "roster.check",
    input: { importId: id, reach, actorId: ownerId } satisfies JobInput,
    ownerId,
    now,
  });
  await db.for("people").rosterImport.update({ where: { id }, data: { jobId } });
  return id;
}

export async function checkRoster(
  db: Db,
  now: Date,
  { importId, reach }: Omit<JobInput, "actorId">,
  report?: JobReport,
): Promise<void> {
  const table = db.for("people").rosterImport;
  const bytes = await takeUpload(importId);
  const row = await table.findUniqueOrThrow({ where: { id: importId } });
  if (!bytes || row.state !== "reading") return;
  try {
    const sheet = await readRosterFile(bytes);
    const book = await openBook(db, now, reach);
    const { sound, bad } = await checkSheet(sheet.rows, book, breathe);
    const counts = { fresh: 0, changed: 0, unchanged: 0 };
    const kept: typeof sound = [];
    const numbers = new Set<string>();
    for (let i = 0; i < sound.length; i += COMPARED) {
      await breathe();
      for (const one of await compareRows(db, sound.slice(i, i + COMPARED), reach)) {
        if (one.state === "bad") {
          bad.push({ line: one.row.line, faults: one.faults });
          continue;
        }
        if (one.state === "fresh" && numbers.has(one.row.idNumber)) counts.changed += 1;
        else counts[one.state] += 1;
        numbers.add(one.row.idNumber);
        kept.push(one.row);
      }
      await report?.progress(Math.min(i + COMPARED, sound.length), sheet.rows.length, "正在核对");
    }
    bad.sort((a, b) => a.line - b.line);
    await putRoster(importId, { sheet, checked: { sound: kept, bad } });
    await table.update({
      where: { id: importId },
      data: { state: "checked", total: sheet.rows.length, bad: bad.length, ...counts },
    });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await table.update({
      where: { id: importId },
      data: { state: "refused", refusal: error.message, finishedAt: now },
    });
    await dropRoster(importId);
  }
}

/**
 * Writes what the dry run found sound, from where an earlier try stopped; between two groups whoever asked may stop it.
 */
export async function writeRoster(
  db: Db,
  now: Date,
  { importId, reach, actorId }: JobInput,
  report?: JobReport,
): Promise<void> {
  const table = db.for("people").rosterImport;
  const row = await table.findUniqueOrThrow({ where: { id: importId } });
  if (row.state === "stopped") return;
  if (row.state === "done") return keepBadRows(importId); // an earlier try ended between its last commit and this
  const stored = await takeRoster(importId);
  if (!stored?.checked) throw new Error(`roster ${importId}: its rows are gone before they were written`);
  const rows = stored.checked.sound;
  const counts = { fresh: 0, changed: 0, unchanged: 0, bad: 0 };
  const facts = (written: number) => ({ rows: written, ...counts, refused: stored.checked!.bad.length });
  for (let i = row.written; i < rows.length; i += GROUP) {
    const stopped = await table.updateMany({
      where: { id: importId, state: "stopping" },
      data: { state: "stopped", finishedAt: now },
    });
    if (stopped.count > 0)
      return audit(db, now, {
        actorId,
        act: "roster.import",
        outcome: "done",
        reason: "stopped",
        object: importId,
        facts: facts(i),
      });
    const group = rows.slice(i, i + GROUP);
    const written = await writeRows(db, now, group, {
      reach,
      source: `roster:${importId}`,
      importId,
      upTo: i + group.length,
    });
    for (const key of ["fresh", "changed", "unchanged", "bad"] as const) counts[key] += written[key];
    await report?.progress(i + group.length, rows.length, "正在写入");
    await breathe();
  }
  await db.transaction(async (tx) => {
    await tx.for("people").rosterImport.update({ where: { id: importId }, data: { state: "done", finishedAt: now } });
    await audit(tx, now, {
      actorId,
      act: "roster.import",
      outcome: "done",
      object: importId,
      facts: facts(rows.length),
    });
  });
  await keepBadRows(importId);
}

/** What is written need not lie on disk any longer: only the bad rows stay, with the sheet to give them back in. */
async function keepBadRows(importId: string): Promise<void> {
  const stored = await takeRoster(importId);
  if (!stored?.checked) return;
  const {
    sheet,
    checked: { bad },
  } = stored;
  await putRoster(importId, {
    sheet: { columns: sheet.columns, rows: badRows(sheet.rows, bad) },
    checked: { sound: [], bad },
  });
  if (bad.length === 0) await dropRoster(importId, ["upload"]);
}

const badRows = <R extends { line: number }>(rows: readonly R[], bad: readonly { line: number }[]): R[] => {
  const lines = new Set(bad.map((one) => one.line));
  return rows.filter((row) => lines.has(row.line));
};

defineJob("roster.check", (input, report) => checkRoster(sharedDb(), new Date(), input as JobInput, report));
defineJob("roster.write", (input, report) => writeRoster(sharedDb(), new Date(), input as JobInput, report));

/** An upload is its owner's alone. */
async function requireOwnRoster(db: Db, importId: string, ownerId: string) {
  const row = await db.for("people").rosterImport.findFirst({ where: { id: importId, ownerId } });
  if (!row) throw new DomainError("not-found", "没有这次导入。");
  return row;
}

/**
 * Starts the commit of a checked roster, or takes up one that was stopped or failed; a second call while it runs
 * changes nothing.
 */
export async function commitRoster(
  db: Db,
  now: Date,
  { importId, ownerId, reach }: { importId: string; ownerId: string; reach: ReachOf },
): Promise<void> {
  const table = db.for("people").rosterImport;
  const row = await requireOwnRoster(db, importId, ownerId);
  const failed = row.state === "writing" && (await getJob(db, row.jobId))?.state === "failed";
  const taken = await table.updateMany({
    where: {
      id: importId,
      ownerId,
      ...(failed ? { state: "writing", jobId: row.jobId } : { state: { in: ["checked", "stopped"] } }),
    },
    data: { state: "writing", finishedAt: null, jobId: "" },
  });
  if (taken.count === 0) throw new DomainError("wrong-state", NOT_TO_WRITE[row.state] ?? "这份名册正在写入。");
  const jobId = await startJob(db, {
    kind: "roster.write",
    input: { importId, reach, actorId: ownerId } satisfies JobInput,
    ownerId,
    now,
  });
  await table.update({ where: { id: importId }, data: { jobId } });
}

const NOT_TO_WRITE: Record<string, string> = {
  reading: "这份名册还在核对，没有开始写入。",
  refused: "这份名册没有核对通过，或者已经丢弃，不能写入。",
  done: "这份名册已经写入。",
};

/** Asks a running commit to stop after the group it is writing. */
export async function stopRoster(db: Db, importId: string, ownerId: string): Promise<void> {
  await requireOwnRoster(db, importId, ownerId);
  await db
    .for("people")
    .rosterImport.updateMany({ where: { id: importId, ownerId, state: "writing" }, data: { state: "stopping" } });
}

/**
 * Deletes what was uploaded and lies longer than the rule allows; a commit under way keeps its rows. Gives how many.
 */
export async function forgetOldRosters(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - retentionDays(loadRules(), "roster-upload", { on: toDay(now) }) * 86_400_000);
  const table = db.for("people").rosterImport;
  const old = (
    await table.findMany({
      where: { createdAt: { lt: before }, state: { notIn: ["writing", "stopping"] } },
      select: { id: true },
    })
  ).filter((row) => holdsRoster(row.id));
  for (const { id } of old) {
    await dropRoster(id);
    await table.updateMany({
      where: { id, state: { in: ["reading", "checked", "stopped"] } },
      data: { state: "refused", refusal: "上传的名册过了保存期，已删除。没有写入的行请重新上传。", finishedAt: now },
    });
  }
  return old.length;
}

/** Throws away an uploaded roster that was not written. */
export async function discardRoster(db: Db, now: Date, importId: string, ownerId: string): Promise<void> {
  await requireOwnRoster(db, importId, ownerId);
  const taken = await db.for("people").rosterImport.updateMany({
    where: { id: importId, ownerId, state: { in: ["checked", "refused", "stopped"] } },
    data: { state: "refused", refusal: "名册已丢弃，没有写入的行不会再写入。", finishedAt: now },
  });
  if (taken.count > 0) await dropRoster(importId);
}

export type RosterView = {
  id: string;
  fileName: string;
  state: string;
  refusal: string;
  createdAt: Date;
  finishedAt: Date | null;
  total: number;
  fresh: number;
  changed: number;
  unchanged: number;
  bad: number;
  written: number;
  job: { state: string; done: number; total: number; note: string; seconds: number } | null; // seconds: since it began
};

export async function rosterView(db: Db, importId: string, ownerId: string, now = new Date()): Promise<RosterView> {
  const row = await requireOwnRoster(db, importId, ownerId);
  const job = row.jobId ? await getJob(db, row.jobId) : null;
  return {
    ...row,
    job: job && {
      state: job.state,
      done: job.done,
      total: job.total,
      note: job.note,
      seconds: job.startedAt ? Math.max(0, (now.getTime() - job.startedAt.getTime()) / 1000) : 0,
    },
  };
}

export async function recentRosters(db: Db, ownerId: string) {
  return db.for("people").rosterImport.findMany({ where: { ownerId }, orderBy: { createdAt: "desc" }, take: 20 });
}

export type BadCell = { line: number; column: string; value: string; reason: string };

/** Bad cells in the order of their rows, a page of them. */
export async function badCells(
  importId: string,
  from: number,
  count: number,
): Promise<{ cells: BadCell[]; total: number }> {
  const bad = (await takeRoster(importId))?.checked?.bad ?? [];
  const cells = bad.flatMap(({ line, faults }: { line: number; faults: Fault[] }) =>
    faults.map((fault) => ({ line, ...fault })),
  );
  return { cells: cells.slice(from, from + count), total: cells.length };
}
