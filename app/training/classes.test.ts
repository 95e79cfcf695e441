import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createOrganisation } from "~/people/directory.server";
import { createPersons } from "~/people/person.server";
import { idCheckCharacter } from "~/people/id-number";
import { verifyRecord, recordOf } from "~/record/query.server";
import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids";
import { freshDatabase } from "../../tests/support/database";
import { signByCode, signByHand, setResults } from "./class-attendance.server";
import { classCode } from "./class-code.server";
import { closeClass, correctAttendance } from "./class-closing.server";
import { cancelClass, fileClass } from "./class-filing.server";
import type { ClassFiling } from "./class-filing";
import { addLearners, removeLearner } from "./class-roster.server";
import { attendanceOf } from "./class-state";
import { classPage, classScope, requireClass, type ClassScope } from "./class-view.server";

const at = (time: string) => new Date(`2026-11-21T${time}+08:00`);
const idNumber = (n: number) => {
  const first = `33990019900101${String(n).padStart(3, "0")}`;
  return first + idCheckCharacter(first);
};

let t: Awaited<ReturnType<typeof freshDatabase>>;
let scope: ClassScope;
let stranger: ClassScope;
let learners: string[];
let teacher: string;

async function trainer(db: Db, name: string, login: string, n: number) {
  const organisation = await createOrganisation(db, at("07:00"), {
    name,
    uscc: null,
    kind: "training-provider",
    districtCode: "330602",
    industry: "",
    headcount: 5,
    isProvider: true,
  });
  const [personId] = await createPersons(db, at("07:00"), [
    { name: "陈老师", idNumber: idNumber(n), phone: "", districtCode: "330602", organisationId: organisation.id },
  ]);
  const accountId = newId(at("07:00"));
  await db.for("people").account.create({ data: { id: accountId, personId: personId!, kind: "staff", login } });
  await db.for("people").roleGrant.create({
    data: {
      id: newId(at("07:00")),
      accountId,
      role: "trainer",
      scopeKind: "organisation",
      scopeId: organisation.id,
      from: at("00:00"),
    },
  });
  return classScope(db, {
    accountId,
    personId: personId!,
    kind: "staff",
    login,
    grants: [{ role: "trainer", scopeKind: "organisation", scopeId: organisation.id }],
  });
}

const filing = (more: Partial<ClassFiling> = {}): ClassFiling => ({
  providerId: scope.providers[0]!.id,
  subject: "confined-space",
  course: "",
  title: "有限空间监护人实训",
  content: "通风、检测、监护与应急处置，现场演示。",
  place: "实训楼 2 层",
  from: at("09:00"),
  to: at("11:30"),
  hours: 3,
  capacity: 3,
  assessment: "practical",
  teacherIds: [teacher],
  ...more,
});
const named = (n: number) => `学员${"一二三四"[n - 1]}`;
const pasted = (...which: number[]) => which.map((n) => `${named(n)} ${idNumber(n)}`).join("\n");
const sign = (personId: string, classId: string, kind: "in" | "out", now: Date) =>
  signByCode(t.db, now, { personId, accountId: `a-${personId}`, classId, code: classCode(classId, kind, now).code });
const passed = (...ids: string[]) => new Map(ids.map((id) => [id, "passed" as const]));

beforeEach(async () => {
  t = await freshDatabase();
  scope = await trainer(t.db, "城东培训学校", "trainer", 900);
  stranger = await trainer(t.db, "城西培训学校", "trainer-2", 901);
  teacher = scope.personId!;
  learners = await createPersons(
    t.db,
    at("07:00"),
    [1, 2, 3, 4].map((n) => ({
      name: `学员${"一二三四"[n - 1]}`,
      idNumber: idNumber(n),
      phone: n > 2 ? "19900009999" : `1990000000${n}`,
      districtCode: "330602",
      organisationId: null,
    })),
  );
});
afterEach(() => t.close());

