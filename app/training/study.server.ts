import type { RuleValue } from "#content/schema/rule";
import { parseAnswer } from "~/question/answer";
import { toResult, type QuestionResult } from "~/question/result";
import { audit } from "~/platform/audit.server";
import { canonicalJson } from "~/platform/canonical";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { appendRecord } from "~/record/append.server";
import { loadRules } from "~/rules/load.server";
import { requireRule } from "~/rules/rules";
import { creditedToday, requireLesson, type EnrolmentView } from "./enrolment.server";
import { beat, leftToday } from "./study-clock";

export type LessonTime = RuleValue<"lesson-time">;
export const lessonTime = (now: Date): LessonTime =>
  requireRule(loadRules(), "lesson-time", { on: toDay(now) }).value as LessonTime;

const minutesWords = (seconds: number): string => `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒`;

/**
 * Opens a lesson for study: the learner's other sessions end, so that one person earns hours at one place at a time.
 */
export async function openStudy(db: Db, now: Date, view: EnrolmentView, slug: string): Promise<string> {
  requireLesson(view, slug);
  const id = newId(now);
  await db.transaction(async (tx) => {
    const sessions = tx.for("training").studySession;
    await sessions.updateMany({
      where: { personId: view.personId, endedAt: null },
      data: { endedAt: now, endReason: "opened-elsewhere" },
    });
    const presenceDueAt = new Date(now.getTime() + lessonTime(now).presenceSeconds * 1000);
    await sessions.create({
      data: {
        id,
        personId: view.personId,
        enrolmentId: view.id,
        lesson: slug,
        startedAt: now,
        lastBeatAt: now,
        presenceDueAt,
      },
    });
  });
  return id;
}

export type BeatAnswer = {
  seconds: number;
  minimumSeconds: number;
  asking: boolean;
  lost: "none" | "away" | "no-answer";
  ended: boolean;
  capped: boolean;
};

/**
 * A sign of life from the page. It says nothing but its session and whether “I am here” was pressed: time is the
 * server's.
 */
export async function beatStudy(
  db: Db,
  now: Date,
  view: EnrolmentView,
  { session, present }: { session: string; present: boolean },
): Promise<BeatAnswer> {
  const rule = lessonTime(now);
  const left = leftToday(await creditedToday(db, view.personId, now), rule);
  return db.transaction(async (tx) => {
    const training = tx.for("training");
    const row = await training.studySession.findUnique({ where: { id: session } });
    if (!row || row.personId !== view.personId || row.enrolmentId !== view.id)
      throw new DomainError("not-found", "没有这次学习，请重新打开这一课。");
    const { lesson } = requireLesson(view, row.lesson);
    const before = await training.lessonProgress.findUnique({
      where: { enrolmentId_lesson: { enrolmentId: view.id, lesson: row.lesson } },
    });
    const seconds = before?.seconds ?? 0;
    if (row.endedAt)
      return {
        seconds,
        minimumSeconds: lesson.minimumSeconds,
        asking: false,
        lost: "none",
        ended: true,
        capped: false,
      };
    const result = beat(row, { now, present, rule });
    const credited = Math.min(result.creditedSeconds, left);
    await training.studySession.update({
      where: { id: session },
      data: { ...result.next, credited: { increment: credited } },
    });
    await training.lessonProgress.upsert({
      where: { enrolmentId_lesson: { enrolmentId: view.id, lesson: row.lesson } },
      create: { id: newId(now), enrolmentId: view.id, lesson: row.lesson, seconds: credited },
      update: { seconds: { increment: credited } },
    });
    return {
      seconds: seconds + credited,
      minimumSeconds: lesson.minimumSeconds,
      asking: result.asking,
      lost: result.lost,
      ended: false,
      capped: credited < result.creditedSeconds,
    };
  });
}

/** Scores one check question of a lesson and keeps the answer. */
export async function answerCheck(
  db: Db,
  now: Date,
  view: EnrolmentView,
  { lesson: slug, question: id, answer: raw }: { lesson: string; question: string; answer: unknown },
): Promise<QuestionResult> {
  const { lesson } = requireLesson(view, slug);
  const question = lesson.checks.find((one) => one.id === id);
  if (!question) throw new DomainError("not-found", "这一课没有这道题。");
  const parsed = parseAnswer(question, raw);
  if (!parsed.ok) throw new DomainError("invalid", parsed.reason);
  const result = toResult(question, parsed.answer);
  await db.transaction(async (tx) => {
    const training = tx.for("training");
    await training.checkAnswer.create({
      data: {
        id: newId(now),
        enrolmentId: view.id,
        lesson: slug,
        questionId: id,
        answer: canonicalJson(parsed.answer),
        right: result.right,
        at: now,
      },
    });
    const where = { enrolmentId_lesson: { enrolmentId: view.id, lesson: slug } };
    const progress = await training.lessonProgress.findUnique({ where });
    const right = new Set(JSON.parse(progress?.rightChecks ?? "[]") as string[]);
    if (result.right) right.add(id);
    const rightChecks = JSON.stringify([...right].sort());
    await training.lessonProgress.upsert({
      where,
      create: { id: newId(now), enrolmentId: view.id, lesson: slug, rightChecks },
      update: { rightChecks },
    });
  });
  return result;
}

