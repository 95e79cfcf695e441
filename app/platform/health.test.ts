import { expect, test } from "vitest";
import { judge, type CheckState, type Facts } from "./health";

const AT = new Date("2026-11-25T08:00:00Z");
const before = (hours: number) => new Date(AT.getTime() - hours * 3_600_000);
const after = (days: number) => new Date(AT.getTime() + days * 86_400_000 + 1_000).toISOString();
const one = { pid: 1, uptimeSeconds: 90, memoryBytes: 2e8, openFiles: 40, at: AT.toISOString() };
const https = {
  port: 3443,
  source: "local" as const,
  notAfter: after(300),
  names: ["localhost"],
  fingerprint: "AA",
  root: "BB",
  fault: null,
  beyond: [],
};
const WELL: Facts = {
  at: AT,
  demo: false,
  rehearsal: false,
  zones: ["public"],
  versions: [],
  app: one,
  front: { ...one, https, clockOffMs: 3, journalFailing: null, journalCut: false },
  disk: { free: 5e10, total: 1e11 },
  files: [
    { name: "anding.db", bytes: 5e9 },
    { name: "anding.db-wal", bytes: 4e6 },
  ],
  httpsPort: 3443,
  lastBackup: { at: before(5).toISOString(), folder: "f", faults: [] },
  backupFault: null,
  jobs: { recent: [], counts: {} },
  lastKeys: {
    at: before(5).toISOString(),
    folder: "f",
    persons: 9,
    missing: 0,
    custodians: ["王", "李"],
    sameMaster: true,
  },
  custodians: 2,
  unlistedErasures: 0,
  sqlite: "3.45.1",
  chains: {
    at: before(5).toISOString(),
    audit: { upTo: 7, keptUpTo: 7, fault: null, unproven: null, restored: null },
    record: { upTo: 8, keptUpTo: 8, fault: null, unproven: null, restored: null },
  },
  strangeMark: null,
};
const job = (state: string, hours: number, note = "") => ({
  id: "j",
  kind: "k",
  state,
  done: 0,
  total: 1,
  note,
  createdAt: before(hours),
  startedAt: before(hours),
  finishedAt: null,
});

test("a sound installation is all well and asks for nothing", () => {
  expect(judge(WELL).filter((check) => check.state !== "well" || check.todo)).toEqual([]);
});

