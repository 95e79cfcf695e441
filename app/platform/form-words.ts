import { z } from "zod";
import { unknownFieldWords } from "./field-names";

/** What a form refuses without words of its own is said in Chinese; what a page never sends, in plain words. */
export function speakPlainly(): void {
  z.config({
    ...z.locales.zhCN(),
    customError: (issue) => (issue.code === "unrecognized_keys" ? unknownFieldWords(issue.keys) : undefined),
  });
}
