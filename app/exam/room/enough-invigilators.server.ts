import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import type { ExamRow } from "../exam.server";
import { tooFewWords } from "./too-few-words";

// A room begins under as many invigilators as the rule row of the exam asks for. Who was taken off, or has not accepted
// by then, is none of them; the office may give the duty to somebody else until the exam is marked.

export interface RoomWatch {
  /** Persons whose accepted duty stands in this room. */
  accepted: number;
  wanted: number;
}

export async function watchOf(db: Db, exam: ExamRow, roomId: string): Promise<RoomWatch> {
  const duties = await db.for("exam").examDuty.findMany({
    where: { examId: exam.id, kind: "invigilate", roomId, endedAt: null, acceptedAt: { not: null } },
    select: { personId: true },
  });
  return {
    accepted: new Set(duties.map(({ personId }) => personId)).size,
    wanted: exam.rules.examDay.value.invigilatorsPerRoom,
  };
}

export async function requireEnoughInvigilators(db: Db, exam: ExamRow, roomId: string): Promise<void> {
  const watch = await watchOf(db, exam, roomId);
  if (watch.accepted < watch.wanted) throw new DomainError("wrong-state", tooFewWords(watch));
}
