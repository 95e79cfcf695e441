import { describe, expect, it } from "vitest";
import { Faults } from "./page-faults";

// Who asks chooses which fault a page makes and how often: the log gets a line a cause and a minute, and nothing of
// theirs in it.

function heard() {
  const lines: Record<string, unknown>[] = [];
  return { lines, faults: new Faults((event, fields) => void lines.push({ event, ...fields })) };
}
const headFault = (value: string): Error => {
  try {
    new Headers({ Location: value });
  } catch (error) {
    return error as Error;
  }
  throw new Error("no fault was made");
};

describe("faults of the pages in the log", () => {
  it("the first of a cause is told at once with its place, the rest of the minute is one number", () => {
    const { lines, faults } = heard();
    for (let n = 0; n < 400; n += 1)
      faults.note("request.failed", new TypeError(`No ${n}`), { path: `/p${n}`, method: "POST" }, n * 100);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      event: "request.failed",
      code: "TypeError",
      path: "/p0",
      method: "POST",
      error: "TypeError: No 0",
      stack: expect.stringContaining("page-faults.test.ts") as string,
    });
    faults.tellCounted(60_000);
    expect(lines[1]).toMatchObject({ event: "request.failed", code: "TypeError", more: 399 });
    expect(lines).toHaveLength(2);
  });
  it("another cause is told for itself", () => {
    const { lines, faults } = heard();
    const both = [new Error("a"), new RangeError("a")];
    for (let n = 0; n < 4; n += 1)
      for (const error of both) faults.note("request.failed", error, { path: "/", method: "GET" }, n);
    expect(lines.map(({ code }) => code)).toEqual(["Error", "RangeError"]);
  });
  it("the visitor's bytes are in no line, beyond the beginning of the path", () => {
    const { lines, faults } = heard();
    faults.note(
      "request.failed",
      headFault(`/\u0000${"A".repeat(1_000)}`),
      { path: `/${"p".repeat(1_000)}`, method: "POST" },
      0,
    );
    faults.note(
      "request.failed",
      headFault("/x\u0000\n    at AAAA (evil.js:1:1)"),
      { path: "/", method: "POST" },
      70_000,
    );
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toMatch(/AAAA|evil|\\u0000/);
    expect(lines[0]!.error).toMatch(/^TypeError: /);
    expect(String(lines[0]!.path)).toHaveLength(100);
  });
});
