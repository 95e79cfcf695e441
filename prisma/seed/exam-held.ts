import { closeExam, markExam } from "~/exam/marking/marking.server";
import type { KeyedItem } from "~/exam/marking/mark";
import { releaseResults } from "~/exam/marking/release.server";
import { requireExam } from "~/exam/exam.server";
import { journal } from "~/exam/journal-access.server";
import type { Journal } from "~/exam/journal/journal.server";
import type { SeatCredential } from "~/exam/journal/lease";
import { SeatPort } from "~/exam/journal/seat-port.server";
import { heldKey, openPapers } from "~/exam/paper/opening.server";
import { keyContext, sealPapers } from "~/exam/paper/papers.server";
import { actOnSeats, startRoom } from "~/exam/room/acts.server";
import { checkIn } from "~/exam/room/check-in.server";
import { issueTicket } from "~/exam/room/tickets.server";
import { signRoomRecord } from "~/exam/room/record.server";
import { enterSeat } from "~/exam/sitting/enter.server";
import { personSecret } from "~/people/person.server";
import type { Db } from "~/platform/db.server";
import { unseal } from "~/platform/seal.server";
import { keyAnswer } from "~/question/result";
import type { Question } from "#content/schema/question";
import { giveDuties } from "./exam-duties";
import { makeRandom } from "./made-up";
import type { SeededPeople } from "./people";

// Holds an exam from its duties to its release, through the same functions that the pages call and at the hours when it
// would have happened. What each candidate knows is made up; what they score is marked.

const MINUTE = 60_000;
const BATCH = 10;

export interface SeedClock {
  at: number;
  now(): number;
}
export interface Held {
  db: Db;
  clock: SeedClock;
  people: SeededPeople;
  examId: string;
  startsAt: Date;
}

export async function holdExam({ db, clock, people, examId, startsAt }: Held): Promise<void> {
  const now = () => new Date(clock.at);
  const officer = people.staff["exam-officer"];
  const invigilator = people.invigilators[0]!;
  const codes = await giveDuties(db, now(), people, examId, { openersAccept: true });
  await sealPapers(db, now(), officer, examId);
  clock.at = startsAt.getTime() - 12 * MINUTE;
  await openPapers(db, now(), people.openers[0]!, { examId, codes: [codes[0]!, codes[1]!] });
  const seats = await takeSeats(db, clock, people, examId);
  clock.at = startsAt.getTime() + 20_000;
  const [room] = await db.for("exam").examRoom.findMany({ where: { examId } });
  const place = { examId, roomId: room!.roomId };
  await startRoom(db, now(), invigilator, place);
  clock.at += 15 * MINUTE;
  const [first] = await db.for("exam").examCandidate.findMany({ where: { examId }, orderBy: { slipNumber: "asc" } });
  await actOnSeats(db, now(), invigilator, {
    ...place,
    candidateIds: [first!.id],
    act: { kind: "grant", minutes: 3, reason: "technical.screen", note: "更换鼠标" },
  });
  await answerPapers(db, clock, examId, seats);
  await closeExam(db, now(), officer, examId);
  for (const who of people.invigilators.slice(0, 2))
    await signRoomRecord(db, now(), who, { ...place, remarks: "考场秩序正常。" });
  clock.at += 40 * MINUTE;
  await markExam(db, now(), people.assessors[0]!, examId);
  clock.at += 60 * MINUTE;
  await releaseResults(db, now(), people.staff.release, { examId });
}

async function takeSeats(db: Db, clock: SeedClock, people: SeededPeople, examId: string): Promise<SeatCredential[]> {
  const invigilator = people.invigilators[0]!;
  const seats: SeatCredential[] = [];
  for (const candidate of await db
    .for("exam")
    .examCandidate.findMany({ where: { examId }, orderBy: { slipNumber: "asc" } })) {
    clock.at += 25_000;
    const { idNumber } = (await personSecret(db, candidate.personId))!;
    const place = { examId, roomId: candidate.roomId!, candidateId: candidate.id };
    await checkIn(db, new Date(clock.at), invigilator, { ...place, lastFour: idNumber.slice(-4) });
    const ticket = await issueTicket(db, new Date(clock.at), invigilator, place);
    seats.push(
      await enterSeat(db, new Date(clock.at), { ticket, device: `seat-${seats.length + 1}`, ip: "127.0.0.1" }),
    );
  }
  return seats;
}

async function answerPapers(db: Db, clock: SeedClock, examId: string, seats: readonly SeatCredential[]): Promise<void> {
  const random = makeRandom(20261121);
  const seatPort = new SeatPort(journal() as Journal);
  const exam = await requireExam(db, examId);
  for (const seat of seats) {
    const candidate = await db.for("exam").examCandidate.findUniqueOrThrow({ where: { sittingId: seat.sittingId } });
    const paper = await db.for("exam").paper.findUniqueOrThrow({ where: { id: candidate.paperId! } });
    const { items } = JSON.parse(unseal(heldKey(exam), paper.keySealed, keyContext(paper.id))) as {
      items: KeyedItem[];
    };
    const knows = 0.74 + random() * 0.26;
    const entries = items.map(({ question }, n) => ({
      seq: n + 1,
      item: n,
      kind: "pointer" as const,
      clientAt: new Date(clock.at).toISOString(),
      ...given(question, random() < knows, random),
    }));
    for (let from = 0; from < entries.length; from += BATCH) {
      clock.at += 20_000;
      await seatPort.answers(seat, entries.slice(from, from + BATCH));
    }
    await seatPort.submit(seat, entries.length);
  }
}

/** The key, or something that this kind of question would also take. */
function given(
  question: Question,
  right: boolean,
  random: () => number,
): { value: never; text?: Record<string, string> } {
  const key = keyAnswer(question);
  const answer = right ? key : wrongAnswer(question, random);
  return question.kind === "fill"
    ? { value: null as never, text: answer as Record<string, string> }
    : { value: answer as never };
}

function wrongAnswer(question: Question, random: () => number): unknown {
  switch (question.kind) {
    case "single": {
      const others = question.options.filter(({ id }) => id !== question.key);
      return others[Math.floor(random() * others.length)]!.id;
    }
    case "multiple":
      return question.key.slice(0, -1);
    case "truefalse":
      return !question.key;
    case "order":
      return [...question.key].reverse();
    case "match":
      return Object.fromEntries(
        Object.keys(question.key)
          .slice(0, 1)
          .map((left) => [left, question.key[left]]),
      );
    case "hotspot":
      return question.key.slice(0, 1);
    case "fill":
      return Object.fromEntries(question.blanks.map(({ id }) => [id, "不记得"]));
  }
}
