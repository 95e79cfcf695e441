import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newId } from "~/platform/ids";
import type { Role } from "~/people/roles";
import type { StaffHandle } from "../../../prisma/seed/people";
import {
  candidatesOf,
  closedExam,
  signedExam,
  examStory,
  openedExam,
  placeOfCandidate,
  plannedExam,
  startedExam,
  withDuties,
  type ExamStory,
} from "../../../tests/support/exam-story";
import { requireExam } from "../exam.server";
import { markExam } from "../marking/marking.server";
import { releaseResults } from "../marking/release.server";
import { actOnSeats, moveSeat, startRoom } from "../room/acts.server";
import { checkIn, markAbsent } from "../room/check-in.server";
import { issueRoomTickets, issueTicket } from "../room/tickets.server";
import { freeSeats, roomView } from "../room/room-view.server";
import { takeOff } from "../plan/withdraw.server";
import { separationProof } from "../separation/proof.server";
import type { DutyKind } from "../separation/separation";
import { barToAct } from "./act.server";
import { acceptDuty, assignDuty, countersignDuty } from "./assign.server";
import { endDuty } from "./end.server";

let story: ExamStory;
beforeEach(async () => {
  story = await examStory();
}, 180_000);
afterEach(() => story.close());

const officer = () => story.people.staff["exam-officer"];
const dutyOf = async (examId: string, kind: DutyKind, who: StaffHandle) =>
  story.db.for("exam").examDuty.findFirstOrThrow({ where: { examId, kind, accountId: who.accountId } });
const end = async (examId: string, kind: DutyKind, who: StaffHandle) =>
  endDuty(story.db, story.now(), officer(), { examId, dutyId: (await dutyOf(examId, kind, who)).id });
async function give(examId: string, kind: DutyKind, who: StaffHandle, role: Role): Promise<void> {
  const grant = { accountId: who.accountId, role, scopeKind: "any", from: story.now() };
  await story.db.for("people").roleGrant.create({ data: { id: newId(story.now()), ...grant } });
  const { accountId, personId } = who;
  const { dutyId } = await assignDuty(story.db, story.now(), officer(), {
    examId,
    kind,
    accountId,
    personId,
    roomId: null,
  });
  await acceptDuty(story.db, story.now(), who, dutyId);
}
/** As an older version left it: the row says that the duty ended, whatever was done under it. */
const wipe = async (examId: string, kind: DutyKind, who: StaffHandle) =>
  story.db
    .for("exam")
    .examDuty.update({ where: { id: (await dutyOf(examId, kind, who)).id }, data: { endedAt: story.now() } });
const doneRows = (act: string) =>
  story.db.for("platform").auditRow.count({ where: { act: { startsWith: act }, outcome: "done" } });

