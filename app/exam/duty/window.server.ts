import type { Db } from "~/platform/db.server";

// When an account has work in an exam room: from two hours before the start (papers are opened, candidates checked in)
// until the room's record is signed, at most four hours past the planned end. Who has such work is never shut out by
// others, and their session lasts until it is done.

const BEFORE_MS = 2 * 3_600_000;
const AFTER_MS = 4 * 3_600_000;
const LONGEST_MS = 24 * 3_600_000;
const ON_THE_DAY = ["open", "invigilate", "inspect"];

/** Until when an exam's duty may keep the account busy; null when none is due now. */
export async function dutyUntil(db: Db, now: Date, accountId: string): Promise<Date | null> {
  const duties = await db.for("exam").examDuty.findMany({
    where: {
      accountId,
      endedAt: null,
      kind: { in: ON_THE_DAY },
      exam: {
        status: { in: ["planned", "sealed", "opened", "closed"] },
        startsAt: { gt: new Date(now.getTime() - LONGEST_MS), lte: new Date(now.getTime() + BEFORE_MS) },
      },
    },
    select: {
      roomId: true,
      exam: { select: { startsAt: true, minutes: true, rooms: { select: { roomId: true, recordAt: true } } } },
    },
  });
  const ends = duties
    .filter(({ roomId, exam }) =>
      exam.rooms.some((room) => (roomId === null || room.roomId === roomId) && room.recordAt === null),
    )
    .map(({ exam }) => exam.startsAt.getTime() + exam.minutes * 60_000 + AFTER_MS)
    .filter((end) => end > now.getTime());
  return ends.length ? new Date(Math.max(...ends)) : null;
}
