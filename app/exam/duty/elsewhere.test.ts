import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { planExam } from "~/exam/plan/plan.server";
import { seatCandidates } from "~/exam/plan/candidates.server";
import { moveExam } from "~/exam/plan/change.server";
import { admitCandidates } from "~/exam/plan/places.server";
import { createStaffAccount } from "~/people/accounts.server";
import { personSecret, createPersons } from "~/people/person.server";
import { bindIdentity } from "~/people/staff-identity.server";
import { newId } from "~/platform/ids";
import type { StaffHandle } from "../../../prisma/seed/people";
import { appendRecord } from "~/record/append.server";
import {
  candidatesOf,
  examStory,
  lastFourOf,
  OFFICER,
  openedExam,
  placeOfCandidate,
  plannedExam,
  startedExam,
  STARTS,
  withDuties,
  type ExamStory,
} from "../../../tests/support/exam-story";
import { requireExam } from "../exam.server";
import { checkIn } from "../room/check-in.server";
import { acceptDuty, assignDuty } from "./assign.server";
import { recheckPersons } from "./recheck.server";
import { windowOf } from "./elsewhere.server";

// Nobody is in two places at one time.

let story: ExamStory;
beforeEach(async () => {
  story = await examStory();
}, 180_000);
afterEach(() => story.close());

const MINUTE = 60_000;
const officer = () => story.people.staff[OFFICER];
/** Another exam in another room, `minutes` after the first one's start. */
const another = (minutes = 0, room = 1) =>
  planExam(story.db, story.now(), officer(), {
    title: "有限空间作业内部考核（另一场）",
    subject: "confined-space",
    blueprintHash: story.blueprintHash,
    roomIds: [story.roomIds[room]!],
    startsAt: new Date(Date.parse(STARTS) + minutes * MINUTE),
    demonstration: true,
  });
const invigilate = (examId: string, who: StaffHandle, roomId: string) =>
  assignDuty(story.db, story.now(), officer(), {
    examId,
    kind: "invigilate",
    personId: who.personId,
    accountId: who.accountId,
    roomId,
  });
const seat = (examId: string, personIds = story.learners) =>
  seatCandidates(story.db, story.now(), officer(), { examId, personIds });

describe("a candidate", () => {
  it("of one exam is not seated in another of that time, and the refusal names it; after the turnover they are", async () => {
    const first = await plannedExam(story);
    const second = await another();
    await expect(seat(second)).rejects.toThrow(/同一时间有别处：“有限空间作业内部考核” .*考试（.*09:00/);
    expect(await candidatesOf(story, second)).toEqual([]);
    const { from, to } = windowOf(await requireExam(story.db, first));
    // 15 minutes before the start until latest entry 30 + exam 60 + turnover 10
    expect([from.toISOString(), to.toISOString()]).toEqual(["2026-11-21T00:45:00.000Z", "2026-11-21T02:40:00.000Z"]);
    const just = await another(114, 2);
    await expect(seat(just)).rejects.toThrow(/同一时间有别处/);
    const later = await another(115, 3);
    expect((await seat(later)).seated).toBe(6);
    await expect(
      moveExam(story.db, story.now(), officer(), {
        examId: later,
        startsAt: new Date(Date.parse(STARTS) + 60 * MINUTE),
      }),
    ).rejects.toThrow(/同一时间有别处/);
  });

  it("who sits in one exam is not let in at another, although both lists have them", async () => {
    const { examId } = await startedExam(story);
    const second = await another(60);
    await story.db.for("exam").exam.update({ where: { id: second }, data: { status: "cancelled" } });
    await admitCandidates(story.db, story.now(), officer(), {
      exam: await requireExam(story.db, second),
      personIds: story.learners.slice(0, 1),
    }).catch(() => undefined);
    const { whereReally } = await import("./elsewhere.server");
    const exam = await requireExam(story.db, second);
    const where = await whereReally(story.db, exam, { personId: story.learners[0]! }, { as: "candidate" });
    expect(where).toContain("有限空间作业内部考核");
    expect(
      await whereReally(
        story.db,
        await requireExam(story.db, examId),
        { personId: story.learners[0]! },
        { as: "candidate" },
      ),
    ).toBeNull();
  });

  it("whom the setter taught is not put on the list, and the sentence says so", async () => {
    const at = story.now();
    await appendRecord(story.db, at, [
      {
        personId: story.learners[0]!,
        kind: "class",
        subject: "confined-space",
        from: at,
        to: at,
        amount: 3600,
        proofClass: "signed-paper",
        taughtBy: [officer().personId],
        source: "class:setter-story",
      },
    ]);
    const examId = await another();
    await expect(seat(examId)).rejects.toThrow(/名单没有改动：组卷人不能承担命题组卷：.*教过考生/);
    expect(await candidatesOf(story, examId)).toEqual([]);
    expect((await seat(examId, story.learners.slice(1))).seated).toBe(5);
  });
});

