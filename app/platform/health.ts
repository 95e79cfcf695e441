// Judges the facts of a running installation: what is well, what wants looking at, what must be mended now, each with
// what to do. Limits: bytes, days and milliseconds below.
import { formatAgo, formatBytes, formatDate, formatDateTimeSecond, formatDuration, formatPercent } from "~/ui/format";
import type { ChainCheck, Unproven } from "./chain-check.server";
import { CUSTODIANS_NEEDED } from "./custody";
import type { HttpsState } from "./https-state";
import type { ProcessState } from "./process-state.server";

export type JobLine = {
  id: string;
  kind: string;
  state: string;
  done: number;
  total: number;
  note: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};
export interface FrontFacts extends ProcessState {
  https: HttpsState | null;
  clockOffMs: number;
  journalFailing: string | null;
  journalCut: boolean;
}
export interface Facts {
  at: Date;
  demo: boolean;
  rehearsal: boolean;
  zones: readonly string[];
  versions: { name: string; version: string }[];
  app: ProcessState;
  front: FrontFacts | null;
  disk: { free: number; total: number };
  files: { name: string; bytes: number }[];
  httpsPort: number;
  /** faults null: that backup was never checked. */
  lastBackup: { at: string; folder: string; faults: string[] | null } | null;
  /** Why the backup folder can't be used now (`at` null), or why the last backup was not made. */
  backupFault: { at: string | null; why: string } | null;
  /** The newest backup with keys in it; `sameMaster` false: the master key was changed since. */
  lastKeys: {
    at: string;
    folder: string;
    persons: number;
    missing: number;
    custodians: string[];
    sameMaster: boolean;
  } | null;
  custodians: number;
  /** Erased persons on no list beside the backups: an older backup would bring them back. */
  unlistedErasures: number;
  sqlite: string;
  chains: ChainCheck | null;
  /** A mark of a restore that is not proven, in words. */
  strangeMark: string | null;
  jobs: { recent: JobLine[]; counts: Record<string, number> };
}

export type CheckState = "well" | "look" | "mend";
export interface Check {
  key: string;
  title: string;
  state: CheckState;
  now: string;
  todo: string;
}

const GB = 1e9;
const DAY_MS = 86_400_000;
const LIMITS = {
  diskMend: 2 * GB,
  diskLook: 10 * GB,
  walLook: 64e6,
  walMend: 1 * GB,
  memoryLook: 1.5 * GB,
  filesLook: 900,
  backupLookMs: 1.2 * DAY_MS,
  backupMendMs: 7 * DAY_MS,
  chainsLookMs: 2 * DAY_MS,
  unprovenLookMs: 30 * DAY_MS,
  certificateLook: 30,
  certificateMend: 7,
  clockLookMs: 2_000,
  jobLookMs: 3_600_000,
};

/** All checks, what must be mended first. */
export function judge(facts: Facts): Check[] {
  const order = { mend: 0, look: 1, well: 2 } as const;
  const checks = [
    disk(facts),
    backup(facts),
    keyBackup(facts),
    erasures(facts),
    chains(facts),
    ...restoreMark(facts),
    engine(facts),
    https(facts),
    ...journal(facts),
    clock(facts),
    wal(facts),
    jobs(facts),
    ...processes(facts),
  ];
  return checks
    .map((check, at) => ({ check, at }))
    .sort((a, b) => order[a.check.state] - order[b.check.state] || a.at - b.at)
    .map(({ check }) => check);
}

const check = (key: string, title: string, state: CheckState, now: string, todo: string): Check => ({
  key,
  title,
  state,
  now,
  todo: state === "well" ? "" : todo,
});

function disk({ disk: { free, total } }: Facts): Check {
  const state = free < LIMITS.diskMend ? "mend" : free < LIMITS.diskLook ? "look" : "well";
  return check(
    "disk",
    "磁盘",
    state,
    `可用 ${formatBytes(free)}，共 ${formatBytes(total)}（${formatPercent(free, total)}）`,
    "写不下时系统会停止确认保存。请删除旧备份、旧日志，或把数据目录移到更大的盘。",
  );
}

