import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { lastChainCheck } from "./chain-check.server";
import { listCustodians } from "./custody.server";
import type { Db } from "./db.server";
import { dataPath, env } from "./env.server";
import { readFrontState } from "./front-state.server";
import { unlistedErasures } from "./erasure-list.server";
import { namesIn, nestedFault, whyNotWritable } from "./folder-faults.server";
import type { Facts } from "./health";
import { isRehearsal } from "./listen-address.server";
import { keys } from "./keys.server";
import { strangeMark } from "./restore-mark.server";
import { processState } from "./process-state.server";

// What an operator looks at, read from the machine; what it means is judged in ./health.

const FILES = ["anding.db", "anding.db-wal", "journal.db", "journal.db-wal"];
const SEALED = "keys.sealed";
const SHOWN_JOBS = 20;

export async function readHealth(db: Db, now: Date): Promise<Facts> {
  const [disk, front, jobs] = await Promise.all([statfs(env().dataDir), readFrontState(), readJobs(db)]);
  return {
    at: now,
    demo: env().DEMO !== "0",
    rehearsal: isRehearsal(),
    zones: env().ZONES,
    versions: await readVersions(db),
    app: processState(),
    front,
    disk: { free: disk.bavail * disk.bsize, total: disk.blocks * disk.bsize },
    files: [
      ...FILES.flatMap((name) => (existsSync(dataPath(name)) ? [{ name, bytes: statSync(dataPath(name)).size }] : [])),
      { name: "media/", bytes: bytesBelow(dataPath("media")) },
    ],
    httpsPort: env().HTTPS_PORT,
    lastBackup: findLastBackup(),
    backupFault: findBackupFault(),
    lastKeys: findLastKeys(),
    unlistedErasures: unlistedErasures(),
    custodians: (await listCustodians(db)).filter((one) => one.state === "active").length,
    sqlite: (await db.raw<{ version: string }>("SELECT sqlite_version() AS version"))[0]?.version ?? "",
    chains: lastChainCheck(keys(), now),
    strangeMark: strangeMark(keys(), env().dataDir, now),
    jobs,
  };
}

async function readVersions(db: Db): Promise<Facts["versions"]> {
  const [sqlite] = await db.raw<{ version: string }>("SELECT sqlite_version() AS version");
  const [mode] = await db.raw<{ synchronous: number | bigint }>("PRAGMA synchronous");
  const [migrated] = await db
    .raw<{ name: string | null }>(
      "SELECT max(migration_name) AS name FROM sqlite_master, _prisma_migrations WHERE finished_at IS NOT NULL",
    )
    .catch(() => []);
  const engine = await db
    .for("platform")
    .contentVersion.findFirst({ where: { kind: "engine" }, orderBy: { publishedAt: "desc" }, select: { hash: true } });
  return [
    { name: "安鼎", version: productVersion() },
    { name: "数据库结构", version: migrated?.name ?? "不明" },
    { name: "演练引擎", version: engine?.hash.slice(0, 16) ?? "还没有登记" },
    { name: "Node.js", version: process.versions.node },
    { name: "OpenSSL", version: process.versions.openssl },
    {
      name: "SQLite",
      version: `${sqlite?.version ?? ""}（synchronous=${Number(mode?.synchronous ?? -1) === 2 ? "FULL" : String(mode?.synchronous)}）`,
    },
  ];
}

async function readJobs(db: Db): Promise<Facts["jobs"]> {
  const select = {
    id: true,
    kind: true,
    state: true,
    done: true,
    total: true,
    note: true,
    createdAt: true,
    startedAt: true,
    finishedAt: true,
  } as const;
  const table = db.for("platform").job;
  const [recent, counts] = await Promise.all([
    table.findMany({ orderBy: { createdAt: "desc" }, take: SHOWN_JOBS, select }),
    table.groupBy({ by: ["state"], _count: true }),
  ]);
  return { recent, counts: Object.fromEntries(counts.map((row) => [row.state, row._count])) };
}

function productVersion(): string {
  try {
    return (JSON.parse(readFileSync(join(process.cwd(), "package.json"), "utf8")) as { version: string }).version;
  } catch {
    return "不明";
  }
}

function bytesBelow(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { withFileTypes: true, recursive: true }).reduce(
    (sum, entry) => (entry.isFile() ? sum + statSync(join(entry.parentPath ?? entry.path, entry.name)).size : sum),
    0,
  );
}

type KeysMade = { at: string; persons: number; missing: number; masterCheck: string; custodians: { name: string }[] };

/** Folders in BACKUP_DIR (beside DATA_DIR) that `npm run backup` finished, the newest first. */
function backups(): { name: string; folder: string; at: string; keys: KeysMade | null }[] {
  const folder = backupFolder();
  return namesIn(folder)
    .flatMap((name) => {
      const manifest = readJson<{ at: string; keys?: KeysMade | null }>(join(folder, name, "manifest.json"));
      return manifest ? [{ name, folder: join(folder, name), at: manifest.at, keys: manifest.keys ?? null }] : [];
    })
    .sort((a, b) => (a.at < b.at ? 1 : -1));
}

const backupFolder = (): string => env().BACKUP_DIR ?? join(env().dataDir, "..", "backups");

const Failure = z.strictObject({ at: z.iso.datetime(), why: z.string() });

/** The folder as it is now; else what the last `npm run backup` said that failed and none followed that was made. */
function findBackupFault(): Facts["backupFault"] {
  const folder = { what: "备份目录", dir: backupFolder(), setting: "BACKUP_DIR" };
  const nested = nestedFault(folder, [
    { what: "数据目录", dir: env().dataDir, setting: "DATA_DIR" },
    { what: "密钥目录", dir: env().keyDir, setting: "KEY_DIR" },
  ]);
  const why = nested ?? (env().BACKUP_DIR || existsSync(backupFolder()) ? whyNotWritable(folder) : null);
  if (why) return { at: null, why };
  const failed = Failure.safeParse(readJson(dataPath("backup-failed.json"))).data ?? null;
  const [last] = backups();
  return failed && (!last || last.at < failed.at) ? failed : null;
}

/** With what its own check said. */
function findLastBackup(): Facts["lastBackup"] {
  const [last] = backups();
  return last
    ? {
        at: last.at,
        folder: last.name,
        faults: readJson<{ faults: string[] }>(join(last.folder, "check.json"))?.faults ?? null,
      }
    : null;
}

function findLastKeys(): Facts["lastKeys"] {
  const last = backups().find((one) => one.keys && existsSync(join(one.folder, SEALED)));
  if (!last?.keys) return null;
  const { persons, missing, masterCheck, custodians } = last.keys;
  return {
    at: last.at,
    folder: last.name,
    persons,
    missing,
    custodians: custodians.map((one) => one.name),
    sameMaster: masterCheck === keys().master.check,
  };
}

function readJson<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as T;
  } catch {
    return null;
  }
}
