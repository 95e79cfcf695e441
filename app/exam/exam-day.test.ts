import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Question } from "#content/schema/question";
import { keyAnswer } from "~/question/result";
import { unseal } from "~/platform/seal.server";
import { recordOf } from "~/record/query.server";
import {
  candidatesOf as candidatesIn,
  everyoneSeated,
  examStory,
  handIn,
  lastFourOf as lastFourIn,
  openedExam,
  placeOfCandidate,
  plannedExam,
  startedExam,
  signRecord,
  STARTS,
  withDuties,
  type Crew,
  type ExamStory,
} from "../../tests/support/exam-story";
import type { SeatCredential } from "./journal/lease";
import { requireExam } from "./exam.server";
import { closeExam, markExam } from "./marking/marking.server";
import { releaseResults } from "./marking/release.server";
import { heldKey, openPapers } from "./paper/opening.server";
import { keyContext, sealPapers } from "./paper/papers.server";
import { projectJournal, rebuildProjection } from "./projection/project.server";
import { actOnSeats, moveSeat, startRoom } from "./room/acts.server";
import { checkIn } from "./room/check-in.server";
import { issueTicket } from "./room/tickets.server";
import { freeSeats } from "./room/room-view.server";
import { enterSeat } from "./sitting/enter.server";
import { seatFacts, seatPaper } from "./sitting/paper.server";

let story: ExamStory;
beforeEach(async () => {
  story = await examStory();
}, 180_000);
afterEach(() => story.close());

const candidatesOf = (examId: string) => candidatesIn(story, examId);
const lastFourOf = (personId: string) => lastFourIn(story, personId);
const at = placeOfCandidate;
const officer = () => story.people.staff["exam-officer"];
const opened = () => openedExam(story);
const seated = (examId: string, crew: Crew) => everyoneSeated(story, examId, crew);
const started = () => startedExam(story);

/** The paper's questions with their keys, as marking sees them. */
async function keyed(examId: string, sittingId: string): Promise<Question[]> {
  const candidate = await story.db.for("exam").examCandidate.findUnique({ where: { sittingId } });
  const paper = await story.db.for("exam").paper.findUnique({ where: { id: candidate!.paperId! } });
  const exam = await requireExam(story.db, examId);
  const { items } = JSON.parse(unseal(heldKey(exam), paper!.keySealed, keyContext(paper!.id))) as {
    items: { question: Question }[];
  };
  return items.map(({ question }) => question);
}

async function answerAll(examId: string, seat: SeatCredential, { wrongFrom = Infinity } = {}): Promise<void> {
  const questions = await keyed(examId, seat.sittingId);
  await story.seatPort().answers(
    seat,
    questions.slice(0, Math.min(questions.length, wrongFrom)).map((question, n) => ({
      seq: n + 1,
      item: n,
      kind: "pointer" as const,
      clientAt: story.now().toISOString(),
      ...(question.kind === "fill"
        ? { value: null, text: keyAnswer(question) as Record<string, string> }
        : { value: keyAnswer(question) as never }),
    })),
  );
}

