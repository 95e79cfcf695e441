import { spawn } from "node:child_process";
import Database from "libsql";
import { afterEach, expect, test } from "vitest";
import { SeatPort } from "~/exam/journal/seat-port.server";
import { durability, openStore } from "~/exam/journal/store.server";
import { NotWritten, type Writer } from "~/exam/journal/writer.server";
import { asked, entry, openBody, running, testJournal, type TestJournal } from "../support/journal";

// Fault 2 and 3: the disk fills, a commit is rolled back, the writer is closed or lost. Nothing is acknowledged that is
// not on disk, and the journal recovers by itself.

let t: TestJournal;
afterEach(() => t?.close());
const seqsOnDisk = () =>
  t.journal.reader.ofSitting("sitting-1").flatMap((e) => (e.kind === "answer" ? [e.body.seq] : []));
const pages = () => t.journal.reader.pageCount();

test("the file is written with WAL and synchronous=FULL, and a weaker file is put right", async () => {
  t = await testJournal();
  const db = openStore(t.file);
  expect(durability(db)).toBe("wal/2");
  db.close();
});

test("rows are append-only: update, delete and replace are refused by the file itself", async () => {
  t = await testJournal();
  const seat = await running(t.journal, 1);
  await new SeatPort(t.journal).answers(seat, [entry(1, 0, null, { text: { b: "字" } })]);
  await t.journal.checkpoint("exam-1");
  const db = new Database(t.file, { timeout: 1_000 });
  db.pragma("recursive_triggers = ON");
  for (const sql of [
    "UPDATE journal_event SET body = '{}'",
    "DELETE FROM journal_event WHERE position = 1",
    "INSERT OR REPLACE INTO journal_event SELECT 1, id, sitting_id, exam_id, seq, kind, '{}', at, prev_hash, hash FROM journal_event WHERE position = 1",
    "UPDATE journal_text SET sealed = ''",
    "DELETE FROM journal_text",
    "UPDATE journal_checkpoint SET root = ''",
    "DELETE FROM journal_checkpoint",
  ])
    expect(() => db.exec(sql), sql).toThrow(/append-only/);
  db.close();
  expect((await t.journal.verify()).ok).toBe(true);
});

test.each(["inline", "thread"] as const)(
  "a full disk: nothing acknowledged without a commit, then it goes on (%s writer)",
  async (writer) => {
    t = await testJournal({ writer });
    const seatPort = new SeatPort(t.journal);
    const seats = await Promise.all(Array.from({ length: 8 }, (_, n) => running(t.journal, n)));
    t.journal.writer.limitPages(pages() + 12);
    const acknowledged = new Map(seats.map((seat) => [seat.sittingId, [] as number[]]));
    const refused: string[] = [];
    let seq = 0;
    while (refused.length < 24) {
      seq += 1;
      await Promise.all(
        seats.map(async (seat) => {
          try {
            const reply = await seatPort.answers(seat, [entry(seq, seq % 30, `v${"x".repeat(40)}`)]);
            acknowledged.get(seat.sittingId)!.push(...reply.acknowledged);
          } catch (error) {
            refused.push((error as NotWritten).code);
          }
        }),
      );
    }
    expect(new Set(refused)).toEqual(new Set(["SQLITE_FULL"]));
    expect(t.journal.writer.failing).toBe("SQLITE_FULL");
    for (const seat of seats) {
      const there = new Set(
        t.journal.reader.ofSitting(seat.sittingId).flatMap((e) => (e.kind === "answer" ? [e.body.seq] : [])),
      );
      expect(acknowledged.get(seat.sittingId)!.every((one) => there.has(one))).toBe(true);
      expect(seatPort.resume(seat).durable).toBe(Math.max(...there));
    }

    t.journal.writer.limitPages(1_000_000);
    for (const seat of seats)
      expect((await seatPort.answers(seat, [entry(seq, seq % 30, `v${"x".repeat(40)}`)])).acknowledged).toEqual([seq]);
    expect(t.journal.writer.failing).toBeNull();
    expect((await t.journal.verify()).ok).toBe(true);
  },
);

// LONG=1 fills the disk at each of the first 500 pages.
const PAGES = process.env.LONG === "1" ? Array.from({ length: 500 }, (_, i) => i + 1) : [1, 2, 3, 5, 8, 13, 21, 34];
test(
  `the disk full at ${PAGES.length} different pages: the acknowledged are there after a restart, the rest is not`,
  { timeout: 1_200_000 },
  async () => {
    for (const n of PAGES) {
      t = await testJournal();
      const seat = await running(t.journal, 1);
      t.journal.writer.limitPages(pages() + n);
      let kept = 0;
      for (let seq = 1; seq < 19_000; seq += 10) {
        const batch = Array.from({ length: 10 }, (_, i) => entry(seq + i, i, "v".repeat(60)));
        const reply = await new SeatPort(t.journal).answers(seat, batch).catch(() => null);
        if (!reply) break;
        kept = seq + 9;
      }
      await t.reopen();
      expect(seqsOnDisk()).toEqual(Array.from({ length: kept }, (_, i) => i + 1));
      expect((await new SeatPort(t.journal).answers(seat, [entry(kept + 1, 0, "w")])).acknowledged).toEqual([kept + 1]);
      await t.close();
    }
    t = await testJournal();
  },
);

