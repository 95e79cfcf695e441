import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { personText } from "~/people/person.server";
import { audit } from "~/platform/audit.server";
import { requireExam, requireStatus } from "../exam.server";
import { journal } from "../journal-access.server";
import type { RequestKind } from "../two/request-kind.server";
import { finish, requireCandidateInRoom, type CandidateInRoom, type Invigilator } from "./check-in.server";
import { isUndoReason, undoWords, type UndoReason } from "./undo-reasons";

// The way back of the door: a check-in and an absence are undone with a reason while the room's record is not signed. Who
// has sat down at a machine is undone by two; who has begun is not: that sitting is stopped, with its reason.

const CLEARED = { checkedInAt: null, checkedInBy: null, ticketHash: null, ticketAt: null, ticketUsedAt: null };
const STARTED = "这名考生已经开考，签到不能再撤销。不该由他作答的，在监控板终止并写明原因，成绩发布前由两人决定。";

/** Whether the sitting ever had a seat, and whether it has begun, as the journal has it. */
async function sittingOf(sittingId: string | null): Promise<{ seated: boolean; started: boolean }> {
  const view = sittingId ? await journal().sitting(sittingId) : null;
  return {
    seated: view?.events.some((event) => event.kind === "lease") ?? false,
    started: Boolean(view?.row.startedAt),
  };
}

/** Whether undoing the check-in takes two. */
export async function hasSatDown(db: Db, { examId, candidateId }: CandidateInRoom): Promise<boolean> {
  const row = await db.for("exam").examCandidate.findFirst({ where: { id: candidateId, examId } });
  return row !== null && (row.ticketUsedAt !== null || (await sittingOf(row.sittingId)).seated);
}

async function requireUnsigned(db: Db, { examId, roomId }: { examId: string; roomId: string }): Promise<void> {
  const room = await db.for("exam").examRoom.findUnique({ where: { examId_roomId: { examId, roomId } } });
  if (room?.recordSealed) throw new DomainError("wrong-state", "考场记录已经签字，签到和缺考不能再改。");
}

export async function undoCheckIn(
  db: Db,
  now: Date,
  actor: Invigilator,
  { reason, ...place }: CandidateInRoom & { reason: UndoReason },
): Promise<void> {
  const { candidate, exam, duty } = await requireCandidateInRoom(db, now, actor, place);
  requireReason("check-in", reason);
  requireStatus(exam, ["planned", "sealed", "opened", "closed"], "这场考试现在不能撤销签到。");
  await requireUnsigned(db, place);
  if (!candidate.checkedInAt) throw new DomainError("wrong-state", "这名考生没有签到，没有可撤销的。");
  const { seated, started } = await sittingOf(candidate.sittingId);
  if (started) throw new DomainError("wrong-state", STARTED);
  if (seated || candidate.ticketUsedAt)
    throw new DomainError("wrong-state", "这名考生已经入座，撤销签到要由两人办：先提出，再由本考场另一名监考员同意。");
  await finish(db, now, duty, {
    act: "undo-check-in",
    candidateId: candidate.id,
    when: { checkedInAt: candidate.checkedInAt, ticketUsedAt: null },
    data: CLEARED,
    late: "这名考生刚刚入座或已经撤销签到，没有再撤销。",
    reason,
  });
}

/** Who was marked absent may be checked in again; until then he is neither here nor absent. */
export async function undoAbsent(
  db: Db,
  now: Date,
  actor: Invigilator,
  { reason, ...place }: CandidateInRoom & { reason: UndoReason },
): Promise<void> {
  const { candidate, exam, duty } = await requireCandidateInRoom(db, now, actor, place);
  requireReason("absent", reason);
  requireStatus(exam, ["sealed", "opened", "closed"], "这场考试现在不能撤销缺考。");
  await requireUnsigned(db, place);
  if (!candidate.absentAt) throw new DomainError("wrong-state", "这名考生没有记缺考，没有可撤销的。");
  await finish(db, now, duty, {
    act: "undo-absent",
    candidateId: candidate.id,
    when: { absentAt: candidate.absentAt },
    data: { absentAt: null },
    late: "这名考生的缺考刚刚已经撤销。",
    reason,
  });
}

function requireReason(of: "check-in" | "absent", reason: string): void {
  if (!isUndoReason(of, reason)) throw new DomainError("invalid", "选一个原因。");
}

/** After the seat was taken: one invigilator of the room asks, another of the same room agrees. */
export const UNDO_CHECK_IN: RequestKind = {
  kind: "undo-check-in",
  title: "撤销签到",
  async requireMay(db, now, who, { examId, subjectId }) {
    const row = await db.for("exam").examCandidate.findFirst({ where: { id: subjectId, examId } });
    if (!row?.roomId) throw new DomainError("not-found", "这个考场没有这名考生。");
    const place = { examId, roomId: row.roomId, candidateId: subjectId };
    return (await requireCandidateInRoom(db, now, who, place)).duty;
  },
  async stateOf(db, { examId, subjectId }) {
    const exam = await requireExam(db, examId);
    requireStatus(exam, ["opened", "closed"], "这场考试现在不能撤销签到。");
    const row = await db.for("exam").examCandidate.findFirst({ where: { id: subjectId, examId } });
    if (!row?.checkedInAt) throw new DomainError("wrong-state", "这名考生没有签到，没有可撤销的。");
    await requireUnsigned(db, { examId, roomId: row.roomId! });
    if ((await sittingOf(row.sittingId)).started) throw new DomainError("wrong-state", STARTED);
    return row.checkedInAt.toISOString();
  },
  async inDecision(tx, now, { id, examId, subjectId, state, reason, decidedBy }) {
    const { count } = await tx.for("exam").examCandidate.updateMany({
      where: { id: subjectId, examId, checkedInAt: new Date(state) },
      data: CLEARED,
    });
    if (count !== 1) throw new DomainError("conflict", "签到刚刚已经撤销。");
    await audit(tx, now, {
      ...{ actorId: decidedBy, act: "room.undo-check-in", object: subjectId, outcome: "done", reason },
      facts: { exam: examId, request: id },
    });
  },
  reasonWords: (code) => undoWords(code),
  particulars: () => "签到和座位票作废，没有来考的再记缺考",
  async subjects(db, examId, ids) {
    const rows = await db.for("exam").examCandidate.findMany({ where: { examId, id: { in: [...ids] } } });
    const texts = await personText(
      db,
      rows.map((row) => row.personId),
    );
    return new Map(rows.map((row) => [row.id, `${row.slipNumber} ${texts.get(row.personId)?.name ?? ""}`]));
  },
};
