import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedPeople, type SeededPeople } from "../../prisma/seed/people";
import { freshDatabase } from "../support/database";
import { confirmReset, proposeReset } from "~/people/factor-reset.server";
import { checkPassword, hashPassword } from "~/people/password.server";
import { finishSetup, requireSetup, setupLink } from "~/people/staff-accounts.server";
import { newRecoveryCodes, openTotp, signInStaff } from "~/people/staff-sign-in.server";
import { matchTotp, totpCode, totpStep } from "~/people/totp.server";
import { demoPassword } from "~/people/demonstration.server";
import { searchAudit } from "~/platform/audit-search.server";
import { closeDb } from "~/platform/db.server";
import { readSession, startSession } from "~/platform/session.server";

// Passwords as they are typed, codes that are used once, a way back that goes past no factor, and the trace each
// leaves.

process.env.DEMO = "1";
const root = join(import.meta.dirname, "../..");
let at: Awaited<ReturnType<typeof freshDatabase>>;
let seeded: SeededPeople;
const start = new Date();
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
beforeAll(async () => {
  at = await freshDatabase();
  Object.assign(process.env, { DATA_DIR: at.dir, KEY_DIR: at.dir });
  seeded = await seedPeople({ db: at.db, now: start });
});
afterAll(async () => {
  await closeDb();
  await at.close();
});

const secretOf = async (login: string): Promise<Buffer> => {
  const account = await at.db.for("people").account.findUniqueOrThrow({ where: { login } });
  return openTotp(account.id, account.totpSealed!);
};
const attempt = async (login: string, now: Date, more: { password?: string; code?: string } = {}) =>
  signInStaff(at.db, now, {
    login,
    password: more.password ?? demoPassword(),
    code: more.code ?? totpCode(await secretOf(login), totpStep(now)),
    ip: "10.0.0.1",
    known: null,
    token: null,
    onDuty: () => Promise.resolve(false),
  } as unknown as Parameters<typeof signInStaff>[2]);

describe("a password", () => {
  it("is hashed by argon2id with 19 MiB, two rounds and a salt of its own", async () => {
    const [one, two] = await Promise.all([
      hashPassword("鉴湖边的老槐树下七把藤椅"),
      hashPassword("鉴湖边的老槐树下七把藤椅"),
    ]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22,}\$[\w+/]{43}$/);
    expect(one).not.toBe(two);
  });

  it("is held to what was typed: no character more or less, no other case, not cut, 256 long", async () => {
    const long = "长夜将至我从今开始守望至死方休".repeat(17).slice(0, 256);
    for (const password of ["Correct horse 7 ", " leading and trailing ", long, "p".repeat(63) + "!"]) {
      const stored = await hashPassword(password);
      expect(await checkPassword(stored, password)).toBe(true);
      for (const other of [
        password.trim(),
        password.toUpperCase(),
        password.toLowerCase(),
        password.slice(0, -1),
        `${password}x`,
        password.slice(0, 64),
        password.slice(0, 72),
      ])
        expect(other !== password && (await checkPassword(stored, other)), JSON.stringify(other.slice(-12))).toBe(
          false,
        );
    }
  });

  it("of years ago still opens: nobody is made to change what is not known to others", async () => {
    const later = new Date(start.getTime() + 5 * 365 * 86_400_000);
    await expect(attempt("assessor", later)).resolves.toMatchObject({ id: seeded.staff.assessor.accountId });
  });
});