describe("filing a class", () => {
  it("is refused after its begin, across two days, or with more 学时 than it has minutes", async () => {
    await expect(fileClass(t.db, at("09:00"), scope, filing())).rejects.toThrow(/开班前备案/);
    await expect(
      fileClass(t.db, at("08:00"), scope, filing({ to: new Date("2026-11-22T10:00:00+08:00") })),
    ).rejects.toThrow(/一天之内/);
    await expect(fileClass(t.db, at("08:00"), scope, filing({ hours: 4 }))).rejects.toThrow(
      /180 分钟，这个班只有 150 分钟/,
    );
    expect(await t.db.for("training").trainingClass.count()).toBe(0);
  });

  it("is refused in another provider's name, and with a teacher of another provider", async () => {
    await expect(fileClass(t.db, at("08:00"), stranger, filing())).rejects.toThrow(/不能以这个机构/);
    await expect(fileClass(t.db, at("08:00"), scope, filing({ teacherIds: [stranger.personId!] }))).rejects.toThrow(
      /本机构的讲师/,
    );
  });

  it("keeps a teacher to one class at a time; a cancelled one makes room", async () => {
    const first = await fileClass(t.db, at("08:00"), scope, filing());
    await expect(
      fileClass(t.db, at("08:00"), scope, filing({ from: at("11:00"), to: at("12:00"), hours: 1 })),
    ).rejects.toThrow(/已经有别的班/);
    await cancelClass(t.db, at("08:30"), scope, first);
    await fileClass(t.db, at("08:40"), scope, filing());
    await expect(cancelClass(t.db, at("09:10"), scope, first)).rejects.toThrow(/不能撤销/);
  });

  it("is not opened by a trainer of another provider", async () => {
    const id = await fileClass(t.db, at("08:00"), scope, filing());
    await expect(requireClass(t.db, stranger, id)).rejects.toThrow(/您的机构没有这个班/);
    await expect(addLearners(t.db, at("08:10"), stranger, { classId: id, text: pasted(1) })).rejects.toThrow(
      /没有这个班/,
    );
    await expect(closeClass(t.db, at("12:00"), stranger, id)).rejects.toThrow(/没有这个班/);
  });
});

