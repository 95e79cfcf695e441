import { createCipheriv, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sameSecret, seal, unseal, unsealBytes } from "./seal.server";

const key = randomBytes(32);
const flip = (sealed: string, at: number): string => {
  const bytes = Buffer.from(sealed.slice(2), "base64url");
  bytes[at]! ^= 1;
  return `1.${bytes.toString("base64url")}`;
};

describe("a sealed value", () => {
  it("opens with its key and context, and tells nothing of its text; the same text is never sealed alike", () => {
    const sealed = seal(key, "王小明 339900198001011234", "person:1");
    expect(unseal(key, sealed, "person:1")).toBe("王小明 339900198001011234");
    expect(Buffer.from(sealed, "base64url").includes("339900")).toBe(false);
    const many = Array.from({ length: 500 }, () => seal(key, "same", "x").slice(2, 18)); // 12 bytes of nonce
    expect(new Set(many).size).toBe(500);
  });

  it("opens with no bit changed, under no other key, in no other row, and not cut", () => {
    const sealed = seal(key, "score 95", "result:1");
    const length = Buffer.from(sealed.slice(2), "base64url").length;
    for (let at = 0; at < length; at += 1)
      expect(() => unsealBytes(key, flip(sealed, at), "result:1"), `byte ${at}`).toThrow();
    expect(() => unseal(randomBytes(32), sealed, "result:1")).toThrow();
    expect(() => unseal(key, sealed, "result:2")).toThrow();
    for (const end of [3, 10, 38, sealed.length - 2])
      expect(() => unseal(key, sealed.slice(0, end), "result:1"), `${end} characters`).toThrow();
  });

  it("names how it was sealed; what was sealed before versions were still opens, a version nobody knows is named", () => {
    expect(seal(key, "x", "c")).toMatch(/^1\.[\w-]{38,}$/);
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from("c"));
    const old = Buffer.concat([nonce, cipher.update("earlier"), cipher.final(), cipher.getAuthTag()]).toString(
      "base64url",
    );
    expect(unseal(key, old, "c")).toBe("earlier");
    const sealed = seal(key, "x", "c");
    expect(() => unseal(key, `2.${sealed.slice(2)}`, "c")).toThrow(/version "2"/);
    expect(() => unseal(key, sealed.slice(2), "c"), "taken for an earlier one").toThrow();
    expect(() => unseal(key, `constructor.${sealed.slice(2)}`, "c")).toThrow(/not known/);
  });
});

it("secrets are compared by their bytes, whatever their length", () => {
  expect(sameSecret("abc", "abc")).toBe(true);
  for (const other of ["abd", "ab", "abcd", "", "ABC"]) expect(sameSecret("abc", other)).toBe(false);
});
