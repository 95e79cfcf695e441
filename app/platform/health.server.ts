import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Db } from "./db.server";
import { dataPath, env } from "./env.server";

// What an operator looks at: versions, room on the disk, sizes of the databases and their logs, the last backup, jobs.

export type FileSize = { name: string; bytes: number };
export type Health = {
  versions: { name: string; version: string }[];
  uptimeSeconds: number; memoryBytes: number;
  disk: { free: number; total: number };
  files: FileSize[];
  lastBackup: { at: string; folder: string } | null;
  jobs: { id: string; kind: string; state: string; done: number; total: number; note: string; createdAt: Date; finishedAt: Date | null }[];
  demo: boolean; https: boolean;
};

const FILES = ["anding.db", "anding.db-wal", "journal.db", "journal.db-wal"];

export async function readHealth(db: Db): Promise<Health> {
  const disk = await statfs(env().dataDir);
  const [sqlite] = await db.raw<{ version: string }>("SELECT sqlite_version() AS version");
  const [mode] = await db.raw<{ synchronous: number | bigint }>("PRAGMA synchronous");
  return {
    versions: [
      { name: "安鼎", version: productVersion() }, { name: "Node.js", version: process.versions.node },
      { name: "SQLite", version: `${sqlite?.version ?? ""}（synchronous=${Number(mode?.synchronous ?? -1) === 2 ? "FULL" : String(mode?.synchronous)}）` },
    ],
    uptimeSeconds: Math.round(process.uptime()), memoryBytes: process.memoryUsage().rss,
    disk: { free: disk.bavail * disk.bsize, total: disk.blocks * disk.bsize },
    files: FILES.flatMap((name) => (existsSync(dataPath(name)) ? [{ name, bytes: statSync(dataPath(name)).size }] : [])),
    lastBackup: findLastBackup(),
    jobs: await db.for("platform").job.findMany({ orderBy: { createdAt: "desc" }, take: 20, select: { id: true, kind: true, state: true, done: true, total: true, note: true, createdAt: true, finishedAt: true } }),
    demo: env().DEMO !== "0", https: env().ORIGIN?.startsWith("https:") ?? false,
  };
}

function productVersion(): string {
  try {
    return (JSON.parse(readFileSync(join(process.cwd(), "package.json"), "utf8")) as { version: string }).version;
  } catch {
    return "不明";
  }
}

/** The newest folder beside DATA_DIR that `npm run backup` finished (its manifest is written last). */
function findLastBackup(): Health["lastBackup"] {
  const folder = join(env().dataDir, "..", "backups");
  if (!existsSync(folder)) return null;
  const found = readdirSync(folder).flatMap((name) => {
    const manifest = join(folder, name, "manifest.json");
    if (!existsSync(manifest)) return [];
    return [{ at: (JSON.parse(readFileSync(manifest, "utf8")) as { at: string }).at, folder: name }];
  });
  return found.sort((a, b) => (a.at < b.at ? 1 : -1))[0] ?? null;
}
