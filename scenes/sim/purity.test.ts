import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { describe, expect, it } from "vitest";
import { VERBS } from "./inputs";

// D-6: what engines may round differently, what is not the same twice, and what is not ours must stand neither in the
// core nor in a mechanic. Runs share a module, so that what changes must not stand in one either.
const BANNED: [string, RegExp, string][] = [
  [
    "transcendental Math",
    /\bMath\.(?!(abs|ceil|clz32|floor|imul|max|min|round|sign|sqrt|trunc|PI)\b)\w+/,
    "Math.hypot(1, 2)",
  ],
  ["power operator", /\*\*(?!\/)/, "x ** 2"],
  ["clock", /\b(Date|performance|setTimeout|setInterval|requestAnimationFrame)\b\s*[.(]/, "Date.now()"],
  ["chance", /\bcrypto\b/, "crypto.getRandomValues(a)"],
  ["locale", /\b(localeCompare|toLocale\w+|Intl)\b/, "a.localeCompare(b)"],
  ["import from outside", /\b(?:from|import)\s*\(?\s*["'`](?!\.)/, 'import { z } from "zod";'],
  ["state of a module", /^(?:export )?(?:let|var) /m, "let times = 0;"],
  [
    "kept between runs",
    /^(?:export )?const \w+(?:: [^=]+)? = new (?:Map|WeakMap|WeakSet)\b/m,
    "const seen = new Map();",
  ],
];

/** What may stand in a module for all runs, and why: scratch of one call; places of a ground, which never change. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "sim/hash.ts": ["state of a module"],
  "sim/places.ts": ["kept between runs"],
};

const scenes = join(import.meta.dirname, "..");
const files = ["sim", "mechanics"].flatMap((folder) =>
  (readdirSync(join(scenes, folder), { recursive: true }) as string[])
    .filter((f) => f.endsWith(".ts") && !f.endsWith(".test.ts"))
    .map((f) => `${folder}/${f.split(sep).join("/")}`),
);
const bare = (code: string) => code.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");

describe("the simulation core and the mechanics are pure (L6, D-6)", () => {
  it.each(files)("%s", (file) => {
    const code = bare(readFileSync(join(scenes, file), "utf8"));
    for (const [what, pattern] of BANNED)
      if (!ALLOWED[file]?.includes(what)) expect(pattern.exec(code)?.[0], what).toBeUndefined();
  });

  it.each(BANNED)("and a file with %s is found", (_what, pattern, code) => {
    expect(pattern.test(bare(`const a = 1;\n${code}\n`))).toBe(true);
    expect(pattern.test('import { TICKS_PER_SECOND } from "../sim/time";\nconst b = Math.sqrt(2);\n')).toBe(false);
  });
});

describe("the verbs", () => {
  // by hand: a verb's place is its number in every recorded log
  const KNOWN = [
    "none",
    "go",
    "stop",
    "feel",
    "open",
    "close",
    "raise-alarm",
    "call",
    "take",
    "use",
    "release",
    "shelter",
    "take-lift",
    "shout",
    "signal",
    "cover-mouth",
    "climb-out",
    "compress",
    "breathe",
    "check",
    "answer",
    "take-cover",
    "measure",
    "ventilate",
    "finish",
    "crouch-under",
  ];

  it("keep their numbers: a new one is added at the end, here too", () => {
    expect(VERBS.slice(0, KNOWN.length), "a verb was moved, taken away or put in between: add at the end").toEqual(
      KNOWN,
    );
    expect(VERBS.slice(KNOWN.length), "new verbs: add them to this list, in this order").toEqual([]);
  });
});
