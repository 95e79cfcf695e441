import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCourse } from "#content/schema/read-pack.server";
import { keyAnswer } from "~/question/result";
import { publishContent } from "~/platform/content-store.server";
import { recordOf } from "~/record/query.server";
import { freshDatabase } from "../../tests/support/database";
import { enrol, getEnrolment, type EnrolmentView } from "./enrolment.server";
import { beat, leftToday } from "./study-clock";
import { answerCheck, beatStudy, finishLesson, lessonTime, openStudy, takeQuiz } from "./study.server";

const start = new Date("2026-11-22T01:00:00Z");
const course = readCourse(join(import.meta.dirname, "../../content"), "confined-space");
const first = course.lessons[0]!;
const rule = lessonTime(start);

describe("which seconds of study count", () => {
  const state = {
    lastBeatAt: start,
    presenceDueAt: new Date(start.getTime() + rule.presenceSeconds * 1000),
    askedAt: null,
  };
  const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);

  it("those between two beats", () => {
    expect(beat(state, { now: at(15), present: false, rule })).toMatchObject({
      creditedSeconds: 15,
      lost: "none",
      asking: false,
    });
  });
  it("none while the page was away or the machine asleep", () => {
    expect(beat(state, { now: at(3600), present: false, rule })).toMatchObject({ creditedSeconds: 0, lost: "away" });
  });
  it("all of a gap of three beats, and none of a longer one", () => {
    const three = rule.heartbeatSeconds * 3;
    expect(beat(state, { now: at(three), present: false, rule })).toMatchObject({
      creditedSeconds: three,
      lost: "none",
    });
    expect(beat(state, { now: at(three + 0.001), present: false, rule })).toMatchObject({
      creditedSeconds: 0,
      lost: "away",
    });
  });
  it("with what a beat leaves over of a second kept for the next", () => {
    let now = state;
    let credited = 0;
    for (let t = 1; t <= 10; t += 1) {
      const result = beat(now, { now: at(t * 15.6), present: true, rule });
      credited += result.creditedSeconds;
      now = result.next as typeof state;
    }
    expect(credited).toBe(156);
  });
  it("none when the clock steps back", () => {
    expect(beat(state, { now: at(-60), present: false, rule }).creditedSeconds).toBe(0);
  });
  it("asks when presence is due, and stops counting when nobody answers in time", () => {
    let now = state;
    let credited = 0;
    for (let t = 15; t <= rule.presenceSeconds + rule.presenceGraceSeconds + 300; t += 15) {
      const result = beat(now, { now: at(t), present: false, rule });
      credited += result.creditedSeconds;
      now = result.next as typeof state;
    }
    expect(credited).toBe(rule.presenceSeconds + rule.presenceGraceSeconds);
    const answered = beat(now, {
      now: at(rule.presenceSeconds + rule.presenceGraceSeconds + 315),
      present: true,
      rule,
    });
    expect(answered).toMatchObject({ asking: false, lost: "no-answer", creditedSeconds: 0 });
    expect(answered.next.askedAt).toBeNull();
  });
  it("never more than the day allows", () => {
    expect(leftToday(rule.dailyCapHours * rule.minutesPerHour * 60 - 10, rule)).toBe(10);
    expect(leftToday(10 ** 9, rule)).toBe(0);
  });
});

