import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import type { Act } from "~/people/policies";
import { ROLES, type Role } from "~/people/roles";
import { mayByTable, readAccessTable } from "./access-table";

// The access matrix: every route × every role, walked through the real loaders and actions with real sessions. What a
// role may not do is refused before anything is read. Which act a door is of, the route says; who may do that act, the
// golden table says (access-table.tsv), not the registry that the doors themselves ask.

const folder = join(import.meta.dirname, "../../app/routes");
const files = readdirSync(folder)
  .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
  .sort();
const callers: (Role | "nobody")[] = ["nobody", ...(Object.keys(ROLES) as Role[])];
const table = readAccessTable();
const REFUSED = "您的角色不能打开这里。";

type Handler = ((args: { request: Request; params: object; context: object }) => Promise<unknown>) & { policy: Act };

describe("who may open which door", () => {
  const dir = mkdtempSync(join(tmpdir(), "anding-access-"));
  const cookies = new Map<string, string>();
  const signIn = new Map<string, () => Promise<string>>();
  let close: () => Promise<void>;

  beforeAll(async () => {
    copyFileSync(inject("templateDatabase"), join(dir, "anding.db"));
    Object.assign(process.env, { DATA_DIR: dir, KEY_DIR: join(dir, "keys"), DEMO: "0" });
    const { db, closeDb } = await import("~/platform/db.server");
    const { newId } = await import("~/platform/ids");
    const { startSession } = await import("~/platform/session.server");
    close = closeDb;
    const now = new Date();
    for (const role of Object.keys(ROLES) as Role[]) {
      const id = newId(now);
      const kind = role === "learner" ? "learner" : "staff";
      await db()
        .for("people")
        .account.create({ data: { id, kind, login: kind === "staff" ? role : null, createdAt: now } });
      if (kind === "staff")
        await db()
          .for("people")
          .roleGrant.create({ data: { id: newId(now), accountId: id, role, scopeKind: "any", from: new Date(0) } });
      signIn.set(role, () =>
        startSession(
          new Request("http://localhost/"),
          { id, kind },
          { now: new Date(), secondFactor: kind === "staff" },
        ),
      );
    }
  });
  // Each door is tried with fresh sessions: one of the doors is the way out.
  beforeEach(async () => {
    for (const [role, start] of signIn) cookies.set(role, (await start()).split(";")[0]!);
  });
  afterAll(async () => {
    await close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function refusal(handler: Handler, method: string, caller: string): Promise<number | null> {
    const headers: Record<string, string> = cookies.has(caller) ? { cookie: cookies.get(caller)! } : {};
    const request = new Request("http://localhost/somewhere", {
      method,
      headers,
      ...(method === "POST" && { body: new FormData() }),
    });
    try {
      await handler({ request, params: {}, context: { ip: `10.0.0.${callers.indexOf(caller as Role)}` } });
      return null;
    } catch (error) {
      // the handler ran and met the empty world: not a refusal of the door
      if (!(error instanceof Response)) return null;
      if (error.status === 302) return error.headers.get("location")?.startsWith("/sign-in") ? 302 : null;
      if (error.status === 401) return 401;
      return error.status === 403 && (await error.clone().text()) === REFUSED ? 403 : null;
    }
  }

  it.each(files)(
    "%s",
    async (file) => {
      const route = (await import(join(folder, file))) as { loader?: Handler; action?: Handler };
      for (const [name, handler] of [
        ["loader", route.loader],
        ["action", route.action],
      ] as const) {
        if (!handler) continue;
        for (const caller of callers) {
          const may = mayByTable(table, handler.policy, caller);
          const got = await refusal(handler, name === "action" ? "POST" : "GET", caller);
          const wanted = may ? null : caller === "nobody" ? (name === "action" ? 401 : 302) : 403;
          expect(got, `${caller} at ${file} ${name} (${handler.policy})`).toBe(wanted);
        }
      }
    },
    60_000,
  );

  it.each(Object.entries(ROLES))("%s may open the entrance its work begins at", async (role, { entrance }) => {
    const name = [
      `${entrance.slice(1).replaceAll("/", ".")}.tsx`,
      `${entrance.slice(1).replaceAll("/", ".")}._index.tsx`,
    ].find((file) => files.includes(file));
    expect(name, `${entrance} has no page`).toBeDefined();
    const { loader } = (await import(join(folder, name!))) as { loader: Handler };
    expect(mayByTable(table, loader.policy, role as Role)).toBe(true);
  });

  it("writes every refusal of a signed-in caller into the audit log", async () => {
    const { db } = await import("~/platform/db.server");
    expect(
      await db()
        .for("platform")
        .auditRow.count({ where: { outcome: "refused", reason: "policy" } }),
    ).toBeGreaterThan(100);
  });
});
