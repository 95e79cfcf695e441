import { createHmac, randomBytes } from "node:crypto";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { keys } from "~/platform/keys.server";
import { takeAllowance, clearAllowance } from "~/platform/rate-limit.server";
import { addressShare } from "./agent-words";
import { checkPassword, hashPassword } from "./password.server";
import { birthDay } from "./id-number";
import { personSecret, personText } from "./person.server";
import { pinFault } from "./pin";
import { spendSlip, type SlipRow } from "./slip.server";
import { touchPeople } from "./touch.server";

// A learner's way in: a device that keeps a secret, and a 6-digit PIN that is worth nothing without it. What is hashed
// is an HMAC of secret and PIN, so that a stolen database cannot be searched through a million PINs.

const DEVICE_COOKIE = "anding-device";
const PER_QUARTER = 5; // wrong PINs in 15 minutes
const UNTIL_CLERK = 20; // wrong PINs in a row, after which only the clerk helps

const isHttps = (request: Request): boolean => request.headers.get("x-forwarded-proto") === "https";
const cookieName = (request: Request): string => (isHttps(request) ? `__Host-${DEVICE_COOKIE}` : DEVICE_COOKIE);
const deviceHash = (secret: string): string => keys().lookup("device", secret);
const deviceHashes = (secret: string): string[] => keys().lookups("device", secret);
/** The newest first: a PIN set under a master key that was changed since still opens. */
const pinMaterials = (secret: string, pin: string): string[] =>
  keys()
    .everyNamed("pin")
    .map((key) => createHmac("sha256", key).update(`${secret}:${pin}`).digest("base64"));
const pinMaterial = (secret: string, pin: string): string => pinMaterials(secret, pin)[0]!;

