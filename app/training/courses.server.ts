import { Course } from "#content/schema/course";
import { getContent, latestContent } from "~/platform/content-store.server";
import type { Db } from "~/platform/db.server";

export type PublishedCourse = { hash: string; authors: string[]; course: Course };

const parsed = new Map<string, PublishedCourse>();

/** A published version by its hash; versions never change, so each is parsed once. */
export async function getCourse(db: Db, hash: string): Promise<PublishedCourse | null> {
  const known = parsed.get(hash);
  if (known) return known;
  const found = await getContent(db, hash, (value) => Course.parse(value));
  if (!found || found.kind !== "course") return null;
  const made = { hash, authors: found.authors, course: found.body };
  parsed.set(hash, made);
  return made;
}

/** The newest version of each course. */
export async function listCourses(db: Db): Promise<PublishedCourse[]> {
  const versions = await latestContent(db, "course");
  const courses = await Promise.all(versions.map((version) => getCourse(db, version.hash)));
  return courses.filter((course): course is PublishedCourse => course !== null);
}

export async function findCourse(db: Db, slug: string): Promise<PublishedCourse | null> {
  return (await listCourses(db)).find(({ course }) => course.slug === slug) ?? null;
}
