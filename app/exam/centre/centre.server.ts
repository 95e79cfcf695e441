import { closedAmong, organisationsById } from "~/people/directory.server";
import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids";
import { layOutRoom, type Seat } from "./seating";

// Centres with their rooms and seats.

export type RoomPlan = { name: string; seats: number; columns: number };
/** `seats`: those in use. */
export type CentreRoomView = { id: string; name: string; ordinal: number; seats: number; closed: boolean };
export type CentreView = {
  id: string;
  name: string;
  organisationId: string;
  districtCode: string;
  closed: boolean;
  rooms: CentreRoomView[];
};

export async function createCentre(
  db: Db,
  now: Date,
  centre: { name: string; organisationId: string; districtCode: string; rooms: readonly RoomPlan[] },
): Promise<string> {
  const id = newId(now);
  await db.transaction(async (tx) => {
    const exam = tx.for("exam");
    const { rooms, ...head } = centre;
    await exam.centre.create({ data: { id, ...head, createdAt: now } });
    for (const [n, { name, seats, columns }] of rooms.entries()) {
      const roomId = newId(now);
      await exam.centreRoom.create({ data: { id: roomId, centreId: id, name, ordinal: n + 1 } });
      const laid = layOutRoom({ id: roomId, ordinal: n + 1, count: seats, columns });
      await exam.centreSeat.createMany({ data: laid.map((seat) => ({ ...seat, id: newId(now) })) });
    }
  });
  return id;
}

export async function allCentres(db: Db): Promise<CentreView[]> {
  const rows = await db.for("exam").centre.findMany({
    include: {
      rooms: {
        orderBy: { ordinal: "asc" },
        include: { _count: { select: { seats: { where: { closedAt: null } } } } },
      },
    },
    orderBy: { createdAt: "asc" },
  });
  return rows.map(({ rooms, id, name, organisationId, districtCode, closedAt }) => ({
    id,
    name,
    organisationId,
    districtCode,
    closed: closedAt !== null,
    rooms: rooms.map(({ _count, id, name, ordinal, closedAt: roomClosed }) => ({
      id,
      name,
      ordinal,
      seats: _count.seats,
      closed: roomClosed !== null,
    })),
  }));
}

/**
 * Where an exam can be planned: centres of organisations in use, themselves in use, with rooms in use that have a seat.
 */
export async function openCentres(db: Db): Promise<CentreView[]> {
  const all = await allCentres(db);
  const shut = await closedAmong(
    db,
    all.map((centre) => centre.organisationId),
  );
  const centres = all.filter((centre) => !centre.closed && !shut.has(centre.organisationId));
  return centres
    .map((centre) => ({ ...centre, rooms: centre.rooms.filter((room) => !room.closed && room.seats > 0) }))
    .filter((centre) => centre.rooms.length > 0);
}

/** Why no exam can be planned anywhere, and whether there are rooms at all; null where one can. */
export async function whyNoCentre(db: Db): Promise<{ rooms: boolean; why: string } | null> {
  if ((await openCentres(db)).length > 0) return null;
  const all = await allCentres(db);
  const withRooms = all.filter((centre) => centre.rooms.length > 0);
  if (withRooms.length === 0) return { rooms: false, why: "先建考试中心、考场和座位，再排考试。" };
  const shut = await closedAmong(
    db,
    withRooms.map((centre) => centre.organisationId),
  );
  const organisations = await organisationsById(
    db,
    withRooms.map((centre) => centre.organisationId),
  );
  const whys = withRooms.map((centre) => {
    if (shut.has(centre.organisationId))
      return `${centre.name}的单位“${organisations.get(centre.organisationId)?.name ?? ""}”已停用，请系统管理员在“单位”里恢复。`;
    return centre.closed
      ? `考试中心“${centre.name}”已停用，要在“考试场地”里恢复。`
      : `${centre.name}没有在用的考场和座位，要在“考试场地”里加上或恢复。`;
  });
  return { rooms: true, why: whys.join("") };
}

/** The seats in use of some rooms, in order of room and number. */
export async function seatsOf(db: Db, roomIds: readonly string[]): Promise<Seat[]> {
  const rooms = await db.for("exam").centreRoom.findMany({
    where: { id: { in: [...roomIds] } },
    orderBy: { ordinal: "asc" },
    include: { seats: { where: { closedAt: null }, orderBy: [{ row: "asc" }, { column: "asc" }] } },
  });
  return rooms.flatMap((room) => room.seats);
}

export async function roomNames(db: Db, roomIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.for("exam").centreRoom.findMany({ where: { id: { in: [...new Set(roomIds)] } } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
