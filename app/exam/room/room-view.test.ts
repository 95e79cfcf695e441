import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StaffHandle } from "../../../prisma/seed/people";
import {
  candidatesOf,
  examStory,
  lastFourOf,
  openedExam,
  placeOfCandidate,
  plannedExam,
  type ExamStory,
} from "../../../tests/support/exam-story";
import { acceptDuty, assignDuty } from "../duty/assign.server";
import { checkIn } from "./check-in.server";
import { mayReadRooms, requireRoomReader, roomView } from "./room-view.server";

let story: ExamStory;
beforeEach(async () => {
  story = await examStory();
}, 180_000);
afterEach(() => story.close());

const officer = () => story.people.staff["exam-officer"];

describe("a room's data", () => {
  it("never hold the last four digits that the check-in asks for, before it nor after", async () => {
    const { examId, crew } = await openedExam(story);
    const rows = await candidatesOf(story, examId);
    const roomId = rows[0]!.roomId!;
    const tails = await Promise.all(rows.map((row) => lastFourOf(story, row.personId)));
    const told = async () => (await roomView(story.db, examId, roomId)).seats.map((seat) => seat.idHead);
    const hidden = expect.stringMatching(/^\d{3}\*+____$/);
    expect(await told()).toEqual(rows.map(() => hidden));
    await checkIn(story.db, story.now(), crew.invigilators[0]!, {
      ...placeOfCandidate(rows[0]!),
      lastFour: tails[0]!,
    });
    expect(await told()).toEqual(rows.map(() => hidden));
    const seats = JSON.stringify(
      (await roomView(story.db, examId, roomId)).seats.map(({ candidateId: _id, slipNumber: _slip, ...seat }) => seat),
    );
    for (const tail of tails) expect(seats).not.toContain(tail);
  });
});

describe("who reads a room", () => {
  const give = async (examId: string, kind: "invigilate" | "inspect", who: StaffHandle, roomId: string | null) =>
    (
      await assignDuty(story.db, story.now(), officer(), {
        examId,
        kind,
        accountId: who.accountId,
        personId: who.personId,
        roomId,
      })
    ).dutyId;

  it("an invigilator and an inspector after they accepted, and till then they are told to", async () => {
    const examId = await plannedExam(story);
    const roomId = (await candidatesOf(story, examId))[0]!.roomId!;
    const elsewhere = story.roomIds.find((id) => id !== roomId)!;
    const read = (who: { accountId: string }, room = roomId) => requireRoomReader(story.db, who, examId, room);
    for (const [kind, who] of [
      ["invigilate", story.people.invigilators[0]!],
      ["inspect", story.people.staff.inspector],
    ] as const) {
      await expect(read(who), kind).rejects.toThrow("这个考场没有派给您");
      const dutyId = await give(examId, kind, who, kind === "invigilate" ? roomId : null);
      await expect(read(who), kind).rejects.toThrow("任务还没有接受");
      await acceptDuty(story.db, story.now(), who, dutyId);
      expect(await read(who)).toEqual({ mayRun: kind === "invigilate", duty: kind });
    }
    await expect(read(story.people.invigilators[0]!, elsewhere)).rejects.toMatchObject({ code: "forbidden" });
    expect((await read(story.people.staff.inspector, elsewhere)).duty).toBe("inspect");
  });

  it("of the exam office who planned this exam, and nobody by the role alone", async () => {
    const examId = await plannedExam(story);
    const roomId = (await candidatesOf(story, examId))[0]!.roomId!;
    expect(await requireRoomReader(story.db, officer(), examId, roomId)).toEqual({ mayRun: false, duty: "set" });
    expect(await mayReadRooms(story.db, officer(), examId)).toBe(true);
    const other = { accountId: "another-officer" };
    await expect(requireRoomReader(story.db, other, examId, roomId)).rejects.toMatchObject({ code: "forbidden" });
    expect(await mayReadRooms(story.db, other, examId)).toBe(false);
  });
});
