import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

// D-6: what engines may round differently, what is not the same twice, and what is not ours must not stand in the core.
const BANNED: [string, RegExp][] = [
  ["transcendental Math", /\bMath\.(?!(abs|ceil|clz32|floor|imul|max|min|round|sign|sqrt|trunc|PI)\b)\w+/],
  ["power operator", /\*\*(?!\/)/],
  ["clock", /\b(Date|performance|setTimeout|setInterval|requestAnimationFrame)\b\s*[.(]/],
  ["chance", /\bcrypto\b/],
  ["locale", /\b(localeCompare|toLocale\w+|Intl)\b/],
  ["import from outside", /from '(?!\.)/],
];

const folder = import.meta.dirname;
const files = (readdirSync(folder, { recursive: true }) as string[]).filter(
  (f) => f.endsWith(".ts") && !f.endsWith(".test.ts"),
);

describe("the simulation core is pure (L6, D-6)", () => {
  it.each(files)("%s", (file) => {
    const code = readFileSync(join(folder, file), "utf8")
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .replace(/\/\/.*$/gm, "");
    for (const [what, pattern] of BANNED) expect(pattern.exec(code)?.[0], what).toBeUndefined();
  });
});
