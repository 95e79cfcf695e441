import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepAnchor, missingAnchor } from "~/exam/journal/anchor.server";
import { readHead, signHead } from "~/platform/chain-head.server";
import { KeyRing } from "~/platform/keys.server";
import { hashEvent } from "~/exam/journal/chain";
import { JournalReader } from "~/exam/journal/reader.server";
import { SeatPort } from "~/exam/journal/seat-port.server";
import { verifyRows, type ChainedRow } from "~/exam/journal/verify";
import { verifyWhole } from "~/exam/journal/verify-whole.server";
import { entry, running, testJournal, type TestJournal } from "../support/journal";

// Fault 21: a row edited, deleted, reordered, a tail cut, two sittings swapped, an old file put back. The verifier
// finds it offline and names the first bad record. The forger here has the whole file and may drop the triggers.

let t: TestJournal;
beforeEach(async () => {
  t = await testJournal();
  const seatPort = new SeatPort(t.journal);
  for (const n of [1, 2]) {
    const seat = await running(t.journal, n);
    for (let seq = 1; seq <= 5; seq += 1) await seatPort.answers(seat, [entry(seq, seq, `v${n}${seq}`)]);
    await seatPort.submit(seat, 5);
  }
});
afterEach(() => t.close());

async function forge(sql: string): Promise<void> {
  const db = new Database(t.file, { timeout: 1_000 });
  for (const verb of ["update", "delete"]) db.exec(`DROP TRIGGER IF EXISTS journal_event_no_${verb}`);
  db.exec(sql);
  db.close();
}

test("an untouched journal is sound", async () => {
  expect(await t.journal.verify()).toMatchObject({
    ok: true,
    events: 18,
    sittings: 2,
    lastPosition: 18,
    firstBad: null,
  });
});

test.each([
  [
    "one byte of an answer",
    "UPDATE journal_event SET body = replace(body, 'v13', 'v14') WHERE position = 6",
    { position: 6, fault: "hash" },
  ],
  [
    "the instant of an answer",
    "UPDATE journal_event SET at = '2026-11-21T01:00:00.001Z' WHERE position = 6",
    { position: 6, fault: "hash" },
  ],
  [
    "a kept hash",
    "UPDATE journal_event SET hash = '0' || substr(hash, 2) WHERE position = 6 AND hash NOT LIKE '0%'; UPDATE journal_event SET hash = '1' || substr(hash, 2) WHERE position = 6 AND hash LIKE '0%' AND (SELECT prev_hash FROM journal_event n WHERE n.position = 7) = journal_event.hash",
    { position: 6, fault: "hash" },
  ],
  ["a row taken out", "DELETE FROM journal_event WHERE position = 6", { position: 6, fault: "missing" }],
  [
    "a row taken out and the rest moved up",
    "DELETE FROM journal_event WHERE position = 6; UPDATE journal_event SET position = position - 1, seq = seq - (sitting_id = 'sitting-1') WHERE position > 6",
    { position: 6, fault: "hash" },
  ],
  [
    "two rows changing places",
    "UPDATE journal_event SET position = -1, seq = -1 WHERE position = 6; UPDATE journal_event SET position = 6, seq = 6 WHERE position = 7; UPDATE journal_event SET position = 7, seq = 7 WHERE position = -1",
    { position: 6, fault: "hash" },
  ],
  [
    "two sittings swapped",
    "UPDATE journal_event SET sitting_id = CASE sitting_id WHEN 'sitting-1' THEN 'x' ELSE 'y' END; UPDATE journal_event SET sitting_id = CASE sitting_id WHEN 'x' THEN 'sitting-2' ELSE 'sitting-1' END",
    { position: 1, fault: "hash" },
  ],
  [
    "the tail of one sitting cut",
    "DELETE FROM journal_event WHERE position IN (8, 9)",
    { position: 8, fault: "missing" },
  ],
  [
    "a row put before the first",
    "INSERT INTO journal_event SELECT -5, 'x', 'sitting-9', exam_id, 1, kind, body, at, prev_hash, hash FROM journal_event WHERE position = 1",
    { position: -5, fault: "position" },
  ],
])("%s", async (_what, sql, firstBad) => {
  await forge(sql);
  const report = await t.journal.verify();
  expect(report.ok).toBe(false);
  expect(report.firstBad).toMatchObject(firstBad);
});

