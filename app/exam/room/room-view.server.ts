import type { Actor } from "~/people/actor.server";
import { personText } from "~/people/person.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { requireExam } from "../exam.server";
import { journal } from "../journal-access.server";
import { opensAt } from "../paper/opening.server";
import { NOT_ACCEPTED } from "~/people/not-accepted";
import type { SetAside } from "../journal/sitting-state";
import { watchOf, type RoomWatch } from "./enough-invigilators.server";
import { boardWord, incidentRank, type BoardWord } from "./incident-order";

// A room as those on duty see it: its candidates with masked numbers, and the live board.

export interface MyRoom {
  examId: string;
  roomId: string;
  title: string;
  room: string;
  startsAt: string;
  status: string;
  candidates: number;
  accepted: boolean;
  duty: string;
}

/** Rooms of the caller's own duties (an inspector's are all rooms of the exam), nearest first. */
export async function myRooms(db: Db, actor: Pick<Actor, "accountId">): Promise<MyRoom[]> {
  const duties = await db.for("exam").examDuty.findMany({
    where: { accountId: actor.accountId, endedAt: null, kind: { in: ["invigilate", "inspect"] } },
    include: { exam: { include: { rooms: true } } },
  });
  const names = new Map((await db.for("exam").centreRoom.findMany()).map((room) => [room.id, room]));
  const rows: MyRoom[] = [];
  for (const { exam, ...duty } of duties) {
    const roomIds = duty.roomId ? [duty.roomId] : exam.rooms.map((room) => room.roomId);
    for (const roomId of roomIds) {
      const candidates = await db.for("exam").examCandidate.count({ where: { examId: exam.id, roomId } });
      if (candidates === 0 && !duty.roomId) continue;
      rows.push({
        examId: exam.id,
        roomId,
        title: exam.title,
        room: names.get(roomId)?.name ?? "",
        startsAt: exam.startsAt.toISOString(),
        status: exam.status,
        candidates,
        accepted: duty.acceptedAt !== null,
        duty: duty.kind,
      });
    }
  }
  // what is to come first, the nearest on top; what is over after it, the latest on top
  const over = (row: MyRoom) => ["closed", "marked", "released", "cancelled"].includes(row.status);
  return rows.sort(
    (a, b) => Number(over(a)) - Number(over(b)) || (a.startsAt < b.startsAt ? -1 : 1) * (over(a) ? -1 : 1),
  );
}

/** Duties that look into rooms: the room's own invigilation, the exam's inspection, and the setting, by who planned it. */
const LOOKING = ["invigilate", "inspect", "set"];
const lookingDuties = async (db: Db, { accountId }: Pick<Actor, "accountId">, examId: string) =>
  (await db.for("exam").examDuty.findMany({ where: { examId, accountId, endedAt: null, kind: { in: LOOKING } } })).sort(
    (a, b) => LOOKING.indexOf(a.kind) - LOOKING.indexOf(b.kind),
  );

/** Throws unless the caller has accepted a duty that looks into this room. */
export async function requireRoomReader(
  db: Db,
  actor: Pick<Actor, "accountId">,
  examId: string,
  roomId: string,
): Promise<{ mayRun: boolean; duty: string }> {
  const looking = (await lookingDuties(db, actor, examId)).filter(
    (duty) => duty.roomId === null || duty.roomId === roomId,
  );
  const accepted = looking.find((duty) => duty.acceptedAt);
  if (accepted) return { mayRun: accepted.kind === "invigilate", duty: accepted.kind };
  throw new DomainError("forbidden", looking.length > 0 ? NOT_ACCEPTED : "这个考场没有派给您。");
}

/** Whether every room of the exam may be read: by its setter and its inspectors. */
export const mayReadRooms = async (db: Db, actor: Pick<Actor, "accountId">, examId: string): Promise<boolean> =>
  (await lookingDuties(db, actor, examId)).some((duty) => duty.roomId === null && duty.acceptedAt !== null);

export interface BoardSeat {
  candidateId: string;
  seat: string;
  machine: string;
  row: number;
  column: number;
  name: string;
  /** The number's beginning; its last four come from the card in the invigilator's hand and are compared here alone. */
  idHead: string;
  slipNumber: string;
  word: BoardWord;
  checkedIn: boolean;
  ticketed: boolean;
  /** When the ticket in their hand was given out. */
  ticketAt: string | null;
  entered: boolean;
  absent: boolean;
  status: string | null;
  heldBy: ("room" | "seat" | "reopen")[];
  /** It went on after an end. */
  reopened: boolean;
  sittingId: string | null;
  silentMs: number | null;
  answered: number;
  flagged: number;
  pending: number;
  remainingMs: number | null;
  grantedMinutes: number;
  /** Changes that do not count: late, or refused for ever. */
  setAside: SetAside[];
  answersWhilePaused: number;
  lastInput: string | null;
}
export interface RoomView {
  examId: string;
  roomId: string;
  title: string;
  room: string;
  status: string;
  startsAt: string;
  opensAt: string;
  latestEntryAt: string;
  minutes: number;
  startedAt: string | null;
  /** The room's own pause, as its sittings hold it. */
  paused: boolean;
  recordAt: string | null;
  watch: RoomWatch;
  journalUp: boolean;
  seats: BoardSeat[];
}

