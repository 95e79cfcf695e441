import { randomBytes } from "node:crypto";
import type { Actor } from "~/people/actor.server";
import { audit } from "~/platform/audit.server";
import { canonicalJson } from "~/platform/canonical";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { sha256 } from "~/platform/hash.server";
import { newId } from "~/platform/ids";
import { seal } from "~/platform/seal.server";
import { toShown } from "~/question/shown";
import { livePool, openForPapers } from "../bank/bank.server";
import { requireBlueprint } from "../blueprint/blueprint.server";
import { seatsOf } from "../centre/centre.server";
import { neighboursOf } from "../centre/seating";
import { requireDuty } from "../duty/act.server";
import { liveDuties } from "../duty/assign.server";
import { keepUse } from "../duty/use.server";
import { requireExam, requireStatus, type ExamRow } from "../exam.server";
import type { KeyedItem } from "../marking/mark";
import { drawPapers, overlapOf } from "./assemble";
import { wrapForPairs, type Opener } from "./key-wrap.server";

// Makes a paper for each candidate, freezes and seals it. The papers' key and the seed exist only while this runs: the
// key leaves it wrapped for the openers, the seed inside the sealed papers.

export const shownContext = (paperId: string) => `paper-shown:${paperId}`;
export const keyContext = (paperId: string) => `paper-key-part:${paperId}`;

/** What has to be there before papers can be sealed; empty when nothing is missing. */
export async function missingBeforeSeal(db: Db, exam: ExamRow): Promise<string[]> {
  const candidates = await db.for("exam").examCandidate.findMany({ where: { examId: exam.id } });
  const duties = await liveDuties(db, exam.id);
  const { openers, invigilatorsPerRoom } = exam.rules.examDay.value;
  const missing: string[] = [];
  if (candidates.length === 0) missing.push("还没有考生。");
  if (candidates.some((row) => !row.seatId)) missing.push("有考生没有座位。");
  const ready = (kind: string) =>
    duties.filter((duty) => duty.kind === kind && duty.acceptedAt && (!duty.unproven || duty.countersignedBy));
  if (ready("open").length < openers)
    missing.push(`开卷人要 ${openers} 名并已接受任务，现在 ${ready("open").length} 名。`);
  const used = new Set(candidates.flatMap((row) => row.roomId ?? []));
  for (const roomId of used) {
    const here = duties.filter((duty) => duty.kind === "invigilate" && duty.roomId === roomId).length;
    if (here < invigilatorsPerRoom)
      missing.push(`每个考场要 ${invigilatorsPerRoom} 名监考员，有一个考场只派了 ${here} 名。`);
  }
  for (const [kind, word] of [
    ["assess", "考评员"],
    ["release", "成绩发布人"],
  ] as const) {
    if (!duties.some((duty) => duty.kind === kind)) missing.push(`还没有派${word}。`);
  }
  return [...new Set(missing)];
}

export async function sealPapers(
  db: Db,
  now: Date,
  officer: Pick<Actor, "accountId" | "personId">,
  examId: string,
): Promise<void> {
  const exam = await requireExam(db, examId);
  requireStatus(exam, ["planned"], "试卷已经封存。");
  const duty = await requireDuty(db, now, officer, { exam, kind: "set" });
  const missing = await missingBeforeSeal(db, exam);
  if (missing.length) throw new DomainError("wrong-state", `还不能封卷：${missing.join("")}`);
  const { papers, overlap } = await drawFor(db, exam);
  const opened = await openForPapers(db, now, officer, {
    examId,
    versionIds: [...new Set(papers.flatMap((paper) => paper.items.map((item) => item.versionId)))],
  });
  const key = randomBytes(32);
  const rows = papers.map((paper) => {
    const id = newId(now);
    const seed = randomBytes(16).toString("base64url");
    const items: KeyedItem[] = paper.items.map(({ versionId, mark }) => ({
      versionId,
      mark,
      question: opened.get(versionId)!.question,
    }));
    const shown = canonicalJson(
      paper.items.map(({ versionId }) =>
        toShown(opened.get(versionId)!.question, seed, opened.get(versionId)!.figures),
      ),
    );
    const keyed = canonicalJson({ seed, items });
    return {
      id,
      examId,
      candidateId: paper.candidateId,
      hash: sha256(`${shown}\n${keyed}`),
      createdAt: now,
      shownSealed: seal(key, shown, shownContext(id)),
      keySealed: seal(key, keyed, keyContext(id)),
    };
  });
  const openers = (await liveDuties(db, examId)).flatMap((duty): Opener[] =>
    duty.kind === "open" && duty.publicKey ? [{ dutyId: duty.id, publicKey: duty.publicKey }] : [],
  );
  const wraps = wrapForPairs(key, openers, examId);
  key.fill(0);
  await db.transaction(async (tx) => {
    const room = tx.for("exam");
    const again = await room.exam.updateMany({
      where: { id: examId, status: "planned" },
      data: { status: "sealed", sealedAt: now, overlap: JSON.stringify(overlap) },
    });
    if (again.count !== 1) throw new DomainError("conflict", "试卷已经由别人封存。");
    await room.paper.createMany({ data: rows });
    for (const row of rows)
      await room.examCandidate.update({
        where: { id: row.candidateId },
        data: { paperId: row.id, sittingId: newId(now) },
      });
    await room.paperKeyWrap.createMany({ data: wraps.map((wrap) => ({ id: newId(now), examId, ...wrap })) });
    await keepUse(tx, now, duty, { act: "seal" });
    await audit(tx, now, {
      actorId: officer.accountId,
      act: "paper.seal",
      object: examId,
      outcome: "done",
      facts: { papers: rows.length, pairs: wraps.length, worst: Math.round(overlap.worst) },
    });
  });
}

/** Papers by candidate and what neighbours share; the seed is thrown away with the draw. */
async function drawFor(db: Db, exam: ExamRow) {
  const candidates = await db
    .for("exam")
    .examCandidate.findMany({ where: { examId: exam.id, seatId: { not: null } }, orderBy: { slipNumber: "asc" } });
  const rooms = await db.for("exam").examRoom.findMany({ where: { examId: exam.id } });
  const taken = new Map(candidates.map((row) => [row.seatId!, row.id]));
  const neighbours = neighboursOf(
    await seatsOf(
      db,
      rooms.map((room) => room.roomId),
    ),
  );
  const blueprint = (await requireBlueprint(db, exam.blueprintHash)).body;
  const pool = await livePool(db, [...new Set(blueprint.cells.map((cell) => cell.subject))], {
    demonstration: exam.demonstration,
  });
  const drawn = drawPapers({
    blueprint,
    pool,
    seatIds: [...taken.keys()],
    neighbours,
    seed: randomBytes(16).toString("hex"),
  });
  return {
    papers: drawn.map((paper) => ({ ...paper, candidateId: taken.get(paper.seatId)! })),
    overlap: overlapOf(drawn, neighbours),
  };
}
