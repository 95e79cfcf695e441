import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { useJournal } from "~/exam/journal-access.server";
import { SeatPort } from "~/exam/journal/seat-port.server";
import { acceptDuty, assignDuty } from "~/exam/duty/assign.server";
import { planExam } from "~/exam/plan/plan.server";
import { seatCandidates } from "~/exam/plan/candidates.server";
import type { SeatCredential } from "~/exam/journal/lease";
import { closeExam } from "~/exam/marking/marking.server";
import { openPapers } from "~/exam/paper/opening.server";
import { sealPapers } from "~/exam/paper/papers.server";
import { startRoom } from "~/exam/room/acts.server";
import { checkIn } from "~/exam/room/check-in.server";
import { signRoomRecord } from "~/exam/room/record.server";
import { issueTicket } from "~/exam/room/tickets.server";
import { enterSeat } from "~/exam/sitting/enter.server";
import { personSecret } from "~/people/person.server";
import { openDb } from "~/platform/db.server";
import { KeyRing, useKeyRing } from "~/platform/keys.server";
import { seedBank, seedBlueprint, seedCentre, seedTraining } from "../../prisma/seed/exam-ground";
import { seedPeople, type SeededPeople, type StaffHandle } from "../../prisma/seed/people";
import { freshDatabase } from "./database";
import { testJournal, type TestJournal } from "./journal";

/** A centre, a bank, trained candidates, a journal; time in the test's hand. */
export interface ExamStory {
  db: ReturnType<typeof openDb>;
  file: string;
  keys: KeyRing;
  journal: TestJournal;
  seatPort(): SeatPort;
  people: SeededPeople;
  centreId: string;
  blueprintHash: string;
  roomIds: string[];
  learners: string[];
  now(): Date;
  at(instant: string): Date;
  close(): Promise<void>;
}

export const OFFICER = "exam-officer" as const;

const START = "2026-11-21T00:00:00.000Z";

interface Ground {
  dir: string;
  people: SeededPeople;
  centreId: string;
  blueprintHash: string;
  learners: string[];
}
let ground: Promise<Ground> | undefined;

/** The seeded slice is made once and copied for each story. */
async function makeGround(): Promise<Ground> {
  const { db, dir, keys } = await freshDatabase();
  const now = new Date(START);
  const people = await seedPeople({ db, now });
  const centreId = await seedCentre(db, now, people);
  await seedBank(db, now, people);
  const blueprintHash = await seedBlueprint(db, now, people, "confined-space");
  const learners = people.learners.confinedSpace.slice(0, 6);
  await seedTraining(db, now, people, learners);
  await (db as ReturnType<typeof openDb>).close();
  keys.close();
  const kept = mkdtempSync(join(tmpdir(), "anding-ground-"));
  cpSync(dir, kept, { recursive: true });
  rmSync(dir, { recursive: true, force: true });
  process.once("exit", () => rmSync(kept, { recursive: true, force: true }));
  return { dir: kept, people, centreId, blueprintHash, learners };
}

