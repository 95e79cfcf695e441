import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { returnAllowance, takeAllowance } from "~/platform/rate-limit.server";
import { startSession } from "~/platform/session.server";
import { tellOwner } from "./account-notice.server";
import { describeAgent, maskAddress } from "./agent-words";
import { deviceCookie, enrolDevice, newDeviceSecret, pinFaultFor, readDeviceSecret } from "./device.server";
import { getOrganisation } from "./directory.server";
import { personSecret, personText } from "./person.server";
import { countWrongEnd, findSlip, slipEnd, type SlipEnd, type SlipRow } from "./slip.server";

// From a slip to a signed-in learner. Only failures count against an address: a whole workshop may activate behind one.

const OVER = "这张激活单已经用过、已作废或过了 30 天。请找经办人重新打印一张。";
const WRONG = "激活码或身份证号末四位不对。激活码照激活单，末四位照自己的身份证，再输一次。";
const ASK = "请找单位的名册经办人重新打印一张。";
const ENDED: Record<SlipEnd, string> = {
  used: `这张激活单已经用过。${ASK}`,
  "wrong-ends": `身份证号末四位错了 5 次，这张激活单已经作废。${ASK}`,
  revoked: `这张激活单已经作废，后来打印的那张才有用。找不到了，${ASK}`,
  expired: `这张激活单过了有效期。${ASK}`,
};
const WRONG_AT_ADDRESS = { limit: 30, seconds: 60 };
const MOST_AT_ADDRESS = { limit: 300, seconds: 60 };

/**
 * A wrong slip. Past 30 a minute an address is told to wait instead of what was wrong, and 8 digits are still looked
 * at: right ones get in, so that nobody in a workshop stops the others. Past 300 they are not (a slip's QR code always
 * is).
 */
function refuse(ip: string, now: Date, error: DomainError): DomainError {
  return takeAllowance(`activate:${ip}`, { ...WRONG_AT_ADDRESS, now })
    ? error
    : new DomainError("too-many", "错得太多，请过一分钟再试，或者扫激活单上的二维码。");
}

/** The good slip behind a scanned token, for a learner. */
export async function slipByToken(db: Db, now: Date, token: string, ip: string): Promise<SlipRow> {
  const slip = await findSlip(db, now, { token });
  if (!slip || slip.purpose !== "learner") throw refuse(ip, now, new DomainError("gone", OVER));
  return slip;
}

/**
 * The good slip behind 8 digits, when the end of the ID number fits it. The digits of one that is over tell that, and
 * open nothing.
 */
export async function slipByCode(
  db: Db,
  now: Date,
  { code, idEnd, ip }: { code: string; idEnd: string; ip: string },
): Promise<SlipRow> {
  const most = `activate.code:${ip}`;
  if (!takeAllowance(most, { ...MOST_AT_ADDRESS, now }))
    throw refuse(ip, now, new DomainError("too-many", "错得太多，请过一分钟再试，或者扫激活单上的二维码。"));
  const slip = await findSlip(db, now, { code });
  if (!slip || slip.purpose !== "learner") {
    const end = await slipEnd(db, now, code);
    throw refuse(ip, now, end ? new DomainError("gone", ENDED[end]) : new DomainError("forbidden", WRONG));
  }
  const secret = await personSecret(db, slip.personId);
  if (secret?.idNumber.slice(-4) !== idEnd) {
    const over = await countWrongEnd(db, now, slip.id);
    throw refuse(ip, now, over ? new DomainError("gone", ENDED["wrong-ends"]) : new DomainError("forbidden", WRONG));
  }
  returnAllowance(most);
  return slip;
}

/** Whose slip it is, as much as a page may show to whoever holds it. */
export async function slipOwner(db: Db, slip: SlipRow): Promise<{ maskedName: string; organisation: string }> {
  const text = (await personText(db, [slip.personId])).get(slip.personId);
  if (!text || text.erased) throw new DomainError("gone", OVER);
  const person = await db
    .for("people")
    .person.findUnique({ where: { id: slip.personId }, select: { organisationId: true } });
  const organisation = person?.organisationId ? await getOrganisation(db, person.organisationId) : null;
  return { maskedName: text.maskedName, organisation: organisation?.name ?? "" };
}

/**
 * Binds this device with the PIN and signs in; gives the cookies. A weak PIN is refused with its reason, the slip
 * unspent.
 */
export async function activate(
  db: Db,
  now: Date,
  { request, slip, pin, ip }: { request: Request; slip: SlipRow; pin: string; ip: string },
): Promise<Headers | { pinFault: string }> {
  const fault = await pinFaultFor(db, slip.personId, pin);
  if (fault) return { pinFault: fault };
  const secret = readDeviceSecret(request) ?? newDeviceSecret();
  const label = describeAgent(request.headers.get("user-agent") ?? "");
  const { accountId } = await enrolDevice(db, now, { slip, pin, secret, label });
  if ((await db.for("people").device.count({ where: { accountId } })) > 1)
    await tellOwner(db, now, accountId, "device", { label });
  const session = await startSession(
    request,
    { id: accountId, kind: "learner" },
    { now, secondFactor: false, address: maskAddress(ip) },
  );
  return new Headers([
    ["Set-Cookie", session],
    ["Set-Cookie", deviceCookie(request, secret)],
  ]);
}
