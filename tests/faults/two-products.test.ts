import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdtempSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { claim } from "~/platform/claim.server";
import { KeyRing } from "~/platform/keys.server";
import { journalGap, refusalOfStart } from "~/server/start-order.server";
import * as ofScripts from "../../scripts/installation.mjs";
import { freePort } from "../support/front-process";

// A data folder, and a port, serve one product at a time: a second start says so and leaves; after a kill nothing has
// to be cleared away.

const root = join(import.meta.dirname, "../..");

describe("a second product on the same data folder", () => {
  let dir: string;
  let entry: string;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), "anding-two-"));
    const out = join(root, "node_modules/.anding/two-products", String(process.pid));
    mkdirSync(out, { recursive: true });
    await build({
      entryPoints: [join(root, "app/server/launcher.ts")],
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
    entry = join(out, "launcher.js");
  });
  afterEach(() => {
    child?.kill("SIGKILL");
    rmSync(dir, { recursive: true, force: true });
    rmSync(join(entry, ".."), { recursive: true, force: true });
  });

  const start = async (port?: number, more: Record<string, string> = {}) => {
    let said = "";
    child = fork(entry, [], {
      cwd: root,
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      env: {
        ...process.env,
        LOG: "off",
        DEMO: "0",
        DATA_DIR: dir,
        KEY_DIR: join(dir, "keys"),
        PORT: String(port ?? (await freePort())),
        HTTPS_PORT: "0",
        ...more,
      },
    });
    child.stderr!.on("data", (piece: Buffer) => (said += piece.toString()));
    const [code] = (await once(child, "exit")) as [number | null];
    return { code, said };
  };

  it("is not started, and says which folder and what to do", async () => {
    const first = claim(join(dir, "anding"));
    const { code, said } = await start();
    first.release();
    expect(code).toBe(1);
    const who = process.platform === "linux" ? `（进程 ${process.pid}）` : "";
    expect(said).toContain(`数据文件夹 ${dir} 正由另一个安鼎进程${who}使用`);
  }, 60_000);

  it("is not started on a port that another holds, and says which", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const { code, said } = await start(port);
    other.close();
    expect(code).toBe(1);
    expect(said).toContain(`端口 ${port} 已被别的程序占用`);
  }, 60_000);

  it.skipIf(process.platform !== "linux")(
    "tells of a backup folder that can't be used and goes on; without folders for data, keys or log it is not started",
    async () => {
      const other = createServer().listen(0, "127.0.0.1");
      await once(other, "listening");
      const { port } = other.address() as AddressInfo;
      const { code, said } = await start(port, { BACKUP_DIR: "/proc/bk" });
      expect([code, said]).toEqual([1, expect.stringContaining("备份目录 /proc/bk 没有，那里也建不了文件夹")]);
      expect(said).toContain(`端口 ${port} 已被别的程序占用`); // it came further than the folders
      other.close();
      for (const [name, what] of [
        ["DATA_DIR", "数据目录"],
        ["KEY_DIR", "密钥目录"],
        ["LOG_DIR", "日志目录"],
      ] as const) {
        const refused = await start(undefined, { [name]: "/proc/bk" });
        expect([name, refused.code, refused.said]).toEqual([
          name,
          1,
          expect.stringMatching(`^${what} /proc/bk 没有，那里也建不了文件夹.*把 ${name} 指到.*没有启动。\n$`),
        ]);
      }
    },
    60_000,
  );

  it("is not started by the launcher itself either on a restore left half done, or on an empty folder beside keys that have served", async () => {
    const data = join(dir, "data");
    mkdirSync(data);
    writeFileSync(join(data, "restoring"), "");
    expect(await start(undefined, { DATA_DIR: data })).toEqual({
      code: 1,
      said: expect.stringContaining(`上次恢复没有做完（${data}），没有启动`),
    });
    rmSync(data, { recursive: true });
    const ring = new KeyRing(join(dir, "keys"));
    ring.makePersonKeys(["p1", "p2"]);
    ring.close();
    expect(await start(undefined, { DATA_DIR: data })).toEqual({
      code: 1,
      said: expect.stringContaining(`密钥里有 2 人，数据目录 ${data} 却是空的，没有启动，什么都没有写`),
    });
    expect(existsSync(data)).toBe(false);
    mkdirSync(data);
    writeFileSync(join(data, "anding.db"), "");
    expect(await start(undefined, { DATA_DIR: data })).toEqual({
      code: 1,
      said: expect.stringContaining(`密钥里有 2 人，数据目录 ${data} 里的 anding.db 却是空的，没有启动，什么都没有写`),
    });
    new Database(join(data, "anding.db")).exec("PRAGMA user_version = 1");
    expect((await start(undefined, { DATA_DIR: data })).code).toBe(1);
    expect(readdirSync(data)).toEqual(["anding.db"]);
  }, 60_000);

  it("is not started on data whose keys are not beside it, and makes no others", async () => {
    copyFileSync(inject("templateDatabase"), join(dir, "anding.db"));
    const db = new Database(join(dir, "anding.db"));
    db.exec(`INSERT INTO "Account" ("id", "kind", "login") VALUES ('a', 'staff', 'zhao')`);
    db.close();
    for (const keyDir of [join(dir, "none"), join(dir, "empty")]) {
      if (keyDir.endsWith("empty")) mkdirSync(keyDir);
      const { code, said } = await start(undefined, { KEY_DIR: keyDir });
      expect([code, said]).toEqual([
        1,
        expect.stringContaining(
          `数据目录 ${dir} 里有 1 个账号，密钥目录 ${keyDir} 里却没有主密钥（master.key），没有启动，什么都没有写`,
        ),
      ]);
      expect(existsSync(join(keyDir, "master.key"))).toBe(false);
    }
    expect(existsSync(join(dir, "none"))).toBe(false);
  }, 60_000);

  it("tells of a backup folder inside the data, and of an exam journal that is gone, and goes on", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    copyFileSync(inject("templateDatabase"), join(dir, "anding.db"));
    const db = new Database(join(dir, "anding.db"));
    db.exec(`INSERT INTO "JournalCursor" ("name", "position") VALUES ('journal', 9)`);
    db.close();
    const { code, said } = await start((other.address() as AddressInfo).port, { BACKUP_DIR: join(dir, "backups") });
    other.close();
    expect([code, said]).toEqual([
      1,
      expect.stringContaining(
        `备份目录 ${join(dir, "backups")} 和数据目录 ${dir} 不能一个在另一个里面，也不能是同一个`,
      ),
    ]);
    expect(said).toContain(
      `数据目录 ${dir} 里没有 journal.db，anding.db 记得考试日志写到过第 9 条：考过的试查不到原始记录`,
    );
    expect([refusalOfStart(dir, join(dir, "keys")), journalGap(dir, join(dir, "keys"))]).toEqual([
      null,
      ofScripts.journalGap(dir, join(dir, "keys")),
    ]);
  }, 60_000);

  it("may start as soon as the first was killed", async () => {
    const holder = fork(join(root, "tests/support/hold-claim.mjs"), [join(dir, "anding")], {
      execArgv: ["--import", "tsx"],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    await once(holder, "message");
    expect(() => claim(join(dir, "anding"), 50)).toThrow(/in use by another process/);
    holder.kill("SIGKILL");
    await once(holder, "exit");
    claim(join(dir, "anding"), 50).release();
  }, 60_000);
});
