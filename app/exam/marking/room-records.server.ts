import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { requireExam, requireStatus, type ExamRow } from "../exam.server";
import type { Caller, RequestKind } from "../two/request-kind.server";
import { askTwo } from "../two/request.server";
import { lacksSignatures, lackWords, OVERRIDE_REASONS, type RoomRecordState } from "./room-record-state";
import { requireRuler } from "./ruling-kind.server";

// Marking needs the signed record of every room that had candidates, or two persons' word why it goes on without.

export const OVERRIDE_MARKING = "override-marking";

export async function roomRecords(db: Db, exam: ExamRow): Promise<RoomRecordState[]> {
  const exams = db.for("exam");
  const rooms = await exams.examRoom.findMany({
    where: { examId: exam.id },
    include: { signatures: { select: { personId: true } } },
  });
  const counts = await exams.examCandidate.groupBy({ by: ["roomId"], where: { examId: exam.id }, _count: true });
  const names = await exams.centreRoom.findMany({
    where: { id: { in: rooms.map(({ roomId }) => roomId) } },
    orderBy: { ordinal: "asc" },
  });
  const overridden = await exams.examRequest.findMany({
    where: { examId: exam.id, kind: OVERRIDE_MARKING, outcome: "confirmed" },
    select: { subjectId: true },
  });
  return names.flatMap(({ id: roomId, name }) => {
    const room = rooms.find((one) => one.roomId === roomId)!;
    const candidates = counts.find((one) => one.roomId === roomId)?._count ?? 0;
    if (candidates === 0) return [];
    return {
      id: room.id,
      roomId,
      name,
      candidates,
      signed: new Set(room.signatures.map(({ personId }) => personId)).size,
      wanted: exam.rules.examDay.value.invigilatorsPerRoom,
      overridden: overridden.some(({ subjectId }) => subjectId === room.id),
    };
  });
}

export async function requireRecords(db: Db, exam: ExamRow): Promise<void> {
  const lacking = (await roomRecords(db, exam)).filter(lacksSignatures);
  if (lacking.length > 0)
    throw new DomainError(
      "wrong-state",
      `还不能阅卷：${lackWords(lacking)}。请监考员签完；签不了的，由两个人说明原因后放行。`,
    );
}

export const overrideMarking: RequestKind = {
  kind: OVERRIDE_MARKING,
  title: "考场记录没签完，放行阅卷",
  requireMay: (db, now, who, { examId }) => requireRuler(db, now, who, { examId }),
  stateOf: async (db, { examId, subjectId }) => {
    const exam = await requireExam(db, examId);
    requireStatus(exam, ["closed", "marked"], "现在不需要放行。");
    const room = (await roomRecords(db, exam)).find(({ id }) => id === subjectId);
    if (!room) throw new DomainError("not-found", "本场没有这个考场。");
    if (!lacksSignatures(room)) throw new DomainError("wrong-state", "这个考场的记录已经签完，或者已经放行。");
    return `${room.signed}/${room.wanted}`;
  },
  reasonWords: (code) => OVERRIDE_REASONS[code as keyof typeof OVERRIDE_REASONS] ?? code,
  particulars: ({ signed, wanted }) => `已签 ${String(signed)} 人，要 ${String(wanted)} 人`,
  subjects: async (db, examId, ids) =>
    new Map(
      (await roomRecords(db, await requireExam(db, examId)))
        .filter(({ id }) => ids.includes(id))
        .map(({ id, name }) => [id, name]),
    ),
};

export async function askOverride(
  db: Db,
  now: Date,
  who: Caller,
  { examId, examRoomId, reason, words }: { examId: string; examRoomId: string; reason: string; words: string },
): Promise<void> {
  if (!Object.hasOwn(OVERRIDE_REASONS, reason)) throw new DomainError("invalid", "选一个原因。");
  if (words.trim() === "") throw new DomainError("invalid", "写明为什么签不了。");
  const room = (await roomRecords(db, await requireExam(db, examId))).find(({ id }) => id === examRoomId);
  if (!room) throw new DomainError("not-found", "本场没有这个考场。");
  await askTwo(db, now, who, overrideMarking, {
    examId,
    subjectId: room.id,
    reason,
    words: words.trim(),
    facts: { signed: room.signed, wanted: room.wanted },
    aboutPersonId: null,
  });
}
