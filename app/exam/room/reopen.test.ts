import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  candidatesOf,
  everyoneSeated,
  examStory,
  openedExam,
  signRecord,
  startedExam,
  STARTS,
  type ExamStory,
  type Running,
} from "../../../tests/support/exam-story";
import { closeExam, markExam } from "../marking/marking.server";
import { endDue } from "../journal/timekeeper.server";
import { requireExam } from "../exam.server";
import { askTwo, confirmRequest } from "../two/request.server";
import { actOnSeats, startRoom } from "./acts.server";
import { recordIncident } from "./incident.server";
import { roomView } from "./room-view.server";
import { admitLate, reopenSitting, SITTING_REQUESTS } from "./sitting-requests.server";

let story: ExamStory;
beforeEach(async () => {
  story = await examStory();
}, 180_000);
afterEach(() => story.close());

const MINUTE = 60_000;
const later = (minutes: number) => story.at(new Date(story.now().getTime() + minutes * MINUTE).toISOString());
const entry = (seq: number, item: number, value: string) => ({
  seq,
  item,
  value,
  kind: "key" as const,
  clientAt: story.now().toISOString(),
});
const about = (personId: string) => ({ reason: "candidate.mistake", words: "点错了", aboutPersonId: personId });

async function ended() {
  const running = await startedExam(story);
  const [row] = await candidatesOf(story, running.examId);
  const seat = running.seats[0]!;
  const port = story.seatPort();
  await port.answers(seat, [entry(1, 0, "a")]);
  later(10);
  await port.submit(seat, 1);
  later(5);
  return { ...running, row: row!, seat, port };
}
const ask = (at: Running & { row: { id: string; personId: string } }, minutes = 20) =>
  askTwo(story.db, story.now(), at.crew.invigilators[0]!, reopenSitting, {
    examId: at.examId,
    subjectId: at.row.id,
    facts: { minutes },
    ...about(at.row.personId),
  });
const confirm = (at: Running, requestId: string, who = at.crew.invigilators[1]!) =>
  confirmRequest(story.db, story.now(), who, SITTING_REQUESTS, { examId: at.examId, requestId });

describe("an ended sitting is opened again by two", () => {
  it("waits with its minutes until the candidate goes on, and has a second end and a second receipt", async () => {
    const at = await ended();
    const first = (await story.journal.journal.receipt(at.seat.sittingId))!.receipt;
    await confirm(at, await ask(at));
    later(30);
    const waiting = at.port.resume(at.seat);
    expect(waiting).toMatchObject({ status: "paused", reopened: true, remainingMs: 20 * MINUTE });
    await expect(at.port.answers(at.seat, [entry(2, 0, "c")]), "no time runs").rejects.toThrow("not-gone-on");
    expect(await at.port.goOn(at.seat)).toMatchObject({ status: "running", remainingMs: 20 * MINUTE });
    expect(await at.port.goOn(at.seat)).toMatchObject({ status: "running", remainingMs: 20 * MINUTE });
    later(5);
    await at.port.answers(at.seat, [entry(2, 0, "b")]);
    later(15);
    await endDue(story.journal.journal);
    const view = (await story.journal.journal.sitting(at.seat.sittingId))!;
    expect(view.row).toMatchObject({ status: "ended", endedBy: "time", ends: 2 });
    const second = (await story.journal.journal.receipt(at.seat.sittingId))!;
    expect(second.receipt.head.seq).toBeGreaterThan(first.head.seq);
    expect(second.earlier).toEqual([first]);
  });

  it("not by one, not while it runs, not once it is marked; a closed exam goes on again", async () => {
    const at = await ended();
    await expect(
      askTwo(story.db, story.now(), at.crew.invigilators[0]!, reopenSitting, {
        examId: at.examId,
        subjectId: (await candidatesOf(story, at.examId))[1]!.id,
        facts: { minutes: 5 },
        ...about(at.row.personId),
      }),
    ).rejects.toMatchObject({ code: "wrong-state" });
    const id = await ask(at);
    await expect(confirm(at, id, at.crew.invigilators[0]!)).rejects.toMatchObject({ code: "forbidden" });
    for (const seat of at.seats.slice(1)) await at.port.submit(seat, 0);
    await closeExam(story.db, story.now(), story.people.staff["exam-officer"], at.examId);
    await confirm(at, id, story.people.staff["exam-officer"]);
    expect((await requireExam(story.db, at.examId)).status).toBe("opened");
    await at.port.goOn(at.seat);
    await at.port.submit(at.seat, 1);
    await closeExam(story.db, story.now(), story.people.staff["exam-officer"], at.examId);
    const waiting = await ask(at);
    await signRecord(story, at);
    await markExam(story.db, story.now(), at.crew.assessor, at.examId);
    await expect(confirm(at, waiting)).rejects.toMatchObject({ code: "wrong-state" });
    await expect(ask(at)).rejects.toThrow("已经阅卷");
  });

  it("a late answer that is sent once more after it ends nobody", async () => {
    const at = await ended();
    const late = entry(2, 1, "b");
    expect(await at.port.answers(at.seat, [late])).toMatchObject({ late: [2] });
    await confirm(at, await ask(at));
    await at.port.goOn(at.seat);
    expect(await at.port.answers(at.seat, [late])).toMatchObject({ late: [2], status: "running" });
    expect((await story.journal.journal.sitting(at.seat.sittingId))!.row.status).toBe("running");
  });

  it("a stop is undone by it, a second request after the first was done is asked on the new state", async () => {
    const at = await startedExam(story);
    const [row] = await candidatesOf(story, at.examId);
    const who = at.crew.invigilators[0]!;
    await actOnSeats(story.db, story.now(), who, {
      examId: at.examId,
      roomId: at.roomId,
      candidateIds: [row!.id],
      act: { kind: "stop", reason: "candidate.ill" },
    });
    await confirm(at, await ask({ ...at, row: row! }, 30));
    const [state] = (await story.journal.journal.sittings(at.examId)).filter((one) => one.sittingId === row!.sittingId);
    expect(state).toMatchObject({ status: "paused", heldBy: ["reopen"], remainingMs: 30 * MINUTE });
    await expect(ask({ ...at, row: row! })).rejects.toThrow("还没有结束");
  });
});

