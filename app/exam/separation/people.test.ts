import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { appendRecord } from "~/record/append.server";
import { assignDuty, acceptDuty, countersignDuty } from "~/exam/duty/assign.server";
import { recheckPersons } from "~/exam/duty/recheck.server";
import { checkIn } from "~/exam/room/check-in.server";
import { createStaffAccount } from "~/people/accounts.server";
import { idCheckCharacter } from "~/people/id-number";
import { createPersons, personSecret } from "~/people/person.server";
import { setStaffOrganisation } from "~/people/places/staff-home.server";
import { bindIdentity } from "~/people/staff-identity.server";
import { newId } from "~/platform/ids";
import type { Role } from "~/people/roles";
import type { StaffHandle } from "../../../prisma/seed/people";
import {
  candidatesOf,
  examStory,
  lastFourOf,
  OFFICER,
  placeOfCandidate,
  plannedExam,
  withDuties,
  type ExamStory,
} from "../../../tests/support/exam-story";
import { requireExam } from "../exam.server";
import type { DutyKind } from "./separation";
import { separationProof } from "./proof.server";
import { declareTie, endTie } from "./ties.server";

// Separation that knows people: whatever account or registration somebody acts under, it is theirs.

let story: ExamStory;
beforeEach(async () => {
  story = await examStory();
}, 180_000);
afterEach(() => story.close());

const officer = () => story.people.staff[OFFICER];
const security = () => story.people.staff["security-admin"];
const numberOf = async (personId: string) => (await personSecret(story.db, personId))!.idNumber;
const ownNumber = (serial: string) => {
  const first = `33990019800101${serial}`;
  return first + idCheckCharacter(first);
};

/** A second account: a registration of its own with the same name, as the administrators make one without a number. */
async function secondAccount(of: { name: string }, login: string, role: Role): Promise<StaffHandle> {
  const now = story.now();
  const home = story.people.organisations.examCentre;
  const [personId] = await createPersons(story.db, now, [
    { name: of.name, idNumber: "", phone: "", districtCode: "330602", organisationId: home },
  ]);
  const accountId = await createStaffAccount(story.db, now, "seed", { login, personId: personId! });
  await story.db.for("people").roleGrant.create({
    data: { id: newId(now), accountId, role, scopeKind: "any", from: now, grantedBy: "seed" },
  });
  return { accountId, personId: personId!, login, organisationId: home };
}
const assign = (examId: string, kind: DutyKind, who: StaffHandle, roomId: string | null = null) =>
  assignDuty(story.db, story.now(), officer(), {
    examId,
    kind,
    personId: who.personId,
    accountId: who.accountId,
    roomId,
  });
const dutyOf = (examId: string, who: StaffHandle) =>
  story.db.for("exam").examDuty.findFirstOrThrow({ where: { examId, accountId: who.accountId } });

/** Who taught the story's learners, by the record. */
async function theirTeacher(): Promise<StaffHandle> {
  const teacher = story.people.trainers[0]!;
  const at = story.now();
  await appendRecord(
    story.db,
    at,
    story.learners.map((personId) => ({
      personId,
      kind: "class" as const,
      subject: "confined-space",
      from: at,
      to: at,
      amount: 3600,
      proofClass: "signed-paper" as const,
      taughtBy: [teacher.personId],
      source: `class:people-story:${personId}`,
    })),
  );
  return teacher;
}

