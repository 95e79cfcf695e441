import { validateHeaderValue } from "node:http";
import { describe, expect, it } from "vitest";
import {
  applyDisplay,
  DEFAULT_DISPLAY,
  parseDisplayCookie,
  readDisplay,
  serialiseDisplayCookie,
  toDisplayAttributes,
  toSafeReturn,
  withoutVoice,
} from "./display-preference";

const LARGE_DARK = { type: "large", theme: "dark", voice: "adult" } as const;

describe("the display cookie", () => {
  it("comes back as it was written, among other cookies", () => {
    for (const secure of [false, true]) {
      const pair = serialiseDisplayCookie(LARGE_DARK, { secure }).split(";")[0];
      expect(parseDisplayCookie(`a=1; ${pair}; b=2`)).toEqual(LARGE_DARK);
    }
  });
  it("is bound to the host and to https where it came by https, read by no script, and one set over plain http does not win over it", () => {
    expect(serialiseDisplayCookie(LARGE_DARK, { secure: true })).toMatch(
      /^__Host-display=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(serialiseDisplayCookie(LARGE_DARK, { secure: false })).toMatch(
      /^display=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
    );
    const [bound, plain] = [true, false].map(
      (secure) => serialiseDisplayCookie(secure ? LARGE_DARK : DEFAULT_DISPLAY, { secure }).split(";")[0],
    );
    expect(parseDisplayCookie(`${plain}; ${bound}`)).toEqual(LARGE_DARK);
  });
  it("is the default when missing, broken or of another shape", () => {
    for (const header of [null, "", "display=", "display=%7B", "display=5", "display=null", "display=%E0%A4%A"]) {
      expect(parseDisplayCookie(header)).toEqual(DEFAULT_DISPLAY);
    }
  });
  it("takes no value it does not know", () => {
    expect(parseDisplayCookie('display={"type":"huge","theme":"<script>"}')).toEqual(DEFAULT_DISPLAY);
  });
});

describe("a change", () => {
  it("touches only what was chosen", () => {
    expect(applyDisplay(LARGE_DARK, { type: "normal" })).toEqual({ ...LARGE_DARK, type: "normal" });
    expect(applyDisplay(LARGE_DARK, { theme: "neon" })).toEqual(LARGE_DARK);
  });
  it("shows as attributes of <html>", () => {
    expect(toDisplayAttributes(LARGE_DARK)).toEqual({ "data-type": "large", "data-theme": "dark" });
    expect(toDisplayAttributes(DEFAULT_DISPLAY)).toEqual({});
  });
});

describe("for whom the words are", () => {
  const PLAIN = DEFAULT_DISPLAY;
  it("people over 60 get large type with their voice, and may still take it back", () => {
    const elder = applyDisplay(PLAIN, { voice: "elder" });
    expect(elder).toEqual({ type: "large", theme: "system", voice: "elder" });
    expect(applyDisplay(elder, { type: "normal" })).toEqual({ type: "normal", theme: "system", voice: "elder" });
    expect(applyDisplay(elder, { voice: "adult" })).toEqual(PLAIN);
    expect(applyDisplay(LARGE_DARK, { voice: "child" }).type).toBe("large");
  });
  it("the address of a hall goes before the cookie; what is no voice changes nothing", () => {
    const kept = serialiseDisplayCookie(applyDisplay(PLAIN, { voice: "child" }), { secure: false }).split(";")[0];
    expect(readDisplay(kept, new URL("http://hall/?voice=elder")).voice).toBe("elder");
    expect(readDisplay(kept, new URL("http://hall/?voice=cat")).voice).toBe("child");
    expect(readDisplay(null, new URL("http://hall/")).voice).toBe("adult");
  });
  it("a choice by hand takes the voice out of the address", () => {
    expect(withoutVoice("/drill/a?voice=child&view=plan")).toBe("/drill/a?view=plan");
    expect(withoutVoice("/?voice=child")).toBe("/");
  });
});

describe("the way back", () => {
  it("stays on this site", () => {
    expect(toSafeReturn("/learn/a?b=1#c")).toBe("/learn/a?b=1#c");
    for (const path of ["//evil.example", "/\\evil", "https://evil", "javascript:1", "", null, "/a b"]) {
      expect(toSafeReturn(path)).toBe("/");
    }
  });
  it("can always be written into the head of an answer, whatever the form's field holds", () => {
    expect(toSafeReturn("/learn/中文?q=王芳&b=%20")).toBe("/learn/%E4%B8%AD%E6%96%87?q=%E7%8E%8B%E8%8A%B3&b=%20");
    for (let code = 0; code < 0x3000; code += 1)
      expect(
        () => validateHeaderValue("Location", toSafeReturn(`/a${String.fromCharCode(code)}b`)),
        String(code),
      ).not.toThrow();
    for (const path of ["/\u0001AAAA", "/\u0000", "/a\u007f", "/\u0085", "/\ud800", `/${"中".repeat(700)}`])
      expect(toSafeReturn(path), JSON.stringify(path.slice(0, 9))).toBe("/");
  });
});