function backup({ lastBackup, backupFault, at }: Facts): Check {
  if (backupFault)
    return check(
      "backup",
      "备份",
      "mend",
      `${backupFault.at ? `${formatAgo(backupFault.at, at)}的一次没有做成：` : ""}${backupFault.why}${lastBackup ? `最近做成的一份：${formatAgo(lastBackup.at, at)}，${lastBackup.folder}` : "还没有做成过一份"}`,
      "改好以后在服务器上运行一次 npm run backup，看它说做成了。",
    );
  const todo = "在服务器上运行 npm run backup，或装好定时备份（docs/how-to/backup.md），再把备份拷到别的机器。";
  if (!lastBackup) return check("backup", "备份", "look", "没有找到备份", todo);
  const age = at.getTime() - new Date(lastBackup.at).getTime();
  const when = `${formatAgo(lastBackup.at, at)}，${lastBackup.folder}`;
  if (lastBackup.faults?.length)
    return check(
      "backup",
      "备份",
      "mend",
      `${when}：检查没有通过，${lastBackup.faults[0]}`,
      "这份备份不能用。请检查磁盘，马上重做一份。",
    );
  const checked = lastBackup.faults ? "，检查通过" : "，没有检查结果";
  return check(
    "backup",
    "备份",
    age > LIMITS.backupMendMs ? "mend" : age > LIMITS.backupLookMs || !lastBackup.faults ? "look" : "well",
    when + checked,
    todo,
  );
}

function keyBackup({ lastKeys, custodians, at, demo }: Facts): Check {
  const office = `在任保管人 ${custodians} 位`;
  if (custodians < CUSTODIANS_NEEDED)
    return check(
      "keys",
      "密钥备份",
      demo ? "look" : "mend",
      `${office}${lastKeys ? `，上次 ${formatAgo(lastKeys.at, at)}` : "，从来没有做过"}`,
      `现在做的备份里没有密钥：磁盘一坏，${lastKeys ? "上次带密钥的备份以后登记的人" : "没有人工复制过密钥的话，登记过的人"}就再也打不开。请在“密钥保管”页登记两位保管人（docs/how-to/keys.md）。`,
    );
  if (!lastKeys)
    return check("keys", "密钥备份", "mend", `${office}，还没有带密钥的备份`, "在服务器上运行一次 npm run backup。");
  const age = at.getTime() - new Date(lastKeys.at).getTime();
  const now = `${formatAgo(lastKeys.at, at)}，${lastKeys.persons} 人的密钥，封给 ${lastKeys.custodians.join("、")}；${office}`;
  if (lastKeys.missing)
    return check(
      "keys",
      "密钥备份",
      "mend",
      `${now}。有 ${lastKeys.missing} 人没有密钥，打不开`,
      "请用更早的密钥备份找回，或按 docs/how-to/keys.md 处理。",
    );
  if (!lastKeys.sameMaster)
    return check(
      "keys",
      "密钥备份",
      "mend",
      `${now}。里面是更换以前的主密钥`,
      "主密钥换过了，请马上做一次 npm run backup。",
    );
  return check(
    "keys",
    "密钥备份",
    age > LIMITS.backupMendMs ? "mend" : age > LIMITS.backupLookMs ? "look" : "well",
    now,
    "请看定时备份是不是停了（docs/how-to/backup.md）。",
  );
}

function erasures({ unlistedErasures: count }: Facts): Check {
  if (count === 0) return check("erasures", "删除名单", "well", "备份旁边的名单是全的", "");
  return check(
    "erasures",
    "删除名单",
    "mend",
    `有 ${count} 人已删除，备份旁边的名单里还没有：用旧备份恢复会把他们带回来`,
    "备份目录写不进去或不在。请看它的盘挂上没有、能不能写，再运行一次 npm run backup。",
  );
}

function restoreMark({ strangeMark }: Facts): Check[] {
  return strangeMark
    ? [
        check(
          "restored",
          "恢复的记号",
          "mend",
          strangeMark,
          "真的恢复过备份，请停机重新运行 npm run restore；不是，请保全磁盘，查谁写了它。",
        ),
      ]
    : [];
}

