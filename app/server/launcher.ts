import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { claim, holderWords, InUse } from "~/platform/claim.server";
import { dataPath, env, readEnv, type Env } from "~/platform/env.server";
import { isLocalOnly, listenAddress } from "~/platform/listen-address.server";
import { folderFault, makeFolder, nestedFault } from "~/platform/folder-faults.server";
import { keepPrivate } from "~/platform/private-folder.server";
import { keys } from "~/platform/keys.server";
import type { HttpsState } from "~/platform/https-state";
import { log } from "~/platform/log";
import { keepLog } from "~/platform/log-file.server";
import { announcement } from "./announcement";
import { APP_FLAGS, entryOf, FRONT_FLAGS, KeptProcess } from "./hot/child-process";
import { onShutdown } from "./hot/lifecycle";
import { refusalOfRehearsal, setAsideAfterRestore } from "./restored.server";
import { journalGap, refusalOfStart } from "./start-order.server";

// Claims the data folder, starts the two processes, starts either again when it dies, and ends both when it is told to.

const { PORT, HTTPS_PORT, DEMO, ZONES, LOG_DIR } = settings();
const READY_WAIT_MS = 60_000;

shutFolders();
// One data folder, one product: the journal has one writer, and jobs are taken up once. One key folder, one product
// too: people.db has one writer, and the heads kept there are those of one data folder.
claimFolder(
  dataPath("anding"),
  (holder) =>
    `数据文件夹 ${env().dataDir} 正由另一个安鼎进程${holder}使用，这次没有启动。先停下那一个，或者给这一个设另外的 DATA_DIR。`,
);
claimFolder(
  join(env().keyDir, "anding"),
  (holder) =>
    `密钥文件夹 ${env().keyDir} 正由另一个安鼎进程${holder}使用，这次没有启动，密钥没有动。先停下那一个；恢复演练请给它自己的 KEY_DIR（npm run restore -- 备份目录 --rehearse）。`,
);

// The front begins a new journal then, and nobody would be told.
const gap = journalGap(env().dataDir, env().keyDir);
if (gap) {
  process.stderr.write(
    `${gap}：考过的试查不到原始记录。请停机，保全数据盘，找出原来的 journal.db，或从最近的备份恢复（docs/how-to/backup.md）。\n`,
  );
  log.error("launcher.journal-gap", new Error(gap));
}

for (const port of [PORT, HTTPS_PORT].filter((one) => one > 0)) {
  if (await isFree(port)) continue;
  process.stderr.write(
    `端口 ${port} 已被别的程序占用，这次没有启动。先停下那个程序，或者用 ${port === PORT ? "PORT" : "HTTPS_PORT"} 换一个端口。\n`,
  );
  process.exit(1);
}

const [appPort, internalPort] = [await portOf("APP_PORT"), await portOf("INTERNAL_PORT")];
const shared: NodeJS.ProcessEnv = {
  // glibc gives each thread that packs or hashes a heap of its own, and keeps it: two are enough (30 MB less of the app).
  MALLOC_ARENA_MAX: "2",
  ...process.env,
  APP_PORT: String(appPort),
  INTERNAL_PORT: String(internalPort),
  INTERNAL_TOKEN: randomBytes(32).toString("base64url"),
};

const refused = refusalOfRehearsal(env().dataDir, env().keyDir);
if (refused) {
  process.stderr.write(`${refused}\n`);
  process.exit(1);
}
const strange = setAsideAfterRestore(keys(), env().dataDir, new Date());
if (strange) {
  process.stderr.write(`${strange}。真的恢复过备份，请停机重新运行 npm run restore；不是，请保全磁盘，查谁写了它。\n`);
  log.warn("launcher.restored-mark", { sentence: strange });
}

// Both processes use the same keys, so on a first start they are made before either begins.
keys().signing();
keys().persons.own();
keys().close();

