import { z } from "zod";

const LONGEST = 40;

/** Forms say in plain words what a page never sends; all else that they refuse has words of its own. */
export function speakPlainly(): void {
  z.config({ customError: (issue) => (issue.code === "unrecognized_keys" ? `这个请求里有这一页没有的内容（${issue.keys.join("、").slice(0, LONGEST)}），没有执行。请刷新这一页再做。` : undefined) });
}
