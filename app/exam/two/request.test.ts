import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { examStory, openedExam, type ExamStory } from "../../../tests/support/exam-story";
import { DomainError } from "~/platform/errors";
import { requireDuty } from "../duty/act.server";
import { usesIn } from "../duty/use.server";
import { requireExam } from "../exam.server";
import type { Caller, RequestKind, RequestRow } from "./request-kind.server";
import { historyOf, openRequests } from "./request-list.server";
import { askTwo, confirmRequest, declineRequest, withdrawRequest } from "./request.server";

// A kind made for the story: it may be asked of anything by the exam's invigilators; its deed is a list.

let story: ExamStory;
let examId: string;
let first: Caller;
let second: Caller;
let state = "as-asked";
let deeds: string[] = [];
let deed: (request: RequestRow) => void = () => undefined;

const kind: RequestKind = {
  kind: "try",
  title: "试一件事",
  requireMay: async (db, now, who) =>
    requireDuty(db, now, who, { exam: await requireExam(db, examId), kind: "invigilate" }),
  stateOf: async () => state,
  carryOut: async (_db, _now, request) => {
    deed(request);
    deeds.push(request.id);
  },
  reasonWords: (code) => code,
  particulars: ({ minutes }) => `${String(minutes)} 分钟`,
  subjects: async (_db, _exam, ids) => new Map(ids.map((id) => [id, `考生 ${id}`])),
};
const kinds = [kind];
const asked = { reason: "technical.power", words: "停电十分钟", facts: { minutes: 10 }, aboutPersonId: null };
const asks = (who = first, subjectId = "one") =>
  askTwo(story.db, story.now(), who, kind, { ...asked, examId, subjectId });
const confirms = (who: Caller, requestId: string) =>
  confirmRequest(story.db, story.now(), who, kinds, { examId, requestId });
const acts = async () =>
  (
    await story.db
      .for("platform")
      .auditRow.findMany({ where: { act: { startsWith: "request." } }, orderBy: { rowNumber: "asc" } })
  ).map((row) => `${row.act} ${row.outcome}`);

beforeEach(async () => {
  story = await examStory();
  const opened = await openedExam(story);
  examId = opened.examId;
  [first, second] = [opened.crew.invigilators[0]!, opened.crew.invigilators[1]!];
  [state, deeds, deed] = ["as-asked", [], () => undefined];
}, 180_000);
afterEach(() => story.close());