/** What a forger makes who knows how the chain is made: changed rows, and every hash after them anew. */
function forgeWhole(
  change: (row: ChainedRow) => Partial<ChainedRow>,
  wanted: (row: ChainedRow) => boolean = () => true,
) {
  const tails = new Map<string, string>();
  return [...t.journal.reader.rows()].map((row): ChainedRow => {
    const changed = { ...row, ...(wanted(row) ? change(row) : {}) };
    const prevHash = tails.get(row.sittingId) ?? row.prevHash;
    const hash = hashEvent(prevHash, changed);
    tails.set(row.sittingId, hash);
    return { ...changed, prevHash, hash };
  });
}

test("an answer rewritten with a hash that fits it is found at the next row, whose link leads to the old one", () => {
  const rows = [...t.journal.reader.rows()];
  const forged = rows.map((row) => {
    if (row.position !== 6) return row;
    const changed = { ...row, body: row.body.replace("v13", "v14") };
    return { ...changed, hash: hashEvent(row.prevHash, changed) };
  });
  expect(verifyRows(forged).firstBad).toMatchObject({ position: 7, sittingId: "sitting-1", fault: "previous-hash" });
});

test("a first row that hangs on something else than the beginning is found, its hash right or not", () => {
  const [first, ...rest] = [...t.journal.reader.rows()];
  const prevHash = "f".repeat(64);
  const forged = { ...first!, prevHash, hash: hashEvent(prevHash, first!) };
  expect(verifyRows([forged, ...rest]).firstBad).toMatchObject({ position: 1, fault: "previous-hash" });
});

test("a sitting that passes to another exam on its way is found, every hash made anew", () => {
  const moved = forgeWhole(
    () => ({ examId: "exam-2" }),
    (row) => row.sittingId === "sitting-1" && row.position >= 6,
  );
  expect(verifyRows(moved).firstBad).toMatchObject({ position: 6, sittingId: "sitting-1", fault: "exam-changed" });
});

test("a sitting that begins with something else than its opening, or skips a number, is found, every hash made anew", () => {
  const headless = forgeWhole(
    () => ({ kind: "lease" }),
    (row) => row.position === 1,
  );
  expect(verifyRows(headless).firstBad).toMatchObject({ position: 1, fault: "begins-without-open" });
  const skipped = forgeWhole(
    (row) => ({ eventNumber: row.eventNumber + 1 }),
    (row) => row.sittingId === "sitting-1" && row.position >= 6,
  );
  expect(verifyRows(skipped).firstBad).toMatchObject({ position: 6, fault: "sequence" });
});

test("every single changed byte of a record is found", async () => {
  const rows = [...t.journal.reader.rows()];
  const target = rows[5]!;
  for (const field of ["id", "sittingId", "examId", "kind", "body", "at", "prevHash", "hash"] as const) {
    for (let i = 0; i < target[field].length; i += 1) {
      const code = target[field].charCodeAt(i) ^ 1;
      const forged: ChainedRow = {
        ...target,
        [field]: target[field].slice(0, i) + String.fromCharCode(code) + target[field].slice(i + 1),
      };
      const report = verifyRows(rows.map((row) => (row === target ? forged : row)));
      expect(report.firstBad?.position, `${field}[${i}]`).toBe(6);
    }
  }
});

test("the journal's whole tail cut is found by what was kept outside: a receipt, or the anchor in KEY_DIR", async () => {
  const keyDir = mkdtempSync(join(tmpdir(), "anding-keys-"));
  keepAnchor(keyDir, t.journal.reader);
  const { receipt } = (await t.journal.receipt("sitting-2"))!;
  await t.journal.close();
  await forge("DELETE FROM journal_event WHERE position > 16");
  await t.reopen();
  expect(verifyRows(t.journal.reader.rows()).ok).toBe(true);
  const byReceipt = verifyRows(t.journal.reader.rows(), [{ sittingId: "sitting-2", ...receipt.head }]);
  expect(byReceipt.firstBad).toMatchObject({
    position: 17,
    sittingId: "sitting-2",
    eventNumber: receipt.head.seq,
    fault: "missing",
  });
  expect(missingAnchor(keyDir, t.journal.reader, 1)).toMatchObject({ position: 18 });
  expect(existsSync(join(keyDir, "journal-anchor-1.json"))).toBe(true);
  expect(missingAnchor(keyDir, t.journal.reader, 2)).toBeNull();
  rmSync(keyDir, { recursive: true });
});