/** The device's secret from its cookie, null when it carries none. */
export function readDeviceSecret(request: Request): string | null {
  const name = cookieName(request);
  const pair = (request.headers.get("cookie") ?? "")
    .split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`));
  const value = pair?.slice(name.length + 1) ?? "";
  return /^[\w-]{43}$/.test(value) ? value : null;
}

export function deviceCookie(request: Request, secret: string): string {
  // The demonstration's devices are tried out and left: theirs ends with the browser.
  const kept = env().DEMO === "0" ? `; Max-Age=${400 * 86_400}` : "";
  return `${cookieName(request)}=${secret}; Path=/; HttpOnly; SameSite=Lax${kept}${isHttps(request) ? "; Secure" : ""}`;
}

export const newDeviceSecret = (): string => randomBytes(32).toString("base64url");

/** Why this PIN will not do for this person; null when it will. */
export async function pinFaultFor(db: Db, personId: string, pin: string): Promise<string | null> {
  const secret = await personSecret(db, personId);
  return pinFault(pin, {
    birth: secret && birthDay(secret.idNumber),
    idEnd: secret?.idNumber.slice(-6) ?? "",
    phoneEnd: secret?.phone.slice(-6) ?? "",
  });
}

export type Enrolment = { slip: SlipRow; pin: string; secret: string; label: string };

/** Spends the slip, makes the person's account if there is none, and binds this device with its PIN. */
export async function enrolDevice(
  db: Db,
  now: Date,
  { slip, pin, secret, label }: Enrolment,
): Promise<{ accountId: string }> {
  const pinHash = await hashPassword(pinMaterial(secret, pin));
  return db.transaction(async (tx) => {
    const people = tx.for("people");
    if (!(await spendSlip(tx, now, slip.id)))
      throw new DomainError("gone", "这张激活单刚刚用过了。请找经办人重新打印一张。");
    const account =
      (await people.account.findFirst({ where: { personId: slip.personId, kind: "learner" } })) ??
      (await people.account.create({
        data: { id: newId(now), personId: slip.personId, kind: "learner", createdAt: now },
      }));
    const before = await people.device.findFirst({
      where: { tokenHash: { in: deviceHashes(secret) }, accountId: account.id },
      select: { tokenHash: true },
    });
    const tokenHash = before?.tokenHash ?? deviceHash(secret);
    await people.device.upsert({
      where: { tokenHash_accountId: { tokenHash, accountId: account.id } },
      create: { id: newId(now), accountId: account.id, tokenHash, pinHash, label: label.slice(0, 80), createdAt: now },
      update: { pinHash, failures: 0, revokedAt: null },
    });
    await touchPeople(tx, now, { personIds: [slip.personId] });
    await audit(tx, now, {
      actorId: account.id,
      act: "activate",
      outcome: "done",
      object: slip.personId,
      facts: { slip: slip.id },
    });
    return { accountId: account.id };
  });
}

export type DeviceAccount = { accountId: string; personId: string; maskedName: string; locked: boolean };

/** Who has enrolled this device, by masked name. */
export async function accountsOnDevice(db: Db, secret: string): Promise<DeviceAccount[]> {
  const rows = await db.for("people").device.findMany({
    where: { tokenHash: { in: deviceHashes(secret) }, revokedAt: null, account: { disabledAt: null } },
    include: { account: true },
    orderBy: { createdAt: "asc" },
  });
  const texts = await personText(
    db,
    rows.map((row) => row.account.personId),
  );
  return rows.flatMap((row) => {
    const text = texts.get(row.account.personId ?? "");
    if (!row.account.personId || !text || text.erased) return [];
    return [
      {
        accountId: row.accountId,
        personId: row.account.personId,
        maskedName: text.maskedName,
        locked: row.failures >= UNTIL_CLERK,
      },
    ];
  });
}

/** Checks a PIN on this device; throws a sentence that says what to do next. */
export async function signInByPin(
  db: Db,
  now: Date,
  { secret, accountId, pin, ip = "" }: { secret: string; accountId: string; pin: string; ip?: string },
): Promise<void> {
  const device = await db
    .for("people")
    .device.findFirst({ where: { tokenHash: { in: deviceHashes(secret) }, accountId }, include: { account: true } });
  // Counted by the device's own row: only who holds its secret can use its tries up.
  const allowance = device ? `pin:${device.id}` : `pin.unknown:${addressShare(ip)}`;
  if (!takeAllowance(allowance, { limit: device ? PER_QUARTER : 100, seconds: 900, now })) {
    throw new DomainError("too-many", "PIN 连错 5 次，请 15 分钟后再试。忘了 PIN，请找经办人重置。");
  }
  const usable = device && !device.revokedAt && !device.account.disabledAt && device.failures < UNTIL_CLERK;
  let right = false;
  for (const material of pinMaterials(secret, pin))
    right = right || (await checkPassword(usable ? device.pinHash : null, material));
  if (right && device) {
    clearAllowance(allowance);
    if (device.failures > 0) await db.for("people").device.update({ where: { id: device.id }, data: { failures: 0 } });
    return;
  }
  if (!device) throw new DomainError("forbidden", "这台设备上没有这个账号，请用激活单重新激活。");
  const failures = (
    await db.for("people").device.update({ where: { id: device.id }, data: { failures: { increment: 1 } } })
  ).failures;
  await audit(db, now, {
    actorId: accountId,
    act: "sign-in",
    outcome: "refused",
    reason: "wrong-pin",
    facts: { failures },
  });
  if (failures >= UNTIL_CLERK)
    throw new DomainError("forbidden", "PIN 错得太多，这台设备已停用。请找经办人重新打印激活单。");
  throw new DomainError("forbidden", "PIN 不对。忘了的话，请找经办人重置。");
}

/** The clerk's reset: no device of this person signs in any more until a new slip is used. Logged. */
export async function resetDevices(
  db: Db,
  now: Date,
  { personId, actorId }: { personId: string; actorId: string },
): Promise<string[]> {
  const accounts = await db
    .for("people")
    .account.findMany({ where: { personId, kind: "learner" }, select: { id: true } });
  const ids = accounts.map((account) => account.id);
  const { count } = await db
    .for("people")
    .device.updateMany({ where: { accountId: { in: ids }, revokedAt: null }, data: { revokedAt: now } });
  if (count === 0) throw new DomainError("wrong-state", "这个人没有在用的设备，没有什么要停用。可以直接打印激活单。");
  await touchPeople(db, now, { personIds: [personId] });
  await audit(db, now, {
    actorId,
    act: "people.activate",
    outcome: "done",
    reason: "pin-reset",
    object: personId,
    facts: { devices: count },
  });
  return ids;
}

/** Whether this PIN fits on this device; for its owner who is signed in already. */
export async function checkPin(
  db: Db,
  { secret, accountId, pin }: { secret: string; accountId: string; pin: string },
): Promise<boolean> {
  const device = await db
    .for("people")
    .device.findFirst({ where: { tokenHash: { in: deviceHashes(secret) }, accountId } });
  for (const material of pinMaterials(secret, pin))
    if (await checkPassword(device && !device.revokedAt ? device.pinHash : null, material)) return true;
  return false;
}

/** Another PIN on this device; throws a sentence for one that is too easy. */
export async function replacePin(
  db: Db,
  { secret, accountId, personId, pin }: { secret: string; accountId: string; personId: string; pin: string },
): Promise<void> {
  const fault = await pinFaultFor(db, personId, pin);
  if (fault) throw new DomainError("invalid", `${fault}。`);
  await db.for("people").device.updateMany({
    where: { tokenHash: { in: deviceHashes(secret) }, accountId },
    data: { pinHash: await hashPassword(pinMaterial(secret, pin)), failures: 0 },
  });
}

export type DeviceView = { id: string; label: string; since: Date; here: boolean };

/** The devices on which a learner may sign in. */
export async function listDevices(
  db: Db,
  { accountId, secret }: { accountId: string; secret: string | null },
): Promise<DeviceView[]> {
  const rows = await db
    .for("people")
    .device.findMany({ where: { accountId, revokedAt: null }, orderBy: { createdAt: "desc" } });
  return rows.map((row) => ({
    id: row.id,
    label: row.label || "没有名称的设备",
    since: row.createdAt,
    here: secret !== null && deviceHashes(secret).includes(row.tokenHash),
  }));
}

/** Takes one of the caller's own devices away; a new slip brings it back. */
export async function dropDevice(
  db: Db,
  now: Date,
  { accountId, personId, id }: { accountId: string; personId: string; id: string },
): Promise<void> {
  const { count } = await db
    .for("people")
    .device.updateMany({ where: { id, accountId, revokedAt: null }, data: { revokedAt: now } });
  if (count === 0) throw new DomainError("not-found", "这台设备已经停用了。");
  await touchPeople(db, now, { personIds: [personId] });
  await audit(db, now, { actorId: accountId, act: "account.device", outcome: "done", reason: "dropped", object: id });
}
