import { randomBytes } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { DUTIES, isDuty, type Duty } from "~/people/setup/duties";
import { issueSetupLinks, newSetupToken, setupTokenHash, type ForHeld } from "~/people/setup/setup-links.server";
import { claim, holderWords, InUse } from "~/platform/claim.server";
import { closeDb, db } from "~/platform/db.server";
import { dataPath, env, readEnv } from "~/platform/env.server";
import { setupAddresses } from "./announce-setup";
import { withoutKeys } from "./start-order.server";
import { leaveRequest, takeAnswer, withdrawRequest, type SetupAnswer } from "./setup-requests.server";
import { linkLines, RENEW, type PrintedLink } from "./setup-text";

// `npm run setup-links [-- DUTY…] [--lost|--another]`: set-up links for the duties nobody holds, or the named one that
// is held. Asks the running product, or opens the database itself when none runs.

const WAIT_MS = 15_000;
const USAGE = `用法：npm run setup-links [-- 职责…] [--lost | --another]
  职责：system-admin（系统管理员）、security-admin（安全管理员）、auditor（审计员）；不写就是三个里没有人担任的
  --lost：写明的职责有人担任，但他再也登录不了，由另一个人接任：链接用了以后，原来只担任这一职责的账号停用
  --another：写明的职责有人担任，再加一位，原来的账号不变
  这两种都记入审计，并告诉其他管理员`;

type Asked = Words & { tokens: ReadonlyMap<Duty, string> };

type Words = { duties: readonly Duty[]; forHeld?: ForHeld };
const FOR_HELD: Record<string, ForHeld> = { "--lost": "lost", "--another": "another" };

/** What was asked for; a sentence when it is not understood. */
export function readWords(words: readonly string[]): Words | string {
  const options = [...new Set(words.filter((word) => Object.hasOwn(FOR_HELD, word)))];
  const named = words.filter((word) => !options.includes(word));
  const strange = named.find((word) => !isDuty(word));
  if (strange !== undefined) return `没有这个职责：${strange}\n${USAGE}`;
  if (options.length > 1) return `--lost 和 --another 只能写一个。\n${USAGE}`;
  if (options.length > 0 && named.length !== 1) return `${options[0]} 要写明一个职责。\n${USAGE}`;
  return {
    duties: named.length ? named.filter(isDuty) : [...DUTIES],
    ...(options[0] && { forHeld: FOR_HELD[options[0]]! }),
  };
}

/** Why the command may not act here; null when it may. Asked before a folder is made, or a key. */
function wrongPlace(): string | null {
  const { dataDir, keyDir } = readEnv();
  if (!existsSync(join(dataDir, "anding.db")))
    return `数据文件夹 ${dataDir} 里还没有安装。第一次启动（DEMO=0 npm start）会自己显示链接；已经装好的，请用和服务相同的 DATA_DIR 和 KEY_DIR 运行。`;
  const closed = withoutKeys(dataDir, keyDir);
  if (closed) return `${closed}，没有发链接。请用和服务相同的 DATA_DIR 和 KEY_DIR 运行。`;
  if (!existsSync(keyDir)) return `没有密钥目录 ${keyDir}，没有发链接。请用和服务相同的 DATA_DIR 和 KEY_DIR 运行。`;
  const owner = statSync(keyDir).uid;
  const me = process.getuid?.();
  return me !== undefined && me !== owner
    ? `密钥目录 ${keyDir} 属于另一个系统用户（编号 ${owner}）。请用运行安鼎的那个用户来执行，例如 sudo -u anding npm run setup-links。`
    : null;
}

async function askRunning(request: Asked): Promise<SetupAnswer | null> {
  const id = randomBytes(16).toString("hex");
  const { dataDir } = env();
  leaveRequest(dataDir, {
    id,
    at: Date.now(),
    ...(request.forHeld && { forHeld: request.forHeld }),
    links: linksOf(request),
  });
  const until = Date.now() + WAIT_MS;
  while (Date.now() < until) {
    const answer = takeAnswer(dataDir, id);
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  withdrawRequest(dataDir, id);
  return null;
}

const linksOf = ({ duties, tokens }: Asked) =>
  duties.map((duty) => ({ duty, tokenHash: setupTokenHash(tokens.get(duty)!) }));

async function issueHere(request: Asked): Promise<SetupAnswer> {
  const links = await issueSetupLinks(db(), new Date(), linksOf(request), { forHeld: request.forHeld });
  return { links, addresses: setupAddresses() };
}

/** Does what the words ask, prints the links on the console and gives the exit code. */
export async function runSetupLinks(words: readonly string[]): Promise<number> {
  const asked = readWords(words);
  if (typeof asked === "string") return tell(asked, 2);
  const wrong = wrongPlace();
  if (wrong) return tell(wrong, 1);
  const tokens = new Map(asked.duties.map((duty) => [duty, newSetupToken()]));
  const answer = await answerTo({ ...asked, tokens });
  if (!answer)
    return tell(
      "安鼎正在运行，但 15 秒内没有应答，没有发链接。请核对 DATA_DIR 和 KEY_DIR 和服务的相同，看它的日志，或稍后再试。",
      1,
    );
  const made = answer.links.flatMap(({ duty, expiresAt }): PrintedLink[] =>
    expiresAt ? [{ duty, token: tokens.get(duty)!, expiresAt }] : [],
  );
  const lines = [
    ...answer.links.filter((link) => link.why).map((link) => link.why),
    ...(made.length
      ? linkLines(
          made,
          answer.addresses,
          [RENEW, ...(asked.forHeld ? ["--", ...asked.duties, `--${asked.forHeld}`] : [])].join(" "),
        )
      : []),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return made.length ? 0 : 1;
}

/** One process has anding.db open: the running product, or this command while it holds the data folder. */
async function answerTo(asked: Asked): Promise<SetupAnswer | null> {
  try {
    const held = claim(dataPath("anding"), 500);
    try {
      return await issueHere(asked);
    } finally {
      await closeDb();
      held.release();
    }
  } catch (error) {
    if (error instanceof InUse) return isOfRunning() ? askRunning(asked) : strangeKeys();
    throw error;
  }
}

/** Whether the running product has this key folder too. */
function isOfRunning(): boolean {
  const path = join(env().keyDir, "anding");
  if (!existsSync(`${path}-owner`)) return false;
  try {
    claim(path, 0).release();
    return false;
  } catch (error) {
    if (error instanceof InUse) return true;
    throw error;
  }
}

function strangeKeys(): never {
  throw new Error(
    `密钥目录 ${env().keyDir} 不是正在运行的安鼎${holderWords(dataPath("anding"))}用的那一个。请用和服务相同的 DATA_DIR 和 KEY_DIR 运行。`,
  );
}

function tell(words: string, code: number): number {
  process.stderr.write(`${words}\n`);
  return code;
}
