import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { personText } from "~/people/person.server";
import { recordOf } from "~/record/query.server";
import { candidatesOf, examStory, plannedExam, type ExamStory } from "../../../tests/support/exam-story";
import { requireExam } from "../exam.server";
import { proposeCandidates, seatCandidates } from "./candidates.server";
import { cancelExam } from "./change.server";
import { reseat, reseating } from "./places.server";
import { putBack, takeOff, withdrawnFrom } from "./withdraw.server";

let story: ExamStory;
beforeEach(async () => {
  story = await examStory();
});
afterEach(() => story.close());

const officer = () => story.people.staff["exam-officer"];
const count = (slipNumber: string) => Number(slipNumber.slice(-3));
const numbers = async (examId: string) => (await candidatesOf(story, examId)).map((row) => count(row.slipNumber));
const places = async (examId: string) =>
  Object.fromEntries((await candidatesOf(story, examId)).map((row) => [row.personId, row.seatId]));
const off = async (examId: string, n: number) => {
  const row = (await candidatesOf(story, examId)).find((one) => count(one.slipNumber) === n)!;
  await takeOff(story.db, story.now(), officer(), { examId, candidateId: row.id, reason: "own-wish" });
  return row;
};
const add = (examId: string, ...personIds: string[]) =>
  seatCandidates(story.db, story.now(), officer(), { examId, personIds });
const seatedRows = async (personId: string) =>
  (await recordOf(story.db, personId)).filter((row) => row.kind === "milestone" && row.outcome === "seated").length;

describe("a slip number", () => {
  it("is counted on after the middle one and after the last one was taken off, and comes to nobody twice", async () => {
    const [a, b, c, d, e] = story.learners as [string, string, string, string, string];
    const examId = await plannedExam(story, [a, b, c]);
    await off(examId, 2);
    await add(examId, d);
    expect(await numbers(examId)).toEqual([1, 3, 4]);
    await off(examId, 4);
    await add(examId, e);
    expect(await numbers(examId)).toEqual([1, 3, 5]);
  });
});