describe("an exam from its plan to its results", () => {
  it("walks the whole way, and a pass stands in the record", async () => {
    const { examId, crew, seats, roomId } = await started();
    const paper = await seatPaper(story.db, seats[0]!);
    expect(paper.questions).toHaveLength(30);
    await answerAll(examId, seats[0]!);
    await answerAll(examId, seats[1]!, { wrongFrom: 5 });
    for (const seat of seats) await handIn(story, seat);
    story.at("2026-11-21T01:20:00.000Z");
    await closeExam(story.db, story.now(), officer(), examId);
    await signRecord(story, { examId, crew, roomId });
    expect(await markExam(story.db, story.now(), crew.assessor, examId)).toEqual({ marked: seats.length });
    const [first, second] = await story.db
      .for("exam")
      .examResult.findMany({ where: { examId }, orderBy: { candidateId: "asc" } });
    expect(first).toMatchObject({ score: 10_000, passed: true, attended: true, releasedAt: null });
    expect(second!.passed).toBe(false);
    expect(await recordOf(story.db, first!.personId, { kind: "result" })).toEqual([]);
    await releaseResults(story.db, story.now(), crew.release, { examId });
    const [row] = await recordOf(story.db, first!.personId, { kind: "result" });
    expect(row).toMatchObject({
      outcome: "passed",
      amount: 10_000,
      proofClass: "exam-journal",
      objectVersion: examId,
      subject: "confined-space",
    });
    expect((await requireExam(story.db, examId)).keyHeld).toBeNull();
  });

  it("is not released as it was marked when a seat's record has gone on since; marked again, it is", async () => {
    const { examId, crew, seats, roomId } = await started();
    for (const seat of seats) await handIn(story, seat);
    await closeExam(story.db, story.now(), officer(), examId);
    await signRecord(story, { examId, crew, roomId });
    await markExam(story.db, story.now(), crew.assessor, examId);
    const late = { seq: 1, item: 0, value: "a", kind: "key", clientAt: story.now().toISOString() };
    expect((await story.seatPort().answers(seats[0]!, [late])).late).toEqual([1]);
    await expect(releaseResults(story.db, story.now(), crew.release, { examId })).rejects.toThrow(
      /阅卷以后，准考证号 \S+ 的记录又变了/,
    );
    await markExam(story.db, story.now(), crew.assessor, examId);
    // The late answer waits for two persons; the others do not wait for it.
    expect(await releaseResults(story.db, story.now(), crew.release, { examId })).toEqual({
      released: seats.length - 1,
      held: 1,
    });
  });

  it("marking twice replays the journal to the same rows", async () => {
    const { examId, crew, seats, roomId } = await started();
    await answerAll(examId, seats[0]!, { wrongFrom: 20 });
    for (const seat of seats) await handIn(story, seat);
    await closeExam(story.db, story.now(), officer(), examId);
    await signRecord(story, { examId, crew, roomId });
    const rows = async () =>
      (await story.db.for("exam").examResult.findMany({ where: { examId }, orderBy: { id: "asc" } })).map(
        ({ markedAt: _at, ...row }) => row,
      );
    await markExam(story.db, story.now(), crew.assessor, examId);
    const before = await rows();
    await markExam(story.db, story.now(), crew.assessor, examId);
    expect(await rows()).toEqual(before);
  });

  it("the projection is the same followed step by step or made anew", async () => {
    const { examId, seats } = await started();
    await projectJournal(story.db);
    await answerAll(examId, seats[0]!);
    await handIn(story, seats[0]!);
    expect(await projectJournal(story.db)).toBe(31);
    expect(await projectJournal(story.db)).toBe(0);
    const rows = await story.db.for("exam").sitting.findMany({ orderBy: { id: "asc" } });
    expect(rows.find(({ id }) => id === seats[0]!.sittingId)).toMatchObject({
      status: "ended",
      endedBy: "submit",
      answered: 30,
    });
    await rebuildProjection(story.db);
    expect(await story.db.for("exam").sitting.findMany({ orderBy: { id: "asc" } })).toEqual(rows);
  });
});

describe("what is secret", () => {
  it("no byte of a paper can be read before its start: refused at the seat, absent from the file", async () => {
    const { examId, crew } = await opened();
    const [seat] = await seated(examId, crew);
    await expect(seatPaper(story.db, seat!)).rejects.toMatchObject({ code: "sealed" });
    expect(await seatFacts(story.db, seat!)).toMatchObject({ status: "waiting" });
    await story.db.raw("PRAGMA wal_checkpoint(TRUNCATE)");
    const bytes =
      ["", "-wal"]
        .map((tail) => {
          try {
            return readFileSync(story.file + tail).toString("utf8");
          } catch {
            return "";
          }
        })
        .join("") + readFileSync(story.journal.file).toString("utf8");
    for (const question of await keyed(examId, seat!.sittingId))
      expect(bytes.includes(question.stem), question.id).toBe(false);
  });

  it("what a seat is given holds no key, no explanation and no basis", async () => {
    const { seats } = await started();
    const text = JSON.stringify(await seatPaper(story.db, seats[0]!));
    expect(text).not.toMatch(/"(key|explanation|basis|accept|difficulty|mark)"/);
  });

  it("sealed papers stay shut for one opener, for the officer, and before their time", async () => {
    const examId = await plannedExam(story);
    const crew = await withDuties(story, examId);
    await sealPapers(story.db, story.now(), officer(), examId);
    const open = (codes: [string, string], who = crew.openers[0]) =>
      openPapers(story.db, story.now(), who, { examId, codes });
    await expect(open(crew.codes)).rejects.toThrow("还没有到启封时间");
    story.at("2026-11-21T00:50:00.000Z");
    await expect(open([crew.codes[0], crew.codes[0]])).rejects.toThrow("启封码不对");
    await expect(open(crew.codes, officer() as never)).rejects.toThrow("没有派给您开卷任务");
    expect(() => heldKey({ id: examId, keyHeld: null })).toThrow("还封着");
    // Both openers press at one moment, one of them twice: it is opened once, by one row, and neither is told of an
    // error.
    const [first, second] = crew.openers;
    const other: [string, string] = [crew.codes[1], crew.codes[0]];
    await Promise.all([open(crew.codes, first), open(other, second), open(crew.codes, first)]);
    expect((await requireExam(story.db, examId)).status).toBe("opened");
    expect(
      await story.db.for("platform").auditRow.count({ where: { act: "paper.open", object: examId, outcome: "done" } }),
    ).toBe(1);
    await expect(open(crew.codes)).rejects.toThrow("试卷已经启封");
  });
});

