import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { returnAllowance, takeAllowance } from "~/platform/rate-limit.server";
import { startSession } from "~/platform/session.server";
import { deviceCookie, enrolDevice, newDeviceSecret, pinFaultFor, readDeviceSecret } from "./device.server";
import { getOrganisation } from "./directory.server";
import { personSecret, personText } from "./person.server";
import { countWrongEnd, findSlip, type SlipRow } from "./slip.server";

// From a slip to a signed-in learner. Only failures count against an address: a whole workshop may activate behind one.

const OVER = "这张激活单已经用过、已作废或过了 30 天。请找经办人重新打印一张。";
const WRONG_PER_MINUTE = 9;

function takeAttempt(ip: string, now: Date): string {
  const key = `activate:${ip}`;
  if (!takeAllowance(key, { limit: WRONG_PER_MINUTE, seconds: 60, now })) throw new DomainError("too-many", "错得太多，请过一分钟再试。");
  return key;
}

/** The good slip behind a scanned token, for a learner. */
export async function slipByToken(db: Db, now: Date, token: string, ip: string): Promise<SlipRow> {
  const key = takeAttempt(ip, now);
  const slip = await findSlip(db, now, { token });
  if (!slip || slip.purpose !== "learner") throw new DomainError("gone", OVER);
  returnAllowance(key);
  return slip;
}

/** The good slip behind 8 digits, when the end of the ID number fits it. */
export async function slipByCode(db: Db, now: Date, { code, idEnd, ip }: { code: string; idEnd: string; ip: string }): Promise<SlipRow> {
  const key = takeAttempt(ip, now);
  const wrong = "激活码或身份证号末四位不对。请照着激活单再输一次。";
  const slip = await findSlip(db, now, { code });
  if (!slip || slip.purpose !== "learner") throw new DomainError("forbidden", wrong);
  const secret = await personSecret(db, slip.personId);
  if (secret?.idNumber.slice(-4) !== idEnd) {
    await countWrongEnd(db, now, slip.id);
    throw new DomainError("forbidden", wrong);
  }
  returnAllowance(key);
  return slip;
}

/** Whose slip it is, as much as a page may show to whoever holds it. */
export async function slipOwner(db: Db, slip: SlipRow): Promise<{ maskedName: string; organisation: string }> {
  const text = (await personText(db, [slip.personId])).get(slip.personId);
  if (!text || text.erased) throw new DomainError("gone", OVER);
  const person = await db.for("people").person.findUnique({ where: { id: slip.personId }, select: { organisationId: true } });
  const organisation = person?.organisationId ? await getOrganisation(db, person.organisationId) : null;
  return { maskedName: text.maskedName, organisation: organisation?.name ?? "" };
}

/** Binds this device with the PIN and signs in; gives the cookies. A weak PIN is refused with its reason, the slip unspent. */
export async function activate(db: Db, now: Date, { request, slip, pin }: { request: Request; slip: SlipRow; pin: string }): Promise<Headers | { pinFault: string }> {
  const fault = await pinFaultFor(db, slip.personId, pin);
  if (fault) return { pinFault: fault };
  const secret = readDeviceSecret(request) ?? newDeviceSecret();
  const label = describeAgent(request.headers.get("user-agent") ?? "");
  const { accountId } = await enrolDevice(db, now, { slip, pin, secret, label });
  const session = await startSession(request, { id: accountId, kind: "learner" }, { now, secondFactor: false });
  return new Headers([["Set-Cookie", session], ["Set-Cookie", deviceCookie(request, secret)]]);
}

/** 微信 · 安卓手机 */
export function describeAgent(agent: string): string {
  const where = /iPhone/.test(agent) ? "苹果手机" : /iPad/.test(agent) ? "平板" : /Android/.test(agent) ? "安卓手机" : /Windows/.test(agent) ? "Windows 电脑" : /Mac OS/.test(agent) ? "苹果电脑" : "其他设备";
  return /MicroMessenger/.test(agent) ? `微信 · ${where}` : where;
}
