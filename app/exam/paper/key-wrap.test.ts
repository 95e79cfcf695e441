import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isOpenersCode, openerPublicKey, unwrapWithPair, wrapForPairs } from "./key-wrap.server";
import { readCode, toCode } from "./secret-code";

const exam = "exam-1";
const codes = { a: toCode(randomBytes(16)), b: toCode(randomBytes(16)), c: toCode(randomBytes(16)) };
const openers = Object.entries(codes).map(([dutyId, code]) => ({ dutyId, publicKey: openerPublicKey(code, exam) }));

describe("the papers' key", () => {
  const key = randomBytes(32);
  const wraps = wrapForPairs(key, openers, exam);

  it("any two of three openers open it", () => {
    expect(wraps).toHaveLength(3);
    for (const wrap of wraps) expect(unwrapWithPair(wrap, codes, exam)?.equals(key)).toBe(true);
  });

  it("one opener alone, one twice, a wrong code, another exam's code: nothing opens", () => {
    const [wrap] = wraps;
    expect(unwrapWithPair(wrap!, { a: codes.a }, exam)).toBeNull();
    expect(unwrapWithPair(wrap!, { a: codes.a, b: codes.a }, exam)).toBeNull();
    expect(unwrapWithPair(wrap!, { a: codes.a, b: toCode(randomBytes(16)) }, exam)).toBeNull();
    expect(unwrapWithPair(wrap!, codes, "exam-2")).toBeNull();
    expect(() => wrapForPairs(key, openers.slice(0, 1), exam)).toThrow("at least 2");
  });

  it("stores nothing from which the code could be read back, and knows whose code it is", () => {
    const stored = JSON.stringify([openers, wraps]);
    for (const code of Object.values(codes)) expect(stored).not.toContain(code);
    expect(stored).not.toContain(key.toString("base64url"));
    expect(isOpenersCode(codes.a, exam, openers[0]!.publicKey)).toBe(true);
    expect(isOpenersCode(codes.b, exam, openers[0]!.publicKey)).toBe(false);
  });
});

describe("codes on paper", () => {
  it("are read as typed: lower case, without dashes, O for 0 and l for 1", () => {
    const code = toCode(new Uint8Array(16).fill(1));
    expect(code).toBe("0104-0G20-8104-0G20-8104-0G20-81");
    expect(readCode(code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l"))).toBe(code);
    expect([readCode(""), readCode(code.slice(1)), readCode(`${code.slice(0, -1)}U`)]).toEqual([null, null, null]);
  });
  it("do not repeat over many", () => {
    const many = Array.from({ length: 500 }, () => toCode(randomBytes(16)));
    expect(new Set(many).size).toBe(500);
    for (const code of many) expect(readCode(code)).toBe(code);
  });
});
