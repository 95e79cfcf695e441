import { personText } from "~/people/person.server";
import { ROLE_FOR, liveDuties } from "../duty/assign.server";
import { usesIn, usesOf } from "../duty/use.server";
import { useWords } from "../duty/use-words";
import { staffWithRole } from "~/people/belonging.server";
import type { Db } from "~/platform/db.server";
import { allExams, type ExamRow } from "../exam.server";
import { roomNames } from "../centre/centre.server";
import { DUTY_KINDS, type DutyKind } from "../separation/separation";

// What the exam office reads: the list of exams, one exam's rooms and people, and who could be given which duty.

export interface ExamLine {
  id: string;
  title: string;
  subject: string;
  status: ExamRow["status"];
  startsAt: string;
  candidates: number;
  rooms: number;
  demonstration: boolean;
}

export async function examLines(db: Db): Promise<ExamLine[]> {
  const exams = await allExams(db);
  const counts = new Map(
    (await db.for("exam").examCandidate.groupBy({ by: ["examId"], _count: { _all: true } })).map((row) => [
      row.examId,
      row._count._all,
    ]),
  );
  const rooms = new Map(
    (await db.for("exam").examRoom.groupBy({ by: ["examId"], _count: { _all: true } })).map((row) => [
      row.examId,
      row._count._all,
    ]),
  );
  return exams.map((exam) => ({
    id: exam.id,
    title: exam.title,
    subject: exam.subject,
    status: exam.status,
    startsAt: exam.startsAt.toISOString(),
    candidates: counts.get(exam.id) ?? 0,
    rooms: rooms.get(exam.id) ?? 0,
    demonstration: exam.demonstration,
  }));
}

export interface CandidateLine {
  id: string;
  personId: string;
  name: string;
  maskedId: string;
  slipNumber: string;
  room: string;
  seat: string;
  checkedIn: boolean;
  absent: boolean;
}

export async function candidateLines(db: Db, examId: string): Promise<CandidateLine[]> {
  const rows = await db.for("exam").examCandidate.findMany({ where: { examId }, orderBy: { slipNumber: "asc" } });
  const texts = await personText(
    db,
    rows.map((row) => row.personId),
  );
  const seats = new Map(
    (
      await db.for("exam").centreSeat.findMany({
        where: { id: { in: rows.flatMap((row) => row.seatId ?? []) } },
        include: { room: true },
      })
    ).map((seat) => [seat.id, seat]),
  );
  return rows.map((row) => {
    const [text, seat] = [texts.get(row.personId), seats.get(row.seatId ?? "")];
    return {
      id: row.id,
      personId: row.personId,
      name: text?.name ?? "",
      maskedId: text?.maskedId ?? "",
      slipNumber: row.slipNumber,
      room: seat?.room.name ?? "",
      seat: seat?.label ?? "",
      checkedIn: row.checkedInAt !== null,
      absent: row.absentAt !== null,
    };
  });
}

export interface DutyLine {
  id: string;
  examId: string;
  kind: DutyKind;
  name: string;
  room: string;
  accepted: boolean;
  unproven: boolean;
  countersigned: boolean;
  /** How many persons must let it stand. */
  overridesNeeded: number;
  /** What its holder has done under it, in words; empty: nothing. Who has acted can't be taken off. */
  did: string;
}

export async function dutyLines(db: Db, examId: string): Promise<DutyLine[]> {
  const duties = await liveDuties(db, examId);
  const uses = await usesIn(db, examId);
  const texts = await personText(
    db,
    duties.map((duty) => duty.personId),
  );
  const rooms = await roomNames(
    db,
    duties.flatMap((duty) => duty.roomId ?? []),
  );
  const lines = duties.map((duty): DutyLine => ({
    id: duty.id,
    examId,
    kind: duty.kind as DutyKind,
    name: texts.get(duty.personId)?.name ?? "",
    room: duty.roomId ? (rooms.get(duty.roomId) ?? "") : "",
    accepted: duty.acceptedAt !== null,
    unproven: duty.unproven,
    countersigned: duty.countersignedBy !== null,
    overridesNeeded: duty.overridesNeeded,
    did: useWords(usesOf(uses, duty)),
  }));
  return lines.sort((a, b) => DUTY_KINDS.indexOf(a.kind) - DUTY_KINDS.indexOf(b.kind) || (a.room < b.room ? -1 : 1));
}

export interface Assignable {
  value: string;
  label: string;
}

/** Who holds the role for each duty that is given out by hand; `value` is account and person. */
export async function assignable(db: Db, now: Date): Promise<Record<string, Assignable[]>> {
  const found: Record<string, Assignable[]> = {};
  for (const kind of DUTY_KINDS) {
    if (kind === "set") continue;
    const staff = (await staffWithRole(db, ROLE_FOR[kind], now)).filter((one) => one.personId);
    const texts = await personText(
      db,
      staff.map((one) => one.personId),
    );
    found[kind] = staff.map((one) => ({
      value: `${one.accountId}/${one.personId}`,
      label: `${texts.get(one.personId!)?.name ?? ""}（${one.login}）`,
    }));
  }
  return found;
}

export async function usedRooms(
  db: Db,
  examId: string,
): Promise<{ id: string; name: string; candidates: number; seats: number }[]> {
  const rooms = await db.for("exam").examRoom.findMany({ where: { examId } });
  const plain = await db.for("exam").centreRoom.findMany({
    where: { id: { in: rooms.map((room) => room.roomId) } },
    include: { _count: { select: { seats: { where: { closedAt: null } } } } },
    orderBy: { ordinal: "asc" },
  });
  const counts = new Map(
    (await db.for("exam").examCandidate.groupBy({ by: ["roomId"], where: { examId }, _count: { _all: true } })).map(
      (row) => [row.roomId, row._count._all],
    ),
  );
  return plain.map(({ id, name, _count }) => ({ id, name, seats: _count.seats, candidates: counts.get(id) ?? 0 }));
}

export interface MyDuty {
  id: string;
  examId: string;
  title: string;
  startsAt: string;
  kind: DutyKind;
  room: string;
  accepted: boolean;
  waitsForCountersign: boolean;
}

export async function myDuties(db: Db, accountId: string): Promise<MyDuty[]> {
  const duties = await db.for("exam").examDuty.findMany({
    where: { accountId, endedAt: null, exam: { status: { notIn: ["released", "cancelled"] } } },
    include: { exam: true },
    orderBy: { assignedAt: "desc" },
  });
  const rooms = await roomNames(
    db,
    duties.flatMap((duty) => duty.roomId ?? []),
  );
  return duties.map((duty) => ({
    id: duty.id,
    examId: duty.examId,
    title: duty.exam.title,
    startsAt: duty.exam.startsAt.toISOString(),
    kind: duty.kind as DutyKind,
    room: duty.roomId ? (rooms.get(duty.roomId) ?? "") : "",
    accepted: duty.acceptedAt !== null,
    waitsForCountersign: duty.unproven && !duty.countersignedBy,
  }));
}
