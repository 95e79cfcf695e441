import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  examStory,
  plannedExam,
  STARTS,
  withDuties,
  type Crew,
  type ExamStory,
} from "../../../tests/support/exam-story";
import { dutyUntil } from "../duty/window.server";
import { openPapers } from "../paper/opening.server";
import { sealPapers } from "../paper/papers.server";
import { makeTicket } from "../room/ticket-code";
import { ticketHashOf } from "../room/tickets.server";
import { enterSeat } from "./enter.server";

// What may stop whom on the exam's day: nobody outside stops a seat, an opener or an invigilator.

let story: ExamStory;
beforeEach(async () => {
  story = await examStory();
}, 180_000);
afterEach(() => story.close());

async function sealed(): Promise<{ examId: string; crew: Crew }> {
  const examId = await plannedExam(story);
  const crew = await withDuties(story, examId);
  await sealPapers(story.db, story.now(), story.people.staff["exam-officer"], examId);
  return { examId, crew };
}
const said = (doing: Promise<unknown>) =>
  doing.then(
    () => "done",
    (error: Error) => error.message,
  );

describe("300 seats behind one address", () => {
  it("all get in with right tickets while a stranger there tries 10,000 made-up ones, which leave 60 rows a minute in the audit", async () => {
    const { examId, crew } = await sealed();
    story.at("2026-11-21T00:50:00.000Z");
    await openPapers(story.db, story.now(), crew.openers[0], { examId, codes: crew.codes });
    const ip = "10.9.0.1";
    const table = story.db.for("exam").examCandidate;
    const rows = await table.findMany({ where: { examId } });
    const before = await story.db.for("platform").auditRow.count({ where: { act: "seat.enter" } });
    const answers = new Map<string, number>();
    for (let i = 0; i < 10_000; i += 1) {
      const answer = await said(enterSeat(story.db, story.now(), { ticket: `NOT-A-TICKET-${i}`, device: "x", ip }));
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
    expect([...answers.keys()].some((one) => one.includes("太频繁"))).toBe(true);
    expect((await story.db.for("platform").auditRow.count({ where: { act: "seat.enter" } })) - before).toBe(60);
    for (let seat = 0; seat < 300; seat += 1) {
      const row = rows[seat % rows.length]!;
      await table.update({ where: { id: row.id }, data: { ticketHash: ticketHashOf(code(seat)), ticketUsedAt: null } });
      await expect(
        enterSeat(story.db, story.now(), { ticket: code(seat), device: `pc-${seat}`, ip }),
      ).resolves.toMatchObject({ sittingId: row.sittingId });
    }
  }, 120_000);
});

/** The n-th made-up ticket, well formed. */
const code = (n: number): string => {
  const digits = [n % 26, Math.floor(n / 26) % 26];
  return makeTicket(() => digits.shift() ?? 7);
};

describe("on the exam's day", () => {
  it("one opener's wrong codes never stop the right ones", async () => {
    const { examId, crew } = await sealed();
    story.at("2026-11-21T00:50:00.000Z");
    for (let i = 0; i < 30; i += 1)
      expect(
        await said(openPapers(story.db, story.now(), crew.openers[1], { examId, codes: [crew.codes[1], code(i)] })),
      ).toContain("启封码不对");
    expect(
      await said(openPapers(story.db, story.now(), crew.openers[1], { examId, codes: [crew.codes[1], crew.codes[0]] })),
    ).toBe("done");
  });
  it("who invigilates or opens is on duty from two hours before until the room's record is signed; others are not", async () => {
    const { examId, crew } = await sealed();
    const who = crew.invigilators[0]!;
    const until = (instant: string, accountId: string) => dutyUntil(story.db, new Date(instant), accountId);
    expect(await until("2026-11-20T22:59:00.000Z", who.accountId)).toBeNull();
    for (const account of [who, crew.openers[0], crew.openers[1]])
      expect((await until("2026-11-20T23:00:00.000Z", account.accountId))!.getTime()).toBeGreaterThan(
        Date.parse(STARTS),
      );
    for (const account of [crew.assessor, crew.release, story.people.staff.clerk])
      expect(await until(STARTS, account.accountId)).toBeNull();
    expect(await until(STARTS, "nobody")).toBeNull();
    await story.db.for("exam").examRoom.updateMany({ where: { examId }, data: { recordAt: new Date(STARTS) } });
    expect(await until("2026-11-21T02:00:00.000Z", who.accountId)).toBeNull();
  });
});