export async function roomView(db: Db, examId: string, roomId: string): Promise<RoomView> {
  const exam = await requireExam(db, examId);
  const room = await db.for("exam").examRoom.findUnique({ where: { examId_roomId: { examId, roomId } } });
  const centreRoom = await db.for("exam").centreRoom.findUnique({ where: { id: roomId }, include: { seats: true } });
  if (!room || !centreRoom) throw new DomainError("not-found", "本场没有这个考场。");
  const candidates = await db.for("exam").examCandidate.findMany({ where: { examId, roomId } });
  const texts = await personText(
    db,
    candidates.map((row) => row.personId),
  );
  const seats = new Map(centreRoom.seats.map((seat) => [seat.id, seat]));
  // The board says when the journal does not answer; check-in goes on meanwhile.
  const rows = await journal()
    .sittings(examId)
    .catch((error: unknown) => {
      if (error instanceof DomainError) return null;
      throw error;
    });
  const live = new Map((rows ?? []).map((row) => [row.sittingId, row]));
  const board = candidates.map((row): BoardSeat => {
    const seat = seats.get(row.seatId ?? "");
    const sitting = live.get(row.sittingId ?? "") ?? null;
    const text = texts.get(row.personId);
    return {
      candidateId: row.id,
      seat: seat?.label ?? "",
      machine: seat?.machine ?? "",
      row: seat?.row ?? 0,
      column: seat?.column ?? 0,
      name: text?.name ?? "",
      idHead: (text?.maskedId ?? "").replace(/.{4}$/, "____"),
      slipNumber: row.slipNumber,
      word: boardWord({ absent: row.absentAt !== null, row: sitting }),
      checkedIn: row.checkedInAt !== null,
      ticketed: row.ticketHash !== null,
      ticketAt: row.ticketHash ? (row.ticketAt?.toISOString() ?? null) : null,
      // A ticket that was taken and whose lease the journal does not hold seated nobody.
      entered: row.ticketUsedAt !== null && sitting?.epoch !== 0,
      absent: row.absentAt !== null,
      status: sitting?.status ?? null,
      heldBy: sitting?.heldBy ?? [],
      reopened: (sitting?.ends ?? 0) > (sitting?.status === "ended" ? 1 : 0),
      sittingId: row.sittingId,
      silentMs: sitting?.silentMs ?? null,
      answered: sitting?.answered ?? 0,
      flagged: sitting?.flagged ?? 0,
      pending: sitting?.pending ?? 0,
      remainingMs: sitting?.startedAt ? sitting.remainingMs : null,
      grantedMinutes: sitting?.grantedMinutes ?? 0,
      setAside: sitting?.setAside ?? [],
      answersWhilePaused: sitting?.answersWhilePaused ?? 0,
      lastInput: sitting?.lastInput ?? null,
    };
  });
  board.sort((a, b) => incidentRank(a.word) - incidentRank(b.word) || (a.seat < b.seat ? -1 : 1));
  return {
    examId,
    roomId,
    title: exam.title,
    room: centreRoom.name,
    status: exam.status,
    startsAt: exam.startsAt.toISOString(),
    opensAt: opensAt(exam).toISOString(),
    latestEntryAt: exam.latestEntryAt.toISOString(),
    minutes: exam.minutes,
    startedAt: room.startedAt?.toISOString() ?? null,
    paused: board.some((seat) => seat.heldBy.includes("room")),
    recordAt: room.recordAt?.toISOString() ?? null,
    watch: await watchOf(db, exam, roomId),
    journalUp: rows !== null,
    seats: board,
  };
}

/** Free seats of the exam's rooms, for a move. */
export async function freeSeats(db: Db, examId: string): Promise<{ id: string; label: string }[]> {
  const rooms = await db.for("exam").examRoom.findMany({ where: { examId } });
  const taken = new Set((await db.for("exam").examCandidate.findMany({ where: { examId } })).map((row) => row.seatId));
  const seats = await db.for("exam").centreSeat.findMany({
    where: { roomId: { in: rooms.map((room) => room.roomId) }, closedAt: null },
    include: { room: true },
    orderBy: { label: "asc" },
  });
  return seats
    .filter((seat) => !taken.has(seat.id))
    .map((seat) => ({ id: seat.id, label: `${seat.room.name} ${seat.label}` }));
}