test("an anchor rewritten to fit the cut file is not ours", async () => {
  const ring = new KeyRing(mkdtempSync(join(tmpdir(), "anding-keys-")));
  const signer = {
    sign: (head: Parameters<typeof signHead>[1]) => signHead(ring, head),
    read: (value: unknown) => readHead(ring, value),
  };
  keepAnchor(ring.dir, t.journal.reader, signer);
  expect(missingAnchor(ring.dir, t.journal.reader, 1, signer)).toBeNull();
  await t.journal.close();
  await forge("DELETE FROM journal_event WHERE position > 16");
  await t.reopen();
  const file = join(ring.dir, "journal-anchor.json");
  const { position, hash, at } = t.journal.reader.last()!;
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, "utf8")) as object), position, hash, at }));
  expect(missingAnchor(ring.dir, t.journal.reader, 2, signer)).toMatchObject({ position: 16 });
  ring.close();
  rmSync(ring.dir, { recursive: true });
});

test("an old file put back is found by the anchor", async () => {
  const keyDir = mkdtempSync(join(tmpdir(), "anding-keys-"));
  const old = join(keyDir, "old.db");
  await t.journal.close();
  copyFileSync(t.file, old);
  const journal = await t.reopen();
  await running(journal, 3);
  keepAnchor(keyDir, journal.reader);
  const putBack = new JournalReader(old);
  expect(verifyRows(putBack.rows()).ok).toBe(true);
  expect(missingAnchor(keyDir, putBack, 1)).toMatchObject({ position: 21 });
  putBack.close();
  rmSync(keyDir, { recursive: true });
});

test("a history written anew, hashes and all, no longer gives the signed root", async () => {
  await t.journal.checkpoint("exam-1");
  const rows = [...t.journal.reader.rows()];
  let previous = "";
  const db = new Database(t.file, { timeout: 1_000 });
  db.exec("DROP TRIGGER journal_event_no_update");
  for (const row of rows.filter((one) => one.sittingId === "sitting-1")) {
    const body = row.position === 6 ? row.body.replace("v13", "v14") : row.body;
    const prevHash = row.position === 1 ? row.prevHash : previous;
    previous = hashEvent(prevHash, { ...row, body });
    db.prepare("UPDATE journal_event SET body = ?, prev_hash = ?, hash = ? WHERE position = ?").run(
      body,
      prevHash,
      previous,
      row.position,
    );
  }
  db.close();
  const reader = new JournalReader(t.file);
  const report = await verifyWhole(reader, []);
  expect(report).toMatchObject({ ok: false, firstBad: null, badCheckpoint: { examId: "exam-1", position: 18 } });
  reader.close();
});

test("a changed byte among 100,000 events is found in about a second", { timeout: 60_000 }, async () => {
  const rows: ChainedRow[] = [];
  const tails = new Map<string, { seq: number; hash: string }>();
  for (let position = 1; position <= 100_000; position += 1) {
    const sittingId = `sitting-${position % 500}`;
    const tail = tails.get(sittingId) ?? { seq: 0, hash: "0".repeat(64) };
    const fields = {
      id: `e${position}`,
      sittingId,
      examId: "x",
      position,
      eventNumber: tail.seq + 1,
      kind: tail.seq ? "answer" : "open",
      body: `{"item":1,"seq":${position},"value":"a"}`,
      at: "2026-11-21T01:00:00.000Z",
    };
    const hash = hashEvent(tail.hash, fields);
    rows.push({ ...fields, prevHash: tail.hash, hash });
    tails.set(sittingId, { seq: fields.eventNumber, hash });
  }
  rows[99_990] = { ...rows[99_990]!, body: rows[99_990]!.body.replace('"a"', '"b"') };
  const began = performance.now();
  const report = verifyRows(rows);
  expect(report.firstBad).toMatchObject({ position: 99_991, fault: "hash" });
  // P7 says under one second; four leave room for a loaded test machine, and the benchmark prints the figure.
  expect(performance.now() - began).toBeLessThan(4_000);
});
