import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { keys } from "~/platform/keys.server";
import { endAllSessions } from "~/platform/session.server";
import { createStaffAccount } from "../accounts.server";
import type { Actor } from "../actor.server";
import { tellDutyChange } from "../duty-change.server";
import { hashPassword } from "../password.server";
import { passwordFault } from "../password-rules";
import { createPersons, nameHashesOf } from "../person.server";
import { roleLabel } from "../roles";
import { newRecoveryCodes, sealTotp } from "../staff-sign-in.server";
import { matchTotp } from "../totp.server";
import { DUTIES, isDuty, type Duty } from "./duties";
import { passDuty } from "./pass-duty.server";
import { dutyHolders, isForHeld, type OpenLink } from "./setup-links.server";

// What a set-up link makes: a person, an account with exactly that one duty, its password and second factor. Three
// different persons: neither a login nor a signed-in browser takes a second duty, and a namesake must say so.

export type FirstAccount = { name: string; login: string; password: string; code: string; namesake: boolean };

/** The secret that the authenticator gets: made from the link, so that a reload shows the same. */
export const setupSecret = (token: string): Buffer =>
  Buffer.from(keys().lookup("totp-setup", token), "hex").subarray(0, 20);

const refuse = (sentence: string): never => {
  throw new DomainError("invalid", sentence);
};

/** A browser in which another duty's holder is signed in would make one person hold two. */
export function requireOtherPerson(duty: Duty, actor: Actor | null): void {
  const held = actor?.grants.map((grant) => grant.role).find((role) => isDuty(role) && role !== duty);
  if (held)
    throw new DomainError(
      "forbidden",
      `这个浏览器现在登录的是${roleLabel(held)} ${actor?.login}。三员分离：${roleLabel(duty)}要由另一个人担任。请先退出登录，由那个人自己打开链接。`,
    );
}

/** Gives the account its duty; answers the recovery codes, told this once. Throws a sentence for what will not do. */
export async function takeDuty(
  db: Db,
  now: Date,
  link: OpenLink,
  { secret, ...form }: FirstAccount & { secret: Buffer },
): Promise<string[]> {
  const [name, login] = [form.name.trim(), form.login.trim().toLowerCase()];
  if (!/^[\p{Script=Han}·.a-zA-Z○〇]{2,30}$/u.test(name)) refuse("姓名里有不该有的字符，或者太短、太长。");
  const fault = passwordFault(form.password, [login, name]);
  if (fault) refuse(`${fault}。`);
  await requireThirdPerson(db, now, { duty: link.duty, login, name, namesake: form.namesake });
  const step =
    matchTotp(secret, form.code.replace(/\s/g, ""), now, 0) ??
    refuse("动态码不对。请看验证器上现在的 6 位数字；手机的时间要准。");
  const passwordHash = await hashPassword(form.password);
  const { codes, shut } = await db.transaction(async (tx) => {
    const { count } = await tx.for("people").setupLink.updateMany({
      where: { id: link.id, usedAt: null, revokedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    });
    if (count === 0) throw new DomainError("gone", "这个链接刚刚用过或作废了。");
    if (!isForHeld(link.reason) && (await dutyHolders(tx, now)).has(link.duty))
      throw new DomainError("gone", `${roleLabel(link.duty)}刚刚已有人担任。`);
    const [personId] = await createPersons(tx, now, [
      { name, idNumber: "", phone: "", districtCode: "", organisationId: null },
    ]);
    const accountId = await createStaffAccount(tx, now, "setup-link", { login, personId: personId! });
    await tx.for("people").account.update({
      where: { id: accountId },
      data: { passwordHash, totpSealed: sealTotp(accountId, secret), totpLastStep: step },
    });
    await tx.for("people").roleGrant.create({
      data: {
        id: newId(now),
        accountId,
        role: link.duty,
        scopeKind: "any",
        scopeId: "",
        from: now,
        grantedBy: "setup-link",
      },
    });
    const shut = await passDuty(tx, now, link, accountId);
    await tellDutyChange(tx, now, { kind: "duty-taken", accountId, duties: [link.duty], actorId: accountId });
    await tx.for("people").setupLink.update({ where: { id: link.id }, data: { accountId } });
    await tx
      .for("people")
      .setupLink.updateMany({ where: { duty: link.duty, usedAt: null, revokedAt: null }, data: { revokedAt: now } });
    await audit(tx, now, {
      actorId: accountId,
      act: "setup-link.use",
      outcome: "done",
      reason: link.reason,
      object: accountId,
      facts: { duty: link.duty },
    });
    return { shut, codes: await newRecoveryCodes(tx, accountId, () => newId(now)) };
  });
  for (const old of shut) await endAllSessions(old, { now, why: "disabled" });
  return codes;
}

type Applicant = { duty: Duty; login: string; name: string; namesake: boolean };

/** Refuses a login that is taken, or (unsaid) the name of another duty's holder, with the reason. */
async function requireThirdPerson(db: Db, now: Date, { duty, login, name, namesake }: Applicant): Promise<void> {
  const accounts = await db.for("people").account.findMany({
    where: {
      kind: "staff",
      OR: [{ login }, { grants: { some: { role: { in: [...DUTIES] }, OR: [{ to: null }, { to: { gt: now } }] } } }],
    },
    select: {
      login: true,
      personId: true,
      disabledAt: true,
      grants: { where: { OR: [{ to: null }, { to: { gt: now } }] }, select: { role: true } },
    },
  });
  const heldBy = (account: (typeof accounts)[number] | undefined) =>
    account?.grants.map((grant) => grant.role).find(isDuty);
  const same = accounts.find((account) => account.login === login);
  const held = heldBy(same);
  if (held && held !== duty)
    refuse(
      `登录名 ${login} 已经是${roleLabel(held)}的账号。三员分离：系统、安全、审计由三个不同的人担任，这样谁也不能既做事又授权又查自己。请由另一个人用自己的登录名来做${roleLabel(duty)}。`,
    );
  if (same) refuse(`登录名 ${login} 已经有人用了，请换一个。`);
  if (namesake) return;
  const persons = await db.for("people").person.findMany({
    where: { id: { in: accounts.flatMap((one) => one.personId ?? []) }, nameHash: { in: nameHashesOf(name) } },
    select: { id: true },
  });
  const twin = accounts.find(
    (account) =>
      !account.disabledAt && heldBy(account) !== duty && persons.some((person) => person.id === account.personId),
  );
  if (twin)
    refuse(
      `已有一位${roleLabel(heldBy(twin)!)}（登录名 ${twin.login}）也叫${name}。三员分离：不能是同一个人。真是同名的另一个人，请勾选“同名的另一个人”。`,
    );
}
