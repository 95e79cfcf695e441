import type { Actor } from "~/people/actor.server";
import { closedAmong, getOrganisation } from "~/people/directory.server";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { createCentre } from "./centre.server";
import type { NewCentre, NewRoom, SeatChange } from "./ground-form";
import { layOutRoom, nextSeats } from "./seating";

// Making and changing the exam ground. What an exam stands in is not changed under it; what an exam has stood in keeps
// its name and numbers for good, so that its slips and records read as they did; who needs other names closes it and
// opens anew.

export type GroundKeeper = Pick<Actor, "accountId">;
/** Not over yet. */
export const LIVE_EXAMS = ["planned", "sealed", "opened"];

/** Refuses while an exam that is not over yet stands in one of these rooms, and names it. */
async function requireQuiet(db: Db, roomIds: readonly string[]): Promise<void> {
  const exam = await db.for("exam").exam.findFirst({
    where: { status: { in: LIVE_EXAMS }, rooms: { some: { roomId: { in: [...roomIds] } } } },
    orderBy: { startsAt: "asc" },
  });
  if (exam)
    throw new DomainError("wrong-state", `“${exam.title}”要用这里，还没有考完。等它结束，或者先取消它，再来改。`);
}

const usedBefore = async (db: Db, roomId: string): Promise<boolean> =>
  (await db.for("exam").examRoom.count({ where: { roomId, exam: { status: { not: "cancelled" } } } })) > 0;

async function requireCentre(db: Db, id: string) {
  const centre = await db
    .for("exam")
    .centre.findUnique({ where: { id }, include: { rooms: { orderBy: { ordinal: "asc" } } } });
  if (!centre) throw new DomainError("not-found", "没有这个考试中心。");
  return centre;
}

async function requireRoom(db: Db, { centreId, roomId }: RoomPlace) {
  const room = await db
    .for("exam")
    .centreRoom.findFirst({ where: { id: roomId, centreId }, include: { seats: true, centre: true } });
  if (!room) throw new DomainError("not-found", "这个考试中心没有这个考场。");
  return room;
}

export type RoomPlace = { centreId: string; roomId: string };

async function write(
  db: Db,
  now: Date,
  keeper: GroundKeeper,
  act: { act: string; object: string; facts?: Record<string, string | number> },
  work: (tx: Db) => Promise<unknown>,
): Promise<void> {
  await db.transaction(async (tx) => {
    await work(tx);
    await audit(tx, now, { actorId: keeper.accountId, outcome: "done", ...act });
  });
}

/** A centre lies in the district of the organisation that runs it. */
export async function openCentre(
  db: Db,
  now: Date,
  keeper: GroundKeeper,
  { name, organisationId }: NewCentre,
): Promise<string> {
  const organisation = await getOrganisation(db, organisationId);
  if (!organisation) throw new DomainError("invalid", "没有这个单位，请另选一个。");
  if ((await closedAmong(db, [organisationId])).size > 0)
    throw new DomainError("wrong-state", `${organisation.name}已经停用，不在那里建考试中心。`);
  if (await db.for("exam").centre.findFirst({ where: { organisationId, name, closedAt: null } }))
    throw new DomainError("conflict", `${organisation.name}已经有叫“${name}”的考试中心。`);
  return db.transaction(async (tx) => {
    const id = await createCentre(tx, now, {
      name,
      organisationId,
      districtCode: organisation.districtCode,
      rooms: [],
    });
    await audit(tx, now, {
      actorId: keeper.accountId,
      act: "ground.centre",
      object: id,
      outcome: "done",
      facts: { organisation: organisationId },
    });
    return id;
  });
}

export async function renameCentre(
  db: Db,
  now: Date,
  keeper: GroundKeeper,
  { centreId, name }: { centreId: string; name: string },
): Promise<void> {
  const centre = await requireCentre(db, centreId);
  if (name === centre.name) throw new DomainError("wrong-state", `它现在就叫“${name}”。`);
  await requireQuiet(
    db,
    centre.rooms.map((room) => room.id),
  );
  if (
    await db.for("exam").centre.findFirst({
      where: { organisationId: centre.organisationId, name, closedAt: null, id: { not: centreId } },
    })
  )
    throw new DomainError("conflict", `这个单位已经有叫“${name}”的考试中心。`);
  await write(
    db,
    now,
    keeper,
    { act: "ground.rename", object: centreId, facts: { from: centre.name, to: name } },
    (tx) => tx.for("exam").centre.update({ where: { id: centreId }, data: { name } }),
  );
}

/** `open` false: nothing new is planned there; past exams keep it. */
export async function setCentreOpen(
  db: Db,
  now: Date,
  keeper: GroundKeeper,
  { centreId, open }: { centreId: string; open: boolean },
): Promise<void> {
  const centre = await requireCentre(db, centreId);
  if (open === (centre.closedAt === null))
    throw new DomainError("wrong-state", open ? "这个考试中心本来就在用。" : "这个考试中心已经停用。");
  if (!open)
    await requireQuiet(
      db,
      centre.rooms.map((room) => room.id),
    );
  await write(db, now, keeper, { act: open ? "ground.reopen" : "ground.close", object: centreId }, (tx) =>
    tx.for("exam").centre.update({ where: { id: centreId }, data: { closedAt: open ? null : now } }),
  );
}

