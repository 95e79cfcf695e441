import { sign } from "node:crypto";
import { issuePending } from "~/certificate/issue.server";
import { useJournal } from "~/exam/journal-access.server";
import { openJournal } from "~/exam/journal/journal.server";
import { proposeCandidates } from "~/exam/plan/candidates.server";
import { admitCandidates } from "~/exam/plan/places.server";
import { planExam } from "~/exam/plan/plan.server";
import { requireExam } from "~/exam/exam.server";
import { startOfDay, toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { keys } from "~/platform/keys.server";
import { seedBank, seedBlueprint, seedCentre } from "./exam-ground";
import { giveDuties } from "./exam-duties";
import { holdExam, type SeedClock } from "./exam-held";
import type { SeededPeople } from "./people";

// Three exams: one held yesterday, with real events in the journal, marked and released; one later today with its
// candidates seated and its duties given out, which waits for the openers to take theirs and for its papers; and one
// without candidates, for whoever tries the house out and puts himself in.

const HOUR = 3_600_000;
const HELD_CANDIDATES = 14;
const TODAY_CANDIDATES = 12;

export async function seedExam({ db, now }: { db: Db; now: Date }, people: SeededPeople): Promise<void> {
  const centreId = await seedCentre(db, now, people);
  await seedBank(db, now, people);
  const blueprintHash = await seedBlueprint(db, now, people, "confined-space");
  await seedBlueprint(db, now, people, "work-safety-law");
  const rooms = await db.for("exam").centreRoom.findMany({ where: { centreId }, orderBy: { ordinal: "asc" } });
  const plan = { subject: "confined-space" as const, blueprintHash, demonstration: true };

  const yesterdayNine = new Date(startOfDay(toDay(now)).getTime() - 24 * HOUR + 9 * HOUR);
  await withJournal(yesterdayNine, async (clock) => {
    clock.at = yesterdayNine.getTime() - 20 * HOUR;
    const at = () => new Date(clock.at);
    const examId = await planExam(db, at(), people.staff["exam-officer"], {
      ...plan,
      title: "有限空间作业内部考核（第一场）",
      roomIds: [rooms[0]!.id],
      startsAt: yesterdayNine,
    });
    await seat(db, at(), people, examId, HELD_CANDIDATES);
    await holdExam({ db, clock, people, examId, startsAt: yesterdayNine });
  });
  await issuePending(db, now, { issuer: "越城区应急管理局（演示）" });

  const soon = new Date(Math.ceil((now.getTime() + 2 * HOUR) / (HOUR / 2)) * (HOUR / 2));
  const examId = await planExam(db, now, people.staff["exam-officer"], {
    ...plan,
    title: "有限空间作业内部考核（第二场）",
    roomIds: rooms.slice(1, 3).map((room) => room.id),
    startsAt: soon,
  });
  await seat(db, now, people, examId, TODAY_CANDIDATES);
  await giveDuties(db, now, people, examId, { openersAccept: false });

  const tryOut = await planExam(db, now, people.staff["exam-officer"], {
    ...plan,
    title: "有限空间作业内部考核（第三场）",
    roomIds: [rooms[4]!.id],
    startsAt: new Date(soon.getTime() + 2 * HOUR),
  });
  await giveDuties(db, now, people, tryOut, { openersAccept: false });
}

async function seat(db: Db, now: Date, people: SeededPeople, examId: string, most: number): Promise<void> {
  const exam = await requireExam(db, examId);
  const eligible = (await proposeCandidates(db, exam, now)).filter(
    (one) => one.bars.length === 0 && one.personId !== people.demoLearner.personId,
  );
  await admitCandidates(db, now, people.staff["exam-officer"], {
    exam,
    personIds: eligible.slice(0, most).map((one) => one.personId),
  });
}

/** The journal of this installation, opened here before any process serves, with time in the seed's hand. */
async function withJournal(start: Date, work: (clock: SeedClock) => Promise<void>): Promise<void> {
  const clock: SeedClock = { at: start.getTime(), now: () => clock.at };
  const { privateKey } = keys().signing();
  const journal = await openJournal(env().dataDir, {
    clock,
    personKey: (id) => keys().personKey(id),
    sign: (bytes) => sign(null, bytes, privateKey).toString("base64url"),
    writer: "inline",
  });
  useJournal(journal);
  try {
    await work(clock);
  } finally {
    useJournal(null);
    await journal.close();
  }
}
