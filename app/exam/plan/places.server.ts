import type { Actor } from "~/people/actor.server";
import { placeOf } from "~/people/belonging.server";
import { personText } from "~/people/person.server";
import { audit } from "~/platform/audit.server";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { sha256 } from "~/platform/hash.server";
import { newId } from "~/platform/ids";
import { seatsOf } from "../centre/centre.server";
import { assignSeats, besideColleagues, type Seat } from "../centre/seating";
import { recheckDuties, type DutyChange } from "../duty/recheck.server";
import { requireExam, requireStatus, type ExamRow } from "../exam.server";
import { markSeated } from "./milestone.server";
import { requireSeatable } from "./seatable.server";

// Numbers and places stay. A number is counted on from the last one given, and never given again; who has a seat keeps it
// when others come or go. Moving people is an act of its own that shows first who would move.

type Officer = Pick<Actor, "accountId">;

/** The list is the officer's own until papers are sealed for it. */
export const requireListOpen = (exam: Pick<ExamRow, "status">): void =>
  requireStatus(
    exam,
    ["planned"],
    exam.status === "cancelled" ? "这场考试已经取消，名单不再改。" : "试卷已经封存，名单不能再添人，也不能重排座位。",
  );

export interface Admitted {
  seated: number;
  /** Of those who came: the names of who sits beside a colleague, because no seat was left apart. */
  beside: string[];
  changes: DutyChange[];
}

const slipNumber = (exam: Pick<ExamRow, "id" | "startsAt">, n: number): string =>
  `${toDay(exam.startsAt).replaceAll("-", "")}-${exam.id.slice(-4).toUpperCase()}-${String(n).padStart(3, "0")}`;

/** The exam's seats in use. */
async function seatsFor(db: Db, examId: string): Promise<Seat[]> {
  const rooms = await db.for("exam").examRoom.findMany({ where: { examId } });
  return seatsOf(
    db,
    rooms.map((room) => room.roomId),
  );
}

/** Writes the list and gives seats to those who have none; whether they are eligible was asked before. */
export async function admitCandidates(
  db: Db,
  now: Date,
  officer: Officer,
  { exam, personIds }: { exam: ExamRow; personIds: readonly string[] },
): Promise<Admitted> {
  await requireSeatable(db, now, officer, { exam, personIds });
  const seats = await seatsFor(db, exam.id);
  const beside = await db.transaction(async (tx) => {
    const room = tx.for("exam");
    const { count } = await room.exam.updateMany({
      where: { id: exam.id, status: "planned" },
      data: { slipLast: { increment: personIds.length } },
    });
    if (count !== 1) requireListOpen(await requireExam(tx, exam.id));
    const { slipLast } = await room.exam.findUniqueOrThrow({ where: { id: exam.id }, select: { slipLast: true } });
    const before = await room.examCandidate.findMany({ where: { examId: exam.id } });
    if (before.some((row) => personIds.includes(row.personId)))
      throw new DomainError("conflict", "有人刚刚已经排进这场考试，名单没有改动。请再看一遍名单。");
    const added = personIds.map((personId, n) => ({
      id: newId(now),
      examId: exam.id,
      personId,
      slipNumber: slipNumber(exam, slipLast - personIds.length + n + 1),
      createdAt: now,
    }));
    await room.examCandidate.createMany({ data: added });
    const placed = await giveSeats(tx, exam, { rows: [...before, ...added], seats });
    await markSeated(tx, now, { exam, candidates: added });
    await audit(tx, now, {
      actorId: officer.accountId,
      act: "exam.seat",
      object: exam.id,
      outcome: "done",
      facts: { added: added.length, seated: before.length + added.length },
    });
    const came = new Set(added.map((row) => row.id));
    return besideColleagues(placed, seats).flatMap((one) => (came.has(one.id) ? [one.personId] : []));
  });
  const changes = await recheckDuties(db, now, { exam, moment: "seat", askedBy: officer.accountId });
  return { seated: personIds.length, beside: await namesOf(db, beside), changes };
}

interface Placed {
  id: string;
  personId: string;
  seatId: string;
  organisationId: string | null;
}

