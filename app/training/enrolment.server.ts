import type { Lesson } from "#content/schema/course";
import { startOfDay, toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { appendRecord } from "~/record/append.server";
import { findCourse, getCourse, type PublishedCourse } from "./courses.server";

export type LessonState = { slug: string; title: string; minimumSeconds: number; seconds: number; right: string[]; done: boolean; open: boolean };
export type EnrolmentView = { id: string; personId: string; published: PublishedCourse; lessons: LessonState[]; quizPassed: boolean; completedAt: Date | null };

/** A learner's enrolment in a course: the one under way, else the newest completed one, else null. */
export async function getEnrolment(db: Db, personId: string, slug: string): Promise<EnrolmentView | null> {
  const rows = await db.for("training").enrolment.findMany({
    where: { personId, course: slug }, include: { lessons: true, quizzes: { where: { passed: true }, take: 1 } }, orderBy: { startedAt: "desc" },
  });
  const row = rows.find((one) => !one.completedAt) ?? rows[0];
  const published = row && (await getCourse(db, row.versionHash));
  if (!row || !published) return null;
  const progress = new Map(row.lessons.map((lesson) => [lesson.lesson, lesson]));
  let before = true;
  const lessons = published.course.lessons.map((lesson): LessonState => {
    const own = progress.get(lesson.slug);
    const done = Boolean(own?.completedAt);
    const state = { slug: lesson.slug, title: lesson.title, minimumSeconds: lesson.minimumSeconds, seconds: own?.seconds ?? 0, right: JSON.parse(own?.rightChecks ?? "[]") as string[], done, open: before };
    before = before && done;
    return state;
  });
  return { id: row.id, personId, published, lessons, quizPassed: row.quizzes.length > 0, completedAt: row.completedAt };
}

/**
 * Enrols on the newest version; an enrolment under way goes on with the version it began on. A completed course can be
 * taken again once its completion no longer counts (`freshFrom`, the first day that still does) or a newer version is out.
 */
export async function enrol(db: Db, now: Date, personId: string, { slug, freshFrom }: { slug: string; freshFrom: string | null }): Promise<EnrolmentView> {
  const running = await getEnrolment(db, personId, slug);
  if (running && !running.completedAt) return running;
  const published = await findCourse(db, slug);
  if (!published) throw new DomainError("not-found", "没有这门课程，可能已经下架。");
  const sameVersion = running?.completedAt && running.published.hash === published.hash;
  if (sameVersion && (freshFrom === null || toDay(running.completedAt!) >= freshFrom))
    throw new DomainError("conflict", "这门课您已经学完，现在还有效，不用重学。");
  const id = newId(now);
  await db.transaction(async (tx) => {
    await tx.for("training").enrolment.create({ data: { id, personId, course: slug, versionHash: published.hash, startedAt: now } });
    await appendRecord(tx, now, [{
      personId, kind: "milestone", subject: published.course.subject, objectKind: "course", objectVersion: published.hash, from: now, to: now,
      outcome: "enrolled", proofClass: "server-measured", source: `enrolment:${id}`, facts: { course: slug },
    }]);
  });
  return (await getEnrolment(db, personId, slug))!;
}

export function requireLesson(view: EnrolmentView, slug: string): { lesson: Lesson; state: LessonState; index: number } {
  const index = view.published.course.lessons.findIndex((lesson) => lesson.slug === slug);
  const lesson = view.published.course.lessons[index];
  const state = view.lessons[index];
  if (!lesson || !state) throw new DomainError("not-found", "这门课程没有这一课。");
  if (!state.open) throw new DomainError("wrong-state", `请先学完前面的课：第一遍按顺序学，学完以后可以随意回看。`);
  return { lesson, state, index };
}

/** Seconds of study credited to the learner since the day began, over all courses. */
export async function creditedToday(db: Db, personId: string, now: Date): Promise<number> {
  const since = startOfDay(toDay(now));
  const sessions = await db.for("training").studySession.findMany({ where: { personId, startedAt: { gte: since } }, select: { credited: true } });
  return sessions.reduce((sum, session) => sum + session.credited, 0);
}

/** The enrolment of a learner in a course that they have begun. */
export async function requireEnrolment(db: Db, personId: string | null, slug: string): Promise<EnrolmentView> {
  const view = personId ? await getEnrolment(db, personId, slug) : null;
  if (!view) throw new DomainError("wrong-state", "还没有报名这门课程，请先在课程页点“开始学习”。");
  return view;
}