describe("the roster", () => {
  it("takes ID numbers and phones, and says for each line what is wrong without repeating the number", async () => {
    const id = await fileClass(t.db, at("08:00"), scope, filing());
    const text = [
      "1 学员一 " + idNumber(1),
      "学员二 19900000002",
      "",
      "学员四\t19900009999",
      "学员一 " + idNumber(77),
      "学员一 33990019900101001",
      "学员一 " + idNumber(1),
      "陈老师 " + idNumber(900),
      "王五",
    ].join("\n");
    const answer = await addLearners(t.db, at("08:10"), scope, { classId: id, text });
    expect(answer).toMatchObject({ added: 3, already: 0 });
    expect(answer.sentences.map((one) => one.replace(/^第 (\d+) 行.*?：/, "$1 "))).toEqual([
      "5 名册里没有姓名和号码都对得上的人。请与本人核对；还没有登记的，先由单位经办人导入名册。",
      "6 身份证号少一位。",
      "7 和第 1 行是同一个人，只加一次。",
      "8 是这个班的授课人，不能同时是学员。",
      "9 没有看到身份证号或手机号。",
    ]);
    expect(JSON.stringify(answer)).not.toContain(idNumber(77));
    expect(await addLearners(t.db, at("08:11"), scope, { classId: id, text: pasted(1, 3, 4) })).toMatchObject({
      added: 0,
      already: 2,
      sentences: [expect.stringMatching(/名额已满/)],
    });
  });

  it("takes off who is on it, and says of a stranger or a second time that nobody was taken off", async () => {
    const id = await fileClass(t.db, at("08:00"), scope, filing());
    await addLearners(t.db, at("08:10"), scope, { classId: id, text: pasted(1) });
    const removed = () =>
      t.db.for("platform").auditRow.count({ where: { act: "class.roster", facts: { contains: "removed" } } });
    const off = (personId: string) => removeLearner(t.db, at("08:20"), scope, { classId: id, personId });
    const before = await removed();
    await expect(off("somebody-of-another-class")).rejects.toMatchObject({ code: "not-found" });
    expect(await removed()).toBe(before);
    const [member] = await t.db.for("training").classMember.findMany({ where: { classId: id } });
    await off(member!.personId);
    await expect(off(member!.personId)).rejects.toMatchObject({ code: "not-found" });
    expect(await removed()).toBe(before + 1);
  });

  it("gives one answer to a number that nobody has, one under another name, and one that was erased", async () => {
    const id = await fileClass(t.db, at("08:00"), scope, filing());
    await t.db.for("people").person.update({ where: { id: learners[3]! }, data: { erasedAt: at("07:30") } });
    const lines = [
      `学员一 ${idNumber(77)}`,
      `学员二 ${idNumber(1)}`,
      `学员四 ${idNumber(4)}`,
      `学员一 城东公司 ${idNumber(1)}`,
      "学员一 19900000002",
    ];
    const { added, sentences } = await addLearners(t.db, at("08:10"), scope, { classId: id, text: lines.join("\n") });
    expect(added).toBe(0);
    expect(sentences).toHaveLength(lines.length);
    expect(new Set(sentences.map((one) => one.replace(/^第 \d+ 行.*?：/, ""))).size).toBe(1);
  });

  it("adds nobody by a number alone", async () => {
    const id = await fileClass(t.db, at("08:00"), scope, filing());
    const text = [idNumber(1), `3 ${idNumber(2)}`, "19900000001"].join("\n");
    const { added, sentences } = await addLearners(t.db, at("08:10"), scope, { classId: id, text });
    expect(added).toBe(0);
    expect(sentences.map((one) => one.replace(/^第 \d+ 行.*?：/, ""))).toEqual(
      Array.from({ length: 3 }, () => "没有写姓名。一行写姓名和身份证号（或手机号）。"),
    );
  });

  it("is locked from the begin on", async () => {
    const id = await fileClass(t.db, at("08:00"), scope, filing());
    await addLearners(t.db, at("08:10"), scope, { classId: id, text: pasted(1) });
    await expect(addLearners(t.db, at("09:00"), scope, { classId: id, text: pasted(2) })).rejects.toThrow(/名单锁定/);
    await expect(removeLearner(t.db, at("09:00"), scope, { classId: id, personId: learners[0]! })).rejects.toThrow(
      /名单锁定/,
    );
  });
});

