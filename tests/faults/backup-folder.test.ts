import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { folderFault, makeFolder } from "~/platform/folder-faults.server";
import { backup } from "../../scripts/backup-files.mjs";
import * as ofScripts from "../../scripts/folder-faults.mjs";
import { claim } from "../../scripts/folders.mjs";
import { freshDatabase } from "../support/database";

// A backup folder that can't be used: one sentence that names it and says what to do, and nothing half done.

const root = join(import.meta.dirname, "../..");
const NAMED = "2026-11-29T02-30-00-000Z.making";
/** A disk of 64 KB, where the system lets an account make one of its own. */
const tiny =
  process.platform === "linux" &&
  spawnSync("unshare", ["-rm", "sh", "-c", 'mount -t tmpfs -o size=64k none "$0"', tmpdir()]).status === 0;

describe("a backup", () => {
  let t: Awaited<ReturnType<typeof freshDatabase>>;
  let out: string;
  beforeEach(async () => {
    t = await freshDatabase();
    out = mkdtempSync(join(tmpdir(), "anding-backup-folder-"));
  });
  afterEach(async () => {
    await t.close();
    rmSync(out, { recursive: true, force: true });
  });

  const environment = (dir: string) => ({
    ...process.env,
    DATA_DIR: t.dir,
    KEY_DIR: join(t.dir, "keys"),
    BACKUP_DIR: dir,
  });
  const told = ({ status, stdout, stderr }: { status: number | null; stdout: string; stderr: string }) => ({
    status,
    said: stdout + stderr,
  });
  const run = (dir: string) =>
    told(
      spawnSync(process.execPath, ["scripts/backup.mjs"], {
        cwd: root,
        encoding: "utf8",
        timeout: 30_000,
        env: environment(dir),
      }),
    );
  const failure = () =>
    JSON.parse(readFileSync(join(t.dir, "backup-failed.json"), "utf8")) as { at: string; why: string };
  const leftover = (name: string, mark: object | null) => {
    mkdirSync(join(out, name), { recursive: true });
    writeFileSync(join(out, name, "anding.db"), "half");
    if (mark) writeFileSync(join(out, name, "making.json"), JSON.stringify(mark));
  };

  it.skipIf(process.platform !== "linux")(
    "into a place where no folder can be made ends with a sentence, and doesn't try for ever",
    () => {
      const { status, said } = run("/proc/bk");
      expect([status, said]).toEqual([
        1,
        expect.stringContaining(
          "备份没有做成：备份目录 /proc/bk 没有，那里也建不了文件夹：盘没有挂上，或者路径写错了（ENOENT）。请挂上盘，或把 BACKUP_DIR 指到",
        ),
      ]);
      expect(said).not.toMatch(/\n\s+at /);
      expect(failure().why).toContain("/proc/bk");
    },
  );

  it("where a file stands in the folder's place, or above it, says so", () => {
    writeFileSync(join(out, "file"), "");
    for (const dir of [join(out, "file"), join(out, "file", "below")]) {
      expect(run(dir)).toEqual({
        status: 1,
        said: expect.stringMatching(
          `备份目录 ${dir} 不是文件夹：那里，或者上面一级，是一个文件（ENOTDIR）。请移走那个文件`,
        ),
      });
    }
  });

  it.skipIf(!tiny)("onto a full disk leaves nothing there, and says that it is full", () => {
    const disk = join(out, "disk");
    mkdirSync(disk);
    const script =
      'mount -t tmpfs -o size=64k none "$BACKUP_DIR" && "$0" scripts/backup.mjs; status=$?; echo "left: $(ls "$BACKUP_DIR")"; exit $status';
    const { status, said } = told(
      spawnSync("unshare", ["-rm", "sh", "-c", script, process.execPath], {
        cwd: root,
        encoding: "utf8",
        env: environment(disk),
      }),
    );
    expect([status, said]).toEqual([
      1,
      expect.stringContaining(`备份目录 ${disk} 所在的盘满了（SQLITE_FULL）。请腾出空间`),
    ]);
    expect(said).toContain("left: \n");
    expect(said).not.toMatch(/\n\s+at /);
  });

  it.skipIf(!tiny)("onto a disk that is read-only says that", () => {
    const disk = join(out, "disk");
    mkdirSync(disk);
    const script = 'mount -t tmpfs -o ro none "$BACKUP_DIR" && "$0" scripts/backup.mjs';
    expect(
      told(
        spawnSync("unshare", ["-rm", "sh", "-c", script, process.execPath], {
          cwd: root,
          encoding: "utf8",
          env: environment(disk),
        }),
      ),
    ).toEqual({ status: 1, said: expect.stringContaining(`备份目录 ${disk} 所在的盘是只读的（EROFS）`) });
  });

  it("that succeeds ends what was told of the one that failed, and takes away what a killed one of the same data left", () => {
    writeFileSync(join(out, "file"), "");
    run(join(out, "file"));
    expect(failure().why).toContain("不是文件夹");
    const ours = { host: hostname(), data: t.dir };
    leftover(NAMED, ours);
    leftover("2026-11-28T02-30-00-000Z.making", { ...ours, data: "/another/installation" });
    leftover("2026-11-27T02-30-00-000Z.making", null);
    leftover("mine.making", ours);
    expect(run(out).status).toBe(3); // no custodians
    expect(existsSync(join(t.dir, "backup-failed.json"))).toBe(false);
    expect(
      readdirSync(out)
        .filter((name) => name.endsWith(".making"))
        .sort(),
    ).toEqual(["2026-11-27T02-30-00-000Z.making", "2026-11-28T02-30-00-000Z.making", "mine.making"]);
    const [made] = readdirSync(out).filter((name) => !name.endsWith(".making"));
    expect(readdirSync(join(out, made!)).sort()).toEqual(["anding.db", "check.json", "manifest.json"]);
  });

  it("while another of the same data is being made is refused, and the other's folder stays", async () => {
    const other = claim(join(t.dir, "backup"))!;
    leftover(NAMED, { host: hostname(), data: t.dir });
    try {
      expect(run(out)).toEqual({ status: 1, said: expect.stringContaining("另一份备份正在做") });
      await expect(backup(t.dir, join(out, NAMED.replace(".making", "")))).rejects.toThrow("另一份备份正在做");
    } finally {
      other.release();
    }
    expect(existsSync(join(out, NAMED))).toBe(true);
    leftover("photos.making", null);
    await expect(backup(t.dir, join(out, "photos"))).rejects.toThrow(/photos\.making 已经有了，不是这里没做完的备份/);
  });

  it("of a folder without data says which folder, and makes nothing", () => {
    const { status, stderr } = spawnSync(process.execPath, ["scripts/backup.mjs"], {
      cwd: root,
      encoding: "utf8",
      env: { ...environment(join(out, "b")), DATA_DIR: join(out, "none") },
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining(`数据目录 ${join(out, "none")} 里没有 anding.db`)]);
    expect(existsSync(join(out, "none"))).toBe(false);
  });
});

