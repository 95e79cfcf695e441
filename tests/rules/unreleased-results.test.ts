import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { StaffHandle } from "../../prisma/seed/people";
import { examStory, plannedExam, withDuties, type Crew, type ExamStory } from "../support/exam-story";

// Scores and statistics of an exam, asked of the pages' data by everybody who may open the pages.

const SCORE = 9_731;
let story: ExamStory;
let examId: string;
let crew: Crew;
let names: string[];
type Door = (args: { request: Request; params: object; context: object }) => Promise<unknown>;

beforeAll(async () => {
  story = await examStory();
  Object.assign(process.env, { DATA_DIR: dirname(story.file), KEY_DIR: join(dirname(story.file), "keys") });
  vi.resetModules(); // the pages open the database of the story as the installation's own
  examId = await plannedExam(story);
  crew = await withDuties(story, examId);
  const exam = story.db.for("exam");
  const candidates = await exam.examCandidate.findMany({ where: { examId } });
  for (const [n, one] of candidates.entries())
    await exam.examResult.create({
      data: {
        id: `result-${n}`,
        examId,
        candidateId: one.id,
        personId: one.personId,
        attended: n > 0,
        score: SCORE,
        totalMark: 100,
        passMark: 80,
        passed: true,
        points: "[]",
        items: "[]",
        paperHash: "",
        markedBy: crew.assessor.accountId,
        markerPersonId: crew.assessor.personId,
        markedAt: story.now(),
      },
    });
  const { personText } = await import("~/people/person.server");
  names = [
    ...(
      await personText(
        story.db,
        candidates.map((one) => one.personId),
      )
    ).values(),
  ].map((one) => one.name);
}, 180_000);
afterAll(() => story.close());

async function read(who: StaffHandle, file: string): Promise<{ status: number; text: string }> {
  const { startSession } = await import("~/platform/session.server");
  const now = new Date();
  const cookie = await startSession(
    new Request("http://localhost/"),
    { id: who.accountId, kind: "staff" },
    { now, secondFactor: true },
  );
  const { loader } = (await import(`../../app/routes/${file}.tsx`)) as { loader: Door };
  const request = new Request("http://localhost/x", { headers: { cookie: cookie.split(";")[0]! } });
  return loader({ request, params: { exam: examId }, context: {} }).then(
    (answer) => ({ status: 200, text: JSON.stringify(answer) }),
    async (thrown: unknown) => {
      if (thrown instanceof Response) return { status: thrown.status, text: await thrown.text() };
      throw thrown;
    },
  );
}
const RESULTS = "centre.exams.$exam.results";
const setStatus = (status: string) => story.db.for("exam").exam.update({ where: { id: examId }, data: { status } });
const others = (): [string, StaffHandle][] => [
  ["exam-officer", story.people.staff["exam-officer"]],
  ["an assessor without a duty there", story.people.assessors[1]!],
  ["an invigilator", crew.invigilators[0]!],
  ["an opener", crew.openers[0]],
];

describe("before the release", () => {
  beforeAll(() => setStatus("marked"));

  it("the marker and the releaser read scores by slip number, without a name", async () => {
    for (const who of [crew.assessor, crew.release]) {
      const { text } = await read(who, RESULTS);
      expect(text).toContain(`"score":${SCORE}`);
      for (const name of names) expect(text).not.toContain(name);
    }
  });

  it("everybody else reads who sat, and neither a score nor who passed nor any statistics", async () => {
    for (const [what, who] of others()) {
      const { status, text } = await read(who, RESULTS);
      expect(status, what).toBe(200);
      expect(text, what).not.toContain(String(SCORE));
      expect(text, what).not.toMatch(/"(passed|facility|items)"/);
      expect(JSON.parse(text), what).toMatchObject({ sheet: null });
      expect((JSON.parse(text) as { sat: { attended: boolean }[] }).sat.map((one) => one.attended)).toEqual([
        false,
        ...names.slice(1).map(() => true),
      ]);
    }
  });

  it("a duty that was not accepted, or has ended, shows nothing", async () => {
    const duty = await story.db
      .for("exam")
      .examDuty.findFirstOrThrow({ where: { examId, kind: "assess", accountId: crew.assessor.accountId } });
    const change = (data: object) => story.db.for("exam").examDuty.update({ where: { id: duty.id }, data });
    for (const [less, as] of [
      [{ acceptedAt: null }, { acceptedAt: duty.acceptedAt }],
      [{ endedAt: story.now() }, { endedAt: null }],
    ]) {
      await change(less!);
      expect((await read(crew.assessor, RESULTS)).text).not.toContain(String(SCORE));
      await change(as!);
    }
  });

  it("the page of the release opens for who has that duty in this exam alone", async () => {
    expect((await read(crew.release, "centre.release.$exam")).status).toBe(200);
    await story.db
      .for("exam")
      .examDuty.updateMany({ where: { examId, kind: "release" }, data: { endedAt: story.now() } });
    expect((await read(crew.release, "centre.release.$exam")).status).toBe(403);
    await story.db.for("exam").examDuty.updateMany({ where: { examId, kind: "release" }, data: { endedAt: null } });
  });
});

describe("after the release", () => {
  beforeAll(() => setStatus("released"));

  it("names stand beside scores for the office and for who released, not for who marked", async () => {
    for (const who of [story.people.staff["exam-officer"], crew.release])
      expect((await read(who, RESULTS)).text).toContain(names[0]!);
    const marker = await read(crew.assessor, RESULTS);
    expect(marker.text).toContain(String(SCORE));
    for (const name of names) expect(marker.text).not.toContain(name);
  });

  it("nobody else reads a score", async () => {
    for (const [what, who] of others().slice(1))
      expect((await read(who, RESULTS)).text, what).not.toContain(String(SCORE));
  });
});