describe("who has a seat keeps it", () => {
  it("when others come or go, one after the other", async () => {
    const [first, ...others] = story.learners as [string, ...string[]];
    const examId = await plannedExam(story, [first]);
    for (const person of others) {
      const before = await places(examId);
      await add(examId, person);
      expect(await places(examId)).toMatchObject(before);
    }
    const gone = await off(examId, 3);
    const { [gone.personId]: _left, ...rest } = await places(examId);
    expect(Object.values(rest).every(Boolean)).toBe(true);
    await putBack(story.db, story.now(), officer(), { examId, candidateId: gone.id });
    expect(await places(examId)).toEqual({ ...rest, [gone.personId]: gone.seatId });
  });

  it("unless seating anew was asked for: it moves those whom it showed, and nobody on an older picture", async () => {
    const examId = await plannedExam(story, story.learners.slice(0, 1));
    for (const person of story.learners.slice(1)) await add(examId, person);
    const exam = await requireExam(story.db, examId);
    // two who would change places: the one sits where the other is to be
    const swapTwo = async () => {
      const [x, y] = await candidatesOf(story, examId);
      const table = story.db.for("exam").examCandidate;
      await table.update({ where: { id: x!.id }, data: { seatId: null } });
      await table.update({ where: { id: y!.id }, data: { seatId: x!.seatId } });
      await table.update({ where: { id: x!.id }, data: { seatId: y!.seatId } });
    };
    await swapTwo();
    // where the lot had them the other way round from the start, it takes a second time
    if ((await reseating(story.db, exam)).moves.length === 0) await swapTwo();
    const shown = await reseating(story.db, exam);
    const moving = new Set(shown.moves.map((move) => move.candidateId));
    const before = await candidatesOf(story, examId);
    const { moves } = await reseat(story.db, story.now(), officer(), { examId, plan: shown.plan });
    expect(moves).toEqual(shown.moves);
    const after = new Map((await candidatesOf(story, examId)).map((row) => [row.id, row.seatId]));
    for (const row of before) expect(after.get(row.id) !== row.seatId, row.slipNumber).toBe(moving.has(row.id));
    expect((await reseating(story.db, exam)).moves).toEqual([]);
    await expect(reseat(story.db, story.now(), officer(), { examId, plan: shown.plan })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("says of a newcomer that no seat was left apart from the own colleagues", async () => {
    const examId = await plannedExam(story, story.learners.slice(0, 1));
    const rooms = await story.db.for("exam").examRoom.findMany({ where: { examId } });
    const [own] = await candidatesOf(story, examId);
    const seats = await story.db.for("exam").centreSeat.findMany({ where: { roomId: rooms[0]!.roomId } });
    const sat = seats.find((seat) => seat.id === own!.seatId)!;
    const beside = seats.find(
      (seat) => seat.id !== sat.id && Math.abs(seat.row - sat.row) <= 1 && Math.abs(seat.column - sat.column) <= 1,
    )!;
    await story.db.for("exam").centreSeat.updateMany({
      where: { id: { in: seats.map((seat) => seat.id).filter((id) => id !== sat.id && id !== beside.id) } },
      data: { closedAt: story.now() },
    });
    const { organisationId } = await story.db
      .for("people")
      .person.findUniqueOrThrow({ where: { id: story.learners[0]! } });
    await story.db.for("people").person.update({ where: { id: story.learners[1]! }, data: { organisationId } });
    expect((await add(examId, story.learners[1]!)).beside).toHaveLength(1);
  });
});

describe("taken off the list", () => {
  it("leaves a row of who, why and by whom; the record holds no seat any more, and holds it again when put back", async () => {
    const examId = await plannedExam(story, story.learners.slice(0, 3));
    const gone = await off(examId, 2);
    expect(await seatedRows(gone.personId)).toBe(0);
    expect(await withdrawnFrom(story.db, examId)).toMatchObject([
      { slipNumber: gone.slipNumber, reason: "本人申请不考", by: officer().accountId, off: true },
    ]);
    await putBack(story.db, story.now(), officer(), { examId, candidateId: gone.id });
    expect(await seatedRows(gone.personId)).toBe(1);
    const [row] = (await candidatesOf(story, examId)).filter(({ id }) => id === gone.id);
    expect([row!.slipNumber, row!.seatId]).toEqual([gone.slipNumber, gone.seatId]);
    await expect(putBack(story.db, story.now(), officer(), { examId, candidateId: gone.id })).rejects.toMatchObject({
      code: "wrong-state",
    });
    await off(examId, 2);
    expect(await seatedRows(gone.personId)).toBe(0);
    await expect(story.db.for("exam").examWithdrawal.deleteMany({ where: { examId } })).rejects.toThrow();
  });

  it("a cancelled exam leaves nobody waiting for it", async () => {
    const examId = await plannedExam(story, story.learners.slice(0, 3));
    await cancelExam(story.db, story.now(), officer(), examId);
    for (const personId of story.learners.slice(0, 3)) expect(await seatedRows(personId)).toBe(0);
  });
});

describe("who is proposed", () => {
  it("is named in full within the city of the centre, and by the surname elsewhere", async () => {
    const examId = await plannedExam(story, story.learners.slice(0, 1));
    const [, near, far] = story.learners as [string, string, string];
    await story.db.for("people").person.update({ where: { id: near }, data: { districtCode: "330681" } });
    await story.db.for("people").person.update({ where: { id: far }, data: { districtCode: "330502" } });
    const list = await proposeCandidates(story.db, await requireExam(story.db, examId), story.now());
    const name = (id: string) => list.find((one) => one.personId === id)!.name;
    const full = await personText(story.db, [near, far]);
    expect(name(near)).toBe(full.get(near)!.name);
    expect([...name(far)].slice(1).every((c) => c === "*")).toBe(true);
    expect(name(far)[0]).toBe(full.get(far)!.name[0]);
  });
});
