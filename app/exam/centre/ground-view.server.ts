import { closedAmong, organisationsById } from "~/people/directory.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";

// The exam ground as the exam office reads it: what there is, what is in use, and which exam stands where.

export interface CentreLine {
  id: string;
  name: string;
  organisation: string;
  rooms: number;
  seats: number;
  closed: boolean;
  organisationClosed: boolean;
}

export async function centreLines(db: Db): Promise<CentreLine[]> {
  const rows = await db.for("exam").centre.findMany({
    orderBy: { createdAt: "asc" },
    include: {
      rooms: { where: { closedAt: null }, include: { _count: { select: { seats: { where: { closedAt: null } } } } } },
    },
  });
  const organisations = await organisationsById(
    db,
    rows.map((row) => row.organisationId),
  );
  const shut = await closedAmong(
    db,
    rows.map((row) => row.organisationId),
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    organisation: organisations.get(row.organisationId)?.name ?? "",
    rooms: row.rooms.length,
    seats: row.rooms.reduce((sum, room) => sum + room._count.seats, 0),
    closed: row.closedAt !== null,
    organisationClosed: shut.has(row.organisationId),
  }));
}

export interface RoomLine {
  id: string;
  name: string;
  ordinal: number;
  seats: number;
  shut: number;
  exams: number;
  next: { title: string; startsAt: string } | null;
  closed: boolean;
}
export interface CentrePage {
  id: string;
  name: string;
  organisation: string;
  organisationClosed: boolean;
  closed: boolean;
  rooms: RoomLine[];
}

export async function centrePage(db: Db, id: string): Promise<CentrePage> {
  const centre = await db.for("exam").centre.findUnique({
    where: { id },
    include: { rooms: { orderBy: { ordinal: "asc" }, include: { seats: { select: { closedAt: true } } } } },
  });
  if (!centre) throw new DomainError("not-found", "没有这个考试中心。");
  const held = await db.for("exam").examRoom.findMany({
    where: { roomId: { in: centre.rooms.map((room) => room.id) }, exam: { status: { not: "cancelled" } } },
    include: { exam: { select: { title: true, startsAt: true, status: true } } },
    orderBy: { exam: { startsAt: "asc" } },
  });
  const organisations = await organisationsById(db, [centre.organisationId]);
  return {
    id,
    name: centre.name,
    organisation: organisations.get(centre.organisationId)?.name ?? "",
    closed: centre.closedAt !== null,
    organisationClosed: (await closedAmong(db, [centre.organisationId])).size > 0,
    rooms: centre.rooms.map((room) => {
      const exams = held.filter((one) => one.roomId === room.id).map((one) => one.exam);
      const next = exams.find((exam) => ["planned", "sealed", "opened"].includes(exam.status));
      return {
        id: room.id,
        name: room.name,
        ordinal: room.ordinal,
        closed: room.closedAt !== null,
        exams: exams.length,
        next: next ? { title: next.title, startsAt: next.startsAt.toISOString() } : null,
        seats: room.seats.filter((seat) => !seat.closedAt).length,
        shut: room.seats.filter((seat) => seat.closedAt).length,
      };
    }),
  };
}

export interface SeatLine {
  id: string;
  label: string;
  row: number;
  column: number;
  machine: string;
  closed: boolean;
}
export interface RoomPage {
  centre: { id: string; name: string; closed: boolean };
  room: RoomLine;
  seats: SeatLine[];
  columns: number;
}

export async function roomPage(db: Db, { centreId, roomId }: { centreId: string; roomId: string }): Promise<RoomPage> {
  const { rooms, ...centre } = await centrePage(db, centreId);
  const room = rooms.find((one) => one.id === roomId);
  if (!room) throw new DomainError("not-found", "这个考试中心没有这个考场。");
  const seats = await db
    .for("exam")
    .centreSeat.findMany({ where: { roomId }, orderBy: [{ row: "asc" }, { column: "asc" }] });
  return {
    centre: { id: centre.id, name: centre.name, closed: centre.closed },
    room,
    columns: Math.max(1, ...seats.map((seat) => seat.column)),
    seats: seats.map(({ id, label, row, column, machine, closedAt }) => ({
      id,
      label,
      row,
      column,
      machine,
      closed: closedAt !== null,
    })),
  };
}