describe("an account is bound to a person by ID number", () => {
  it("a teacher's second account is unproven until its number is known, and refused from then on", async () => {
    const teacher = await theirTeacher();
    const secret = (await personSecret(story.db, teacher.personId))!;
    const second = await secondAccount(secret, "second-self", "release");
    const examId = await plannedExam(story);
    const { unproven, dutyId } = await assign(examId, "release", second);
    expect(unproven).toContain("没有绑定身份证号");
    await expect(acceptDuty(story.db, story.now(), second, dutyId)).rejects.toThrow(/先由两人会签/);

    const { personIds } = await bindIdentity(story.db, story.now(), second, {
      accountId: second.accountId,
      idNumber: secret.idNumber,
    });
    expect(personIds).toEqual([second.personId, teacher.personId]);
    const changes = await recheckPersons(story.db, story.now(), { personIds, askedBy: officer().accountId });
    expect(changes.map(({ outcome, kind }) => [outcome, kind])).toContainEqual(["ended", "release"]);
    expect(changes.find(({ kind }) => kind === "release")!.sentence).toContain(`${secret.name}教过考生`);
    expect((await dutyOf(examId, second)).endedAt).not.toBeNull();
  });

  it("its own number clears it; a number of another name binds nothing, and is not bound twice", async () => {
    const stranger = await secondAccount({ name: "欧阳无关" }, "stranger", "release");
    const bind = (idNumber: string) =>
      bindIdentity(story.db, story.now(), stranger, { accountId: stranger.accountId, idNumber });
    await expect(bind(await numberOf(story.people.trainers[0]!.personId))).rejects.toThrow(/另一个姓名/);
    await expect(bind("339900198001010010")).rejects.toThrow(/校验位/);
    await bind(ownNumber("101"));
    await expect(bind(ownNumber("102"))).rejects.toThrow(/已经绑定/);
    const examId = await plannedExam(story);
    expect((await assign(examId, "release", stranger)).unproven).toBeNull();
  });

  it("a correction parts what a wrong number had joined", async () => {
    const teacher = await theirTeacher();
    const secret = (await personSecret(story.db, teacher.personId))!;
    const namesake = await secondAccount(secret, "namesake", "release");
    await bindIdentity(story.db, story.now(), security(), {
      accountId: namesake.accountId,
      idNumber: secret.idNumber,
    });
    const account = () => story.db.for("people").account.findUniqueOrThrow({ where: { id: namesake.accountId } });
    expect((await account()).personId).toBe(teacher.personId);
    await bindIdentity(story.db, story.now(), security(), {
      accountId: namesake.accountId,
      idNumber: ownNumber("103"),
    });
    expect((await account()).personId).toBe(namesake.personId);
    const examId = await plannedExam(story);
    expect((await assign(examId, "release", namesake)).unproven).toBeNull();
    const proof = await separationProof(story.db, story.now(), await requireExam(story.db, examId));
    expect(proof.duties.find(({ duty }) => duty === "release")!.looks[0]).toContain("身份证号不同");
    expect(await numberOf(teacher.personId)).toBe(secret.idNumber);
  });

  it("who marks under one account does not release under another of the same number", async () => {
    const assessor = story.people.assessors[0]!;
    const secret = (await personSecret(story.db, assessor.personId))!;
    const second = await secondAccount(secret, "marker-two", "release");
    const examId = await plannedExam(story);
    await assign(examId, "assess", assessor);
    await bindIdentity(story.db, story.now(), second, { accountId: second.accountId, idNumber: secret.idNumber });
    await expect(assign(examId, "release", { ...second, personId: assessor.personId })).rejects.toThrow(
      /已承担本场考评阅卷，不能再承担发布成绩/,
    );
  });

  it("two accounts that turn out to be one person: the later of two duties that exclude each other goes", async () => {
    const assessor = story.people.assessors[0]!;
    const secret = (await personSecret(story.db, assessor.personId))!;
    const second = await secondAccount(secret, "marker-three", "release");
    const examId = await plannedExam(story);
    await assign(examId, "assess", assessor);
    await assign(examId, "release", second);
    const { personIds } = await bindIdentity(story.db, story.now(), second, {
      accountId: second.accountId,
      idNumber: secret.idNumber,
    });
    const changes = await recheckPersons(story.db, story.now(), { personIds, askedBy: officer().accountId });
    expect(changes.map(({ kind, outcome }) => [kind, outcome])).toEqual([["release", "ended"]]);
  });
});