describe("fields for passwords and PINs", () => {
  const files = ["app/routes", "app/people"].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith(".tsx"))
      .map((name) => `${folder}/${name}`),
  );
  const inputs = files
    .flatMap((file) =>
      [...readFileSync(join(root, file), "utf8").matchAll(/<(TextInput|PinInput|input)\b[^>]*?\/>/gs)].map(
        ([text, kind]) => ({ file, text, kind: kind! }),
      ),
    )
    .filter(({ text }) => /name=(?:\{fields\.|\{|")(?:pin|again|password|old|repeat|current|passphrase)\b/i.test(text));

  it("hide what is typed, and let it be pasted and filled in by the browser", () => {
    expect(inputs.length).toBeGreaterThan(3);
    for (const { file, text, kind } of inputs) {
      if (kind === "PinInput") expect(text, file).not.toMatch(/\bshown\b/);
      else expect(text, file).toMatch(/type="password"/);
      expect(text, file).not.toMatch(/onPaste|onCopy|onDrop|autoComplete="off"|readOnly/);
      expect(text, file).toMatch(/autoComplete="(?:current|new)-password"|PinInput/);
    }
    expect(readFileSync(join(root, "app/ui/pin-input.tsx"), "utf8")).not.toMatch(/onPaste|onDrop|preventDefault/);
  });
});

describe("codes", () => {
  it("of a printed sheet are ten, each of 50 random bits, kept as keyed hashes, and of one account alone", async () => {
    let n = 0;
    const id = seeded.staff.release.accountId;
    const codes = await newRecoveryCodes(at.db, id, () => `r${(n += 1)}`);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}$/); // 10 characters of 5 bits
    const rows = JSON.stringify(await at.db.for("people").recoveryCode.findMany({ where: { accountId: id } }));
    for (const code of codes) expect(rows).not.toContain(code.replace("-", ""));
    await expect(attempt("inspector", after(600), { code: codes[0]! })).rejects.toThrow("不对");
    await expect(attempt("release", after(600), { code: codes[0]! })).resolves.toBeTruthy();
    await expect(attempt("release", after(700), { code: codes[0]! })).rejects.toThrow("不对");
  });

  it("of an authenticator let one in when two come with it at once", async () => {
    const now = after(1200);
    const code = totpCode(await secretOf("hall"), totpStep(now));
    const two = await Promise.allSettled([attempt("hall", now, { code }), attempt("hall", now, { code })]);
    expect(two.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("of an authenticator are for 30 seconds, and one that was used is over, also the one before it", async () => {
    const secret = await secretOf("hall");
    const step = totpStep(after(900));
    expect(matchTotp(secret, totpCode(secret, step), after(900), 0)).toBe(step);
    expect(matchTotp(secret, totpCode(secret, step), new Date((step + 2) * 30_000), 0)).toBeNull();
    for (const spent of [step, step - 1])
      expect(matchTotp(secret, totpCode(secret, spent), after(900), step)).toBeNull();
    expect(secret.length * 8).toBe(160);
  });
});

describe("the way back to an account", () => {
  it("goes by two other administrators, the word of one and the link of the other, sets password and second factor together, and ends what was signed in", async () => {
    const [security, clerk] = [seeded.staff["security-admin"].accountId, seeded.staff.clerk.accountId];
    await expect(setupLink(at.db, after(0), security, security)).rejects.toThrow("不能给自己");
    await expect(setupLink(at.db, after(0), security, clerk), "one alone sets nothing anew").rejects.toThrow(
      "两位管理员",
    );
    const word = await proposeReset(at.db, after(0), seeded.staff["system-admin"].accountId, {
      accountId: clerk,
      reason: "本人当面说手机丢了",
    });
    const cookie = (
      await startSession(
        new Request("http://localhost/"),
        { id: clerk, kind: "staff" },
        { now: new Date(), secondFactor: true },
      )
    ).split(";")[0]!;
    const before = await secretOf("clerk");
    const setup = await requireSetup(at.db, after(1), await confirmReset(at.db, after(0), security, clerk));
    expect(setup.secret.equals(before), "a new authenticator").toBe(false);
    await expect(
      finishSetup(at.db, after(1), setup, {
        password: "鉴湖边的老槐树下七把藤椅",
        code: totpCode(before, totpStep(after(1))),
        word,
      }),
      "the lost factor is none",
    ).rejects.toThrow("动态码不对");
    await finishSetup(at.db, after(1), setup, {
      password: "鉴湖边的老槐树下七把藤椅",
      code: totpCode(setup.secret, totpStep(after(1))),
      word,
    });
    expect(await readSession(new Request("http://localhost/", { headers: { cookie } }), new Date())).toBeNull();
    await expect(attempt("clerk", after(120)), "the old password").rejects.toThrow("不对");
    await expect(attempt("clerk", after(180), { password: "鉴湖边的老槐树下七把藤椅" })).resolves.toBeTruthy();
  });

  it("asks nothing that others may know: no hint and no question is kept", () => {
    const schema = readFileSync(join(root, "prisma/schema/people.prisma"), "utf8");
    expect(schema).not.toMatch(/\b(hint|question|answerHash|motherName)\b/i);
  });
});

describe("what signing in leaves behind", () => {
  it("is a row each: who got in and by which second factor, who did not, without what was typed", async () => {
    await attempt("trainer", after(2_000));
    await attempt("trainer", after(2_060), { password: "wrong password 1" }).catch(() => null);
    await attempt("nobody-at-all", after(2_061), { code: "123456", password: "wrong password 2" }).catch(() => null);
    const rows = (await searchAudit(at.db, { act: "sign-in" }, { skip: 0, take: 3 })).reverse();
    expect(rows.map(({ actorId, outcome, reason }) => [actorId, outcome, reason])).toEqual([
      [seeded.staff.trainer.accountId, "done", "totp"],
      [seeded.staff.trainer.accountId, "refused", "wrong-credentials"],
      [null, "refused", "wrong-credentials"],
    ]);
    expect(rows.every(({ at: when }) => when instanceof Date)).toBe(true);
    expect(JSON.stringify(rows)).not.toMatch(/wrong password|nobody-at-all|123456/);
  });
});
