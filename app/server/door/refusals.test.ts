import { describe, expect, it } from "vitest";
import { Refusals } from "./refusals";

function heard() {
  const lines: Record<string, unknown>[] = [];
  return { lines, refusals: new Refusals((event, fields) => void lines.push({ event, ...fields })) };
}

describe("refusals in the log", () => {
  it("the first is told at once, with the hash of its address; the rest of the minute in one line", () => {
    const { lines, refusals } = heard();
    for (let n = 0; n < 500; n += 1)
      refusals.note("pages.refused", { path: `/x${n}`, status: 413, code: "too-large", from: "aaa" }, n * 100);
    expect(lines).toEqual([{ event: "pages.refused", path: "/x0", status: 413, code: "too-large", from: "aaa" }]);
    refusals.tellCounted(60_000);
    expect(lines[1]).toEqual({
      event: "pages.refused",
      status: 413,
      code: "too-large",
      from: "aaa",
      more: 499,
      inMs: 60_000,
    });
    refusals.tellCounted(120_000);
    expect(lines).toHaveLength(2);
  });

  it("another address and another reason are told for themselves, and after the minute anew", () => {
    const { lines, refusals } = heard();
    refusals.note("pages.refused", { code: "origin", from: "aaa" }, 0);
    refusals.note("pages.refused", { code: "origin", from: "bbb" }, 1);
    refusals.note("pages.refused", { code: "type", from: "aaa" }, 2);
    refusals.note("front.malformed", { code: "host", from: "aaa" }, 3);
    refusals.note("pages.refused", { code: "origin", from: "aaa" }, 70_000);
    expect(lines.map(({ event, code, from }) => `${String(event)} ${String(code)} ${String(from)}`)).toEqual([
      "pages.refused origin aaa",
      "pages.refused origin bbb",
      "pages.refused type aaa",
      "front.malformed host aaa",
      "pages.refused origin aaa",
    ]);
  });

  it("a flood from made-up addresses is bounded: the rest is one number", () => {
    const { lines, refusals } = heard();
    for (let n = 0; n < 10_000; n += 1) refusals.note("front.host", { code: "host", from: `a${n}` }, 5);
    expect(lines).toHaveLength(200);
    refusals.tellCounted(60_005);
    expect(lines.slice(200)).toEqual([
      { event: "front.refused", code: "others", from: "others", more: 9_800, inMs: 60_000 },
    ]);
  });
});