const ready = new Set<string>();
let https: HttpsState | null = null;
let announced = false;
const processes = ["front", "app"].map(
  (name) =>
    new KeptProcess({ name, ...processOf(name), env: shared }, (message) => {
      ready.add(name);
      if (message.https) https = message.https;
      if (ready.size === 2 && !announced) {
        announced = true;
        announce();
      }
    }),
);
processes.forEach((one) => one.start());
setTimeout(() => {
  if (!announced) log.warn("launcher.not-ready", { ready: [...ready].join(","), afterMs: READY_WAIT_MS });
}, READY_WAIT_MS).unref();

onShutdown("launcher", async () => {
  await Promise.all(processes.map((one) => one.stop()));
});

/** The environment, its folders made and the log begun; what is wrong with them ends the start with a sentence. */
function settings(): Env {
  try {
    // Before a folder is made.
    const { dataDir, keyDir } = readEnv();
    const refused = refusalOfStart(dataDir, keyDir);
    if (refused) {
      process.stderr.write(`${refused}\n`);
      return process.exit(1);
    }
    const all = env();
    if (all.LOG_DIR) makeFolder(all.LOG_DIR);
    keepLog("launcher", all.LOG_DIR);
    return all;
  } catch (error) {
    const fault = folderFault(error, [{ what: "日志目录", dir: process.env.LOG_DIR ?? "", setting: "LOG_DIR" }]);
    process.stderr.write(`${fault ?? (error instanceof Error ? error.message : String(error))}没有启动。\n`);
    return process.exit(1);
  }
}

function claimFolder(path: string, sentence: (holder: string) => string): void {
  try {
    claim(path, 2_000);
  } catch (error) {
    if (!(error instanceof InUse)) throw error;
    process.stderr.write(`${sentence(holderWords(path))}\n`);
    process.exit(1);
  }
}

/** What stood open to other accounts of this machine is shut, and said; what can't be shut ends the start. */
function shutFolders(): void {
  try {
    const said = [
      ...keepPrivate(env().keyDir, "密钥目录"),
      ...keepPrivate(env().dataDir, "数据目录"),
      ...(LOG_DIR ? keepPrivate(LOG_DIR, "日志目录") : []),
      ...shutBackupDir(),
    ];
    for (const sentence of said) {
      process.stderr.write(`${sentence}\n`);
      log.warn("launcher.folder-shut", { sentence });
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

/** A backup folder that can't be used is told, here and on the health page, and does not keep anybody from the exam. */
function shutBackupDir(): string[] {
  const dir = env().BACKUP_DIR;
  try {
    const nested = nestedFault({ what: "备份目录", dir: dir ?? dataPath("..", "backups"), setting: "BACKUP_DIR" }, [
      { what: "数据目录", dir: env().dataDir, setting: "DATA_DIR" },
      { what: "密钥目录", dir: env().keyDir, setting: "KEY_DIR" },
    ]);
    if (nested) return [`${nested}现在做不了备份。`];
    return dir ? keepPrivate(dir, "备份目录") : [];
  } catch (error) {
    const fault = folderFault(error, [{ what: "备份目录", dir: dir!, setting: "BACKUP_DIR" }]);
    if (!fault) throw error;
    return [`${fault}现在做不了备份。`];
  }
}

function processOf(name: string): { file: string; execArgv: string[] } {
  const { file, execArgv } = entryOf(name, import.meta.url);
  return { file, execArgv: [...execArgv, ...(name === "front" ? FRONT_FLAGS : APP_FLAGS)] };
}

function announce(): void {
  process.stdout.write(
    announcement({
      port: PORT,
      https,
      local: isLocalOnly(),
      demo: DEMO !== "0",
      zones: ZONES,
      interfaces: networkInterfaces(),
    }),
  );
  log.info("launcher.ready", { port: PORT, httpsPort: https?.port ?? 0, afterMs: Math.round(performance.now()) });
  process.send?.({ ready: "launcher" });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(false) : reject(error),
    );
    probe.listen(port, listenAddress(), () => probe.close(() => resolve(true)));
  });
}

/** The port that was asked for by name, else a free one on loopback. */
async function portOf(name: "APP_PORT" | "INTERNAL_PORT"): Promise<number> {
  if (process.env[name]) return env()[name];
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : env()[name]));
    });
  });
}
