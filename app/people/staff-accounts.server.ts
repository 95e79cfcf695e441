import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { keys } from "~/platform/keys.server";
import { endAllSessions, endSessions } from "~/platform/session.server";
import { tellOwner } from "./account-notice.server";
import { createStaffAccount } from "./accounts.server";
import { districtsByCode, getOrganisation, organisationsById } from "./directory.server";
import { endReset, needsWord, requireWord } from "./factor-reset.server";
import { forgetBrowsers } from "./known-browser.server";
import { ownWords } from "./own-words.server";
import { hashPassword } from "./password.server";
import { passwordFault } from "./password-rules";
import { createPersons, personText } from "./person.server";
import { isRole, roleLabel, type Role } from "./roles";
import { findSlip, issueSlips, spendSlip, type SlipRow } from "./slip.server";
import { bindIdentity } from "./staff-identity.server";
import { newRecoveryCodes, sealTotp } from "./staff-sign-in.server";
import { matchTotp } from "./totp.server";

// Staff accounts as the administrators see them, and how a member of staff sets password and second factor: by a link
// that an administrator hands over, good once, for three days. A lost factor is reset by two administrators
// (factor-reset).

const SETUP_DAYS = 3;

export type GrantView = { id: string; role: Role; label: string; scope: string; from: Date };
export type StaffView = {
  id: string;
  login: string;
  name: string;
  organisation: string;
  disabled: boolean;
  ready: boolean;
  demonstration: boolean;
  grants: GrantView[];
};

async function toViews(db: Db, now: Date, where: object): Promise<StaffView[]> {
  const rows = await db.for("people").account.findMany({
    where: { kind: "staff", ...where },
    orderBy: { login: "asc" },
    include: {
      grants: { where: { from: { lte: now }, OR: [{ to: null }, { to: { gt: now } }] }, orderBy: { from: "asc" } },
    },
  });
  const texts = await personText(
    db,
    rows.map((row) => row.personId),
  );
  const persons = await db.for("people").person.findMany({
    where: { id: { in: rows.flatMap((row) => row.personId ?? []) } },
    select: { id: true, organisationId: true },
  });
  const homes = new Map(persons.map((person) => [person.id, person.organisationId]));
  const grants = rows.flatMap((row) => row.grants);
  const organisations = await organisationsById(db, [
    ...grants.filter((one) => one.scopeKind === "organisation").map((one) => one.scopeId),
    ...persons.flatMap((one) => one.organisationId ?? []),
  ]);
  const districts = await districtsByCode(
    db,
    grants.filter((one) => one.scopeKind === "district").map((one) => one.scopeId),
  );
  const scopeOf = (kind: string, id: string) =>
    kind === "district"
      ? (districts.get(id)?.name ?? id)
      : kind === "organisation"
        ? (organisations.get(id)?.name ?? id)
        : "全部";
  return rows.map((row) => ({
    id: row.id,
    login: row.login ?? "",
    name: texts.get(row.personId ?? "")?.name ?? "",
    organisation: organisations.get(homes.get(row.personId ?? "") ?? "")?.name ?? "",
    disabled: row.disabledAt !== null,
    ready: Boolean(row.passwordHash && row.totpSealed),
    demonstration: row.demonstration,
    grants: row.grants.flatMap((grant) =>
      isRole(grant.role)
        ? [
            {
              id: grant.id,
              role: grant.role,
              label: roleLabel(grant.role),
              scope: scopeOf(grant.scopeKind, grant.scopeId),
              from: grant.from,
            },
          ]
        : [],
    ),
  }));
}

export const listStaff = (db: Db, now: Date, { role, query }: { role?: Role; query?: string }): Promise<StaffView[]> =>
  toViews(db, now, {
    ...(role && { grants: { some: { role, from: { lte: now }, OR: [{ to: null }, { to: { gt: now } }] } } }),
    ...(query && { login: { contains: query.toLowerCase() } }),
  });

export async function staffView(db: Db, now: Date, id: string): Promise<StaffView> {
  const [view] = await toViews(db, now, { id });
  if (!view) throw new DomainError("not-found", "没有这个工作人员账号。");
  return view;
}

/** Login names of accounts, for the audit. Learners read as 学员. */
export async function accountNames(db: Db, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const rows = await db.for("people").account.findMany({
    where: { id: { in: [...new Set(ids.filter((id): id is string => Boolean(id)))] } },
    select: { id: true, login: true, kind: true },
  });
  return new Map(rows.map((row) => [row.id, row.login ?? (row.kind === "learner" ? "学员" : row.id)]));
}

export async function accountByLogin(db: Db, login: string): Promise<string | null> {
  return (
    (await db.for("people").account.findUnique({ where: { login: login.trim().toLowerCase() }, select: { id: true } }))
      ?.id ?? null
  );
}

export type NewStaffMember = { name: string; login: string; organisationId: string; idNumber?: string };

/**
 * A new member of staff: a person, an account that opens nothing yet, and the link that sets it up. The ID number, when it
 * is given, finds the person's registration or names a new one; without it nothing can be proven of the person yet.
 */