describe("who has acted in an exam counts for good", () => {
  it("an invigilator who checked in cannot be taken off, and never marks, even where the row says that the duty ended", async () => {
    const { examId, crew } = await closedExam(story);
    const who = crew.invigilators[0]!;
    await expect(end(examId, "invigilate", who)).rejects.toMatchObject({ code: "wrong-state" });
    await expect(end(examId, "invigilate", who)).rejects.toThrow(
      /在本场监考已经做了：核对证件签到 6 人、发座位票 6 张、开考 6 人。做过的任务不能撤下/,
    );
    expect((await dutyOf(examId, "invigilate", who)).endedAt).toBeNull();
    await wipe(examId, "invigilate", who);
    await expect(give(examId, "assess", who, "assessor")).rejects.toThrow(/已做过本场监考，不能再承担考评阅卷/);
  });

  it("each marker is remembered after another marked again: neither is taken off, neither releases", async () => {
    const { examId, crew } = await signedExam(story);
    const [first, second] = [crew.assessor, story.people.assessors[1]!];
    await markExam(story.db, story.now(), first, examId);
    await expect(end(examId, "assess", first)).rejects.toThrow(/阅卷 1 遍/);
    await give(examId, "assess", second, "assessor");
    await markExam(story.db, story.now(), second, examId);
    await wipe(examId, "assess", first);
    await expect(give(examId, "release", first, "release")).rejects.toThrow(/已做过本场考评阅卷，不能再承担发布成绩/);
    // and where an older version had let the duty be given, the act itself says no
    await story.db.for("exam").examDuty.create({
      data: {
        id: newId(story.now()),
        examId,
        kind: "release",
        personId: first.personId,
        accountId: first.accountId,
        roomId: null,
        assignedBy: officer().accountId,
        assignedAt: story.now(),
        acceptedAt: story.now(),
      },
    });
    await expect(releaseResults(story.db, story.now(), first, { examId })).rejects.toMatchObject({
      code: "separation",
    });
    expect((await requireExam(story.db, examId)).status).toBe("marked");
  });

  it("a duty that nobody used is taken off, and its holder may have another", async () => {
    const { examId, crew } = await closedExam(story);
    await end(examId, "assess", crew.assessor);
    await give(examId, "release", crew.assessor, "release");
    await expect(end(examId, "assess", crew.assessor)).rejects.toMatchObject({ code: "not-found" });
  });

  it("an act that the journal alone holds counts as well", async () => {
    const { examId, crew, roomId } = await startedExam(story);
    const [, other] = crew.invigilators;
    const [row] = await candidatesOf(story, examId);
    await story.journal.journal.append({
      mode: "all",
      events: [
        {
          id: newId(story.now()),
          sittingId: row!.sittingId!,
          examId,
          kind: "warn",
          body: { code: "candidate.talk", by: other!.accountId },
        },
      ],
    });
    await expect(end(examId, "invigilate", other!)).rejects.toThrow(/已经做了：处理考生/);
    expect(roomId).toBe(row!.roomId);
  });

  it("after the release nothing is taken off any more, used or not", async () => {
    const { examId, crew } = await signedExam(story);
    await markExam(story.db, story.now(), crew.assessor, examId);
    await releaseResults(story.db, story.now(), crew.release, { examId });
    for (const [kind, who] of [
      ["open", crew.openers[0]],
      ["invigilate", crew.invigilators[1]!],
      ["assess", crew.assessor],
      ["release", crew.release],
    ] as const)
      await expect(end(examId, kind, who), kind).rejects.toMatchObject({ code: "wrong-state" });
  });

  it("a use is never changed nor taken away", async () => {
    const { examId } = await openedExam(story);
    await expect(story.db.for("exam").dutyUse.deleteMany({ where: { examId } })).rejects.toThrow();
    await expect(story.db.for("exam").dutyUse.updateMany({ where: { examId }, data: { count: 0 } })).rejects.toThrow();
  });
});

describe("the proof of separation", () => {
  it("lists every duty that was used, ended or not, and says who did nothing", async () => {
    const { examId, crew } = await signedExam(story);
    await markExam(story.db, story.now(), crew.assessor, examId);
    await give(examId, "assess", story.people.assessors[1]!, "assessor");
    await wipe(examId, "assess", crew.assessor);
    const { duties } = await separationProof(story.db, story.now(), await requireExam(story.db, examId));
    const told = (kind: DutyKind) =>
      duties.filter((one) => one.duty === kind).map(({ acted, did }) => `${acted} ${did}`);
    expect(told("set")).toEqual(["true 立计划、封存试卷"]);
    expect(told("open")).toEqual(["true 启封试卷", "true 启封试卷"]);
    expect(told("invigilate")).toEqual([
      "true 核对证件签到 6 人、发座位票 6 张、开考 6 人、签考场记录",
      "true 签考场记录",
    ]);
    expect(told("assess")).toEqual(["true 阅卷 1 遍（任务后来撤下）", "false 已接受，没有做过"]);
    expect(told("release")).toEqual(["false 已接受，没有做过"]);
  });
});

