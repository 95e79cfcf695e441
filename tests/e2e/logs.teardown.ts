import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import Database from "libsql";
import { KeyRing } from "../../app/platform/keys.server";
import { unseal } from "../../app/platform/seal.server";
import { PIN } from "./support/learner";
import { RUN_DIR } from "./support/place";

// What the stories left in the log, read as a stranger would: no name, ID number, phone, answer, password, code or
// token of anyone who took part. The people are those of the database, made up or brought in by a story.

const workers = readdirSync(RUN_DIR)
  .map((name) => join(RUN_DIR, name))
  .filter((dir) => existsSync(join(dir, "logs")));
const PROBES = {
  "ID number": /\d{17}[\dXx]/,
  phone: /(?<!\d)1[3-9]\d{9}(?!\d)/,
  chinese: /[\u3400-\u9fff]{2,}/,
  bearer: /Bearer |__Host-|anding-device/,
};

test("the log tells nothing of anybody", () => {
  expect(workers.length).toBeGreaterThan(0);
  for (const dir of workers) expectSilent(dir);
});

function expectSilent(dir: string): void {
  const logs = readdirSync(join(dir, "logs"))
    .map((name) => readFileSync(join(dir, "logs", name), "utf8"))
    .join("");
  const lines = logs.split("\n").filter(Boolean);
  expect(lines.length).toBeGreaterThan(5);
  for (const line of lines)
    expect(JSON.parse(line), line).toMatchObject({
      at: expect.any(String),
      level: expect.any(String),
      event: expect.any(String),
    });

  const found: string[] = [];
  for (const [what, pattern] of Object.entries(PROBES))
    for (const line of lines) if (pattern.test(line)) found.push(`${what}: ${line}`);
  const secrets = knownSecrets(dir);
  expect(secrets.length).toBeGreaterThan(100);
  for (const secret of secrets)
    if (secret.length > 1 && (secret === PIN ? new RegExp(`(?<!\\d)${PIN}(?!\\d)`).test(logs) : logs.includes(secret)))
      found.push(`known: ${secret}`);
  expect(found).toEqual([]);
}

/** Names, ID numbers and phones of all persons, the PIN and sessions of the stories. */
function knownSecrets(dir: string): string[] {
  const keys = new KeyRing(join(dir, "keys"));
  const db = new Database(join(dir, "data", "anding.db"), { readonly: true });
  const persons = db.prepare("SELECT id, sealed FROM Person").all() as { id: string; sealed: string }[];
  const personal = persons.flatMap(({ id, sealed }) => {
    const key = keys.personKey(id);
    return key && sealed
      ? Object.values(JSON.parse(unseal(key, sealed, `person:${id}`)) as Record<string, unknown>).filter(
          (value): value is string => typeof value === "string",
        )
      : [];
  });
  db.close();
  keys.close();
  const sessions = readdirSync(dir)
    .filter((name) => name.startsWith("session-") && existsSync(join(dir, name)))
    .flatMap((name) =>
      (JSON.parse(readFileSync(join(dir, name), "utf8")) as { cookies: { value: string }[] }).cookies.map(
        (cookie) => cookie.value,
      ),
    );
  return [
    ...new Set([
      ...personal.filter((value) => value.length >= 2),
      ...sessions.filter((value) => value.length > 8),
      PIN,
    ]),
  ];
}