test.each<[string, Partial<Facts>, string, CheckState, RegExp]>([
  ["little room", { disk: { free: 8e9, total: 1e11 } }, "disk", "look", /可用/],
  ["hardly any room", { disk: { free: 1e9, total: 1e11 } }, "disk", "mend", /可用/],
  ["no backup", { lastBackup: null }, "backup", "look", /没有找到/],
  [
    "an old backup",
    { lastBackup: { at: before(24 * 8).toISOString(), folder: "f", faults: [] } },
    "backup",
    "mend",
    /f/,
  ],
  [
    "a backup nobody checked",
    { lastBackup: { at: before(1).toISOString(), folder: "f", faults: null } },
    "backup",
    "look",
    /没有检查结果/,
  ],
  [
    "a broken backup",
    { lastBackup: { at: before(1).toISOString(), folder: "f", faults: ["缺少文件 journal.db"] } },
    "backup",
    "mend",
    /缺少文件 journal\.db/,
  ],
  [
    "a backup that was not made",
    { backupFault: { at: before(2).toISOString(), why: "备份目录 /b 所在的盘满了（ENOSPC）。" } },
    "backup",
    "mend",
    /2 小时前的一次没有做成：备份目录 \/b 所在的盘满了.*最近做成的一份：5 小时前，f/,
  ],
  [
    "a backup folder that can't be used",
    { backupFault: { at: null, why: "备份目录 /b 不是文件夹。" }, lastBackup: null },
    "backup",
    "mend",
    /^备份目录 \/b 不是文件夹。还没有做成过一份$/,
  ],
  ["one custodian alone", { custodians: 1 }, "keys", "mend", /在任保管人 1 位/],
  ["an erasing on no list beside the backups", { unlistedErasures: 2 }, "erasures", "mend", /有 2 人已删除/],
  ["no backup with keys", { lastKeys: null }, "keys", "mend", /还没有带密钥的备份/],
  [
    "an old backup of the keys",
    { lastKeys: { ...WELL.lastKeys!, at: before(24 * 8).toISOString() } },
    "keys",
    "mend",
    /9 人的密钥，封给 王、李/,
  ],
  ["persons without a key", { lastKeys: { ...WELL.lastKeys!, missing: 4 } }, "keys", "mend", /有 4 人没有密钥/],
  [
    "a master key that was changed since",
    { lastKeys: { ...WELL.lastKeys!, sameMaster: false } },
    "keys",
    "mend",
    /更换以前的主密钥/,
  ],
  ["chains that nobody checked", { chains: null }, "chains", "look", /还没有核对过/],
  [
    "a check of the chains that stopped",
    { chains: { ...WELL.chains!, at: before(24 * 3).toISOString() } },
    "chains",
    "look",
    /审计到第 7 行/,
  ],
  [
    "a chain that was edited",
    { chains: { ...WELL.chains!, record: { ...WELL.chains!.record, upTo: 4, fault: { seq: 5, wrong: "lost" } } } },
    "chains",
    "mend",
    /学习记录链从第 5 行起不可信/,
  ],
  [
    "rows older than every kept head",
    {
      chains: {
        ...WELL.chains!,
        audit: { ...WELL.chains!.audit, unproven: { from: 1, to: 6, at: before(24).toISOString() } },
      },
    },
    "chains",
    "look",
    /无法证明审计链第 1–6 行.*以前没有整段改过：从那时起才有可对照的头/,
  ],
  [
    "chains of which nothing is kept",
    { chains: { ...WELL.chains!, record: { ...WELL.chains!.record, unproven: { from: 1, to: 8, at: null } } } },
    "chains",
    "look",
    /无法证明学习记录链第 1–8 行.*还没有可对照的头/,
  ],
  [
    "a mark of a restore that nobody signed",
    { strangeMark: "restored.json 不是本系统签的" },
    "restored",
    "mend",
    /不是本系统签的/,
  ],
  ["no https", { httpsPort: 0 }, "https", "mend", /没有打开/],
  [
    "a certificate near its end",
    { front: { ...WELL.front!, https: { ...https, notAfter: after(20) } } },
    "https",
    "look",
    /还有 20 天/,
  ],
  [
    "a certificate at its end",
    { front: { ...WELL.front!, https: { ...https, notAfter: after(3) } } },
    "https",
    "mend",
    /还有 3 天/,
  ],
  [
    "a bad operator's certificate",
    { front: { ...WELL.front!, https: { ...https, fault: "tls.key 不是 tls.crt 的私钥。" } } },
    "https",
    "mend",
    /不是 tls\.crt 的私钥/,
  ],
  [
    "a name beyond the root",
    { front: { ...WELL.front!, https: { ...https, beyond: ["a.example.cn"] } } },
    "https",
    "look",
    /a\.example\.cn/,
  ],
  ["a front that is away", { front: null }, "front", "mend", /没有应答/],
  [
    "a journal that cannot write",
    { front: { ...WELL.front!, journalFailing: "SQLITE_FULL" } },
    "journal",
    "mend",
    /SQLITE_FULL/,
  ],
  ["a journal that was cut", { front: { ...WELL.front!, journalCut: true } }, "journal", "mend", /截断/],
  ["a clock that was set", { front: { ...WELL.front!, clockOffMs: -5_000 } }, "clock", "look", /-5\.0 秒/],
  ["a log that is not taken in", { files: [{ name: "journal.db-wal", bytes: 2e9 }] }, "wal", "mend", /journal\.db-wal/],
  [
    "a job that failed",
    { jobs: { recent: [job("failed", 3, "磁盘满")], counts: { failed: 1 } } },
    "jobs",
    "look",
    /出错 1。最近的错误：磁盘满/,
  ],
  ["a job that hangs", { jobs: { recent: [job("running", 3)], counts: { running: 1 } } }, "jobs", "look", /已运行/],
  ["a process that grew", { app: { ...one, memoryBytes: 2e9 } }, "app", "look", /内存/],
])("%s is seen, with what to do", (_name, change, key, state, words) => {
  const checks = judge({ ...WELL, ...change });
  const found = checks.find((check) => check.key === key)!;
  expect(found).toMatchObject({ state, now: expect.stringMatching(words), todo: expect.stringMatching(/。$/) });
  expect(checks[0]!.state).not.toBe("well");
});

test.each([
  ["3.45.1", true],
  ["3.51.2", true],
  ["3.51.3", false],
  ["3.53.4", false],
  ["4.0.0", false],
])("SQLite %s: in the range of the write-ahead log's fault: %s", (sqlite, faulty) => {
  const engine = judge({ ...WELL, sqlite }).find((one) => one.key === "engine")!;
  expect(engine.now.includes("3.51.3 修好")).toBe(faulty);
});
