import type { Lesson } from "#content/schema/course";
import { startOfDay, toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { appendRecord } from "~/record/append.server";
import { findCourse, getCourse, type PublishedCourse } from "./courses.server";
import { enrolmentRows, lessonRows, type EnrolmentRow, type LessonRow } from "./training-sql.server";

export type LessonState = {
  slug: string;
  title: string;
  minimumSeconds: number;
  seconds: number;
  right: string[];
  done: boolean;
  open: boolean;
};
export type EnrolmentView = {
  id: string;
  personId: string;
  published: PublishedCourse;
  lessons: LessonState[];
  quizPassed: boolean;
  completedAt: Date | null;
};

/** A learner's enrolment in a course: the one under way, else the newest completed one, else null. */
export async function getEnrolment(db: Db, personId: string, slug: string): Promise<EnrolmentView | null> {
  return (await currentOf(db, personId, await enrolmentRows(db, personId, slug)))[0] ?? null;
}

/** The same for every course that a learner has begun, by the course's name. */
export async function getEnrolments(db: Db, personId: string): Promise<Map<string, EnrolmentView>> {
  const byCourse = new Map<string, EnrolmentRow[]>();
  for (const row of await enrolmentRows(db, personId))
    byCourse.set(row.course, [...(byCourse.get(row.course) ?? []), row]);
  const views = await currentOf(db, personId, ...byCourse.values());
  return new Map(views.map((view) => [view.published.course.slug, view]));
}

/** Of each course's enrolments, newest first, the one that counts. */
async function currentOf(db: Db, personId: string, ...courses: EnrolmentRow[][]): Promise<EnrolmentView[]> {
  const rows = courses.flatMap((list) => list.find((one) => !one.completedAt) ?? list[0] ?? []);
  if (rows.length === 0) return [];
  const lessons = await lessonRows(
    db,
    rows.map((row) => row.id),
  );
  const views: EnrolmentView[] = [];
  for (const row of rows) {
    const published = await getCourse(db, row.versionHash);
    if (published)
      views.push(
        toView({ row, personId, published, lessons: lessons.filter((lesson) => lesson.enrolmentId === row.id) }),
      );
  }
  return views;
}

function toView({
  row,
  personId,
  published,
  lessons: kept,
}: {
  row: EnrolmentRow;
  personId: string;
  published: PublishedCourse;
  lessons: LessonRow[];
}): EnrolmentView {
  const progress = new Map(kept.map((lesson) => [lesson.lesson, lesson]));
  let before = true;
  const lessons = published.course.lessons.map((lesson): LessonState => {
    const own = progress.get(lesson.slug);
    const done = Boolean(own?.completedAt);
    const state = {
      slug: lesson.slug,
      title: lesson.title,
      minimumSeconds: lesson.minimumSeconds,
      seconds: Number(own?.seconds ?? 0),
      right: JSON.parse(own?.rightChecks ?? "[]") as string[],
      done,
      open: before,
    };
    before = before && done;
    return state;
  });
  return {
    id: row.id,
    personId,
    published,
    lessons,
    quizPassed: Boolean(row.quizPassed),
    completedAt: row.completedAt,
  };
}

/**
 * Enrols on the newest version; an enrolment under way goes on with the version it began on. A completed course can be
 * taken again once its completion no longer counts (`freshFrom`, the first day that still does) or a newer version is
 * out.
 */
export async function enrol(
  db: Db,
  now: Date,
  personId: string,
  { slug, freshFrom }: { slug: string; freshFrom: string | null },
): Promise<EnrolmentView> {
  const running = await getEnrolment(db, personId, slug);
  if (running && !running.completedAt) return running;
  const published = await findCourse(db, slug);
  if (!published) throw new DomainError("not-found", "没有这门课程，可能已经下架。");
  const sameVersion = running?.completedAt && running.published.hash === published.hash;
  if (sameVersion && (freshFrom === null || toDay(running.completedAt!) >= freshFrom))
    throw new DomainError("conflict", "这门课您已经学完，现在还有效，不用重学。");
  const id = newId(now);
  await db.transaction(async (tx) => {
    await tx
      .for("training")
      .enrolment.create({ data: { id, personId, course: slug, versionHash: published.hash, startedAt: now } });
    await appendRecord(tx, now, [
      {
        personId,
        kind: "milestone",
        subject: published.course.subject,
        objectKind: "course",
        objectVersion: published.hash,
        from: now,
        to: now,
        outcome: "enrolled",
        proofClass: "server-measured",
        source: `enrolment:${id}`,
        facts: { course: slug },
      },
    ]);
  });
  return (await getEnrolment(db, personId, slug))!;
}

export function requireLesson(
  view: EnrolmentView,
  slug: string,
): { lesson: Lesson; state: LessonState; index: number } {
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
  const sessions = await db
    .for("training")
    .studySession.findMany({ where: { personId, startedAt: { gte: since } }, select: { credited: true } });
  return sessions.reduce((sum, session) => sum + session.credited, 0);
}

/** The enrolment of a learner in a course that they have begun. */
export async function requireEnrolment(db: Db, personId: string | null, slug: string): Promise<EnrolmentView> {
  const view = personId ? await getEnrolment(db, personId, slug) : null;
  if (!view) throw new DomainError("wrong-state", "还没有报名这门课程，请先在课程页点“开始学习”。");
  return view;
}