describe("by two and with a reason", () => {
  it("nothing is done until another person confirms, and both are read afterwards", async () => {
    const id = await asks();
    expect(deeds).toEqual([]);
    const [line] = await openRequests(story.db, second, kinds, { examId });
    expect(line).toMatchObject({
      title: "试一件事",
      subject: "考生 one",
      particulars: "10 分钟",
      words: "停电十分钟",
      outcome: "asked",
      may: ["confirm", "decline"],
    });
    await confirms(second, id);
    expect(deeds).toEqual([id]);
    expect(await openRequests(story.db, second, kinds, { examId })).toEqual([]);
    const [told] = await historyOf(story.db, second, kinds, { examId });
    expect(told).toMatchObject({ outcome: "confirmed", done: true, may: [] });
    expect(told!.askedBy).not.toBe("");
    expect(told!.decidedBy).not.toBe(told!.askedBy);
    expect(await acts()).toEqual(["request.ask done", "request.confirm done"]);
    expect((await usesIn(story.db, examId)).filter((use) => use.act === "ask" || use.act === "decide")).toHaveLength(2);
  });

  it("who asked does not confirm, by another account of the same person neither; nor who has no duty here", async () => {
    const id = await asks();
    await expect(confirms(first, id)).rejects.toMatchObject({ code: "forbidden" });
    const twin = { accountId: second.accountId, personId: first.personId };
    await expect(confirms(twin, id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(confirms({ ...second, personId: null }, id)).rejects.toMatchObject({ code: "not-proven" });
    await expect(confirms(story.people.assessors[0]!, id)).rejects.toMatchObject({ code: "forbidden" });
    expect(deeds).toEqual([]);
    expect((await openRequests(story.db, first, kinds, { examId }))[0]).toMatchObject({ may: ["withdraw"] });
  });

  it("is decided once: a second confirmation, a decline and a withdrawal afterwards change nothing", async () => {
    const id = await asks();
    await confirms(second, id);
    const on = { examId, requestId: id };
    for (const late of [
      () => confirms(second, id),
      () => declineRequest(story.db, story.now(), second, kinds, { ...on, words: "不" }),
      () => withdrawRequest(story.db, story.now(), first, kinds, on),
    ])
      await expect(late()).rejects.toMatchObject({
        code: "wrong-state",
        message: expect.stringContaining("已经有人同意"),
      });
    expect(deeds).toEqual([id]);
  });

  it("two at once: one decides, the deed is done once", async () => {
    const id = await asks();
    const came = await Promise.allSettled([confirms(second, id), confirms(second, id), confirms(second, id)]);
    expect(came.filter((one) => one.status === "fulfilled").length).toBeGreaterThan(0);
    expect((await historyOf(story.db, second, kinds, { examId }))[0]).toMatchObject({
      outcome: "confirmed",
      done: true,
    });
    expect((await acts()).filter((act) => act === "request.confirm done")).toHaveLength(1);
  });

  it("is void where the subject moved on, and can be asked anew", async () => {
    const id = await asks();
    state = "moved";
    expect((await openRequests(story.db, second, kinds, { examId }))[0]).toMatchObject({ may: [] });
    await expect(confirms(second, id)).rejects.toMatchObject({ code: "wrong-state" });
    expect((await historyOf(story.db, second, kinds, { examId }))[0]).toMatchObject({ outcome: "void" });
    await confirms(second, await asks());
    expect(deeds).toHaveLength(1);
  });

  it("the same thing is not asked twice; withdrawn or declined it may be asked again", async () => {
    const id = await asks();
    await expect(asks(second)).rejects.toMatchObject({ code: "conflict" });
    await expect(
      withdrawRequest(story.db, story.now(), second, kinds, { examId, requestId: id }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await withdrawRequest(story.db, story.now(), first, kinds, { examId, requestId: id });
    const again = await asks();
    const no = (words: string) =>
      declineRequest(story.db, story.now(), second, kinds, { examId, requestId: again, words });
    await expect(no(" ")).rejects.toMatchObject({ code: "invalid" });
    await no("没有停电");
    expect(
      (await historyOf(story.db, first, kinds, { examId })).map((line) => `${line.outcome} ${line.answer}`),
    ).toEqual(["declined 没有停电", "withdrawn "]);
    expect(deeds).toEqual([]);
  });

  it("a deed that was interrupted is finished by confirming again; one that the world refuses ends with its reason", async () => {
    const id = await asks();
    deed = () => {
      throw new Error("killed");
    };
    await expect(confirms(second, id)).rejects.toThrow("killed");
    expect((await openRequests(story.db, first, kinds, { examId }))[0]).toMatchObject({
      outcome: "confirmed",
      done: false,
      may: ["finish"],
    });
    deed = () => undefined;
    await confirms(first, id);
    expect(deeds).toEqual([id]);
    const other = await asks(first, "two");
    deed = () => {
      throw new DomainError("wrong-state", "没有剩下的时间。");
    };
    await expect(confirms(second, other)).rejects.toThrow("没有剩下的时间");
    expect((await historyOf(story.db, first, kinds, { examId }))[0]).toMatchObject({
      outcome: "confirmed",
      done: false,
      failure: "没有剩下的时间。",
      may: [],
    });
  });

  it("a request of another exam is not found here, and no row is changed or deleted beside the rules", async () => {
    const id = await asks();
    await expect(
      confirmRequest(story.db, story.now(), second, kinds, { examId: "another", requestId: id }),
    ).rejects.toMatchObject({ code: "not-found" });
    const rows = story.db.for("exam").examRequest;
    await expect(rows.deleteMany({ where: { id } })).rejects.toThrow();
    await expect(rows.update({ where: { id }, data: { facts: '{"minutes":60}' } })).rejects.toThrow();
    await confirms(second, id);
    await expect(rows.update({ where: { id }, data: { outcome: "declined" } })).rejects.toThrow();
  });

  it("words about a person lie under that person's key and go with it", async () => {
    const [personId] = story.learners;
    await askTwo(story.db, story.now(), first, kind, { ...asked, examId, subjectId: "one", aboutPersonId: personId! });
    const words = async () => (await openRequests(story.db, second, kinds, { examId }))[0]!.words;
    expect(await words()).toBe("停电十分钟");
    story.keys.destroyPersonKey(personId!);
    expect(await words()).toBe("（已随个人信息删除）");
  });
});
