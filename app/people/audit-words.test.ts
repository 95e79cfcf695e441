import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ACT_WORDS } from "./audit-words";
import { POLICIES } from "./policies";

// Who reads the audit log reads words: every act that may stand in a row has some.

const root = join(import.meta.dirname, "../..");
const below = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) =>
    statSync(join(folder, name)).isDirectory() ? below(join(folder, name)) : [join(folder, name)],
  );
const sources = ["app", "scripts"]
  .flatMap((folder) => below(join(root, folder)))
  .filter((path) => /\.(tsx?|mjs)$/.test(path) && !/\.test\./.test(path))
  .map((path) => readFileSync(path, "utf8"));
const wordless = (acts: Iterable<string>): string[] => [...new Set(acts)].filter((act) => !ACT_WORDS[act]).sort();

/** Acts made of a part that varies, each written out by hand. */
const VARYING: Record<string, string[]> = {
  "bank.": ["approve", "return", "live", "retire"],
  "certificate.": ["suspended", "reinstated", "revoked"],
  "duty.": ["set", "review", "open", "invigilate", "assess", "inspect", "release"],
  "external-certificate.": [
    "entered",
    "corrected",
    "renewed",
    "reviewed",
    "checked",
    "refused",
    "revoked",
    "cancelled",
  ],
  "request.": ["ask", "confirm", "decline", "withdraw", "void"],
  "room.": ["grant", "pause", "resume", "stop", "warn", "move"],
};

describe("an act in the audit log has words", () => {
  it("when it is a policy's", () => expect(wordless(Object.keys(POLICIES))).toEqual([]));
  it("when the code writes it", () => {
    const written = sources.flatMap((source) =>
      [
        ...source.matchAll(
          /\bact: (?:\w+ \? )?"([a-z-]+\.[a-z-]+|activate|sign-in|sign-out|step-up)"(?: : "([a-z-]+\.[a-z-]+)")?/g,
        ),
      ].flatMap((match) => [match[1]!, ...(match[2] ? [match[2]] : [])]),
    );
    expect(written.length).toBeGreaterThan(120);
    expect(wordless(written)).toEqual([]);
  });
  it("when a part of it varies", () => {
    const made = sources.flatMap((source) =>
      [...source.matchAll(/\bact: `([a-z-]+\.)\$\{/g)].map((match) => match[1]!),
    );
    expect([...new Set(made)].sort()).toEqual(Object.keys(VARYING));
    expect(wordless(Object.entries(VARYING).flatMap(([prefix, ends]) => ends.map((end) => prefix + end)))).toEqual([]);
  });
});