describe("a class from sign-in to record", () => {
  let id: string;
  const [one, two, three, four] = [0, 1, 2, 3];
  beforeEach(async () => {
    id = await fileClass(t.db, at("08:00"), scope, filing());
    await addLearners(t.db, at("08:10"), scope, { classId: id, text: pasted(1, 2, 3) });
  });

  it("takes the code of this half minute and the one before, and no older one", async () => {
    const { code } = classCode(id, "in", at("09:00:10"));
    const enter = (now: Date, personId: string) =>
      signByCode(t.db, now, { personId, accountId: "a", classId: id, code });
    await expect(enter(at("09:01:00"), learners[one]!)).rejects.toThrow(/已经换了/);
    expect(await enter(at("09:00:59"), learners[one]!)).toBe("in");
    await expect(enter(at("09:00:59"), learners[one]!)).rejects.toThrow(/已经签到/);
  });

  it("refuses who is not on the roster, too early, out before in, and guessing", async () => {
    await expect(sign(learners[four]!, id, "in", at("09:05"))).rejects.toThrow(/不在这个班的名单里/);
    await expect(sign(learners[one]!, id, "in", at("07:50"))).rejects.toThrow(/开班前 1 小时/);
    await expect(sign(learners[one]!, id, "out", at("09:05"))).rejects.toThrow(/还没有签到/);
    for (let i = 0; i < 10; i += 1)
      await signByCode(t.db, at("09:10"), {
        personId: learners[two]!,
        accountId: "a",
        classId: id,
        code: "abcdef",
      }).catch(() => null);
    await expect(sign(learners[two]!, id, "in", at("09:10"))).rejects.toThrow(/次数太多/);
  });

  it("closes once, with seconds of the server and teachers that the record keeps", async () => {
    await sign(learners[one]!, id, "in", at("08:40"));
    await sign(learners[two]!, id, "in", at("09:30"));
    await signByHand(t.db, at("09:20"), scope, {
      classId: id,
      personId: learners[three]!,
      kind: "in",
      at: at("09:05"),
      reason: "no-phone",
    });
    await sign(learners[one]!, id, "out", at("11:40"));
    await sign(learners[two]!, id, "out", at("10:30"));
    await expect(
      setResults(t.db, at("11:45"), scope, { classId: id, results: passed("somebody-of-another-class") }),
    ).rejects.toMatchObject({ code: "not-found" });
    await expect(setResults(t.db, at("11:45"), scope, { classId: id, results: new Map() })).rejects.toThrow("没有保存");
    await setResults(t.db, at("11:45"), scope, { classId: id, results: passed(learners[one]!) });
    await expect(closeClass(t.db, at("11:50"), scope, id)).rejects.toThrow(/1 名到课学员没有考核结果/);
    await setResults(t.db, at("11:51"), scope, { classId: id, results: passed(learners[two]!) });
    expect(await closeClass(t.db, at("11:52"), scope, id)).toEqual([learners[one], learners[two]]);
    expect(await closeClass(t.db, at("11:53"), scope, id)).toEqual([]);

    const rows = await recordOf(t.db, learners[one]!);
    expect(rows.map((row) => [row.kind, row.amount, row.proofClass, row.taughtBy, row.provider, row.source])).toEqual([
      ["class", 3 * 45 * 60, "server-measured", [teacher], scope.providers[0]!.id, `class:${id}:${learners[one]}`],
    ]);
    expect((await recordOf(t.db, learners[two]!)).map((row) => row.amount)).toEqual([3600]);
    expect(await recordOf(t.db, learners[three]!)).toEqual([]); // never signed out
    expect(await verifyRecord(t.db)).toBeNull();
  });

  it("is not closed before its end while somebody is still there", async () => {
    await sign(learners[one]!, id, "in", at("09:00"));
    await setResults(t.db, at("10:00"), scope, { classId: id, results: passed(learners[one]!) });
    await expect(closeClass(t.db, at("10:00"), scope, id)).rejects.toThrow(/1 人没有签退/);
    await sign(learners[one]!, id, "out", at("10:30"));
    expect(await closeClass(t.db, at("10:31"), scope, id)).toEqual([learners[one]]);
  });

  it("counts no minute twice that was also credited online", async () => {
    await sign(learners[one]!, id, "in", at("09:00"));
    await t.db.for("training").studySession.create({
      data: {
        id: newId(),
        personId: learners[one]!,
        enrolmentId: "e",
        lesson: "l",
        startedAt: at("09:30"),
        lastBeatAt: at("09:50"),
        credited: 900,
        presenceDueAt: at("10:00"),
      },
    });
    await sign(learners[one]!, id, "out", at("10:00"));
    await setResults(t.db, at("10:00"), scope, { classId: id, results: passed(learners[one]!) });
    await closeClass(t.db, at("12:00"), scope, id);
    expect((await recordOf(t.db, learners[one]!)).map((row) => [row.amount, row.facts.online])).toEqual([[2700, 900]]);
  });

  it("corrects after closing by new rows; whoever enters hours by hand joins the teachers", async () => {
    const colleague: ClassScope = { ...scope, accountId: "a-colleague", personId: "colleague" };
    await sign(learners[one]!, id, "in", at("09:00"));
    await sign(learners[one]!, id, "out", at("10:00"));
    await setResults(t.db, at("11:45"), scope, { classId: id, results: passed(learners[one]!) });
    const change = {
      classId: id,
      personId: learners[one]!,
      from: at("09:00"),
      to: at("11:00"),
      result: "passed",
      reason: "sign-missed",
    } as const;
    await expect(correctAttendance(t.db, at("11:50"), scope, change)).rejects.toThrow(/还没有结班/);
    await closeClass(t.db, at("11:52"), scope, id);
    await correctAttendance(t.db, at("12:10"), colleague, change);
    expect((await recordOf(t.db, learners[one]!)).map((row) => [row.amount, row.proofClass, row.taughtBy])).toEqual([
      [7200, "entered-by-hand", [teacher, "colleague"].sort()],
    ]);
    expect(
      (await classPage(t.db, at("12:11"), scope, id)).roster.find((line) => line.personId === learners[one]),
    ).toMatchObject({ credited: 7200, corrected: true });
    await correctAttendance(t.db, at("12:20"), scope, { ...change, from: null, to: null, reason: "not-there" });
    expect(await recordOf(t.db, learners[one]!)).toEqual([]);
    expect(
      (await classPage(t.db, at("12:21"), scope, id)).roster.find((line) => line.personId === learners[one]),
    ).toMatchObject({ credited: 0, corrected: true, result: "", attendance: { firstIn: null } });
    await correctAttendance(t.db, at("12:30"), scope, change);
    expect((await recordOf(t.db, learners[one]!)).map((row) => row.amount)).toEqual([7200]);
    expect(await t.db.for("platform").auditRow.count({ where: { act: "class.correct", outcome: "done" } })).toBe(3);
    await expect(correctAttendance(t.db, at("12:40"), scope, { ...change, personId: learners[four]! })).rejects.toThrow(
      /不在名单里/,
    );
  });
});

