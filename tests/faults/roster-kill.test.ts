import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPerson } from "~/people/person.server";
import { COLUMN_KEYS, COLUMNS } from "~/people/roster/columns";
import { makePeople, makeRandom } from "../../prisma/seed/made-up";
import { seedDistricts } from "../../prisma/seed/districts";
import { freshDatabase } from "../support/database";
import { freePort } from "../support/front-process";

// The app dies at a random moment of a commit, as often as it takes; the next start goes on from the last whole group.

const root = join(import.meta.dirname, "../..");
const ROWS = 3_000;
const reach = { all: true, districtPaths: [], organisationIds: [] };

const roster = () => {
  const someone = makePeople(makeRandom(11));
  return [
    COLUMN_KEYS.map((key) => COLUMNS[key].head).join(","),
    ...Array.from({ length: ROWS }, (_, i) => {
      const { name, idNumber, phone } = someone();
      return `${name},${idNumber},${phone},测试${i % 40}村,,富盛镇,,,,防汛防台责任人,全科网格员`;
    }),
  ].join("\n");
};

describe("a roster's commit when the app is killed", () => {
  let at: Awaited<ReturnType<typeof freshDatabase>>;
  let entry: string;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    at = await freshDatabase();
    await seedDistricts(at.db);
    const out = join(root, "node_modules/.anding/app-under-test", String(process.pid));
    mkdirSync(out, { recursive: true });
    await build({
      entryPoints: [join(root, "tests/support/app-under-test.ts")],
      outdir: out,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      packages: "external",
      logLevel: "error",
      alias: { "~": join(root, "app") },
      define: { "import.meta.env": "{}" },
    });
    entry = join(out, "app-under-test.js");
  });
  afterEach(async () => {
    await kill();
    await at.close();
    rmSync(join(entry, ".."), { recursive: true, force: true });
  });

  const start = async () => {
    child = fork(entry, [], {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      env: {
        ...process.env,
        NODE_ENV: "production",
        LOG: "off",
        DEMO: "0",
        DATA_DIR: at.dir,
        KEY_DIR: join(at.dir, "keys"),
        APP_PORT: String(await freePort()),
      },
    });
  };
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  };
  const imports = () => at.db.for("people").rosterImport.findUniqueOrThrow({ where: { id: "r" } });
  const until = async (reached: (row: Awaited<ReturnType<typeof imports>>) => boolean) => {
    for (;;) {
      const row = await imports();
      if (reached(row)) return row;
      expect(child?.exitCode ?? null).toBeNull();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  it("loses nothing, doubles nothing and leaves nothing half", async () => {
    process.env.DATA_DIR = at.dir;
    const { checkRoster } = await import("~/people/roster/import.server");
    const { putUpload } = await import("~/people/roster/stored-sheet.server");
    const now = new Date();
    await putUpload("r", Buffer.from(roster()));
    await at.db.for("people").rosterImport.create({
      data: {
        id: "r",
        ownerId: "clerk",
        fileName: "a.csv",
        fileHash: "",
        state: "reading",
        jobId: "j",
        createdAt: now,
      },
    });
    await checkRoster(at.db, now, { importId: "r", reach });
    await at.db.for("people").rosterImport.update({ where: { id: "r" }, data: { state: "writing" } });
    await at.db.for("platform").job.create({
      data: {
        id: "j",
        kind: "roster.write",
        state: "waiting",
        ownerId: "clerk",
        input: JSON.stringify({ importId: "r", reach, actorId: "clerk" }),
        createdAt: now,
      },
    });

    const stops: number[] = [];
    for (const share of [0.1, 0.4, 0.7]) {
      await start();
      await until((row) => row.written >= ROWS * share);
      await kill();
      const { written, state } = await imports();
      stops.push(written);
      expect(state).toBe("writing");
      expect(await at.db.for("people").person.count()).toBe(written);
      expect(await at.db.for("people").postHolding.count()).toBe(written);
    }
    expect(stops.every((stop, i) => stop < ROWS && stop > (stops[i - 1] ?? 0))).toBe(true);
    await start();
    await until((row) => row.state === "done");
    await kill();

    const people = at.db.for("people");
    const persons = await people.person.findMany({});
    expect(persons).toHaveLength(ROWS);
    expect(new Set(persons.map((one) => openPerson(one)?.idNumber)).size).toBe(ROWS);
    expect(await people.postHolding.count()).toBe(ROWS);
    expect(await people.organisation.count()).toBe(40);
    expect(await at.db.for("platform").auditRow.count({ where: { act: "roster.import", object: "r" } })).toBe(1);
  }, 120_000);
});
