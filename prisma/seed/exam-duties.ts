import { acceptDuty, assignDuty } from "~/exam/duty/assign.server";
import type { DutyKind } from "~/exam/separation/separation";
import type { Db } from "~/platform/db.server";
import type { SeededPeople, StaffHandle } from "./people";

/** All duties of an exam; gives the openers' codes where they took theirs. */
export async function giveDuties(
  db: Db,
  now: Date,
  people: SeededPeople,
  examId: string,
  { openersAccept }: { openersAccept: boolean },
): Promise<string[]> {
  const officer = people.staff["exam-officer"];
  const codes: string[] = [];
  const give = async (kind: DutyKind, who: StaffHandle, roomId: string | null = null) => {
    const { dutyId } = await assignDuty(db, now, officer, {
      examId,
      kind,
      personId: who.personId,
      accountId: who.accountId,
      roomId,
    });
    if (kind === "open" && !openersAccept) return;
    const { code } = await acceptDuty(db, now, who, dutyId);
    if (code) codes.push(code);
  };
  for (const opener of people.openers.slice(0, 2)) await give("open", opener);
  const rooms = await db.for("exam").examRoom.findMany({ where: { examId }, orderBy: { id: "asc" } });
  const used = new Set((await db.for("exam").examCandidate.findMany({ where: { examId } })).map((row) => row.roomId));
  for (const [n, room] of rooms.filter((one) => used.size === 0 || used.has(one.roomId)).entries())
    for (const who of people.invigilators.slice(n * 2, n * 2 + 2)) await give("invigilate", who, room.roomId);
  await give("assess", people.assessors[0]!);
  await give("inspect", people.staff.inspector);
  await give("release", people.staff.release);
  return codes;
}