export async function examStory(): Promise<ExamStory> {
  const made = await (ground ??= makeGround());
  const dir = mkdtempSync(join(tmpdir(), "anding-story-"));
  cpSync(made.dir, dir, { recursive: true });
  const keys = new KeyRing(join(dir, "keys"));
  useKeyRing(keys);
  const file = join(dir, "anding.db");
  const db = openDb(file);
  const journal = await testJournal({ personKey: (id) => keys.personKey(id) });
  journal.clock.at = Date.parse(START);
  useJournal(journal.journal);
  const now = () => new Date(journal.clock.at);
  const rooms = await db
    .for("exam")
    .centreRoom.findMany({ where: { centreId: made.centreId }, orderBy: { ordinal: "asc" } });
  const { people, centreId, blueprintHash, learners } = made;
  return {
    db,
    file,
    keys,
    journal,
    people,
    centreId,
    blueprintHash,
    learners,
    now,
    seatPort: () => new SeatPort(journal.journal),
    roomIds: rooms.map((room) => room.id),
    at(instant) {
      journal.clock.at = Date.parse(instant);
      return now();
    },
    async close() {
      useJournal(null);
      await journal.close();
      await db.close();
      keys.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export const STARTS = "2026-11-21T01:00:00.000Z";

/** Plans the exam in the first room, with candidates seated. */
export async function plannedExam(story: ExamStory, personIds = story.learners): Promise<string> {
  const { db, people } = story;
  const examId = await planExam(db, story.now(), people.staff[OFFICER], {
    title: "有限空间作业内部考核",
    subject: "confined-space",
    blueprintHash: story.blueprintHash,
    roomIds: story.roomIds.slice(0, 1),
    startsAt: new Date(STARTS),
    demonstration: true,
  });
  await seatCandidates(db, story.now(), people.staff[OFFICER], { examId, personIds });
  return examId;
}

export interface Crew {
  openers: [StaffHandle, StaffHandle];
  codes: [string, string];
  invigilators: StaffHandle[];
  assessor: StaffHandle;
  release: StaffHandle;
}

/** All duties assigned and accepted; gives the openers' codes. */
export async function withDuties(story: ExamStory, examId: string): Promise<Crew> {
  const { db, people } = story;
  const officer = people.staff[OFFICER];
  const give = async (
    kind: Parameters<typeof assignDuty>[3]["kind"],
    who: StaffHandle,
    roomId: string | null = null,
  ) => {
    const { dutyId } = await assignDuty(db, story.now(), officer, {
      examId,
      kind,
      personId: who.personId,
      accountId: who.accountId,
      roomId,
    });
    return acceptDuty(db, story.now(), who, dutyId);
  };
  const openers: [StaffHandle, StaffHandle] = [people.openers[0]!, people.openers[1]!];
  const codes = [(await give("open", openers[0])).code!, (await give("open", openers[1])).code!] as [string, string];
  const used = new Set((await db.for("exam").examCandidate.findMany({ where: { examId } })).map((row) => row.roomId!));
  const invigilators = people.invigilators.slice(0, used.size * 2);
  for (const [n, roomId] of [...used].entries())
    for (const who of invigilators.slice(n * 2, n * 2 + 2)) await give("invigilate", who, roomId);
  await give("assess", people.assessors[0]!);
  await give("release", people.staff.release);
  return { openers, codes, invigilators, assessor: people.assessors[0]!, release: people.staff.release };
}

export const candidatesOf = (story: ExamStory, examId: string) =>
  story.db.for("exam").examCandidate.findMany({ where: { examId }, orderBy: { slipNumber: "asc" } });
export type CandidateOf = Awaited<ReturnType<typeof candidatesOf>>[number];

/** A candidate as the page of their room names them. */
export const placeOfCandidate = (row: Pick<CandidateOf, "id" | "examId" | "roomId">) => ({
  candidateId: row.id,
  examId: row.examId,
  roomId: row.roomId!,
});

export const lastFourOf = async (story: ExamStory, personId: string): Promise<string> =>
  (await personSecret(story.db, personId))!.idNumber.slice(-4);

/** Planned, all duties accepted, sealed and opened ten minutes before the start. */
export async function openedExam(story: ExamStory): Promise<{ examId: string; crew: Crew }> {
  const examId = await plannedExam(story);
  const crew = await withDuties(story, examId);
  await sealPapers(story.db, story.now(), story.people.staff[OFFICER], examId);
  story.at("2026-11-21T00:50:00.000Z");
  await openPapers(story.db, story.now(), crew.openers[0], { examId, codes: crew.codes });
  return { examId, crew };
}

/** Everyone checked in, ticketed and at the seat. */
export async function everyoneSeated(story: ExamStory, examId: string, crew: Crew): Promise<SeatCredential[]> {
  const credentials = [];
  const who = crew.invigilators[0]!;
  for (const row of await candidatesOf(story, examId)) {
    const place = placeOfCandidate(row);
    await checkIn(story.db, story.now(), who, { ...place, lastFour: await lastFourOf(story, row.personId) });
    const ticket = await issueTicket(story.db, story.now(), who, place);
    credentials.push(await enterSeat(story.db, story.now(), { ticket, device: "seat-pc", ip: "10.0.0.1" }));
  }
  return credentials;
}

export interface Running {
  examId: string;
  crew: Crew;
  seats: SeatCredential[];
  roomId: string;
}

export async function startedExam(story: ExamStory): Promise<Running> {
  const { examId, crew } = await openedExam(story);
  const seats = await everyoneSeated(story, examId, crew);
  story.at(STARTS);
  const roomId = (await candidatesOf(story, examId))[0]!.roomId!;
  await startRoom(story.db, story.now(), crew.invigilators[0]!, { examId, roomId });
  return { examId, crew, seats, roomId };
}

/** Handed in at the seat: the device has sent all that it numbered. */
export const handIn = (story: ExamStory, seat: SeatCredential) =>
  story.seatPort().submit(seat, story.seatPort().resume(seat).durable);

/** The room's record, signed by both its invigilators: marking waits for it. */
export async function signRecord(story: ExamStory, { examId, crew, roomId }: Omit<Running, "seats">): Promise<void> {
  for (const who of crew.invigilators.slice(0, 2))
    await signRoomRecord(story.db, story.now(), who, { examId, roomId, remarks: "" });
}

/** Handed in by everyone and closed. */
export async function closedExam(story: ExamStory): Promise<Running> {
  const running = await startedExam(story);
  for (const seat of running.seats) await handIn(story, seat);
  await closeExam(story.db, story.now(), story.people.staff[OFFICER], running.examId);
  return running;
}

/** And with its room's record signed. */
export async function signedExam(story: ExamStory): Promise<Running> {
  const running = await closedExam(story);
  await signRecord(story, running);
  return running;
}