it("the product and the scripts say the same of the same error, and make folders alike", () => {
  const folders = [
    { what: "备份目录", dir: "/b", setting: "BACKUP_DIR" },
    { what: "数据目录", dir: "/d", setting: "DATA_DIR" },
  ] as const;
  for (const error of [
    { code: "ENOENT" },
    { code: "ENOSPC", path: "/x", dest: "/d/media/a" },
    { code: "EACCES", path: "/b/c" },
    { code: "SQLITE_IOERR_WRITE" },
    { code: "EROFS", path: "/d" },
    { code: "EPERM" },
    { code: "OTHER" },
    null,
  ]) {
    expect(folderFault(error, folders)).toBe(ofScripts.folderFault(error, folders as never));
  }
  expect(folderFault({ code: "ENOSPC", path: "/x", dest: "/d/media/a" }, folders)).toContain(
    "数据目录 /d 所在的盘满了（ENOSPC）",
  );
  const dir = mkdtempSync(join(tmpdir(), "anding-make-"));
  for (const [name, make] of [
    ["a", makeFolder],
    ["b", ofScripts.makeFolder],
  ] as const) {
    make(join(dir, name, "b", "c"));
    make(join(dir, name, "b", "c"));
    expect(existsSync(join(dir, name, "b", "c"))).toBe(true);
    if (process.platform === "linux") expect(() => make("/proc/bk/x")).toThrow(/ENOENT/);
  }
  rmSync(dir, { recursive: true });
});
