import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { ALLOWANCES, takeOwn } from "./allowance.server";

// One account's share of the machine: a program in a person's name is stopped, that person's neighbours notice nothing.

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 30, 8, 0, 0) + seconds * 1000);

describe("an account's allowance", () => {
  it("is taken up to its limit within the window, told of once, and there again afterwards", () => {
    const { limit, seconds } = ALLOWANCES.file;
    const taken = Array.from({ length: limit + 3 }, (_, i) => takeOwn("copier", "file", at(i)));
    expect(taken.slice(0, limit).every((one) => one === "taken")).toBe(true);
    expect(taken.slice(limit)).toEqual(["over-first", "over", "over"]);
    expect(takeOwn("copier", "file", at(seconds + 1))).toBe("taken");
  });

  it("is nobody else's, and reading, changing and files are counted apart", () => {
    for (let i = 0; i < ALLOWANCES.change.limit; i += 1) takeOwn("busy", "change", at(0));
    expect(takeOwn("busy", "change", at(1))).toBe("over-first");
    expect(takeOwn("busy", "read", at(1))).toBe("taken");
    expect(takeOwn("busy", "file", at(1))).toBe("taken");
    expect(takeOwn("neighbour", "change", at(1))).toBe("taken");
  });
});

type Handler = (args: { request: Request; params: object; context: object }) => Promise<Response>;

describe("at the doors", () => {
  const dir = mkdtempSync(join(tmpdir(), "anding-allowance-"));
  const cookies: string[] = [];
  let close: () => Promise<void>;
  beforeAll(async () => {
    copyFileSync(inject("templateDatabase"), join(dir, "anding.db"));
    Object.assign(process.env, { DATA_DIR: dir, KEY_DIR: join(dir, "keys"), DEMO: "0" });
    const { db, closeDb } = await import("~/platform/db.server");
    const { newId } = await import("~/platform/ids");
    const { startSession } = await import("~/platform/session.server");
    close = closeDb;
    const now = new Date();
    for (const login of ["clerk-1", "clerk-2"]) {
      const id = newId(now);
      await db()
        .for("people")
        .account.create({ data: { id, kind: "staff", login, createdAt: now } });
      await db()
        .for("people")
        .roleGrant.create({
          data: { id: newId(now), accountId: id, role: "clerk", scopeKind: "any", from: new Date(0) },
        });
      cookies.push(
        (
          await startSession(new Request("http://localhost/"), { id, kind: "staff" }, { now, secondFactor: true })
        ).split(";")[0]!,
      );
    }
  });
  afterAll(async () => {
    await close();
    rmSync(dir, { recursive: true, force: true });
  });

  it("who takes file after file is answered 429 and when to come again, once in the audit; a colleague still gets theirs", async () => {
    const { loader } = (await import("~/routes/watch.import.template")) as unknown as { loader: Handler };
    const { db } = await import("~/platform/db.server");
    const ask = (who: number) =>
      loader({
        request: new Request("http://localhost/watch/import/template", { headers: { cookie: cookies[who]! } }),
        params: {},
        context: {},
      }).catch((error: Response) => error);
    const statuses: number[] = [];
    for (let i = 0; i < ALLOWANCES.file.limit + 5; i += 1) statuses.push((await ask(0)).status);
    expect(statuses).toEqual([...Array<number>(ALLOWANCES.file.limit).fill(200), 429, 429, 429, 429, 429]);
    const refused = await ask(0);
    expect(Number(refused.headers.get("retry-after"))).toBe(ALLOWANCES.file.seconds);
    expect(await refused.text()).toContain("做得太多");
    expect((await ask(1)).status).toBe(200);
    expect(
      await db()
        .for("platform")
        .auditRow.count({ where: { outcome: "refused", reason: "too-many" } }),
    ).toBe(1);
  });
});

describe("every route", () => {
  const folder = join(import.meta.dirname, "../routes");
  const makesFile = readdirSync(folder).filter((name) =>
    /sendPdf\(|Content-Disposition/.test(readFileSync(join(folder, name), "utf8")),
  );
  const takesFile = readdirSync(folder).filter((name) => /readUpload\(/.test(readFileSync(join(folder, name), "utf8")));

  it.each(makesFile)("%s: a file made on demand counts as one", async (name) => {
    const { loader, action } = (await import(join(folder, name))) as Record<
      "loader" | "action",
      { cost?: string; policy: string } | undefined
    >;
    const made = loader ?? action;
    // The root certificate is handed to whoever comes, before they have an account.
    if (made!.policy === "trust.read") return;
    expect([loader, action].filter(Boolean).map((one) => one!.cost)).toContain("file");
  });

  it("files are taken at three doors; there they count too, and their name is held against their bytes", async () => {
    expect(takesFile.sort()).toEqual([
      "centre.bank.import.tsx",
      "watch.certificates.import.tsx",
      "watch.import._index.tsx",
    ]);
    for (const name of takesFile) {
      expect(((await import(join(folder, name))) as { action: { cost?: string } }).action.cost, name).toBe("file");
      expect(readFileSync(join(folder, name), "utf8"), name).toMatch(/nameFault\(file\.name, bytes\)/);
    }
  });

  it("a file leaves as an attachment, under a name of ours", () => {
    for (const name of makesFile) {
      const source = readFileSync(join(folder, name), "utf8");
      for (const [, said] of source.matchAll(/"?Content-Disposition"?: (.+)/g))
        expect(said, name).toMatch(/^["'`]attachment; filename="/);
      expect(source, name).not.toMatch(/filename="?\$\{(params|url|form|request)/);
    }
  });
});