export async function addRoom(
  db: Db,
  now: Date,
  keeper: GroundKeeper,
  { centreId, name, seats, columns }: NewRoom & { centreId: string },
): Promise<string> {
  const centre = await requireCentre(db, centreId);
  if (centre.closedAt) throw new DomainError("wrong-state", "这个考试中心已经停用，先恢复使用再加考场。");
  if (centre.rooms.some((room) => room.name === name && !room.closedAt))
    throw new DomainError("conflict", `这里已经有叫“${name}”的考场。`);
  const [roomId, ordinal] = [newId(now), Math.max(0, ...centre.rooms.map((room) => room.ordinal)) + 1];
  await write(
    db,
    now,
    keeper,
    { act: "ground.room", object: roomId, facts: { centre: centreId, seats } },
    async (tx) => {
      await tx.for("exam").centreRoom.create({ data: { id: roomId, centreId, name, ordinal } });
      await tx.for("exam").centreSeat.createMany({
        data: layOutRoom({ id: roomId, ordinal, count: seats, columns }).map((seat) => ({ ...seat, id: newId(now) })),
      });
    },
  );
  return roomId;
}

export async function renameRoom(
  db: Db,
  now: Date,
  keeper: GroundKeeper,
  { name, ...place }: RoomPlace & { name: string },
): Promise<void> {
  const room = await requireRoom(db, place);
  if (name === room.name) throw new DomainError("wrong-state", `它现在就叫“${name}”。`);
  await requireQuiet(db, [room.id]);
  if (await usedBefore(db, room.id))
    throw new DomainError(
      "wrong-state",
      "这个考场排过考试，名称不再改，以前的准考证和考场记录要对得上。要换名称，就停用它，另建一个。",
    );
  if (
    await db
      .for("exam")
      .centreRoom.findFirst({ where: { centreId: room.centreId, name, closedAt: null, id: { not: room.id } } })
  )
    throw new DomainError("conflict", `这里已经有叫“${name}”的考场。`);
  await write(db, now, keeper, { act: "ground.rename", object: room.id, facts: { from: room.name, to: name } }, (tx) =>
    tx.for("exam").centreRoom.update({ where: { id: room.id }, data: { name } }),
  );
}

export async function setRoomOpen(
  db: Db,
  now: Date,
  keeper: GroundKeeper,
  { open, ...place }: RoomPlace & { open: boolean },
): Promise<void> {
  const room = await requireRoom(db, place);
  if (open === (room.closedAt === null))
    throw new DomainError("wrong-state", open ? "这个考场本来就在用。" : "这个考场已经停用。");
  if (
    open &&
    (await db.for("exam").centreRoom.findFirst({ where: { centreId: room.centreId, name: room.name, closedAt: null } }))
  )
    throw new DomainError("conflict", `现在另有一个叫“${room.name}”的考场在用，不能恢复这一个。`);
  if (!open) await requireQuiet(db, [room.id]);
  await write(db, now, keeper, { act: open ? "ground.reopen" : "ground.close", object: room.id }, (tx) =>
    tx.for("exam").centreRoom.update({ where: { id: room.id }, data: { closedAt: open ? null : now } }),
  );
}

/** More seats behind the last row, numbered on. */
export async function addSeats(
  db: Db,
  now: Date,
  keeper: GroundKeeper,
  { seats, ...place }: RoomPlace & { seats: number },
): Promise<void> {
  const room = await requireRoom(db, place);
  await requireQuiet(db, [room.id]);
  const more = nextSeats(room, room.seats, seats);
  await write(db, now, keeper, { act: "ground.seats", object: room.id, facts: { seats } }, (tx) =>
    tx.for("exam").centreSeat.createMany({ data: more.map((seat) => ({ ...seat, id: newId(now) })) }),
  );
}

/** The machine's name may change any day; the seat's number only while no exam has used the room. */
export async function changeSeat(
  db: Db,
  now: Date,
  keeper: GroundKeeper,
  { seatId, label, machine, ...place }: RoomPlace & SeatChange,
): Promise<void> {
  const room = await requireRoom(db, place);
  const seat = room.seats.find((one) => one.id === seatId);
  if (!seat) throw new DomainError("not-found", "这个考场没有这个座位。");
  if (label !== seat.label) {
    if (await usedBefore(db, room.id))
      throw new DomainError("wrong-state", "这个考场排过考试，座位号不再改。机器名随时可以改；不用的座位可以停用。");
    if (room.seats.some((one) => one.label === label))
      throw new DomainError("conflict", `这个考场已经有 ${label} 号座位。`);
  }
  const twin = machine && room.seats.find((one) => one.machine === machine && one.id !== seatId);
  if (twin) throw new DomainError("conflict", `机器“${machine}”已经写在 ${twin.label} 号座位上。`);
  await write(
    db,
    now,
    keeper,
    {
      act: "ground.seat",
      object: seatId,
      facts: {
        room: room.id,
        ...(label !== seat.label && { from: seat.label, to: label }),
        ...(machine !== seat.machine && { machineFrom: seat.machine, machineTo: machine }),
      },
    },
    (tx) => tx.for("exam").centreSeat.update({ where: { id: seatId }, data: { label, machine } }),
  );
}

export async function setSeatOpen(
  db: Db,
  now: Date,
  keeper: GroundKeeper,
  { seatId, open, ...place }: RoomPlace & { seatId: string; open: boolean },
): Promise<void> {
  const room = await requireRoom(db, place);
  const seat = room.seats.find((one) => one.id === seatId);
  if (!seat) throw new DomainError("not-found", "这个考场没有这个座位。");
  if (open === (seat.closedAt === null))
    throw new DomainError("wrong-state", open ? "这个座位本来就在用。" : "这个座位已经停用。");
  await requireQuiet(db, [room.id]);
  await write(
    db,
    now,
    keeper,
    { act: open ? "ground.reopen" : "ground.close", object: seatId, facts: { room: room.id } },
    (tx) => tx.for("exam").centreSeat.update({ where: { id: seatId }, data: { closedAt: open ? null : now } }),
  );
}