test("one group that cannot be written does not take the others with it", async () => {
  t = await testJournal({ writer: "thread" });
  const seats = await Promise.all([1, 2, 3].map((n) => running(t.journal, n)));
  const good = t.journal.writer.commit({
    events: [],
    texts: [{ sittingId: "sitting-1", hash: "h1", sealed: "s" }],
    heads: {},
  });
  const wire = {
    id: "e",
    sittingId: "sitting-2",
    examId: "exam-1",
    kind: "warn",
    body: "{}",
    at: "2026-11-21T01:00:00.000Z",
  };
  const stale = t.journal.writer.commit({ events: [wire], texts: [], heads: { "sitting-2": 1 } });
  const saves = seats.map((seat) => new SeatPort(t.journal).answers(seat, [entry(1, 0, "a")]));
  await expect(stale).rejects.toMatchObject({ code: "HEAD_MOVED" });
  await expect(good).resolves.toEqual([]);
  for (const save of saves) expect((await save).acknowledged).toEqual([1]);
  expect((await t.journal.verify()).ok).toBe(true);
});

test("a rolled-back commit beside saves loses none of them", async () => {
  t = await testJournal({ writer: "thread" });
  const seatPort = new SeatPort(t.journal);
  const seats = await Promise.all(Array.from({ length: 10 }, (_, n) => running(t.journal, n)));
  const wire = {
    id: "e",
    sittingId: "sitting-0",
    examId: "exam-1",
    kind: "warn",
    body: "{}",
    at: "2026-11-21T01:00:00.000Z",
  };
  let rolledBack = 0;
  for (let seq = 1; seq <= 100; seq += 1) {
    const bad = t.journal.writer
      .commit({ events: [wire], texts: [], heads: { "sitting-0": 0 } })
      .catch(() => (rolledBack += 1));
    const replies = await Promise.all(seats.map((seat) => seatPort.answers(seat, [entry(seq, seq % 5, "a")])));
    for (const reply of replies) expect(reply.acknowledged).toEqual([seq]);
    await bad;
  }
  expect(rolledBack).toBe(100);
  await t.reopen();
  for (const seat of seats) expect(new SeatPort(t.journal).resume(seat).durable).toBe(100);
});

test("a closed journal acknowledges nothing", async () => {
  t = await testJournal({ writer: "thread" });
  const seat = await running(t.journal, 1);
  const { journal } = t;
  await journal.writer.close();
  await expect(new SeatPort(journal).answers(seat, [entry(1, 0, "a")])).rejects.toMatchObject({ code: "CLOSED" });
  await t.reopen();
  expect(new SeatPort(t.journal).resume(seat).durable).toBe(0);
});

test("a writer's thread that dies takes no acknowledgement with it, and comes back", async () => {
  t = await testJournal({ writer: "thread" });
  const seatPort = new SeatPort(t.journal);
  const seats = await Promise.all(Array.from({ length: 20 }, (_, n) => running(t.journal, n)));
  const kept = new Map<string, number[]>(seats.map((seat) => [seat.sittingId, []]));
  for (let round = 1; round <= 3; round += 1) {
    const saves = seats.map((seat) =>
      seatPort.answers(seat, [entry(round, 0, `r${round}`)]).then(
        (reply) => kept.get(seat.sittingId)!.push(...reply.acknowledged),
        (error) => expect(error).toBeInstanceOf(NotWritten),
      ),
    );
    await (t.journal.writer as Writer).breakThread();
    await Promise.all(saves);
    for (const seat of seats) {
      const retry = await seatPort.answers(seat, [entry(round, 0, `r${round}`)]);
      expect(retry.acknowledged).toEqual([round]);
    }
  }
  for (const seat of seats) {
    const there = t.journal.reader.ofSitting(seat.sittingId).flatMap((e) => (e.kind === "answer" ? [e.body.seq] : []));
    expect(there).toEqual([1, 2, 3]);
    expect(kept.get(seat.sittingId)!.every((seq) => there.includes(seq))).toBe(true);
  }
  expect((await t.journal.verify()).ok).toBe(true);
});

test("another process that holds the file is waited for, and the event loop is not", { timeout: 30_000 }, async () => {
  t = await testJournal({ writer: "thread" });
  const seat = await running(t.journal, 1);
  const holder = spawn(
    process.execPath,
    [
      "-e",
      `
    const Database = require("libsql"); const db = new Database(${JSON.stringify(t.file)}, { timeout: 5000 });
    db.exec("BEGIN IMMEDIATE"); process.stdout.write("held"); setTimeout(() => { db.exec("ROLLBACK"); process.exit(0); }, 2000);`,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  await new Promise((resolve) => holder.stdout.once("data", resolve));
  let lag = 0;
  let last = performance.now();
  const watch = setInterval(() => {
    lag = Math.max(lag, performance.now() - last - 10);
    last = performance.now();
  }, 10);
  const began = performance.now();
  expect((await new SeatPort(t.journal).answers(seat, [entry(1, 0, "a")])).acknowledged).toEqual([1]);
  clearInterval(watch);
  expect(performance.now() - began).toBeGreaterThan(1_000);
  expect(lag).toBeLessThan(250);
});

test("a second process is kept from the journal while the first lives", async () => {
  t = await testJournal({ writer: "thread" });
  const { InlineWriter } = await import("~/exam/journal/inline-writer.server");
  expect(() => new InlineWriter(t.file, { busyTimeoutMs: 100 })).toThrow(/in use by another process/);
  await t.journal.writer.close();
  const next = new InlineWriter(t.file, { busyTimeoutMs: 100 });
  await next.close();
  await t.reopen();
  await t.journal.append({ events: [asked("open", "sitting-1", openBody(1))] });
});
