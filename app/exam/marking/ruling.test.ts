import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  candidatesOf,
  examStory,
  handIn,
  signRecord,
  startedExam,
  type ExamStory,
  type Running,
} from "../../../tests/support/exam-story";
import { keyAnswer } from "~/question/result";
import { recordOf } from "~/record/query.server";
import { unseal } from "~/platform/seal.server";
import { requireExam } from "../exam.server";
import { heldKey } from "../paper/opening.server";
import { keyContext } from "../paper/papers.server";
import { actOnSeats } from "../room/acts.server";
import { newId } from "~/platform/ids";
import { ownResult, slipsOf } from "../sitting/slips.server";
import type { Caller } from "../two/request-kind.server";
import { confirmRequest } from "../two/request.server";
import type { KeyedItem } from "./mark";
import { closeExam, markExam } from "./marking.server";
import { releaseResults } from "./release.server";
import { askOverride, overrideMarking } from "./room-records.server";
import { askRuling, ruleResult } from "./ruling-kind.server";

let story: ExamStory;
let running: Running;
let annulled: string[] = [];
const kind = ruleResult(async (_tx, _now, { recordRow }) => void annulled.push(recordRow));
const kinds = [kind, overrideMarking];
const db = () => story.db;

beforeEach(async () => {
  story = await examStory();
  running = await startedExam(story);
  annulled = [];
}, 180_000);
afterEach(() => story.close());

/** Every question right: what is held would be 合格 100. */
async function answerAll(n: number): Promise<void> {
  const seat = running.seats[n]!;
  const candidate = await db()
    .for("exam")
    .examCandidate.findUnique({ where: { sittingId: seat.sittingId } });
  const paper = await db()
    .for("exam")
    .paper.findUnique({ where: { id: candidate!.paperId! } });
  const exam = await requireExam(db(), running.examId);
  const { items } = JSON.parse(unseal(heldKey(exam), paper!.keySealed, keyContext(paper!.id))) as {
    items: KeyedItem[];
  };
  await story.seatPort().answers(
    seat,
    items.map(({ question }, item) => ({
      seq: item + 1,
      item,
      kind: "pointer" as const,
      clientAt: story.now().toISOString(),
      ...(question.kind === "fill"
        ? { value: null, text: keyAnswer(question) as Record<string, string> }
        : { value: keyAnswer(question) as never }),
    })),
  );
}

const nth = async (n: number) => {
  const rows = await candidatesOf(story, running.examId);
  return rows.find(({ sittingId }) => sittingId === running.seats[n]!.sittingId)!;
};
const act = async (n: number, kindOf: "stop" | "warn", reason: string) =>
  actOnSeats(db(), story.now(), running.crew.invigilators[0]!, {
    examId: running.examId,
    roomId: running.roomId,
    candidateIds: [(await nth(n)).id],
    act: { kind: kindOf, reason },
  });
async function close({ sign = true } = {}): Promise<void> {
  const live = await story.journal.journal.sittings(running.examId);
  for (const seat of running.seats)
    if (live.find(({ sittingId }) => sittingId === seat.sittingId)!.status !== "ended") await handIn(story, seat);
  await closeExam(db(), story.now(), story.people.staff["exam-officer"], running.examId);
  if (sign) await signRecord(story, running);
}
const mark = () => markExam(db(), story.now(), running.crew.assessor, running.examId);
const release = (shown?: string) =>
  releaseResults(db(), story.now(), running.crew.release, { examId: running.examId, ...(shown ? { shown } : {}) });
const resultOf = async (n: number) =>
  (await db()
    .for("exam")
    .examResult.findUnique({ where: { candidateId: (await nth(n)).id } }))!;
const asks = async (who: Caller, n: number, choice: string) => {
  await askRuling(db(), story.now(), who, kind, {
    examId: running.examId,
    candidateId: (await nth(n)).id,
    choice,
    words: "监控和监考记录一致",
  });
  return (
    await db()
      .for("exam")
      .examRequest.findFirstOrThrow({ where: { outcome: "asked" } })
  ).id;
};
const confirms = (who: Caller, requestId: string) =>
  confirmRequest(db(), story.now(), who, kinds, { examId: running.examId, requestId });
const rules = async (n: number, choice: string, [a, b]: [Caller, Caller]) => confirms(b, await asks(a, n, choice));
const two = (): [Caller, Caller] => [running.crew.assessor, running.crew.release];

/** A further accepted duty, as another morning would have given it. */
async function duty(kindOf: "inspect", who: { accountId: string; personId: string }): Promise<Caller> {
  await db()
    .for("exam")
    .examDuty.create({
      data: {
        id: newId(story.now()),
        examId: running.examId,
        kind: kindOf,
        ...{ personId: who.personId, accountId: who.accountId },
        assignedBy: "test",
        assignedAt: story.now(),
        acceptedAt: story.now(),
      },
    });
  return who;
}