describe("who may do what", () => {
  it("a teacher of a candidate is refused as invigilator, with the fact, and it is logged", async () => {
    const examId = await plannedExam(story);
    const teacher = story.people.trainers[0]!;
    const { assignDuty } = await import("./duty/assign.server");
    const { newId } = await import("~/platform/ids");
    await story.db.for("people").roleGrant.create({
      data: {
        id: newId(story.now()),
        accountId: teacher.accountId,
        role: "invigilator",
        scopeKind: "any",
        from: story.now(),
      },
    });
    const roomId = (await candidatesOf(examId))[0]!.roomId!;
    await expect(
      assignDuty(story.db, story.now(), officer(), {
        examId,
        kind: "invigilate",
        personId: teacher.personId,
        accountId: teacher.accountId,
        roomId,
      }),
    ).rejects.toThrow(/不能承担监考：.+教过考生.+线下班/);
    const [check] = await story.db.for("exam").separationCheck.findMany({ where: { examId, outcome: "refused" } });
    expect(check).toMatchObject({ duty: "invigilate", moment: "assign", personId: teacher.personId });
    expect(await story.db.for("platform").auditRow.count({ where: { act: "separation.refuse" } })).toBe(1);
    await expect(story.db.for("exam").separationCheck.deleteMany({})).rejects.toThrow();
    expect(await story.db.for("exam").separationCheck.count({ where: { examId, outcome: "refused" } })).toBe(1);
  });

  it("a class filed on the same day stops an invigilator at the act", async () => {
    const { examId, crew } = await opened();
    const [row] = await candidatesOf(examId);
    const { appendRecord } = await import("~/record/append.server");
    const who = crew.invigilators[0]!;
    await appendRecord(story.db, story.now(), [
      {
        personId: row!.personId,
        kind: "class",
        subject: "confined-space",
        from: story.now(),
        to: story.now(),
        amount: 2700,
        proofClass: "signed-paper",
        taughtBy: [who.personId],
        source: "late-class",
      },
    ]);
    await expect(
      checkIn(story.db, story.now(), who, { ...at(row!), lastFour: await lastFourOf(row!.personId) }),
    ).rejects.toMatchObject({ code: "separation" });
  });

  it("setter, marker and stranger cannot release; the releaser cannot mark", async () => {
    const { examId, crew, seats, roomId } = await started();
    for (const seat of seats) await handIn(story, seat);
    await closeExam(story.db, story.now(), officer(), examId);
    await signRecord(story, { examId, crew, roomId });
    await expect(markExam(story.db, story.now(), crew.release, examId)).rejects.toMatchObject({ code: "forbidden" });
    await markExam(story.db, story.now(), crew.assessor, examId);
    for (const who of [officer(), crew.assessor, crew.invigilators[0]!])
      await expect(releaseResults(story.db, story.now(), who, { examId })).rejects.toMatchObject({ code: "forbidden" });
    const { assignDuty } = await import("./duty/assign.server");
    await expect(
      assignDuty(story.db, story.now(), officer(), {
        examId,
        kind: "assess",
        personId: crew.release.personId,
        accountId: crew.release.accountId,
        roomId: null,
      }),
    ).rejects.toThrow();
  });
});

