// A pack is what is shipped, carried on a stick or published: a manifest and the values it names. On disk a course is
// `course.json` + `lessons/<slug>.json` + `figures/*.svg`; `assembleCourse` makes the one value that is hashed and
// stored.
import { z } from "zod";
import { Slug } from "./basis";
import { Course, CourseHead, Lesson } from "./course";

export const PackEntry = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("course"), slug: Slug }),
  z.strictObject({ type: z.literal("questions"), slug: Slug }),
  z.strictObject({ type: z.literal("scene"), slug: Slug }),
  z.strictObject({ type: z.literal("rules"), slug: Slug }),
]);
export const PackManifest = z.strictObject({
  format: z.literal("anding-pack-1"),
  slug: Slug,
  title: z.string().min(2),
  licence: z.string().min(2),
  authors: z.array(z.string().min(1)).min(1),
  entries: z.array(PackEntry).min(1),
});
export type PackManifest = z.infer<typeof PackManifest>;

/** files: path inside the course's folder → text. Throws a ZodError that names what is wrong. */
export function assembleCourse(files: Readonly<Record<string, string>>): Course {
  const json = (path: string): unknown => {
    const text = files[path];
    if (text === undefined) throw new Error(`The course lacks ${path}`);
    return JSON.parse(text);
  };
  const head = CourseHead.parse(json("course.json"));
  const lessons = head.lessons.map((slug) => Lesson.parse(json(`lessons/${slug}.json`)));
  const figures = Object.fromEntries(
    Object.entries(files)
      .filter(([path]) => path.startsWith("figures/"))
      .map(([path, svg]) => [path.slice("figures/".length), svg.trim()]),
  );
  return Course.parse({ ...head, lessons, figures });
}
