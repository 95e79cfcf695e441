import { publishShippedCourses, publishShippedPractice } from "~/training/shipped.server";
import type { SeedContext } from "./index";

/**
 * Publishes the shipped courses and practice questions; authors are the demonstration's own trainer, so that 考培分离 has
 * something to find.
 */
export async function seedCourses(
  { db, now }: SeedContext,
  authors: readonly string[],
): Promise<{ slug: string; hash: string }[]> {
  const courses = await publishShippedCourses(db, now, { authors });
  await publishShippedPractice(db, now);
  return courses;
}