export async function createStaff(
  db: Db,
  now: Date,
  actorId: string,
  { name, login, organisationId, idNumber = "" }: NewStaffMember,
): Promise<{ accountId: string; token: string }> {
  const organisation = await getOrganisation(db, organisationId);
  if (!organisation) throw new DomainError("invalid", "请选一个单位。");
  if (!/^[\p{Script=Han}·.a-zA-Z○〇]{2,30}$/u.test(name.trim()))
    throw new DomainError("invalid", "姓名里有不该有的字符，或者太短、太长。");
  return db.transaction(async (tx) => {
    const [personId] = await createPersons(tx, now, [
      { name: name.trim(), idNumber: "", phone: "", districtCode: organisation.districtCode, organisationId },
    ]);
    const accountId = await createStaffAccount(tx, now, actorId, { login, personId: personId! });
    if (idNumber) await bindIdentity(tx, now, { accountId: actorId, personId: null }, { accountId, idNumber });
    return { accountId, token: await setupLink(tx, now, actorId, accountId) };
  });
}

/** The link to a first set-up. What was set once is set anew by two administrators alone (factor-reset). */
export async function setupLink(db: Db, now: Date, actorId: string, accountId: string): Promise<string> {
  const account = await db.for("people").account.findUnique({ where: { id: accountId } });
  if (!account?.personId || account.kind !== "staff") throw new DomainError("not-found", "没有这个工作人员账号。");
  if (accountId === actorId) throw new DomainError("forbidden", "不能给自己发重设链接。请另一位管理员来做。");
  if (account.passwordHash && account.totpSealed) {
    await audit(db, now, {
      actorId,
      act: "account.setup-link",
      outcome: "refused",
      reason: "two-persons",
      object: accountId,
    });
    throw new DomainError("forbidden", "这个账号已经设过密码和动态码，重设要两位管理员一起办。");
  }
  const [slip] = await issueSlips(db, now, {
    personIds: [account.personId],
    printedBy: actorId,
    days: SETUP_DAYS,
    purpose: "staff",
    accountId,
  });
  await audit(db, now, { actorId, act: "account.setup-link", outcome: "done", object: accountId });
  return slip!.token;
}

export type Setup = { slip: SlipRow; accountId: string; login: string; secret: Buffer; needsWord: boolean };

/**
 * The account behind a set-up link, and the secret its authenticator will get: made from the link, so that a reload
 * shows the same.
 */
export async function requireSetup(db: Db, now: Date, token: string): Promise<Setup> {
  const slip = await findSlip(db, now, { token });
  const account =
    slip?.purpose === "staff" && slip.accountId
      ? await db.for("people").account.findUnique({ where: { id: slip.accountId } })
      : null;
  if (!slip || !account?.login || account.disabledAt)
    throw new DomainError("gone", "这个链接已经用过、已作废或过期了。请找管理员重发。");
  return {
    slip,
    accountId: account.id,
    login: account.login,
    secret: Buffer.from(keys().lookup("totp-setup", token), "hex").subarray(0, 20),
    needsWord: await needsWord(db, slip.id),
  };
}

/**
 * Sets password and second factor; gives the recovery codes, told this once. Throws a sentence for what will not do.
 */
export async function finishSetup(
  db: Db,
  now: Date,
  setup: Setup,
  { password, code, word = "" }: { password: string; code: string; word?: string },
): Promise<string[]> {
  if (setup.needsWord) await requireWord(db, now, { slipId: setup.slip.id, accountId: setup.accountId, word });
  const fault = passwordFault(password, await ownWords(db, setup.accountId));
  if (fault) throw new DomainError("invalid", `${fault}。`);
  const step = matchTotp(setup.secret, code.replace(/\s/g, ""), now, 0);
  if (step === null) throw new DomainError("invalid", "动态码不对。请看验证器上现在的 6 位数字；手机的时间要准。");
  const passwordHash = await hashPassword(password);
  const codes = await db.transaction(async (tx) => {
    if (!(await spendSlip(tx, now, setup.slip.id))) throw new DomainError("gone", "这个链接刚刚用过了。");
    await tx.for("people").account.update({
      where: { id: setup.accountId },
      data: {
        passwordHash,
        totpSealed: sealTotp(setup.accountId, setup.secret),
        totpLastStep: step,
        passwordAt: now,
      },
    });
    if (setup.needsWord) await endReset(tx, now, setup.slip.id);
    if (setup.needsWord) await tellOwner(tx, now, setup.accountId, "factor-set");
    await audit(tx, now, { actorId: setup.accountId, act: "account.setup", outcome: "done", object: setup.accountId });
    return newRecoveryCodes(tx, setup.accountId, () => newId(now));
  });
  await forgetBrowsers(db, now, { accountId: setup.accountId, actorId: setup.accountId });
  await endAllSessions(setup.accountId, { now, why: "set-up" });
  return codes;
}

/** The administrator's end to all sessions of another's account; the owner is told. */
export async function endSessionsOf(db: Db, now: Date, actorId: string, accountId: string): Promise<void> {
  await staffView(db, now, accountId);
  if ((await endSessions(accountId, {}, { now, why: "administrator" })) === 0)
    throw new DomainError("wrong-state", "这个账号现在没有登录，没有什么要结束。");
  await audit(db, now, {
    actorId,
    act: "account.sessions",
    outcome: "done",
    reason: "ended-by-administrator",
    object: accountId,
  });
  await tellOwner(db, now, accountId, "sessions-ended");
}
