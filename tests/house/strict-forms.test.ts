import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { ROLES, type Role } from "~/people/roles";
import { mayByTable, readAccessTable } from "./access-table";

// Every action's form is strict: one field more than the page has, and the whole is refused with a sentence, before
// anything is done. Each action is sent such a form by a caller who may do the act; what its own schema would say of
// the missing fields is told apart by the sentence.

const SENTENCE = "这个请求里有这一页没有的内容（zz），没有执行。请刷新这一页再做。";
/** These take a JSON body, whose schema stands in their file. */
const JSON_BODIES = ["drill.runs.$id.pieces.tsx", "drill.runs._index.tsx"];

const folder = join(import.meta.dirname, "../../app/routes");
const files = readdirSync(folder)
  .filter((name) => /\.tsx?$/.test(name) && readFileSync(join(folder, name), "utf8").includes("export const action"))
  .sort();
const table = readAccessTable();
type Action = ((args: { request: Request; params: object; context: object }) => Promise<unknown>) & {
  policy: Parameters<typeof mayByTable>[1];
  takes?: readonly string[];
  reads?: "upload" | "json";
};

describe("a form with a field too many", () => {
  const dir = mkdtempSync(join(tmpdir(), "anding-strict-"));
  let close: () => Promise<void>;
  let sessionOf: (role: Role) => Promise<string>;

  beforeAll(async () => {
    copyFileSync(inject("templateDatabase"), join(dir, "anding.db"));
    Object.assign(process.env, { DATA_DIR: dir, KEY_DIR: join(dir, "keys"), DEMO: "0" });
    const { db, closeDb } = await import("~/platform/db.server");
    const { newId } = await import("~/platform/ids");
    const { startSession } = await import("~/platform/session.server");
    close = closeDb;
    const ids = new Map<Role, string>();
    for (const role of Object.keys(ROLES) as Role[]) {
      const id = newId(new Date());
      ids.set(role, id);
      const kind = role === "learner" ? "learner" : "staff";
      const people = db().for("people");
      await people.account.create({
        data: { id, kind, login: kind === "staff" ? role : null, createdAt: new Date() },
      });
      if (kind === "staff")
        await people.roleGrant.create({
          data: { id: newId(new Date()), accountId: id, role, scopeKind: "any", from: new Date(0) },
        });
    }
    sessionOf = async (role) => {
      const kind = role === "learner" ? ("learner" as const) : ("staff" as const);
      const request = new Request("http://localhost/");
      const cookie = await startSession(
        request,
        { id: ids.get(role)!, kind },
        { now: new Date(), secondFactor: kind === "staff" },
      );
      return cookie.split(";")[0]!;
    };
  });
  afterAll(async () => {
    await close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function refusalOf(action: Action, fields: string[], type: "url" | "multipart"): Promise<string> {
    const caller = (Object.keys(ROLES) as Role[]).find((role) => mayByTable(table, action.policy, role));
    const form = new FormData();
    for (const name of fields) form.set(name, "x");
    const body =
      type === "multipart" ? form : new URLSearchParams([...form].map(([name, value]) => [name, `${value}`]));
    const headers: Record<string, string> = caller ? { cookie: await sessionOf(caller) } : {};
    const request = new Request("http://localhost/somewhere", { method: "POST", headers, body });
    try {
      await action({ request, params: {}, context: { ip: "10.1.1.1" } });
      return "it was taken";
    } catch (error) {
      if (!(error instanceof Response)) return `it went on: ${String(error)}`;
      return `${error.status} ${await error.clone().text()}`;
    }
  }

  it.each(files.filter((file) => !JSON_BODIES.includes(file)))("is refused whole by %s", async (file) => {
    const { action } = (await import(join(folder, file))) as { action: Action };
    expect(action.takes, `${file} does not say which fields it takes`).toBeDefined();
    const known = action.takes!.map((name) => name.replace("*", "1")).filter((name) => name !== "file");
    for (const type of action.reads === "upload" ? (["multipart"] as const) : (["url", "multipart"] as const)) {
      expect(await refusalOf(action, ["zz"], type)).toBe(`400 ${SENTENCE}`);
      expect(await refusalOf(action, [...known, "zz"], type)).toBe(`400 ${SENTENCE}`);
    }
  });

  it.each(JSON_BODIES)("and a body with a key too many by the schema of %s", async (file) => {
    const { action } = (await import(join(folder, file))) as { action: Action };
    expect(action.reads).toBe("json");
    expect(readFileSync(join(folder, file), "utf8")).toMatch(/const Body = z\.strictObject\(/);
  });

  it("is not a form with the page's own fields", async () => {
    const { action } = (await import(join(folder, "watch.people._index.tsx"))) as { action: Action };
    expect(await refusalOf(action, ["idNumber"], "url")).toBe("it was taken");
    const { action: read } = (await import(join(folder, "display.tsx"))) as { action: Action };
    expect(await refusalOf(read, ["type", "back"], "url")).toBe("it was taken");
  });
});
