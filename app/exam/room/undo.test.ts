import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  candidatesOf,
  examStory,
  lastFourOf,
  openedExam,
  placeOfCandidate,
  STARTS,
  type CandidateOf,
  type ExamStory,
} from "../../../tests/support/exam-story";
import { enterSeat } from "../sitting/enter.server";
import { askTwo, confirmRequest } from "../two/request.server";
import { startRoom } from "./acts.server";
import { checkIn, markAbsent } from "./check-in.server";
import { roomRecordView, signRoomRecord } from "./record.server";
import { issueTicket } from "./tickets.server";
import { UNDO_CHECK_IN, undoAbsent, undoCheckIn } from "./undo.server";

let story: ExamStory;
beforeEach(async () => {
  story = await examStory();
});
afterEach(() => story.close());

async function room() {
  const { examId, crew } = await openedExam(story);
  const [who, second] = crew.invigilators as [(typeof crew.invigilators)[0], (typeof crew.invigilators)[0]];
  const rows = await candidatesOf(story, examId);
  const here = { examId, roomId: rows[0]!.roomId! };
  const fresh = async (row: CandidateOf) => (await candidatesOf(story, examId)).find((one) => one.id === row.id)!;
  const signIn = async (row: CandidateOf) =>
    checkIn(story.db, story.now(), who, { ...placeOfCandidate(row), lastFour: await lastFourOf(story, row.personId) });
  const sitDown = async (row: CandidateOf) => {
    const ticket = await issueTicket(story.db, story.now(), who, placeOfCandidate(row));
    return enterSeat(story.db, story.now(), { ticket, device: "pc", ip: "10.0.0.1" });
  };
  return { examId, who, second, rows, here, fresh, signIn, sitDown };
}

describe("a check-in is undone", () => {
  it("by the invigilator with a reason before the seat is taken; the ticket is void, and the card may be checked again", async () => {
    const { who, rows, fresh, signIn } = await room();
    const row = rows[0]!;
    await signIn(row);
    const ticket = await issueTicket(story.db, story.now(), who, placeOfCandidate(row));
    const undo = (reason: "left" | "came") =>
      undoCheckIn(story.db, story.now(), who, { ...placeOfCandidate(row), reason });
    await expect(undo("came")).rejects.toThrow("选一个原因");
    await undo("left");
    expect((await fresh(row)).checkedInAt).toBeNull();
    await expect(enterSeat(story.db, story.now(), { ticket, device: "pc", ip: "10.0.0.1" })).rejects.toThrow(
      "没有这张座位票",
    );
    await expect(undo("left")).rejects.toMatchObject({ code: "wrong-state" });
    await signIn(row);
    expect((await fresh(row)).checkedInAt).not.toBeNull();
  });

  it("by two once the seat was taken, and the room's record, which nobody could sign, can be signed", async () => {
    const { examId, who, second, rows, here, fresh, signIn, sitDown } = await room();
    const row = rows[0]!;
    await signIn(row);
    await sitDown(row);
    await expect(undoCheckIn(story.db, story.now(), who, { ...placeOfCandidate(row), reason: "left" })).rejects.toThrow(
      "由两人办",
    );
    const asked = { examId, subjectId: row.id, reason: "left", words: "", facts: {}, aboutPersonId: null };
    const requestId = await askTwo(story.db, story.now(), who, UNDO_CHECK_IN, asked);
    const confirm = (by: typeof who) =>
      confirmRequest(story.db, story.now(), by, [UNDO_CHECK_IN], { examId, requestId });
    await expect(confirm(who)).rejects.toMatchObject({ code: "forbidden" });
    expect((await fresh(row)).checkedInAt).not.toBeNull();
    await confirm(second);
    expect(await fresh(row)).toMatchObject({ checkedInAt: null, ticketHash: null, ticketUsedAt: null });
    story.at("2026-11-21T02:30:00.000Z");
    expect((await roomRecordView(story.db, examId, here.roomId)).finished).toBe(false);
    for (const one of rows) await markAbsent(story.db, story.now(), who, placeOfCandidate(one));
    await signRoomRecord(story.db, story.now(), who, { ...here, remarks: "" });
    expect((await roomRecordView(story.db, examId, here.roomId)).record).toMatchObject({ attended: 0 });
    await expect(
      undoAbsent(story.db, story.now(), who, { ...placeOfCandidate(row), reason: "wrong-mark" }),
    ).rejects.toThrow("已经签字");
  });

  it("never once the sitting has begun: the answer says what to do instead", async () => {
    const { examId, who, rows, here, signIn, sitDown } = await room();
    const row = rows[0]!;
    await signIn(row);
    await sitDown(row);
    const asked = { examId, subjectId: row.id, reason: "left", words: "", facts: {}, aboutPersonId: null };
    story.at(STARTS);
    await startRoom(story.db, story.now(), who, here);
    for (const tried of [
      undoCheckIn(story.db, story.now(), who, { ...placeOfCandidate(row), reason: "left" }),
      askTwo(story.db, story.now(), who, UNDO_CHECK_IN, asked),
    ])
      await expect(tried).rejects.toThrow("终止");
  });
});

describe("an absence is undone", () => {
  it("with a reason, and the same candidate is checked in or marked again", async () => {
    const { who, rows, fresh, signIn } = await room();
    const row = rows[0]!;
    story.at("2026-11-21T02:30:00.000Z");
    await markAbsent(story.db, story.now(), who, placeOfCandidate(row));
    await undoAbsent(story.db, story.now(), who, { ...placeOfCandidate(row), reason: "wrong-mark" });
    expect((await fresh(row)).absentAt).toBeNull();
    await expect(
      undoAbsent(story.db, story.now(), who, { ...placeOfCandidate(row), reason: "wrong-mark" }),
    ).rejects.toMatchObject({ code: "wrong-state" });
    await signIn(row);
    expect((await fresh(row)).checkedInAt).not.toBeNull();
  });
});
