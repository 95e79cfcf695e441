// The chains in a backup's databases, walked as the product walks them, without the product: each row against the one
// before it and against its own content. Equal to app/record/chain.server.ts, app/platform/audit.server.ts and
// app/exam/journal/{chain,checkpoint,merkle}.ts.
import { createHash } from "node:crypto";
import { canonicalJson } from "./signed-files.mjs";

const GENESIS = "0".repeat(64);
const PAGE = 5_000;
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest("hex");

const AUDIT = ["seq", "at", "actorId", "act", "object", "outcome", "reason", "facts"];
const RECORD = [
  "id",
  "seq",
  "personId",
  "kind",
  "subject",
  "objectKind",
  "objectVersion",
  "from",
  "to",
  "amount",
  "outcome",
  "proofClass",
  "provider",
  "taughtBy",
  "managedBy",
  "source",
  "corrects",
  "facts",
  "at",
];
const INSTANTS = ["at", "from", "to"];

const hashUnder = (columns) => (row) => {
  const content = Object.fromEntries(
    columns.map((name) => [name, INSTANTS.includes(name) ? instantOf(row[name]) : row[name]]),
  );
  return sha256(`${row.prevHash}\n${canonicalJson(content)}`);
};
/** As it is hashed; what is no instant stays what it is, and fits no hash. */
const instantOf = (stored) => (Number.isNaN(Date.parse(stored)) ? String(stored) : new Date(stored).toISOString());
const text = JSON.stringify;
const eventHash = (row) =>
  sha256(
    Buffer.from(row.prev_hash, "hex"),
    `{"at":${text(row.at)},"body":${row.body},"examId":${text(row.exam_id)},"id":${text(row.id)},"kind":${text(row.kind)},"position":${row.position},"seq":${row.seq},"sittingId":${text(row.sitting_id)}}`,
  );

function* rowsOf(db, table, order) {
  const page = db.prepare(`SELECT * FROM "${table}" WHERE "${order}" > ? ORDER BY "${order}" LIMIT ${PAGE}`);
  for (let after = -1; ;) {
    const rows = page.all(after);
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)[order];
  }
}

/** One line of rows, each naming the hash before it: audit and record. */
function walkLine(db, table, hashOf) {
  let [seq, previous] = [0, GENESIS];
  for (const row of rowsOf(db, table, "seq")) {
    if (row.seq !== seq + 1) return { upTo: seq, fault: { seq: seq + 1, why: "不见了" } };
    if (row.prevHash !== previous) return { upTo: seq, fault: { seq: row.seq, why: "与上一行接不上" } };
    if (hashOf(row) !== row.hash) return { upTo: seq, fault: { seq: row.seq, why: "的内容被改过" } };
    [seq, previous] = [row.seq, row.hash];
  }
  return { upTo: seq, fault: null };
}

/** A line of positions in which each sitting is a chain of its own. */
function walkJournal(db) {
  const tails = new Map();
  let position = 0;
  for (const row of rowsOf(db, "journal_event", "position")) {
    const tail = tails.get(row.sitting_id);
    const bad = (why) => ({ upTo: position, fault: { seq: row.position, why } });
    if (row.position !== position + 1) return { upTo: position, fault: { seq: position + 1, why: "不见了" } };
    if (eventHash(row) !== row.hash) return bad("的内容被改过");
    if (row.prev_hash !== (tail?.hash ?? GENESIS) || row.seq !== (tail?.seq ?? 0) + 1)
      return bad("与同一场的上一条接不上");
    if (tail ? tail.exam !== row.exam_id : row.kind !== "open") return bad("不是这一场的");
    tails.set(row.sitting_id, { hash: row.hash, seq: row.seq, exam: row.exam_id });
    position = row.position;
  }
  return { upTo: position, fault: null };
}

/** How far a chain goes and the first bad or lost row of it. */
export const WALKS = {
  audit: (db) => walkLine(db, "AuditRow", hashUnder(AUDIT)),
  record: (db) => walkLine(db, "RecordRow", hashUnder(RECORD)),
  journal: walkJournal,
};

function rootOf(leaves) {
  if (leaves.length === 1) return leaves[0];
  let middle = 1;
  while (middle * 2 < leaves.length) middle *= 2;
  return sha256(
    Buffer.from([1]),
    Buffer.from(rootOf(leaves.slice(0, middle)), "hex"),
    Buffer.from(rootOf(leaves.slice(middle)), "hex"),
  );
}

/** Signed checkpoints of exams: the bytes under each signature, and whether the records still give its root. */
export function checkpointsIn(db) {
  const heads = db.prepare(
    "SELECT sitting_id, hash, max(seq) AS seq FROM journal_event WHERE exam_id = ? AND position <= ? GROUP BY sitting_id",
  );
  return db
    .prepare("SELECT exam_id, position, at, size, root, signature FROM journal_checkpoint ORDER BY exam_id, position")
    .all()
    .map(({ exam_id: examId, signature, ...rest }) => {
      const all = heads.all(examId, rest.position).sort((a, b) => (a.sitting_id < b.sitting_id ? -1 : 1));
      const leaves = all.map(({ sitting_id: sittingId, hash, seq }) =>
        sha256(Buffer.from([0]), canonicalJson({ hash, seq, sittingId })),
      );
      return {
        examId,
        position: rest.position,
        signature,
        bytes: Buffer.from(`anding-journal-checkpoint\n${canonicalJson({ examId, ...rest })}`),
        fits: leaves.length === rest.size && leaves.length > 0 && rootOf(leaves) === rest.root,
      };
    });
}