describe("at the seat", () => {
  it("a ticket is good once; of two devices one gets in and the other is told why", async () => {
    const { examId, crew } = await opened();
    const [row] = await candidatesOf(examId);
    const who = crew.invigilators[0]!;
    await expect(issueTicket(story.db, story.now(), who, at(row!))).rejects.toThrow("先核对证件签到");
    await expect(checkIn(story.db, story.now(), who, { ...at(row!), lastFour: "0000" })).rejects.toThrow(
      "后四位与名单不符",
    );
    await checkIn(story.db, story.now(), who, { ...at(row!), lastFour: await lastFourOf(row!.personId) });
    const ticket = await issueTicket(story.db, story.now(), who, at(row!));
    const enter = (device: string) =>
      enterSeat(story.db, story.now(), { ticket: ticket.toLowerCase(), device, ip: "10.0.0.1" });
    const tries = await Promise.allSettled([enter("one"), enter("two")]);
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(enter("three")).rejects.toThrow("已经用过");
    await expect(
      enterSeat(story.db, story.now(), { ticket: "7777-7777", device: "x", ip: "10.0.0.2" }),
    ).rejects.toThrow("没有这张座位票");
    expect(JSON.stringify(await candidatesOf(examId))).not.toContain(ticket);
  });

  it("another's sitting by its id is refused, and a move fences the old seat", async () => {
    const { examId, crew, seats } = await started();
    const [mine, other] = seats;
    await expect(seatPaper(story.db, { ...mine!, sittingId: other!.sittingId })).rejects.toMatchObject({
      code: "forbidden",
    });
    const row = (await candidatesOf(examId)).find(({ sittingId }) => sittingId === mine!.sittingId)!;
    const [free] = await freeSeats(story.db, examId);
    const move = (knowing?: boolean) =>
      moveSeat(story.db, story.now(), crew.invigilators[0]!, {
        ...at(row),
        seatId: free!.id,
        reason: "technical.machine",
        ...(knowing === undefined ? {} : { knowing }),
      });
    story.seatPort().beat(mine!, { pending: 3 }, 0);
    await expect(move()).rejects.toThrow("旧机器上还有 3 处没有送到");
    story.seatPort().beat(mine!, { pending: 0 }, 0);
    story.journal.clock.at += 11_000;
    await expect(move()).rejects.toThrow("旧机器现在没有应答");
    expect((await story.journal.journal.sitting(mine!.sittingId))!.row.epoch).toBe(mine!.epoch);
    await move(true);
    await expect(seatPaper(story.db, mine!)).rejects.toMatchObject({ code: "gone" });
    const ticket = await issueTicket(story.db, story.now(), crew.invigilators[0]!, at(row));
    const again = await enterSeat(story.db, story.now(), { ticket, device: "spare", ip: "10.0.0.3" });
    expect((await seatPaper(story.db, again)).questions).toHaveLength(30);
    expect(free!.label).toContain((await seatFacts(story.db, again)).seat);
  });

  it("minutes are granted with a fitting reason by who invigilates the room, and by nobody else", async () => {
    const { examId, crew, seats, roomId } = await started();
    const [row] = await candidatesOf(examId);
    const grant = (who: { accountId: string; personId: string }, reason: string) =>
      actOnSeats(story.db, story.now(), who, {
        examId,
        roomId,
        candidateIds: [row!.id],
        act: { kind: "grant", minutes: 5, reason },
      });
    await expect(grant(crew.invigilators[0]!, "candidate.talk")).rejects.toThrow("选一个合适的原因");
    await expect(grant(crew.assessor, "technical.power")).rejects.toMatchObject({ code: "forbidden" });
    const before = (await story.journal.journal.sittings(examId)).find(
      ({ sittingId }) => sittingId === row!.sittingId,
    )!.remainingMs;
    await grant(crew.invigilators[0]!, "technical.power");
    const after = (await story.journal.journal.sittings(examId)).find(
      ({ sittingId }) => sittingId === row!.sittingId,
    )!.remainingMs;
    expect(after - before).toBe(5 * 60_000);
    expect(seats).toHaveLength(6);
  });

  it("is not closed over the head of somebody who has time left", async () => {
    const { examId, seats } = await started();
    for (const seat of seats.slice(1)) await handIn(story, seat);
    await expect(closeExam(story.db, story.now(), officer(), examId)).rejects.toThrow("还有 1 名考生没有结束。");
    await handIn(story, seats[0]!);
    await closeExam(story.db, story.now(), officer(), examId);
  });

  it("nobody starts before the hour, and the paper closes with the sitting", async () => {
    const { examId, crew } = await opened();
    const seats = await seated(examId, crew);
    const roomId = (await candidatesOf(examId))[0]!.roomId!;
    await expect(startRoom(story.db, story.now(), crew.invigilators[0]!, { examId, roomId })).rejects.toThrow(
      "还没有到开考时间",
    );
    story.at(STARTS);
    // the second invigilator does not come: nobody begins until somebody else has taken the duty on
    const [, second] = crew.invigilators;
    const held = { examId, roomId, kind: "invigilate", accountId: second!.accountId };
    const table = story.db.for("exam").examDuty;
    await table.updateMany({ where: held, data: { endedAt: story.now() } });
    await expect(startRoom(story.db, story.now(), crew.invigilators[0]!, { examId, roomId })).rejects.toThrow(
      "这个考场要 2 名监考员，接受任务的有 1 名，还不能开考",
    );
    await table.updateMany({ where: held, data: { endedAt: null } });
    await startRoom(story.db, story.now(), crew.invigilators[0]!, { examId, roomId });
    await handIn(story, seats[0]!);
    await expect(seatPaper(story.db, seats[0]!)).rejects.toMatchObject({ code: "gone" });
  });
});
