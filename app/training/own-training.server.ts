import type { Db } from "~/platform/db.server";

/** What this room holds about one person, in full, for that person alone. */
export async function ownTraining(db: Db, personId: string) {
  const training = db.for("training");
  const enrolments = await training.enrolment.findMany({
    where: { personId },
    include: { lessons: true, quizzes: true },
    orderBy: { startedAt: "asc" },
  });
  const answers = await training.checkAnswer.findMany({
    where: { enrolmentId: { in: enrolments.map((one) => one.id) } },
    orderBy: { at: "asc" },
  });
  const sessions = await training.studySession.findMany({ where: { personId }, orderBy: { startedAt: "asc" } });
  const members = await training.classMember.findMany({
    where: { personId },
    include: { class: true },
    orderBy: { addedAt: "asc" },
  });
  const signs = await training.classSign.findMany({ where: { personId }, orderBy: { id: "asc" } });
  return {
    courses: enrolments.map(({ course, versionHash, startedAt, completedAt, lessons, quizzes, id }) => ({
      course,
      version: versionHash,
      startedAt,
      completedAt,
      lessons: lessons.map(({ lesson, seconds, completedAt: done }) => ({ lesson, seconds, completedAt: done })),
      answers: answers
        .filter((answer) => answer.enrolmentId === id)
        .map(({ lesson, questionId, answer, right, at }) => ({ lesson, questionId, answer, right, at })),
      quizzes: quizzes.map(({ answers: given, right, total, passed, at }) => ({
        answers: given,
        right,
        total,
        passed,
        at,
      })),
    })),
    sessions: sessions.map(({ lesson, startedAt, lastBeatAt, credited, endedAt, endReason }) => ({
      lesson,
      startedAt,
      lastBeatAt,
      credited,
      endedAt,
      endReason,
    })),
    classes: members.map(({ class: one, classId, result }) => ({
      title: one.title,
      place: one.place,
      from: one.from,
      to: one.to,
      result,
      signs: signs
        .filter((sign) => sign.classId === classId)
        .map(({ kind, way, at, reason }) => ({ kind, way, at, reason })),
    })),
  };
}