describe("a course on the cloud classroom", () => {
  let t: Awaited<ReturnType<typeof freshDatabase>>;
  let clock: number;
  const now = () => new Date(start.getTime() + clock * 1000);
  const view = async (): Promise<EnrolmentView> => (await getEnrolment(t.db, "p1", "confined-space"))!;
  beforeEach(async () => {
    t = await freshDatabase();
    clock = 0;
    await publishContent(
      t.db,
      { kind: "course", slug: course.slug, title: course.title, value: course, authors: ["teacher"] },
      start,
    );
    await enrol(t.db, now(), "p1", { slug: "confined-space", freshFrom: null });
  });
  afterEach(() => t.close());

  async function study(slug: string, seconds: number) {
    const session = await openStudy(t.db, now(), await view(), slug);
    for (const end = clock + seconds; clock < end;) {
      clock += 15;
      await beatStudy(t.db, now(), await view(), { session, present: true });
    }
    return session;
  }
  async function answerAll(slug: string) {
    for (const question of course.lessons.find((lesson) => lesson.slug === slug)!.checks)
      expect(
        (
          await answerCheck(t.db, now(), await view(), {
            lesson: slug,
            question: question.id,
            answer: keyAnswer(question),
          })
        ).right,
      ).toBe(true);
  }

  it("refuses a forged finish, logs it, and writes nothing into the record", async () => {
    await answerAll(first.slug);
    await expect(finishLesson(t.db, now(), await view(), first.slug, "a1")).rejects.toThrow(/学习时间还不够/);
    expect(await recordOf(t.db, "p1", { kind: "hours" })).toEqual([]);
    const refused = await t.db.for("platform").auditRow.findMany({ where: { act: "lesson.finish" } });
    expect(refused.map((row) => [row.outcome, row.reason])).toEqual([["refused", "too-early"]]);
  });

  it("refuses a finish with a question left wrong", async () => {
    await study(first.slug, first.minimumSeconds + 15);
    await expect(finishLesson(t.db, now(), await view(), first.slug, "a1")).rejects.toThrow(/没有答对/);
  });

  it("credits the lesson's hours once, from time that passed on the server", async () => {
    await study(first.slug, first.minimumSeconds + 60);
    await answerAll(first.slug);
    await finishLesson(t.db, now(), await view(), first.slug, "a1");
    await finishLesson(t.db, now(), await view(), first.slug, "a1");
    const hours = await recordOf(t.db, "p1", { kind: "hours" });
    expect(hours.map((row) => [row.amount, row.taughtBy])).toEqual([[first.minimumSeconds, ["teacher"]]]);
  });

  it("lets one person earn hours at one place at a time", async () => {
    const one = await openStudy(t.db, now(), await view(), first.slug);
    const two = await openStudy(t.db, now(), await view(), first.slug);
    clock = 15;
    expect(await beatStudy(t.db, now(), await view(), { session: one, present: false })).toMatchObject({
      ended: true,
      seconds: 0,
    });
    expect(await beatStudy(t.db, now(), await view(), { session: two, present: false })).toMatchObject({
      ended: false,
      seconds: 15,
    });
  });

  it("also when the other place is another course", async () => {
    const second = readCourse(join(import.meta.dirname, "../../content"), "home-fire");
    await publishContent(
      t.db,
      { kind: "course", slug: second.slug, title: second.title, value: second, authors: ["teacher"] },
      start,
    );
    const other = await enrol(t.db, now(), "p1", { slug: "home-fire", freshFrom: null });
    const here = await openStudy(t.db, now(), await view(), first.slug);
    const there = await openStudy(t.db, now(), other, second.lessons[0]!.slug);
    clock = 15;
    expect(await beatStudy(t.db, now(), await view(), { session: here, present: false })).toMatchObject({
      ended: true,
      seconds: 0,
    });
    expect(await beatStudy(t.db, now(), other, { session: there, present: false })).toMatchObject({ seconds: 15 });
  });

  it("credits a day up to its cap, says so, and counts the next day anew", async () => {
    const cap = rule.dailyCapHours * rule.minutesPerHour * 60;
    const earlier = await openStudy(t.db, now(), await view(), first.slug);
    await t.db.for("training").studySession.update({ where: { id: earlier }, data: { credited: cap - 10 } });
    const session = await openStudy(t.db, now(), await view(), first.slug);
    clock = 15;
    expect(await beatStudy(t.db, now(), await view(), { session, present: false })).toMatchObject({
      seconds: 10,
      capped: true,
    });
    clock = 30;
    expect(await beatStudy(t.db, now(), await view(), { session, present: false })).toMatchObject({
      seconds: 10,
      capped: true,
    });
    clock = 24 * 3_600;
    const tomorrow = await openStudy(t.db, now(), await view(), first.slug);
    clock += 15;
    expect(await beatStudy(t.db, now(), await view(), { session: tomorrow, present: false })).toMatchObject({
      seconds: 25,
      capped: false,
    });
  });

  it("passes a quiz by the whole share that the rule asks: of three questions at 80 percent all three", async () => {
    expect(rule.quizPassPercent).toBe(80);
    const whole = await view();
    const quiz = course.quiz.slice(0, 3);
    const short = { ...whole, lessons: [], published: { ...whole.published, course: { ...course, quiz } } };
    const right = Object.fromEntries(quiz.map((question) => [question.id, keyAnswer(question)]));
    const { [quiz[2]!.id]: _last, ...two } = right;
    expect(await takeQuiz(t.db, now(), short, two)).toMatchObject({ right: 2, needed: 3, passed: false });
    expect(await takeQuiz(t.db, now(), short, right)).toMatchObject({ right: 3, passed: true });
  });

  it("refuses another learner's session", async () => {
    const session = await openStudy(t.db, now(), await view(), first.slug);
    const other = await enrol(t.db, now(), "p2", { slug: "confined-space", freshFrom: null });
    await expect(beatStudy(t.db, now(), other, { session, present: false })).rejects.toThrow(/没有这次学习/);
  });

  it("keeps the first run in order", async () => {
    await expect(openStudy(t.db, now(), await view(), course.lessons[1]!.slug)).rejects.toThrow(/先学完前面/);
  });

  it("completes with the quiz after every lesson, and not before", async () => {
    const key = Object.fromEntries(course.quiz.map((question) => [question.id, keyAnswer(question)]));
    await expect(takeQuiz(t.db, now(), await view(), key)).rejects.toThrow(/学完每一课/);
    for (const lesson of course.lessons) {
      await study(lesson.slug, lesson.minimumSeconds + 15);
      await answerAll(lesson.slug);
      await finishLesson(t.db, now(), await view(), lesson.slug, "a1");
    }
    expect(await takeQuiz(t.db, now(), await view(), {})).toMatchObject({ passed: false, right: 0 });
    expect(await recordOf(t.db, "p1", { kind: "course" })).toEqual([]);
    expect(await takeQuiz(t.db, now(), await view(), key)).toMatchObject({ passed: true });
    expect((await recordOf(t.db, "p1", { kind: "course" })).map((row) => row.facts.course)).toEqual(["confined-space"]);
    await expect(enrol(t.db, now(), "p1", { slug: "confined-space", freshFrom: "2026-01-01" })).rejects.toThrow(
      /还有效/,
    );
    expect(
      (await enrol(t.db, now(), "p1", { slug: "confined-space", freshFrom: "2026-12-01" })).completedAt,
    ).toBeNull();
  }, 60_000);
});