describe("late answers", () => {
  it("count once an incident covers the end and two persons say so; what was marked without them is marked again", async () => {
    const at = await startedExam(story);
    const [row] = await candidatesOf(story, at.examId);
    const [seat] = at.seats;
    const exam = await requireExam(story.db, at.examId);
    later(exam.minutes);
    await endDue(story.journal.journal);
    later(2);
    const port = story.seatPort();
    await port.answers(seat!, [entry(1, 3, "a")]);
    const [one, two] = at.crew.invigilators;
    const place = { examId: at.examId, roomId: at.roomId, candidateIds: [], reason: "technical.network" };
    const [from, to] = [new Date(story.now().getTime() - 5 * MINUTE), story.now()];
    await expect(recordIncident(story.db, story.now(), one!, { ...place, from: to, to: from })).rejects.toThrow("晚于");
    expect(await recordIncident(story.db, story.now(), one!, { ...place, from, to })).toBe(6);
    const view = (await story.journal.journal.sitting(row!.sittingId!))!;
    const incident = view.events.find((event) => event.kind === "incident")!.id;
    const ask = (seqs: number[]) =>
      askTwo(story.db, story.now(), one!, admitLate, {
        examId: at.examId,
        subjectId: row!.id,
        facts: { incident, seqs, items: [3] },
        reason: "technical.network",
        words: "",
        aboutPersonId: row!.personId,
      });
    await expect(ask([9])).rejects.toThrow("不能算进去");
    await closeExam(story.db, story.now(), story.people.staff["exam-officer"], at.examId);
    await signRecord(story, at);
    await markExam(story.db, story.now(), at.crew.assessor, at.examId);
    await confirm(at, await ask([1]), two);
    expect((await requireExam(story.db, at.examId)).status).toBe("closed");
    expect(port.resume(seat!).late).toMatchObject([{ seq: 1, item: 3, admitted: true }]);
    await expect(ask([1])).rejects.toThrow("不能算进去");
  });
});

describe("an incident of the room", () => {
  it("is written for those who sat then, and not for who had handed in before it began", async () => {
    const at = await ended();
    const from = story.now();
    later(5);
    const place = { examId: at.examId, roomId: at.roomId, reason: "technical.network" };
    const [who] = at.crew.invigilators;
    const times = { from, to: story.now() };
    expect(await recordIncident(story.db, story.now(), who!, { ...place, candidateIds: [], ...times })).toBe(5);
    expect((await story.journal.journal.sitting(at.seat.sittingId))!.events.map(({ kind }) => kind)).not.toContain(
      "incident",
    );
    expect(await recordIncident(story.db, story.now(), who!, { ...place, candidateIds: [at.row.id], ...times })).toBe(
      1,
    );
  });
});

describe("a room's pause", () => {
  const place = async () => {
    const { examId, crew } = await openedExam(story);
    await everyoneSeated(story, examId, crew);
    const rows = await candidatesOf(story, examId);
    return { examId, roomId: rows[0]!.roomId!, who: crew.invigilators[0]!, rows };
  };
  const pause = { kind: "pause" as const, reason: "technical.power" };

  it("before the start is refused, and leaves nothing behind", async () => {
    const { examId, roomId, who } = await place();
    const act = () =>
      actOnSeats(story.db, story.now(), who, { examId, roomId, candidateIds: [], scope: "room", act: pause });
    await expect(act()).rejects.toThrow("没有处理谁：还没有开考");
    story.at(STARTS);
    await startRoom(story.db, story.now(), who, { examId, roomId });
    expect((await roomView(story.db, examId, roomId)).paused).toBe(false);
  });

  it("wakes those alone whom it stopped; a chosen one is woken whatever stopped it; who comes late starts paused", async () => {
    const { examId, roomId, who, rows } = await place();
    story.at(STARTS);
    const late = rows.at(-1)!;
    await story.db.for("exam").examCandidate.update({ where: { id: late.id }, data: { ticketUsedAt: null } });
    await startRoom(story.db, story.now(), who, { examId, roomId });
    const act = (kind: "pause" | "resume", candidateIds: string[]) =>
      actOnSeats(story.db, story.now(), who, {
        examId,
        roomId,
        candidateIds,
        scope: candidateIds.length > 0 ? "seat" : "room",
        act: kind === "pause" ? pause : { kind },
      });
    const status = async (id: string) =>
      (await roomView(story.db, examId, roomId)).seats.find((seat) => seat.candidateId === id)!.status;
    await act("pause", [rows[0]!.id]);
    await act("pause", []);
    await story.db.for("exam").examCandidate.update({ where: { id: late.id }, data: { ticketUsedAt: story.now() } });
    expect(await startRoom(story.db, story.now(), who, { examId, roomId })).toMatchObject({ done: 1 });
    expect(await status(late.id)).toBe("paused");
    await act("resume", [rows[1]!.id]);
    expect(await status(rows[1]!.id)).toBe("running");
    later(7);
    await act("resume", []);
    const view = await roomView(story.db, examId, roomId);
    expect(view.paused).toBe(false);
    expect(await status(late.id)).toBe("running");
    expect(await status(rows[0]!.id)).toBe("paused");
    await act("resume", [rows[0]!.id]);
    expect(await status(rows[0]!.id)).toBe("running");
  });
});
