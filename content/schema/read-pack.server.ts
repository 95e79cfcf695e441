// Reads shipped packs from a folder on disk; whoever stores them decides about versions. `root` is the folder
// `content`.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Course } from "./course";
import { assembleCourse, PackManifest } from "./pack";
import { QuestionBank } from "./question";

export function readManifest(root: string): PackManifest {
  return PackManifest.parse(JSON.parse(readFileSync(join(root, "pack.json"), "utf8")));
}

export function readCourse(root: string, slug: string): Course {
  const folder = join(root, "courses", slug);
  const files: Record<string, string> = { "course.json": readFileSync(join(folder, "course.json"), "utf8") };
  for (const part of ["lessons", "figures"]) {
    if (!existsSync(join(folder, part))) continue;
    for (const name of readdirSync(join(folder, part)))
      files[`${part}/${name}`] = readFileSync(join(folder, part, name), "utf8");
  }
  return assembleCourse(files);
}

/** All courses that the manifest names, in its order. */
export function readCourses(root: string): Course[] {
  return readManifest(root)
    .entries.filter((entry) => entry.type === "course")
    .map((entry) => readCourse(root, entry.slug));
}

export function readQuestionBank(file: string): QuestionBank {
  return QuestionBank.parse(JSON.parse(readFileSync(file, "utf8")));
}

/** All banks in one folder, by file name. */
export function readQuestionBanks(folder: string): QuestionBank[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => readQuestionBank(join(folder, name)));
}