/** Seats for all who have none; nobody else moves. Gives where everyone sits. */
async function giveSeats(
  tx: Db,
  exam: ExamRow,
  { rows, seats }: { rows: readonly { id: string; personId: string; seatId?: string | null }[]; seats: Seat[] },
): Promise<Placed[]> {
  if (rows.length > seats.length)
    throw new DomainError("invalid", `座位不够：${rows.length} 名考生，所选考场只有 ${seats.length} 个座位。`);
  const places = await placeOf(
    tx,
    rows.map((row) => row.personId),
  );
  const people = rows.map(({ id, personId, seatId }) => ({
    id,
    personId,
    seatId: seatId ?? null,
    organisationId: places.get(personId)?.organisationId ?? null,
  }));
  const seated = people.flatMap((one) => (one.seatId ? [{ ...one, seatId: one.seatId }] : []));
  const plan = assignSeats(
    people.filter((one) => !one.seatId),
    seats,
    { seed: exam.id, seated },
  );
  const roomOf = new Map(seats.map((seat) => [seat.id, seat.roomId]));
  for (const [id, seatId] of plan)
    await tx.for("exam").examCandidate.update({ where: { id }, data: { seatId, roomId: roomOf.get(seatId)! } });
  return people.map((one) => ({ ...one, seatId: one.seatId ?? plan.get(one.id)! }));
}

async function namesOf(db: Db, personIds: readonly string[]): Promise<string[]> {
  const texts = await personText(db, personIds);
  return personIds.map((id) => texts.get(id)?.name ?? "");
}

export interface Move {
  candidateId: string;
  name: string;
  slipNumber: string;
  from: string;
  to: string;
}
export interface Reseating {
  /** Names what was shown: the act does this and nothing else. */
  plan: string;
  moves: Move[];
  /** How many sit beside a colleague, today and after. */
  besideNow: number;
  besideThen: number;
}

/** What seating everyone anew would do. Nothing is written. */
export async function reseating(db: Db, exam: ExamRow): Promise<Reseating & { seatOf: Map<string, string> }> {
  const seats = await seatsFor(db, exam.id);
  const rows = await db
    .for("exam")
    .examCandidate.findMany({ where: { examId: exam.id }, orderBy: { slipNumber: "asc" } });
  const personIds = rows.map((row) => row.personId);
  const [places, texts] = [await placeOf(db, personIds), await personText(db, personIds)];
  const people = rows.map((row) => ({ ...row, organisationId: places.get(row.personId)?.organisationId ?? null }));
  const seatOf = rows.length > seats.length ? new Map<string, string>() : assignSeats(people, seats, { seed: exam.id });
  const labels = new Map(seats.map((seat) => [seat.id, seat.label]));
  const moves = people.flatMap((row): Move[] => {
    const to = seatOf.get(row.id);
    if (!to || to === row.seatId) return [];
    const { id, slipNumber, personId } = row;
    const name = texts.get(personId)?.name ?? "";
    return [{ candidateId: id, name, slipNumber, from: labels.get(row.seatId ?? "") ?? "", to: labels.get(to)! }];
  });
  const beside = (at: (row: (typeof people)[number]) => string | null | undefined) =>
    besideColleagues(
      people.map((row) => ({ seatId: at(row) ?? "", organisationId: row.organisationId })),
      seats,
    ).length;
  return {
    plan: sha256(JSON.stringify(rows.map((row) => [row.id, row.seatId, seatOf.get(row.id)]))),
    moves,
    besideNow: beside((row) => row.seatId),
    besideThen: beside((row) => seatOf.get(row.id)),
    seatOf,
  };
}

/** Seats everyone anew, as `plan` showed it: refused when the list or a seat has changed since. */
export async function reseat(
  db: Db,
  now: Date,
  officer: Officer,
  { examId, plan }: { examId: string; plan: string },
): Promise<{ moves: Move[]; changes: DutyChange[] }> {
  const exam = await requireExam(db, examId);
  requireListOpen(exam);
  const moves = await db.transaction(async (tx) => {
    requireListOpen(await requireExam(tx, examId));
    const shown = await reseating(tx, exam);
    if (shown.plan !== plan) throw new DomainError("conflict", "名单或座位刚刚有变，没有重排。请再看一遍谁会换座。");
    if (shown.moves.length === 0) throw new DomainError("wrong-state", "重排也没有人换座，没有改动。");
    const table = tx.for("exam").examCandidate;
    const ids = shown.moves.map((move) => move.candidateId);
    const seats = await tx.for("exam").centreSeat.findMany({ where: { id: { in: [...shown.seatOf.values()] } } });
    const roomOf = new Map(seats.map((seat) => [seat.id, seat.roomId]));
    // first all leave, then all sit down: two who change places would meet on one seat
    await table.updateMany({ where: { examId, id: { in: ids } }, data: { seatId: null, roomId: null } });
    for (const id of ids) {
      const seatId = shown.seatOf.get(id)!;
      await table.update({ where: { id }, data: { seatId, roomId: roomOf.get(seatId)! } });
    }
    const facts = { moved: ids.length };
    await audit(tx, now, {
      actorId: officer.accountId,
      act: "exam.reseat",
      object: examId,
      outcome: "done",
      facts,
    });
    return shown.moves;
  });
  return { moves, changes: await recheckDuties(db, now, { exam, moment: "seat", askedBy: officer.accountId }) };
}
