import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recordOf } from "~/record/query.server";
import { candidatesOf, examStory, plannedExam, withDuties, type ExamStory } from "../../../tests/support/exam-story";
import { acceptDuty, assignDuty, liveDuties } from "../duty/assign.server";
import { endDuty } from "../duty/end.server";
import { requireExam } from "../exam.server";
import { PUT_BACK, TAKE_OFF } from "../plan/list-requests.server";
import { putBack, takeOff } from "../plan/withdraw.server";
import type { RequestKind } from "../two/request-kind.server";
import { askTwo, confirmRequest } from "../two/request.server";
import { openPapers } from "./opening.server";
import { sealPapers } from "./papers.server";
import { UNSEAL } from "./unseal.server";

let story: ExamStory;
beforeEach(async () => {
  story = await examStory();
});
afterEach(() => story.close());

const officer = () => story.people.staff["exam-officer"];
const second = () => story.people.staff.release;

async function sealed() {
  const examId = await plannedExam(story);
  const crew = await withDuties(story, examId);
  await sealPapers(story.db, story.now(), officer(), examId);
  return { examId, crew };
}
const ask = (kind: RequestKind, examId: string, subjectId: string, reason: string) =>
  askTwo(story.db, story.now(), officer(), kind, {
    ...{ examId, subjectId, reason },
    ...{ words: "", facts: {}, aboutPersonId: null },
  });
const confirm = (kind: RequestKind, examId: string, requestId: string, who = second()) =>
  confirmRequest(story.db, story.now(), who, [kind], { examId, requestId });
const byTwo = async (kind: RequestKind, examId: string, subjectId: string, reason = "mistaken") =>
  confirm(kind, examId, await ask(kind, examId, subjectId, reason));

describe("an opener's code is lost", () => {
  it("two undo the seal, the opener takes a new code, other papers are sealed; places and numbers stay", async () => {
    const { examId, crew } = await sealed();
    const before = await candidatesOf(story, examId);
    const old = await story.db.for("exam").paper.findMany({ where: { examId } });
    const requestId = await ask(UNSEAL, examId, examId, "code-lost");
    await expect(confirm(UNSEAL, examId, requestId, officer())).rejects.toMatchObject({ code: "forbidden" });
    expect((await requireExam(story.db, examId)).status).toBe("sealed");
    await confirm(UNSEAL, examId, requestId);
    expect((await requireExam(story.db, examId)).status).toBe("planned");
    expect(await story.db.for("exam").paper.count({ where: { examId } })).toBe(0);
    expect(await story.db.for("exam").paperKeyWrap.count({ where: { examId } })).toBe(0);

    const lost = (await liveDuties(story.db, examId)).find(
      (duty) => duty.kind === "open" && duty.accountId === crew.openers[0].accountId,
    )!;
    await endDuty(story.db, story.now(), officer(), { examId, dutyId: lost.id });
    const { personId, accountId } = crew.openers[0];
    const duty = { examId, kind: "open" as const, personId, accountId, roomId: null };
    const { dutyId } = await assignDuty(story.db, story.now(), officer(), duty);
    const { code } = await acceptDuty(story.db, story.now(), crew.openers[0], dutyId);
    await sealPapers(story.db, story.now(), officer(), examId);

    const after = await candidatesOf(story, examId);
    const kept = (row: (typeof after)[number]) => [row.id, row.slipNumber, row.roomId, row.seatId];
    expect(after.map(kept)).toEqual(before.map(kept));
    const now = await story.db.for("exam").paper.findMany({ where: { examId } });
    for (const paper of now) expect(old.map((one) => one.hash)).not.toContain(paper.hash);
    story.at("2026-11-21T00:50:00.000Z");
    const open = (first: string) =>
      openPapers(story.db, story.now(), crew.openers[0], { examId, codes: [first, crew.codes[1]] });
    await expect(open(crew.codes[0])).rejects.toThrow("启封码不对");
    await open(code!);
    expect((await requireExam(story.db, examId)).status).toBe("opened");
  });

  it("is asked in vain once the papers were opened: the request is void", async () => {
    const { examId, crew } = await sealed();
    const requestId = await ask(UNSEAL, examId, examId, "code-lost");
    story.at("2026-11-21T00:50:00.000Z");
    await openPapers(story.db, story.now(), crew.openers[0], { examId, codes: crew.codes });
    await expect(confirm(UNSEAL, examId, requestId)).rejects.toThrow("失效");
    expect((await requireExam(story.db, examId)).status).toBe("opened");
    await expect(ask(UNSEAL, examId, examId, "code-lost")).rejects.toMatchObject({ code: "wrong-state" });
  });
});

describe("the list of a sealed exam", () => {
  const seated = async (personId: string) =>
    (await recordOf(story.db, personId)).filter((row) => row.outcome === "seated").length;

  it("loses a candidate by two alone, with his place and paper, and has him back with both", async () => {
    const { examId } = await sealed();
    const [row, ...others] = await candidatesOf(story, examId);
    const { id: candidateId, personId } = row!;
    const alone = { examId, candidateId, reason: "mistaken" as const };
    await expect(takeOff(story.db, story.now(), officer(), alone)).rejects.toThrow("两人");
    await byTwo(TAKE_OFF, examId, candidateId);
    expect((await candidatesOf(story, examId)).map(({ id }) => id)).toEqual(others.map(({ id }) => id));
    expect(await seated(personId)).toBe(0);
    await expect(putBack(story.db, story.now(), officer(), { examId, candidateId })).rejects.toThrow("两人");
    await byTwo(PUT_BACK, examId, candidateId);
    const [back] = await candidatesOf(story, examId);
    const kept = ({ slipNumber, seatId, paperId, sittingId }: NonNullable<typeof row>) => ({
      ...{ slipNumber, seatId, paperId, sittingId },
    });
    expect(kept(back!)).toEqual(kept(row!));
    expect(await seated(personId)).toBe(1);
  });

  it("does not change once papers are open, and says what to do instead", async () => {
    const { examId, crew } = await sealed();
    story.at("2026-11-21T00:50:00.000Z");
    await openPapers(story.db, story.now(), crew.openers[0], { examId, codes: crew.codes });
    const [row] = await candidatesOf(story, examId);
    await expect(ask(TAKE_OFF, examId, row!.id, "mistaken")).rejects.toThrow("记缺考");
  });

  it("puts nobody back into other papers than those he was taken from", async () => {
    const { examId } = await sealed();
    const [row] = await candidatesOf(story, examId);
    await byTwo(TAKE_OFF, examId, row!.id);
    await byTwo(UNSEAL, examId, examId, "list-wrong");
    await sealPapers(story.db, story.now(), officer(), examId);
    await expect(byTwo(PUT_BACK, examId, row!.id)).rejects.toThrow("没有试卷");
  });
});