describe("an invigilator", () => {
  it("of one room has no other at that time: at assignment and at rescheduling, told with room and time", async () => {
    const first = await plannedExam(story);
    const crew = await withDuties(story, first);
    const who = crew.invigilators[0]!;
    const second = await another();
    await expect(invigilate(second, who, story.roomIds[1]!)).rejects.toThrow(
      /同一时间有别处：“有限空间作业内部考核” .*监考（.*09:00/,
    );
    const later = await another(180, 2);
    await invigilate(later, who, story.roomIds[2]!);
    await expect(
      moveExam(story.db, story.now(), officer(), {
        examId: later,
        startsAt: new Date(Date.parse(STARTS) + 30 * MINUTE),
      }),
    ).rejects.toThrow(/同一时间有别处/);
    const rooms = await story.db.for("exam").examRoom.create({
      data: { id: newId(story.now()), examId: first, roomId: story.roomIds[4]! },
    });
    await expect(invigilate(first, who, rooms.roomId)).rejects.toThrow(/“本场考试” .*监考/);
  });

  it("who sits an exam does not invigilate another meanwhile", async () => {
    const first = await plannedExam(story);
    const who = story.people.invigilators[0]!;
    await story.db.for("exam").examCandidate.create({
      data: {
        id: newId(story.now()),
        examId: first,
        personId: who.personId,
        slipNumber: "x-999",
        createdAt: story.now(),
      },
    });
    await expect(invigilate(await another(), who, story.roomIds[1]!)).rejects.toThrow(/考试（/);
  });

  it("a second account of the same person is the same person: at acceptance, and at the act", async () => {
    const { examId, crew } = await openedExam(story);
    const who = crew.invigilators[0]!;
    const secret = (await personSecret(story.db, who.personId))!;
    const now = story.now();
    const [personId] = await createPersons(story.db, now, [
      { name: secret.name, idNumber: "", phone: "", districtCode: "330602", organisationId: null },
    ]);
    const accountId = await createStaffAccount(story.db, now, "seed", {
      login: "twin-invigilator",
      personId: personId!,
    });
    await story.db.for("people").roleGrant.create({
      data: { id: newId(now), accountId, role: "invigilator", scopeKind: "any", from: now },
    });
    const twin: StaffHandle = { accountId, personId: personId!, login: "twin-invigilator", organisationId: "" };
    const second = await another();
    const { dutyId } = await invigilate(second, twin, story.roomIds[1]!);
    await story.db.for("exam").examDuty.update({ where: { id: dutyId }, data: { countersignedBy: "before" } });
    const { personIds } = await bindIdentity(story.db, now, twin, { accountId, idNumber: secret.idNumber });
    await recheckPersons(story.db, now, { personIds, askedBy: accountId });
    await expect(acceptDuty(story.db, story.now(), twin, dutyId)).rejects.toThrow(/同一时间有别处/);
    // both rows stand, as an older version left them: where they acted first is where they are
    await story.db.for("exam").examDuty.update({ where: { id: dutyId }, data: { acceptedAt: now } });
    const [one] = await candidatesOf(story, examId);
    story.at("2026-11-21T00:50:00.000Z");
    await checkIn(story.db, story.now(), who, {
      ...placeOfCandidate(one!),
      lastFour: await lastFourOf(story, one!.personId),
    });
    const { barToAct } = await import("./act.server");
    const bar = await barToAct(story.db, story.now(), twin, {
      exam: await requireExam(story.db, second),
      kind: "invigilate",
      roomId: story.roomIds[1]!,
    });
    expect(bar).toMatch(/您同一时间已在别处：“有限空间作业内部考核” .*监考/);
    expect(
      await barToAct(story.db, story.now(), who, {
        exam: await requireExam(story.db, examId),
        kind: "invigilate",
        roomId: story.roomIds[0]!,
      }),
    ).toBeNull();
  });
});
