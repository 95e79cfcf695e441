import { join } from "node:path";
import { readCourses, readQuestionBanks } from "#content/schema/read-pack.server";
import { publishContent } from "~/platform/content-store.server";
import type { SeedContext } from "./index";

/** Publishes the shipped courses and practice questions; authors are the demonstration's own trainer, so that 考培分离 has something to find. */
export async function seedCourses({ db, now }: SeedContext, authors: readonly string[]): Promise<{ slug: string; hash: string }[]> {
  const published: { slug: string; hash: string }[] = [];
  for (const course of readCourses(join(process.cwd(), "content")))
    published.push({ slug: course.slug, hash: await publishContent(db, { kind: "course", slug: course.slug, title: course.title, value: course, authors: [...authors] }, now) });
  for (const bank of readQuestionBanks(join(process.cwd(), "content/questions")))
    await publishContent(db, { kind: "questions", slug: bank.slug, title: bank.title, value: bank }, now);
  return published;
}
