import { z } from "zod";

const LONGEST = 40;

/** What a form refuses without words of its own is said in Chinese; what a page never sends, in plain words. */
export function speakPlainly(): void {
  z.config({
    ...z.locales.zhCN(),
    customError: (issue) =>
      issue.code === "unrecognized_keys"
        ? `这个请求里有这一页没有的内容（${issue.keys.join("、").slice(0, LONGEST)}），没有执行。请刷新这一页再做。`
        : undefined,
  });
}
