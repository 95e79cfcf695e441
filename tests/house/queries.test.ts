import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";

// How many statements a page asks of the database, so that one per course, person or row cannot come back. A page is
// what Remix runs for it: the loaders of the frame, of its parents and its own, with a signed-in caller.

const count = vi.hoisted(() => ({ statements: [] as string[] }));
vi.mock("~/platform/sqlite-client.server", async (original) => {
  const real = await original<typeof import("~/platform/sqlite-client.server")>();
  return {
    ...real,
    oneConnectionClient: (url: string) => {
      const client = real.oneConnectionClient(url);
      const execute = client.execute.bind(client);
      return {
        ...client,
        execute: (statement: { sql: string; args: [] }) => (count.statements.push(statement.sql), execute(statement)),
      };
    },
  };
});

type Loader = (args: { request: Request; params: Record<string, string>; context: object }) => Promise<unknown>;
const modules = import.meta.glob<{ loader?: Loader }>(["../../app/root.tsx", "../../app/routes/*.tsx"]);

/** Asked at most so often; a page met first may read contents, so each is opened once before. */
const LEARNER: Record<string, { file: string; params?: Record<string, string>; most: number }> = {
  "/": { file: "_index", most: 5 },
  "/drill": { file: "drill._index", most: 5 },
  "/drill/office-storey": { file: "drill.$scene._index", params: { scene: "office-storey" }, most: 5 },
  "/me": { file: "me._index", most: 12 },
  "/me/record": { file: "me.record", most: 6 },
  "/learn": { file: "learn._index", most: 8 },
  "/learn/confined-space": { file: "learn.$course._index", params: { course: "confined-space" }, most: 8 },
  "/learn/practice": { file: "learn.practice._index", most: 5 },
  "/exam": { file: "exam._index", most: 5 },
};
const STAFF: Record<string, { file: string; as: "supervisor" | "exam-officer" | "admin"; most: number }> = {
  "/watch": { file: "watch._index", as: "supervisor", most: 22 },
  "/watch/people": { file: "watch.people._index", as: "supervisor", most: 16 },
  "/watch/certificates": { file: "watch.certificates._index", as: "supervisor", most: 18 },
  "/centre": { file: "centre._index", as: "exam-officer", most: 12 },
  "/centre/bank": { file: "centre.bank._index", as: "exam-officer", most: 12 },
};

describe("what a page asks of the database", () => {
  const dir = mkdtempSync(join(tmpdir(), "anding-queries-"));
  const cookies = new Map<string, string>();
  let close: () => Promise<void>;

  beforeAll(async () => {
    copyFileSync(inject("templateDatabase"), join(dir, "anding.db"));
    Object.assign(process.env, { DATA_DIR: dir, KEY_DIR: join(dir, "keys"), DEMO: "1" });
    const { db, closeDb } = await import("~/platform/db.server");
    close = closeDb;
    const { seedPeople } = await import("../../prisma/seed/people");
    const { seedCourses } = await import("../../prisma/seed/courses");
    const { publishShippedScenes } = await import("~/drill/scenes.server");
    const { enrol } = await import("~/training/enrolment.server");
    const { startSession } = await import("~/platform/session.server");
    const now = new Date();
    const people = await seedPeople({ db: db(), now });
    const courses = await seedCourses({ db: db(), now }, []);
    await publishShippedScenes(db(), now);
    const learner = people.learners.confinedSpace[0]!;
    for (const { slug } of courses) await enrol(db(), now, learner, { slug, freshFrom: null });
    const account = { id: "queries-learner", personId: learner, kind: "learner", createdAt: now };
    await db().for("people").account.create({ data: account });
    const request = new Request("http://localhost/");
    const open = async (id: string, kind: "staff" | "learner") =>
      (await startSession(request, { id, kind }, { now, secondFactor: kind === "staff" })).split(";")[0]!;
    cookies.set("learner", await open(account.id, "learner"));
    for (const role of ["supervisor", "exam-officer", "admin"] as const) {
      const held = await db().for("people").roleGrant.findFirst({ where: { role } });
      if (held) cookies.set(role, await open(held.accountId, "staff"));
    }
  }, 120_000);
  afterAll(async () => {
    await close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** The statements of one visit. */
  async function visit(
    path: string,
    { file, params = {}, as }: { file: string; params?: Record<string, string>; as: string },
  ): Promise<string[]> {
    const context = { ip: "127.0.0.1" };
    const request = new Request(`http://localhost${path}`, { headers: { cookie: cookies.get(as)! } });
    const parent = modules[`../../app/routes/${file.replace(/\.(_index|[^.]+)$/, "")}.tsx`];
    const loaders: Loader[] = [];
    for (const load of [modules["../../app/root.tsx"], parent, modules[`../../app/routes/${file}.tsx`]!]) {
      const loader = (await load?.())?.loader;
      if (loader && !loaders.includes(loader)) loaders.push(loader);
    }
    count.statements.length = 0;
    await Promise.all(loaders.map((loader) => loader({ request, params, context })));
    return [...count.statements];
  }

  const pages = [
    ...Object.entries(LEARNER).map(([path, page]) => ({ path, as: "learner", ...page })),
    ...Object.entries(STAFF).map(([path, page]) => ({ path, ...page })),
  ];
  for (const page of pages) {
    it(`${page.path}: at most ${page.most} statements`, async () => {
      await visit(page.path, page);
      const asked = await visit(page.path, page);
      if (process.env.SHOW_QUERIES)
        console.log(page.path, asked.length, asked.map((sql) => sql.trim().slice(0, 110)).join("\n  "));
      expect(asked.length, asked.join("\n")).toBeLessThanOrEqual(page.most);
      expect(asked.length).toBeGreaterThan(0);
    });
    it(`${page.path}: opened, it changes nothing`, async () => {
      const asked = await visit(page.path, page);
      expect(
        asked.filter(
          (sql) =>
            /^\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b/i.test(sql) &&
            !/"(Session|CoverageRow|CoverageCursor)"/.test(sql),
        ),
      ).toEqual([]);
    });
  }
});