describe("an act finds its object under the exam and the room of its page", () => {
  async function twoExams() {
    const one = await openedExam(story);
    const first = story.roomIds;
    story.roomIds = first.slice(1);
    const other = await plannedExam(story, []);
    story.roomIds = first;
    return { ...one, other };
  }

  it("a duty of another exam is neither taken off nor countersigned through this one", async () => {
    const { examId, crew, other } = await twoExams();
    const duty = await dutyOf(examId, "invigilate", crew.invigilators[1]!);
    await expect(endDuty(story.db, story.now(), officer(), { examId: other, dutyId: duty.id })).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(
      countersignDuty(story.db, story.now(), story.people.staff.release, {
        examId: other,
        dutyId: duty.id,
        reason: "考生自学",
      }),
    ).rejects.toMatchObject({ code: "not-found" });
    expect((await dutyOf(examId, "invigilate", crew.invigilators[1]!)).endedAt).toBeNull();
    expect(await doneRows("duty.end")).toBe(0);
  });

  it("a candidate of another exam stays on its list, and the audit says of nobody that they were taken off", async () => {
    const { examId, other } = await twoExams();
    const [row] = await candidatesOf(story, examId);
    for (const candidateId of [row!.id, newId(story.now())])
      await expect(
        takeOff(story.db, story.now(), officer(), { examId: other, candidateId, reason: "mistaken" }),
      ).rejects.toMatchObject({ code: "not-found" });
    expect(await candidatesOf(story, examId)).toHaveLength(6);
    expect(await doneRows("exam.unseat")).toBe(0);
  });

  it("a candidate of another room is not checked in, ticketed, marked absent, moved nor dealt with from this one", async () => {
    const { examId, roomId } = await startedExam(story);
    const elsewhere = story.roomIds.find((id) => id !== roomId)!;
    const who = story.people.invigilators[2]!;
    await story.db.for("exam").examRoom.create({ data: { id: newId(story.now()), examId, roomId: elsewhere } });
    const { accountId, personId } = who;
    const { dutyId } = await assignDuty(story.db, story.now(), officer(), {
      examId,
      kind: "invigilate",
      accountId,
      personId,
      roomId: elsewhere,
    });
    await acceptDuty(story.db, story.now(), who, dutyId);
    const [row] = await candidatesOf(story, examId);
    const wrong = { ...placeOfCandidate(row!), roomId: elsewhere };
    const { db } = story;
    const [free] = await freeSeats(db, examId);
    const before = await doneRows("room.");
    const grant = { kind: "grant" as const, minutes: 60, reason: "technical.power" };
    for (const act of [
      () => checkIn(db, story.now(), who, { ...wrong, lastFour: "0000" }),
      () => issueTicket(db, story.now(), who, wrong),
      () => markAbsent(db, story.now(), who, wrong),
      () => moveSeat(db, story.now(), who, { ...wrong, seatId: free!.id, reason: "technical.machine" }),
      () => actOnSeats(db, story.now(), who, { ...wrong, candidateIds: [row!.id], act: grant }),
    ])
      await expect(act()).rejects.toMatchObject({ code: "not-found" });
    expect(await doneRows("room.")).toBe(before);
  });
});

describe("what reached nobody is not said to be done", () => {
  it("a start, a ticket, an act and a second absence for nobody are refused and leave no line", async () => {
    const { examId, crew, roomId } = await startedExam(story);
    const [who] = crew.invigilators;
    const place = { examId, roomId };
    const { db } = story;
    const before = await doneRows("room.");
    const ids = (await candidatesOf(story, examId)).map((row) => row.id);
    const refused = (work: Promise<unknown>, words: string) =>
      expect(work).rejects.toMatchObject({ code: "wrong-state", message: expect.stringContaining(words) });
    await refused(startRoom(db, story.now(), who!, place), "没有开考谁");
    await refused(issueRoomTickets(db, story.now(), who!, place), "没有发座位票");
    await refused(
      actOnSeats(db, story.now(), who!, { ...place, candidateIds: ids, act: { kind: "resume" } }),
      "没有处理谁：没有暂停",
    );
    expect(await doneRows("room.")).toBe(before);
  });

  it("a room is paused while its sittings are: waking each one ends it, and there is nothing to lift", async () => {
    const { examId, crew, roomId } = await startedExam(story);
    const [who] = crew.invigilators;
    const inRoom = { examId, roomId, candidateIds: [], scope: "room" as const };
    const paused = async () => (await roomView(story.db, examId, roomId)).paused;
    await actOnSeats(story.db, story.now(), who!, { ...inRoom, act: { kind: "pause", reason: "technical.power" } });
    expect(await paused()).toBe(true);
    await actOnSeats(story.db, story.now(), who!, {
      ...inRoom,
      scope: "seat",
      candidateIds: (await candidatesOf(story, examId)).map((row) => row.id),
      act: { kind: "resume" },
    });
    expect(await paused()).toBe(false);
    await expect(actOnSeats(story.db, story.now(), who!, { ...inRoom, act: { kind: "resume" } })).rejects.toMatchObject(
      { code: "wrong-state" },
    );
  });
});

