// A course as it is published: lessons of blocks, drawings, check questions and their legal basis, one immutable value.
// `minimumSeconds` is the reading time that a lesson must really take before it can earn hours; hours come from rule
// rows (law L4).
import { z } from "zod";
import { Basis, Slug } from "./basis";
import { FigureRef, Figures } from "./figure";
import { Question } from "./question";
import { SubjectCode } from "./subject";

const text = z.string().min(1);

export const Block = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("heading"), text }),
  z.strictObject({ type: z.literal("paragraph"), text }),
  z.strictObject({ type: z.literal("list"), ordered: z.boolean(), items: z.array(text).min(2) }),
  /**
   * forbid, warn, must, safe carry the meaning of GB 2893; note is plain; default marks what is our own choice and not
   * law
   */
  z.strictObject({
    type: z.literal("callout"),
    tone: z.enum(["forbid", "warn", "must", "safe", "note", "default"]),
    title: text,
    text,
  }),
  z.strictObject({ type: z.literal("figure"), figure: FigureRef, caption: text }),
  /** what residents take home, in three voices (voice.ts); a page shows the reader's own */
  z.strictObject({
    type: z.literal("takeaway"),
    title: text,
    child: z.array(text).min(2),
    adult: z.array(text).min(2),
    elder: z.array(text).min(2),
  }),
  /** a case of our own writing: no real person, no real company */
  z.strictObject({ type: z.literal("case"), title: text, story: z.array(text).min(1), lessons: z.array(text).min(1) }),
]);
export type Block = z.infer<typeof Block>;

export const Lesson = z.strictObject({
  slug: Slug,
  title: text,
  goal: text,
  minimumSeconds: z.int().min(60).max(7200),
  blocks: z.array(Block).min(3),
  basis: z.array(Basis).min(1),
  checks: z.array(Question).min(2),
});
export type Lesson = z.infer<typeof Lesson>;

export const CourseHead = z.strictObject({
  slug: Slug,
  title: text,
  summary: text,
  audience: text,
  subject: SubjectCode,
  /** which kinds of rule row turn this course's seconds into hours */
  hoursRule: z.literal("lesson-time"),
  basis: z.array(Basis).min(1),
  lessons: z.array(Slug).min(1),
  quiz: z.array(Question).min(3),
});
export type CourseHead = z.infer<typeof CourseHead>;

export const Course = CourseHead.extend({ lessons: z.array(Lesson).min(1), figures: Figures }).superRefine(
  (course, ctx) => {
    for (const message of faultsOfCourse(course)) ctx.addIssue({ code: "custom", message });
  },
);
export type Course = Omit<CourseHead, "lessons"> & { lessons: Lesson[]; figures: Figures };

/** The drawings that a lesson's text shows, by file name. */
export const drawingsOf = (blocks: readonly Block[], figures: Figures): Figures =>
  Object.fromEntries(namesIn(blocks).flatMap((name) => (name in figures ? [[name, figures[name]!]] : [])));

const namesIn = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => (block.type === "figure" ? [block.figure.svg] : []));

function faultsOfCourse(course: Course): string[] {
  const faults: string[] = [];
  const questions = [...course.lessons.flatMap((lesson) => lesson.checks), ...course.quiz];
  const ids = questions.map((question) => question.id);
  if (new Set(ids).size !== ids.length) faults.push("question ids repeat inside the course");
  for (const question of questions)
    if (question.use !== "check") faults.push(`${question.id}: a question inside a course is for check`);
  const named = [
    ...course.lessons.flatMap((lesson) => namesIn(lesson.blocks)),
    ...questions.flatMap((question) => (question.figure ? [question.figure.svg] : [])),
  ];
  for (const name of named) if (!(name in course.figures)) faults.push(`figure ${name} is missing`);
  for (const name of Object.keys(course.figures)) if (!named.includes(name)) faults.push(`figure ${name} is not used`);
  return faults;
}
