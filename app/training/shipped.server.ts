import { join } from "node:path";
import { readCourses, readQuestionBanks } from "#content/schema/read-pack.server";
import { publishContent } from "~/platform/content-store.server";
import type { Db } from "~/platform/db.server";

// The courses and practice questions that come with the product. A version already published stays as it is; changed
// bytes are a new version, and whoever is in the middle of the old one stays on it (L5).

export type Shipped = { slug: string; hash: string };

/** `authors`: persons who count as having written the courses; none for what the product ships. */
export async function publishShippedCourses(
  db: Db,
  now: Date,
  { folder = join(process.cwd(), "content"), authors = [] }: { folder?: string; authors?: readonly string[] } = {},
): Promise<Shipped[]> {
  const published: Shipped[] = [];
  for (const course of readCourses(folder))
    published.push({
      slug: course.slug,
      hash: await publishContent(
        db,
        { kind: "course", slug: course.slug, title: course.title, value: course, authors: [...authors] },
        now,
      ),
    });
  return published;
}

export async function publishShippedPractice(
  db: Db,
  now: Date,
  folder = join(process.cwd(), "content/questions"),
): Promise<Shipped[]> {
  const published: Shipped[] = [];
  for (const bank of readQuestionBanks(folder))
    published.push({
      slug: bank.slug,
      hash: await publishContent(db, { kind: "questions", slug: bank.slug, title: bank.title, value: bank }, now),
    });
  return published;
}
