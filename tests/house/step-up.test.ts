import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { POLICIES, type Act, type Policy } from "~/people/policies";
import { PROOF_FIELD, type StepUp } from "~/people/step-up";
import { STEP_UP_WORDS } from "~/people/step-up-words";

// Dangerous acts ask for password or code again when the last proof is more than ten minutes old, and keep what was
// typed. The list is written by hand here: the policies cannot be their own oracle.

const ASKS_AGAIN: Act[] = [
  "person.merge",
  "paper.open",
  "result.release",
  "certificate.change",
  "admin.roles",
  "account.reset",
  "admin.custody",
];
const folder = join(import.meta.dirname, "../../app/routes");
type Handler = ((args: { request: Request; params: object; context: object }) => Promise<unknown>) & {
  policy: Act;
  stepUp: boolean;
  takes?: readonly string[];
};

describe("a dangerous act", () => {
  const dir = mkdtempSync(join(tmpdir(), "anding-step-up-"));
  let close: () => Promise<void>;
  let session: (role: string, minutesAgo: number) => Promise<string>;
  const PASSWORD = "the-officers-own-password";

  beforeAll(async () => {
    copyFileSync(inject("templateDatabase"), join(dir, "anding.db"));
    Object.assign(process.env, { DATA_DIR: dir, KEY_DIR: join(dir, "keys"), DEMO: "0" });
    const { db, closeDb } = await import("~/platform/db.server");
    const { hashPassword } = await import("~/people/password.server");
    const { idOfCookie, startSession } = await import("~/platform/session.server");
    close = closeDb;
    session = async (role, minutesAgo) => {
      const now = new Date();
      const id = `${role}-${minutesAgo}`;
      const people = db().for("people");
      if (!(await people.account.findUnique({ where: { id } }))) {
        await people.account.create({
          data: { id, kind: "staff", login: id, createdAt: now, passwordHash: await hashPassword(PASSWORD) },
        });
        await people.roleGrant.create({ data: { id, accountId: id, role, scopeKind: "any", from: new Date(0) } });
      }
      const cookie = await startSession(
        new Request("http://localhost/"),
        { id, kind: "staff" },
        { now, secondFactor: true },
      );
      await db()
        .for("platform")
        .session.update({
          where: { id: idOfCookie(cookie) },
          data: { provenAt: new Date(now.getTime() - minutesAgo * 60_000) },
        });
      return cookie.split(";")[0]!;
    };
  });
  afterAll(async () => {
    await close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function post(
    handler: Handler,
    cookie: string,
    fields: Record<string, string>,
  ): Promise<{ status: number; body: string } | "done"> {
    const request = new Request("http://localhost/somewhere", {
      method: "POST",
      headers: { cookie, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields),
    });
    try {
      await handler({ request, params: { exam: "x", id: "x", pair: "x" }, context: { ip: "10.0.0.1" } });
      return "done";
    } catch (error) {
      if (error instanceof Response) return { status: error.status, body: await error.clone().text() };
      return "done"; // the act itself ran and met the empty world
    }
  }
  const asks = (answer: Awaited<ReturnType<typeof post>>): boolean =>
    answer !== "done" && answer.body.includes("stepUp");

  it("is one of those named here, and no other", () => {
    expect(
      Object.entries(POLICIES)
        .filter(([, policy]) => (policy as Policy).stepUp)
        .map(([act]) => act)
        .sort(),
    ).toEqual([...ASKS_AGAIN].sort());
  });
  it("asks in every route that does it, keeps what was typed, and goes on with the right proof", async () => {
    let routes = 0;
    for (const file of readdirSync(folder).filter((name) => /\.tsx?$/.test(name))) {
      const { action } = (await import(join(folder, file))) as { action?: Handler };
      if (!action || !ASKS_AGAIN.includes(action.policy)) continue;
      routes += 1;
      const role = (POLICIES[action.policy] as Policy).roles[0]!;
      // A form is taken with the page's own fields alone; the release has none.
      const known = action.takes!.find((name) => !name.endsWith("*"));
      const typed = (text: string) => (known ? { [known]: text } : ({} as Record<string, string>));
      const old = await session(role, 11);
      const asked = await post(action, old, typed("typed with care"));
      expect(asks(asked), file).toBe(true);
      if (known) expect((asked as { body: string }).body).toContain("typed with care");
      const wrong = await post(action, old, { ...typed("typed with care"), [PROOF_FIELD]: "not the password" });
      expect(asks(wrong), file).toBe(true);
      expect((wrong as { body: string }).body).toContain("不对");
      expect((wrong as { body: string }).body).not.toContain("not the password");
      expect(asks(await post(action, old, { ...typed("x"), [PROOF_FIELD]: PASSWORD })), file).toBe(false);
      expect(asks(await post(action, old, typed("x"))), `${file}, proven a moment ago`).toBe(false);
      expect(asks(await post(action, await session(role, 9), typed("x"))), file).toBe(false);
    }
    expect(routes).toBeGreaterThanOrEqual(ASKS_AGAIN.length);
  }, 60_000);
  it("among others of one page is told by the form: erasing a person asks, an answer does not", async () => {
    const { action } = (await import(join(folder, "watch.requests.tsx"))) as { action: Handler };
    expect(asks(await post(action, await session("clerk", 11), { state: "erase", id: "x" }))).toBe(true);
    expect(asks(await post(action, await session("clerk", 11), { state: "done", id: "x", answer: "answered" }))).toBe(
      false,
    );
  });
  it("among the steps before use is the withdrawal of what was accepted, not the acceptance", async () => {
    const { action } = (await import(join(folder, "admin.setup.tsx"))) as { action: Handler };
    expect(asks(await post(action, await session("system-admin", 11), { intent: "withdraw" }))).toBe(true);
    expect(asks(await post(action, await session("system-admin", 11), { intent: "accept", list: "x" }))).toBe(false);
  });
  it("among what one does to one's own account is a new set of recovery codes", async () => {
    const { action } = (await import(join(folder, "me.account.tsx"))) as { action: Handler };
    expect(asks(await post(action, await session("auditor", 11), { intent: "recovery", set: "" }))).toBe(true);
    expect(asks(await post(action, await session("auditor", 11), { intent: "seen" }))).toBe(false);
  });
  it("is named by the question, each in its own words", async () => {
    const all = [...ASKS_AGAIN, "admin.install", "me.change", "people.change"].sort();
    expect(Object.keys(STEP_UP_WORDS).sort()).toEqual(all);
    for (const words of Object.values(STEP_UP_WORDS))
      for (const said of Object.values(words)) expect(said).toMatch(/^\p{Script=Han}{3,}$/u);
    const { action } = (await import(join(folder, "admin.people.$id.tsx"))) as { action: Handler };
    const named = async (fields: Record<string, string>) =>
      (
        JSON.parse(
          ((await post(action, await session("security-admin", 11), fields)) as { body: string }).body,
        ) as StepUp
      ).stepUp.act;
    expect([
      await named({ intent: "disable" }),
      await named({ intent: "grant", role: "clerk" }),
      await named({ intent: "constructor" }),
    ]).toEqual(["停用账号", "授予角色", "新建账号"]);
  });
  it("that was asked about or answered wrongly stands in the audit", async () => {
    const { action } = (await import(join(folder, "admin.custody.tsx"))) as { action: Handler };
    const { db } = await import("~/platform/db.server");
    const cookie = await session("security-admin", 11);
    const rows = () =>
      db()
        .for("platform")
        .auditRow.findMany({
          where: { actorId: "security-admin-11", outcome: "refused" },
          orderBy: { rowNumber: "asc" },
          select: { act: true, reason: true, object: true },
        });
    const before = (await rows()).length;
    await post(action, cookie, { intent: "change-signing" });
    await post(action, cookie, { intent: "change-signing", [PROOF_FIELD]: "not the password" });
    expect((await rows()).slice(before)).toEqual([
      { act: "step-up", reason: "asked", object: "/somewhere" },
      { act: "step-up", reason: "wrong-credentials", object: "/somewhere" },
    ]);
  });
  it("stands in the list of the rules of access, and nothing else does", () => {
    const part =
      readFileSync(join(import.meta.dirname, "../../docs/security/access.md"), "utf8")
        .split(/^## /m)
        .find((one) => one.startsWith("再确认一次")) ?? "";
    const named = [...part.matchAll(/^\| `([\w.]+)` \|/gm)].map((match) => match[1]!);
    expect(named.sort()).toEqual([...ASKS_AGAIN, "admin.install", "me.change", "people.change"].sort());
  });
});
