import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  candidatesOf,
  examStory,
  lastFourOf,
  openedExam,
  placeOfCandidate,
  type CandidateOf,
  type ExamStory,
} from "../../../tests/support/exam-story";
import { enterSeat } from "../sitting/enter.server";
import { checkIn } from "./check-in.server";
import { issueRoomTickets, issueTicket, replaceTickets } from "./tickets.server";
import { makeTicket, readTicket } from "./ticket-code";

let story: ExamStory;
beforeEach(async () => {
  story = await examStory();
});
afterEach(() => story.close());

const enter = (ticket: string) => enterSeat(story.db, story.now(), { ticket, device: "pc", ip: "10.0.0.9" });

async function room() {
  const { examId, crew } = await openedExam(story);
  const who = crew.invigilators[0]!;
  const rows = await candidatesOf(story, examId);
  const here = { examId, roomId: rows[0]!.roomId! };
  const signIn = async (row: CandidateOf) =>
    checkIn(story.db, story.now(), who, { ...placeOfCandidate(row), lastFour: await lastFourOf(story, row.personId) });
  const heldSince = async (id: string) =>
    (await candidatesOf(story, examId)).find((row) => row.id === id)!.ticketAt!.toISOString();
  const replace = async (...ids: string[]) =>
    replaceTickets(story.db, story.now(), who, {
      ...here,
      replaced: await Promise.all(
        ids.map(async (candidateId) => ({ candidateId, issuedAt: await heldSince(candidateId) })),
      ),
    });
  return { examId, who, rows, here, signIn, heldSince, replace };
}

describe("a ticket in somebody's hand", () => {
  it("stays good while one who comes late, or the whole room, is given theirs", async () => {
    const { who, rows, here, signIn } = await room();
    const late = rows.at(-1)!;
    for (const row of rows.slice(0, -1)) await signIn(row);
    const first = await issueRoomTickets(story.db, story.now(), who, here);
    await signIn(late);
    const theirs = await issueRoomTickets(story.db, story.now(), who, here);
    expect(theirs.map((one) => one.candidateId)).toEqual([late.id]);
    for (const { candidateId, code } of [...first, ...theirs])
      expect((await enter(code)).sittingId).toBe(rows.find((row) => row.id === candidateId)!.sittingId);
  });

  it("stays good when the button is pressed twice or in a second tab", async () => {
    const { who, rows, here, signIn } = await room();
    for (const row of rows) await signIn(row);
    const code = await issueTicket(story.db, story.now(), who, placeOfCandidate(rows[0]!));
    await expect(issueTicket(story.db, story.now(), who, placeOfCandidate(rows[0]!))).rejects.toThrow("没有再发");
    const both = await Promise.allSettled([
      issueRoomTickets(story.db, story.now(), who, here),
      issueRoomTickets(story.db, story.now(), who, here),
    ]);
    expect(both.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    await expect(issueRoomTickets(story.db, story.now(), who, here)).rejects.toThrow("没有发座位票");
    expect((await enter(code)).sittingId).toBe(rows[0]!.sittingId);
  });

  it("is void only when it was replaced by name, and an older page replaces nothing", async () => {
    const { who, rows, here, signIn, heldSince, replace } = await room();
    for (const row of rows) await signIn(row);
    const first = await issueRoomTickets(story.db, story.now(), who, here);
    const [one, other] = first as [(typeof first)[0], (typeof first)[0]];
    const stale = { candidateId: one.candidateId, issuedAt: await heldSince(one.candidateId) };
    story.at("2026-11-21T00:52:00.000Z");
    const [again] = await replace(one.candidateId);
    await expect(replaceTickets(story.db, story.now(), who, { ...here, replaced: [stale] })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(enter(one.code)).rejects.toThrow("没有这张座位票");
    expect((await enter(again!.code)).sittingId).toBe(rows.find((row) => row.id === one.candidateId)!.sittingId);
    expect((await enter(other.code)).sittingId).toBe(rows.find((row) => row.id === other.candidateId)!.sittingId);
  });

  it("replaces all that are named, or none when one of them is not of this room", async () => {
    const { who, rows, here, signIn, heldSince } = await room();
    for (const row of rows) await signIn(row);
    const [one] = await issueRoomTickets(story.db, story.now(), who, here);
    const held = { candidateId: one!.candidateId, issuedAt: await heldSince(one!.candidateId) };
    const stranger = { candidateId: "00000000-nobody", issuedAt: held.issuedAt };
    await expect(
      replaceTickets(story.db, story.now(), who, { ...here, replaced: [held, stranger] }),
    ).rejects.toMatchObject({ code: "not-found" });
    expect((await enter(one!.code)).epoch).toBe(1);
  });
});

describe("what stands on a ticket", () => {
  it("is three groups of four without twins, and is read as people type it", () => {
    let n = 0;
    const shown = makeTicket((below) => (n += 7) % below);
    expect(shown).toMatch(/^[0-9ACEFHJKMNPRTVWXY]{4}(-[0-9ACEFHJKMNPRTVWXY]{4}){2}$/);
    for (const typed of [
      shown.toLowerCase(),
      shown.replaceAll("-", " "),
      ` ${shown.replaceAll("-", "　")} `,
      [...shown].map((c) => (c === "-" ? "－" : String.fromCharCode(c.charCodeAt(0) + 0xfee0))).join(""),
    ])
      expect(readTicket(typed), typed).toBe(shown);
    expect(readTicket("oOdq iIlL zsgb")).toBe("0000-1111-2568");
    expect(readTicket("uuuu-uuuu-uuuu")).toBe("VVVV-VVVV-VVVV");
    for (const wrong of ["", shown.slice(1), `${shown}0`, "座位票"]) expect(readTicket(wrong), wrong).toBeNull();
  });
});