describe("a correction", () => {
  it("takes off what was credited online meanwhile, as the closing did", async () => {
    const id = await fileClass(t.db, at("08:00"), scope, filing());
    await addLearners(t.db, at("08:10"), scope, { classId: id, text: pasted(1) });
    const [who] = learners;
    await sign(who!, id, "in", at("09:00"));
    await sign(who!, id, "out", at("09:20"));
    await setResults(t.db, at("11:45"), scope, { classId: id, results: passed(who!) });
    await closeClass(t.db, at("12:00"), scope, id);
    await t.db.for("training").studySession.create({
      data: {
        id: newId(),
        personId: who!,
        enrolmentId: "e",
        lesson: "l",
        startedAt: at("09:30"),
        lastBeatAt: at("09:50"),
        credited: 900,
        presenceDueAt: at("10:00"),
      },
    });
    const amounts = async () => (await recordOf(t.db, who!, { kind: "class" })).map((row) => row.amount);
    expect(await amounts()).toEqual([1200]);
    await correctAttendance(t.db, at("12:10"), scope, {
      classId: id,
      personId: who!,
      from: at("09:00"),
      to: at("11:00"),
      result: "passed",
      reason: "sign-missed",
    });
    expect(await amounts()).toEqual([7200 - 900]);
  });
});

describe("seconds attended", () => {
  const row = { from: at("09:00"), to: at("11:00"), lessonSeconds: 5400 };
  const made = (...signs: [string, string][]) =>
    attendanceOf(
      signs.map(([kind, time]) => ({ kind, way: "code", at: at(time) })),
      row,
    );
  it("lie within the filed hours, add up over stays, and end with a sign-out", () => {
    expect(made(["in", "08:30"], ["out", "09:30"]).seconds).toBe(1800);
    expect(made(["in", "09:00"], ["out", "09:20"], ["in", "10:00"], ["out", "10:10"]).seconds).toBe(1800);
    expect(made(["in", "09:00"], ["in", "10:00"], ["out", "10:10"]).seconds).toBe(4200);
    expect(made(["in", "09:00"], ["out", "11:30"]).seconds).toBe(5400);
    expect(made(["in", "09:00"])).toMatchObject({ seconds: 0, here: true, came: true });
    expect(made(["out", "09:30"])).toMatchObject({ seconds: 0, came: false });
  });
});
