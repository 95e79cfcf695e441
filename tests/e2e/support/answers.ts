import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";
import type { Question } from "#content/schema/question";

// Questions as their authors keep them, read from the shipped files, and the hand that answers them on a page.

type Read<T> = (path: string) => T;
const read: Read<never> = (path) => JSON.parse(readFileSync(path, "utf8")) as never;

export interface LessonFile {
  slug: string;
  title: string;
  minimumSeconds: number;
  checks: Question[];
}
export interface CourseFile {
  title: string;
  lessons: LessonFile[];
  quiz: Question[];
}

export function courseFile(slug: string): CourseFile {
  const folder = join("content/courses", slug);
  const course: { title: string; lessons: string[]; quiz: Question[] } = read(join(folder, "course.json"));
  const lessons = course.lessons.map((lesson): LessonFile => ({
    ...(read as Read<LessonFile>)(join(folder, "lessons", `${lesson}.json`)),
    slug: lesson,
  }));
  return { title: course.title, lessons, quiz: course.quiz };
}

/** The demonstration bank by id. */
export function examBank(): Map<string, Question> {
  const folder = "prisma/seed/bank";
  const banks = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name): { questions: Question[] } => read(join(folder, name)));
  return new Map(banks.flatMap(({ questions }) => questions.map((one) => [one.id, one] as const)));
}

/** Gives the right answer to the question that stands in `place` (or on the page). */
export async function answerRightly(place: Page | Locator, question: Question): Promise<void> {
  const form = place.locator(`[data-question="${question.id}"]`);
  await expect(form).toBeVisible();
  switch (question.kind) {
    case "single":
      return form.locator(`input[value="${question.key}"]`).check();
    case "truefalse":
      return form.locator(`input[value="${question.key}"]`).check();
    case "multiple": {
      for (const id of question.key) await form.locator(`input[value="${id}"]`).check();
      return;
    }
    case "hotspot": {
      for (const id of question.key)
        await form.getByLabel(question.regions.find((one) => one.id === id)!.label).check();
      return;
    }
    case "fill": {
      const inStem = [...question.stem.matchAll(/\{\{([a-z0-9]+)\}\}/g)].map((match) => match[1]!);
      for (const [n, id] of inStem.entries())
        await form
          .locator("input[type=text]")
          .nth(n)
          .fill(question.blanks.find((blank) => blank.id === id)!.accept[0]!);
      return;
    }
    case "match": {
      for (const left of question.left)
        await form.locator("label", { hasText: left.text }).locator("select").selectOption(question.key[left.id]!);
      return;
    }
    case "order":
      return putInOrder(
        form,
        question.key.map((id) => question.options.find((one) => one.id === id)!.text),
      );
  }
}

/** Moves each step up by its button until it stands where it belongs. */
async function putInOrder(form: Locator, wanted: readonly string[]): Promise<void> {
  for (const [place, text] of wanted.entries()) {
    for (;;) {
      const rows = await form.locator("ol > li").allInnerTexts();
      if (rows.findIndex((row) => row.includes(text)) <= place) break;
      await form.getByRole("button", { name: `上移：${text}`, exact: true }).click();
    }
  }
}