/**
 * Completes a lesson when its reading time has really passed and every check was answered right, and credits its hours.
 * A finish that comes too early is refused and logged, whatever the page claims.
 */
export async function finishLesson(
  db: Db,
  now: Date,
  view: EnrolmentView,
  slug: string,
  actorId: string,
): Promise<void> {
  const { lesson, state } = requireLesson(view, slug);
  if (state.done) return;
  const open = lesson.checks.filter((question) => !state.right.includes(question.id)).length;
  if (state.seconds < lesson.minimumSeconds || open > 0) {
    const why = state.seconds < lesson.minimumSeconds ? "too-early" : "checks-open";
    await audit(db, now, {
      actorId,
      act: "lesson.finish",
      object: `${view.id}/${slug}`,
      outcome: "refused",
      reason: why,
      facts: { seconds: state.seconds, owed: lesson.minimumSeconds, open },
    });
    throw new DomainError(
      "wrong-state",
      why === "too-early"
        ? `学习时间还不够：已计 ${minutesWords(state.seconds)}，这一课至少 ${minutesWords(lesson.minimumSeconds)}。`
        : `还有 ${open} 道题没有答对。`,
    );
  }
  await db.transaction(async (tx) => {
    const training = tx.for("training");
    await training.lessonProgress.update({
      where: { enrolmentId_lesson: { enrolmentId: view.id, lesson: slug } },
      data: { completedAt: now },
    });
    await training.studySession.updateMany({
      where: { enrolmentId: view.id, lesson: slug, endedAt: null },
      data: { endedAt: now, endReason: "finished" },
    });
    const { published } = view;
    const common = {
      personId: view.personId,
      subject: published.course.subject,
      objectKind: "course",
      objectVersion: published.hash,
      from: new Date(now.getTime() - state.seconds * 1000),
      to: now,
      proofClass: "server-measured" as const,
      taughtBy: published.authors,
      facts: { course: published.course.slug, lesson: slug },
    };
    await appendRecord(tx, now, [
      {
        ...common,
        kind: "hours",
        amount: Math.min(state.seconds, lesson.minimumSeconds),
        source: `hours:${view.id}:${slug}`,
      },
      { ...common, kind: "lesson", outcome: "completed", source: `lesson:${view.id}:${slug}` },
    ]);
  });
}

export type QuizResult = {
  right: number;
  total: number;
  passed: boolean;
  needed: number;
  results: { id: string; result: QuestionResult }[];
};

/** Scores the quiz at a course's end; passing it completes the course. */
export async function takeQuiz(
  db: Db,
  now: Date,
  view: EnrolmentView,
  answers: Record<string, unknown>,
): Promise<QuizResult> {
  const { course, hash, authors } = view.published;
  if (view.lessons.some((lesson) => !lesson.done)) throw new DomainError("wrong-state", "学完每一课，再做结业测验。");
  const results = course.quiz.map((question) => {
    const parsed = parseAnswer(question, answers[question.id] ?? null);
    if (!parsed.ok) throw new DomainError("invalid", parsed.reason);
    return { id: question.id, answer: parsed.answer, result: toResult(question, parsed.answer) };
  });
  const right = results.filter(({ result }) => result.right).length;
  const needed = Math.ceil((lessonTime(now).quizPassPercent / 100) * course.quiz.length);
  const passed = right >= needed;
  await db.transaction(async (tx) => {
    const training = tx.for("training");
    await training.quizAttempt.create({
      data: {
        id: newId(now),
        enrolmentId: view.id,
        answers: canonicalJson(Object.fromEntries(results.map(({ id, answer }) => [id, answer]))),
        right,
        total: course.quiz.length,
        passed,
        at: now,
      },
    });
    if (!passed || view.completedAt) return;
    await training.enrolment.update({ where: { id: view.id }, data: { completedAt: now } });
    await appendRecord(tx, now, [
      {
        personId: view.personId,
        kind: "course",
        subject: course.subject,
        objectKind: "course",
        objectVersion: hash,
        from: now,
        to: now,
        outcome: "completed",
        amount: Math.round((right / course.quiz.length) * 10_000),
        proofClass: "server-measured",
        taughtBy: authors,
        source: `course:${view.id}`,
        facts: { course: course.slug },
      },
    ]);
  });
  return {
    right,
    total: course.quiz.length,
    passed,
    needed,
    results: results.map(({ id, result }) => ({ id, result })),
  };
}