function chains({ chains: last, at }: Facts): Check {
  const title = "审计和学习记录";
  if (!last)
    return check(
      "chains",
      title,
      "look",
      "还没有核对过",
      "每天自动核对一次；一天以后还这样，请看日志里 chains 开头的行。",
    );
  const bad = (
    [
      ["审计链", last.audit],
      ["学习记录链", last.record],
    ] as const
  ).find(([, one]) => one.fault);
  const when = `${formatAgo(last.at, at)}核对`;
  if (bad)
    return check(
      "chains",
      title,
      "mend",
      `${when}：${bad[0]}从第 ${bad[1].fault!.seq} 行起不可信`,
      "请保全磁盘，不要重启，请审计员在“审计”页看是什么不对，用最近的备份核对。",
    );
  const age = at.getTime() - new Date(last.at).getTime();
  const old = age > LIMITS.chainsLookMs;
  const now = `${when}：审计到第 ${last.audit.upTo} 行，学习记录到第 ${last.record.upTo} 行，前后相接`;
  const unproven = (
    [
      ["审计链", last.audit],
      ["学习记录链", last.record],
    ] as const
  ).flatMap(([name, one]) => (one.unproven ? [{ ...one.unproven, said: unprovenWords(name, one.unproven) }] : []));
  // It can't be mended: it asks to be looked at for a month after it began, and is said for ever.
  const fresh = unproven.some((one) => one.at === null || at.getTime() - Date.parse(one.at) < LIMITS.unprovenLookMs);
  if (unproven.length)
    return check(
      "chains",
      title,
      old || fresh ? "look" : "well",
      `${now}。${unproven.map((one) => one.said).join("；")}`,
      old
        ? "自动核对停了，请看日志里 chains 开头的行。"
        : "刚安装或刚升级，这是正常的；不是，就是密钥目录里记下的丢了，请查谁动过 KEY_DIR，并用带走的备份核对。",
    );
  return check(
    "chains",
    title,
    old ? "look" : "well",
    `${now}，与另外记下的都相同`,
    "自动核对停了，请看日志里 chains 开头的行。",
  );
}

/** Which rows nothing vouches for, and since when something does. */
export function unprovenWords(name: string, { from, to, at }: Unproven): string {
  const rows = from === to ? `第 ${from} 行` : `第 ${from}–${to} 行`;
  return at === null
    ? `无法证明${name}${rows}没有整段改过：还没有可对照的头`
    : `无法证明${name}${rows}在 ${formatDateTimeSecond(at)} 以前没有整段改过：从那时起才有可对照的头`;
}

/**
 * SQLite 3.7.0 to 3.51.2 may lose commits when two connections of one file write or checkpoint at once (decision 056).
 */
function engine({ sqlite }: Facts): Check {
  const [major = 0, minor = 0, patch = 0] = sqlite.split(".").map(Number);
  const fixed = major > 3 || (major === 3 && (minor > 51 || (minor === 51 && patch >= 3)));
  return check(
    "engine",
    "数据库引擎",
    "well",
    fixed
      ? `SQLite ${sqlite}`
      : `SQLite ${sqlite}，有两个连接同时写会丢数据的缺陷（3.51.3 修好）；每个库只有一个进程能写，别的只读，所以碰不到`,
    "",
  );
}

function https({ httpsPort, front, at }: Facts): Check {
  const state = front?.https;
  if (httpsPort === 0)
    return check(
      "https",
      "HTTPS",
      "mend",
      "没有打开：别的机器上不能登录、学习和考试",
      "启动时设置 HTTPS_PORT=3443（docs/how-to/https.md）。",
    );
  if (!state) return check("https", "HTTPS", "mend", "没有应答", "看日志里 https 开头的行。");
  const days = Math.floor((new Date(state.notAfter).getTime() - at.getTime()) / DAY_MS);
  const whose = state.source === "operator" ? "本单位的证书" : "本机根证书签的证书";
  const now = `${whose}，${formatDate(state.notAfter)} 到期，还有 ${days} 天`;
  if (state.fault)
    return check(
      "https",
      "HTTPS",
      "mend",
      `${now}。${state.fault}`,
      "把一对好的证书和私钥放到原处，半分钟内会自动换上，不用重启。",
    );
  if (days < LIMITS.certificateLook)
    return check(
      "https",
      "HTTPS",
      days < LIMITS.certificateMend ? "mend" : "look",
      now,
      state.source === "operator"
        ? "向发证机构续期，把新的证书和私钥放到原处。"
        : "本机证书会在到期前 30 天自动续：没有续，请看日志里 https 开头的行。",
    );
  if (state.beyond.length)
    return check(
      "https",
      "HTTPS",
      "look",
      `${now}。根证书不能担保：${state.beyond.join("、")}`,
      "换用本单位的证书，或按 docs/how-to/https.md 重新生成根证书。",
    );
  return check("https", "HTTPS", "well", now, "");
}

