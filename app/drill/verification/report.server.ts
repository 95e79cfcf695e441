import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import reportJson from "#content/verification/report.json";
import wordsJson from "#content/verification/words.json";
import { Report } from "./report";
import { createTranslator, Words } from "./words";

// The report and its words are part of the build: a page never shows figures of another build.

export const report = Report.parse(reportJson);
export const words = Words.parse(wordsJson);
export const translator = createTranslator(words);

const Current = z.object({ engine: z.string() });

/** The engine that drills run on now; null where none was built. */
export function engineInUse(): string | null {
  const dirs = ["public/engine", "build/client/engine"];
  if (process.env.NODE_ENV === "production") dirs.reverse();
  const file = dirs.map((dir) => join(process.cwd(), dir, "current.json")).find(existsSync);
  return file ? Current.parse(JSON.parse(readFileSync(file, "utf8"))).engine : null;
}
