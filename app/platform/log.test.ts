import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { log, sendLogTo } from "./log";
import { LogFile } from "./log-file.server";
import { scrub, scrubError } from "./log-scrub";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "anding-log-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("numbers of persons, phones, tokens and tickets do not come through; ids, hashes and places do", () => {
  expect(scrub("row 3: 339900198001011234 and 33990019800101123X, 13800001234")).toBe(
    "row 3: [id-number] and [id-number], [phone]",
  );
  expect(scrub("/activate/pO4H88neVWkgBYmduLaOjA")).toBe("/activate/[token]");
  expect(scrub("ticket ABCD2345EFGH6789JKLM2345NP")).toBe("ticket [token]");
  for (const kept of [
    "0199a1b2-0000-7000-8000-000000000000",
    "a".repeat(20) + "0123456789abcdef",
    "/exam/seat-data",
    "PrismaClientKnownRequestError",
    "chunks/drill-stage.client-CVxsTqLZ.js",
    "2026-11-25T08:00:00.000Z",
  ])
    expect(scrub(kept)).toBe(kept);
});

test("of an error the kind and the place are told, not what it speaks of", () => {
  const told = scrubError(new Error("第 12 行：王小明（身份证号 339900198001011234）不在 unit U-7"));
  expect(told.error).not.toMatch(/[\u3400-\u9fff]|3399/);
  expect(told.error).toContain("unit U-7");
  expect(told.stack).toContain("log.test");
  const prisma = Object.assign(
    new Error('\nInvalid `create()`:\n{ data: { name: "Wang Xiaoming" } }\n\nUnique constraint failed on id'),
    { name: "PrismaClientKnownRequestError", code: "P2002" },
  );
  expect(scrubError(prisma).error).toBe("PrismaClientKnownRequestError: P2002 Unique constraint failed on id");
});

test("each event is one line of JSON, also when its text has lines", () => {
  const lines: string[] = [];
  const before = process.env.LOG;
  process.env.LOG = "on";
  sendLogTo((line) => lines.push(line));
  log.error("x.failed", new Error("a\nb"), { path: "/activate/pO4H88neVWkgBYmduLaOjA" });
  process.env.LOG = before;
  sendLogTo((line) => void process.stderr.write(line));
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({
    level: "error",
    event: "x.failed",
    path: "/activate/[token]",
    error: "Error: a\nb",
  });
});

test("a full file gives way to the next, the oldest goes, and every name is good on Windows", async () => {
  const line = `${"x".repeat(99)}\n`;
  let file = new LogFile({ dir, process: "front", limit: 250, keep: 3 });
  for (let n = 0; n < 12; n += 1) file.write(line);
  await file.close();
  expect(readdirSync(dir)).toHaveLength(3);
  for (const name of readdirSync(dir)) {
    expect(name).toMatch(/^[\w.-]+$/);
    expect(readFileSync(join(dir, name), "utf8").length).toBeLessThanOrEqual(250);
  }
  file = new LogFile({ dir, process: "front", limit: 10_000, keep: 3 });
  file.write(line);
  await file.close();
  expect(readdirSync(dir), "a restart goes on in the last file").toHaveLength(3);
});

test("a log is its account's alone, folder and files, whatever the umask", async () => {
  if (process.platform === "win32") return; // rights are of another kind there
  const before = process.umask(0);
  const file = new LogFile({ dir: join(dir, "log"), process: "front" });
  file.write("x\n");
  await file.close();
  process.umask(before);
  expect(statSync(join(dir, "log")).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(join(dir, "log")))
    expect(statSync(join(dir, "log", name)).mode & 0o777, name).toBe(0o600);
});