function journal({ front }: Facts): Check[] {
  if (!front)
    return [
      check(
        "front",
        "端口与考试进程",
        "mend",
        "没有应答",
        "它会自动重启；一分钟后还这样，请看日志里 launcher.restart 和 front 开头的行。",
      ),
    ];
  const failing = front.journalFailing;
  const cut = front.journalCut;
  return [
    check(
      "journal",
      "考试日志",
      failing || cut ? "mend" : "well",
      failing ? `写不进去：${failing}` : cut ? "比密钥目录里记的短：可能换成了旧文件，或被截断" : "正常",
      failing
        ? "考生端会显示“还没有保存”。先腾出磁盘空间，查磁盘是否出错。"
        : "停止新的考试，保全磁盘，用最近的备份核对。",
    ),
  ];
}

function clock({ front }: Facts): Check {
  const off = front?.clockOffMs ?? 0;
  return check(
    "clock",
    "时钟",
    Math.abs(off) > LIMITS.clockLookMs ? "look" : "well",
    Math.abs(off) > LIMITS.clockLookMs ? `系统时钟与考试计时相差 ${(off / 1000).toFixed(1)} 秒` : "与考试计时一致",
    "考试的计时不受影响。请打开网络校时（NTP），考试进行中不要手动改时间。",
  );
}

function wal({ files }: Facts): Check {
  const logs = files.filter((file) => file.name.endsWith("-wal"));
  const most = Math.max(0, ...logs.map((file) => file.bytes));
  return check(
    "wal",
    "写前日志",
    most > LIMITS.walMend ? "mend" : most > LIMITS.walLook ? "look" : "well",
    logs.map((file) => `${file.name} ${formatBytes(file.bytes)}`).join("，") || "没有",
    "有长时间的读占着，写入并不回主库。重启一次会收回；常常这样，请看同时有没有别的程序打开了数据库。",
  );
}

function jobs({ jobs: { recent, counts }, at }: Facts): Check {
  const failed = recent.find(
    (job) => job.state === "failed" && at.getTime() - new Date(job.createdAt).getTime() < 7 * DAY_MS,
  );
  const stuck = recent.find(
    (job) =>
      job.state === "running" && job.startedAt && at.getTime() - new Date(job.startedAt).getTime() > LIMITS.jobLookMs,
  );
  const now = `等待 ${counts.waiting ?? 0}，进行中 ${counts.running ?? 0}，出错 ${counts.failed ?? 0}`;
  return check(
    "jobs",
    "后台任务",
    failed || stuck ? "look" : "well",
    failed
      ? `${now}。最近的错误：${failed.note}`
      : stuck
        ? `${now}。有任务已运行 ${formatDuration(at.getTime() - new Date(stuck.startedAt!).getTime())}`
        : now,
    failed
      ? "下面的表里有出错的任务和原因；改好以后由原来的人重新提交。"
      : "看日志里 job 开头的行；重启会接着做没做完的任务。",
  );
}

function processes({ app, front }: Facts): Check[] {
  return (
    [["app", "页面进程", app], ...(front ? [["front-process", "端口与考试进程", front] as const] : [])] as const
  ).map(([key, title, one]) => {
    const heavy = one.memoryBytes > LIMITS.memoryLook;
    const many = (one.openFiles ?? 0) > LIMITS.filesLook;
    return check(
      key,
      title,
      heavy || many ? "look" : "well",
      `已运行 ${formatDuration(one.uptimeSeconds * 1000)}，内存 ${formatBytes(one.memoryBytes)}${one.openFiles === null ? "" : `，打开 ${one.openFiles} 个文件`}`,
      "没有考试时重启一次服务；很快又涨上去，请把日志交给维护人员。",
    );
  });
}