describe("an unproven identity is let stand by two persons", () => {
  it("each with words that the proof shows; neither assigner nor holder, nobody twice, nobody unknown", async () => {
    const unknown = await secondAccount({ name: "司马无号" }, "unknown", "release");
    const alsoUnknown = await secondAccount({ name: "司马又" }, "unknown-two", "release");
    const examId = await plannedExam(story);
    const { dutyId } = await assign(examId, "release", unknown);
    const sign = (who: Pick<StaffHandle, "accountId" | "personId">, reason: string) =>
      countersignDuty(story.db, story.now(), who, { examId, dutyId, reason });
    await expect(sign(officer(), "我派的他")).rejects.toThrow(/不能是派任务的人/);
    await expect(sign(unknown, "我就是我")).rejects.toThrow(/不能是派任务的人，也不能是本人/);
    await expect(sign(alsoUnknown, "我认识他")).rejects.toThrow(/没有绑定身份证号/);
    const [first, second] = [story.people.staff.release, story.people.staff.supervisor];
    expect(await sign(first, "护照核对，外籍专家")).toEqual({ wanting: 1 });
    await expect(acceptDuty(story.db, story.now(), unknown, dutyId)).rejects.toThrow(/两人会签/);
    await expect(sign(first, "再签一次")).rejects.toThrow(/已经会签过/);
    expect(await sign(second, "护照原件看过")).toEqual({ wanting: 0 });
    await acceptDuty(story.db, story.now(), unknown, dutyId);
    const proof = await separationProof(story.db, story.now(), await requireExam(story.db, examId));
    const line = proof.duties.find(({ duty }) => duty === "release")!;
    expect(line.outcome).toBe("unproven");
    expect(line.overrides.map(({ reason }) => reason)).toEqual(["护照核对，外籍专家", "护照原件看过"]);
    const rows = await story.db.for("exam").separationOverride.findMany({});
    expect(rows.map((row) => row.reasonSealed).join()).not.toContain("护照");
    await expect(story.db.for("exam").separationOverride.deleteMany({})).rejects.toThrow();
  });

  it("an act is refused once the holder's identity is not known any more", async () => {
    const examId = await plannedExam(story);
    const crew = await withDuties(story, examId);
    const who = crew.invigilators[0]!;
    await story.db.for("exam").exam.updateMany({ data: { status: "sealed" } });
    story.at("2026-11-21T00:50:00.000Z");
    await story.db.for("people").person.update({ where: { id: who.personId }, data: { idHash: null } });
    const [first] = await candidatesOf(story, examId);
    const lastFour = await lastFourOf(story, first!.personId);
    await expect(checkIn(story.db, story.now(), who, { ...placeOfCandidate(first!), lastFour })).rejects.toThrow(
      /没有绑定身份证号.*要先由两人会签/,
    );
    expect(await dutyOf(examId, who)).toMatchObject({ unproven: true, overridesNeeded: 2, countersignedBy: null });
  });
});

describe("what was yesterday counts", () => {
  it("who leaves the provider after the class is still refused", async () => {
    await theirTeacher();
    const provider = story.people.organisations.provider;
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
        provider,
        taughtBy: [story.people.trainers[0]!.personId],
        source: "class:provider-story",
      },
    ]);
    const clerk = story.people.staff.release;
    const people = story.db.for("people");
    await people.person.update({ where: { id: clerk.personId }, data: { organisationId: provider } });
    await setStaffOrganisation(story.db, at, security().accountId, {
      accountId: clerk.accountId,
      organisationId: story.people.organisations.examCentre,
    });
    const examId = await plannedExam(story);
    await expect(assign(examId, "release", clerk)).rejects.toThrow(/2026年11月21日以前属于/);
    await expect(people.formerHome.deleteMany({})).rejects.toThrow();
  });
});

describe("a declared tie", () => {
  it("takes the duty off, is read in the next exam, and is ended by another with a reason", async () => {
    const examId = await plannedExam(story);
    await withDuties(story, examId);
    const who = story.people.staff.release;
    const [first] = await candidatesOf(story, examId);
    const { name } = (await personSecret(story.db, first!.personId))!;
    const tie = { examId, holder: who, relation: "kin" as const, reason: "是我外甥" };
    await expect(declareTie(story.db, story.now(), who, { ...tie, whom: "没有这人" })).rejects.toThrow(
      /没有叫这个名字/,
    );
    await declareTie(story.db, story.now(), who, { ...tie, whom: name });
    await expect(declareTie(story.db, story.now(), who, { ...tie, whom: first!.slipNumber })).rejects.toThrow(
      /已经申报/,
    );
    const changes = await recheckPersons(story.db, story.now(), {
      personIds: [who.personId],
      askedBy: who.accountId,
    });
    expect(changes).toMatchObject([{ kind: "release", outcome: "ended" }]);
    expect(changes[0]!.sentence).toContain(`申报了与考生${name}的关系：亲属`);
    await expect(assign(examId, "release", who)).rejects.toThrow(/申报了与考生/);
    const row = await story.db.for("exam").declaredTie.findFirstOrThrow({});
    expect(row.reasonSealed).not.toContain("外甥");
    const end = (actor: StaffHandle) =>
      endTie(story.db, story.now(), actor, { tieId: row.id, reason: "认错人了，不是亲属" });
    await expect(end(who)).rejects.toThrow(/您自己的申报/);
    await end(officer());
    await expect(end(officer())).rejects.toThrow(/已经结束/);
    expect((await assign(examId, "release", who)).unproven).toBeNull();
    await expect(story.db.for("exam").declaredTie.deleteMany({})).rejects.toThrow();
  });
});
