import type { Actor } from "~/people/actor.server";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { requireNobodyElsewhere } from "../duty/elsewhere.server";
import { requireExam, requireStatus } from "../exam.server";
import type { ExamStatus } from "../exam-status";
import { unmarkSeated } from "./milestone.server";
import { requireFreeRooms } from "./plan.server";

// A plan may move or be called off while no paper is opened. A moved exam keeps its rules; its window moves with it.

/** Why what may be done before the opening may not be done now. */
const tooLate = (status: ExamStatus, undone: string): string =>
  status === "cancelled"
    ? `这场考试已经取消，${undone}。`
    : status === "opened"
      ? `试卷已经启封，${undone}。`
      : `这场考试已经结束，${undone}。`;

export async function moveExam(
  db: Db,
  now: Date,
  officer: Pick<Actor, "accountId">,
  { examId, startsAt }: { examId: string; startsAt: Date },
): Promise<void> {
  const exam = await requireExam(db, examId);
  requireStatus(exam, ["planned", "sealed"], tooLate(exam.status, "开考时间不能再改"));
  if (startsAt <= now) throw new DomainError("invalid", "开考时间已经过去。");
  const latestEntryAt = new Date(startsAt.getTime() + exam.rules.examDay.value.lateMinutes * 60_000);
  const rooms = await db.for("exam").examRoom.findMany({ where: { examId } });
  const endsAt = new Date(latestEntryAt.getTime() + exam.minutes * 60_000);
  await requireFreeRooms(db, { roomIds: rooms.map((room) => room.roomId), startsAt, endsAt, besides: examId });
  await requireNobodyElsewhere(db, { ...exam, startsAt, latestEntryAt });
  await db.for("exam").exam.update({ where: { id: examId }, data: { startsAt, latestEntryAt } });
  await audit(db, now, {
    actorId: officer.accountId,
    act: "exam.move",
    object: examId,
    outcome: "done",
    facts: { from: exam.startsAt.toISOString(), to: startsAt.toISOString() },
  });
}

export async function cancelExam(db: Db, now: Date, officer: Pick<Actor, "accountId">, examId: string): Promise<void> {
  const exam = await requireExam(db, examId);
  requireStatus(exam, ["planned", "sealed"], tooLate(exam.status, "不能再取消"));
  await db.transaction(async (tx) => {
    const { count } = await tx.for("exam").exam.updateMany({
      where: { id: examId, status: { in: ["planned", "sealed"] } },
      data: { status: "cancelled" },
    });
    if (count !== 1) throw new DomainError("conflict", "这场考试刚刚有变，没有取消。请再看一遍。");
    const candidates = await tx.for("exam").examCandidate.findMany({ where: { examId } });
    await unmarkSeated(tx, now, { exam, candidates, by: "cancelled" });
    await audit(tx, now, { actorId: officer.accountId, act: "exam.cancel", object: examId, outcome: "done" });
  });
}