describe("a page offers what the act will take", () => {
  it("says to each marker whether it is their turn, and why not", async () => {
    const { examId, crew } = await closedExam(story);
    const exam = await requireExam(story.db, examId);
    const bar = (who: StaffHandle) => barToAct(story.db, story.now(), who, { exam, kind: "assess" });
    const stranger = story.people.assessors[1]!;
    expect(await bar(crew.assessor)).toBeNull();
    expect(await bar(stranger)).toBe("本场没有派给您考评阅卷任务。");
    const asked = () => story.db.for("exam").separationCheck.count();
    const before = await asked();
    await bar(crew.assessor);
    expect(await asked()).toBe(before);
  });
});

describe("a change of the list tells what it did to the duties", () => {
  it("names who was taken off which duty and why, and keeps who has acted", async () => {
    const examId = await plannedExam(story, story.learners.slice(0, 5));
    const crew = await withDuties(story, examId);
    const { appendRecord } = await import("~/record/append.server");
    const { seatCandidates } = await import("../plan/candidates.server");
    const { changeWords } = await import("./change-words");
    const [who] = crew.invigilators;
    await appendRecord(story.db, story.now(), [
      {
        personId: story.learners[5]!,
        kind: "class",
        subject: "confined-space",
        from: story.now(),
        to: story.now(),
        amount: 2700,
        proofClass: "signed-paper",
        taughtBy: [who!.personId],
        source: "their-class",
      },
    ]);
    const { changes } = await seatCandidates(story.db, story.now(), officer(), {
      examId,
      personIds: [story.learners[5]!],
    });
    expect(changes.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual(["invigilate ended"]);
    expect(changeWords(changes)).toMatch(/^撤下一项任务，请另派人：不能承担监考：.+教过考生/);
    expect((await dutyOf(examId, "invigilate", who!)).endedAt).not.toBeNull();
    expect((await dutyOf(examId, "set", officer())).endedAt).toBeNull();
    const gone = (await candidatesOf(story, examId)).find((row) => row.personId === story.learners[5])!;
    // a class that the setter taught is filed later: what was done stays, and is told
    await appendRecord(story.db, story.now(), [
      {
        personId: story.learners[0]!,
        kind: "class",
        subject: "confined-space",
        from: story.now(),
        to: story.now(),
        amount: 2700,
        proofClass: "signed-paper",
        taughtBy: [officer().personId],
        source: "setters-class",
      },
    ]);
    const off = { examId, candidateId: gone.id, reason: "mistaken" as const };
    const kept = (await takeOff(story.db, story.now(), officer(), off)).changes;
    expect(kept.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual(["set kept"]);
    expect(changeWords(kept)).toMatch(/^命题组卷已经做过，撤不下/);
    const { accountId, personId } = who!;
    const again = { examId, kind: "invigilate" as const, accountId, personId, roomId: gone.roomId };
    expect((await assignDuty(story.db, story.now(), officer(), again)).unproven).toBeNull();
  });

  it("seats others after somebody was taken off, each under a number of their own", async () => {
    const examId = await plannedExam(story, story.learners.slice(0, 5));
    const { seatCandidates } = await import("../plan/candidates.server");
    const [first] = await candidatesOf(story, examId);
    await takeOff(story.db, story.now(), officer(), { examId, candidateId: first!.id, reason: "mistaken" });
    await seatCandidates(story.db, story.now(), officer(), { examId, personIds: [story.learners[5]!] });
    const numbers = (await candidatesOf(story, examId)).map((row) => row.slipNumber);
    expect(numbers.map((number) => number.slice(-3))).toEqual(["002", "003", "004", "005", "006"]);
  });
});