describe("no act without a reader", () => {
  it("stopped for 替考 with every answer right: held, and nobody is told passed, before two persons rule", async () => {
    await answerAll(0);
    await act(0, "stop", "candidate.impersonation");
    await close();
    await mark();
    expect(await resultOf(0)).toMatchObject({ score: 10_000, standing: "held" });
    expect(await release("5-1")).toEqual({ released: 5, held: 1 });
    const { personId } = await nth(0);
    expect(await recordOf(db(), personId, { kind: "result" })).toEqual([]);
    expect((await resultOf(0)).releasedAt).toBeNull();
    const own = await ownResult(db(), personId, running.examId);
    expect(own).toMatchObject({ standing: "held", score: null, passed: false, points: [] });
    expect(own.because.join()).toContain("替考");
    expect((await slipsOf(db(), personId))[0]!.result).toMatchObject({ passed: false, standing: "held" });
    await expect(release()).rejects.toThrow("还有 1 人待核");
  });

  it("a stop for cheating leads to 成绩无效; it is released as an act of its own and stands in the record as annulled", async () => {
    await answerAll(0);
    await act(0, "stop", "candidate.device");
    await close();
    await mark();
    await release();
    await expect(asks(two()[0], 0, "resit.technical")).rejects.toThrow("只能认定成绩无效");
    await expect(asks(two()[0], 0, "valid.minor-breach")).rejects.toThrow("只能认定成绩无效");
    const id = await asks(two()[0], 0, "void.cheating");
    await expect(confirms(two()[0], id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(confirms(running.crew.invigilators[1]!, id)).rejects.toMatchObject({ code: "forbidden" });
    await confirms(two()[1], id);
    expect((await requireExam(db(), running.examId)).keyHeld).not.toBeNull();
    expect(await release("1-0")).toEqual({ released: 1, held: 0 });
    expect((await requireExam(db(), running.examId)).keyHeld).toBeNull();
    const { personId } = await nth(0);
    expect(await recordOf(db(), personId, { kind: "result" })).toMatchObject([{ outcome: "annulled", amount: 0 }]);
    expect(await ownResult(db(), personId, running.examId)).toMatchObject({
      standing: "void",
      score: null,
      passed: false,
    });
    await expect(release()).rejects.toThrow("已经由别人发布");
  });

  it("a ruling is made on what was known: marked again with more, the result waits again", async () => {
    await act(0, "warn", "candidate.talk");
    await act(0, "warn", "candidate.talk");
    await close();
    await mark();
    await rules(0, "valid.minor-breach", two());
    expect((await resultOf(0)).standing).toBe("valid");
    await mark();
    expect((await resultOf(0)).standing).toBe("valid");
    await story.journal.journal.append({
      events: [
        {
          id: "late-found",
          sittingId: running.seats[0]!.sittingId,
          examId: running.examId,
          kind: "incident",
          body: { code: "technical.network", by: "someone" },
        },
      ],
    });
    await expect(release()).rejects.toThrow("请阅卷人重放再阅一遍");
    await mark();
    expect((await resultOf(0)).standing).toBe("held");
  });

  it("a ruling is undone by two, the second of whom had no part in it", async () => {
    await act(0, "stop", "candidate.notes");
    await close();
    await mark();
    await rules(0, "void.cheating", two());
    const inspector = await duty("inspect", story.people.assessors[1]!);
    const id = await asks(inspector, 0, "valid.error-mended");
    await expect(confirms(two()[1], id)).rejects.toThrow("上一次认定是您参加的");
    const other = await duty("inspect", story.people.openers[0]!);
    await confirms(other, id);
    expect((await resultOf(0)).standing).toBe("valid");
  });

  it("found out after the release: the record's row gives way, what it earned is annulled, and back again", async () => {
    await answerAll(0);
    await close();
    await mark();
    await release();
    const { personId } = await nth(0);
    const [row] = await recordOf(db(), personId, { kind: "result" });
    expect(row).toMatchObject({ outcome: "passed" });
    await rules(0, "void.impersonation", two());
    expect(annulled).toEqual([row!.id]);
    expect(await recordOf(db(), personId, { kind: "result" })).toMatchObject([
      { outcome: "annulled", corrects: row!.id },
    ]);
    const inspector = await duty("inspect", story.people.assessors[1]!);
    const other = await duty("inspect", story.people.openers[0]!);
    await rules(0, "valid.error-mended", [inspector, other]);
    expect(await recordOf(db(), personId, { kind: "result" })).toMatchObject([{ outcome: "passed", amount: 10_000 }]);
    await rules(0, "resit.office", two());
    expect(await recordOf(db(), personId, { kind: "result" })).toEqual([]);
  });

  it("marking waits for the signed record of the room, or for two persons' word", async () => {
    await close({ sign: false });
    await expect(mark()).rejects.toThrow("考场记录已签 0 人，要 2 人");
    const [room] = await db()
      .for("exam")
      .examRoom.findMany({ where: { examId: running.examId } });
    const where = { examId: running.examId, examRoomId: room!.id, reason: "invigilator-away" };
    await expect(askOverride(db(), story.now(), two()[0], { ...where, words: " " })).rejects.toThrow("写明");
    await askOverride(db(), story.now(), two()[0], { ...where, words: "两位监考员都在外地" });
    await expect(mark()).rejects.toThrow("还不能阅卷");
    const { id } = await db()
      .for("exam")
      .examRequest.findFirstOrThrow({ where: { outcome: "asked" } });
    await confirms(two()[1], id);
    expect(await mark()).toEqual({ marked: 6 });
  });

  it("what the page showed is what is released: a list that changed meanwhile is looked at again", async () => {
    await act(0, "stop", "candidate.ill");
    await close();
    await mark();
    await rules(0, "resit.ill", two());
    await expect(release("5-1")).rejects.toThrow("名单刚刚变了");
    const both = await Promise.allSettled([release("6-0"), release("6-0")]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await recordOf(db(), (await nth(0)).personId, { kind: "result" })).toEqual([]);
  });
});
