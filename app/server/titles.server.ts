import { subjectTitles, type SubjectCode } from "#content/schema/subject-titles";
import { listScenes } from "~/drill/scenes.server";
import type { Db } from "~/platform/db.server";
import type { FileTitles } from "~/record/person-file.server";
import { jobTitle } from "~/rules/certificate-jobs";
import { listCourses } from "~/training/courses.server";

/** What courses, drills and subjects are called, for pages and documents that tell of several rooms. */
export async function allTitles(db: Db): Promise<FileTitles> {
  const [courses, scenes] = await Promise.all([listCourses(db), listScenes(db)]);
  return {
    course: (slug) => courses.find(({ course }) => course.slug === slug)?.course.title ?? slug,
    drill: (slug) => scenes.find((scene) => scene.slug === slug)?.title ?? slug,
    subject: (code) =>
      (code.startsWith("external-") ? jobTitle(code.slice("external-".length)) : undefined) ??
      subjectTitles[code as SubjectCode] ??
      code,
  };
}
