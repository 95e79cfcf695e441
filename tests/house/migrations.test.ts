import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import LANDED from "./landed-migrations.json";

// A migration that has landed has been run somewhere: changed afterwards, it would give a new installation another
// database than an old one has. What each was when it landed is kept by its hash.

const folder = join(import.meta.dirname, "../../prisma/migrations");
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const hashOf = (name: string) =>
  createHash("sha256")
    .update(readFileSync(join(folder, name, "migration.sql"), "utf8").replace(/\r\n/g, "\n"))
    .digest("hex");

describe("the migrations", () => {
  it("are numbered one after another, each number once", () =>
    expect(names.map((name) => name.slice(0, 5))).toEqual(names.map((_, at) => `${String(at + 1).padStart(4, "0")}_`)));

  it("are what they were when they landed; a new one's line goes to tests/house/landed-migrations.json", () =>
    expect(Object.fromEntries(names.map((name) => [name, hashOf(name)]))).toEqual(LANDED));
});
