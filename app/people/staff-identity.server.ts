import { audit } from "~/platform/audit.server";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import type { Actor } from "./actor.server";
import { clash } from "./accounts.server";
import { idNumberFault, normaliseIdNumber } from "./id-number";
import { identitiesOf } from "./identity.server";
import { maskIdNumber } from "./masking";
import { changePerson, createPersons, findByIdNumber, openPerson } from "./person.server";
import { isRole, type Role } from "./roles";

// Which person stands behind a staff account, by ID number. Who enters it finds that person's registration, or gives the
// account's own its number; two accounts of one number are one person from then on, in every check. The holder enters their
// own number once; a wrong one is corrected by an administrator. The number is shown masked, and to nobody in clear.

export interface StaffIdentity {
  maskedId: string;
  /** Who said it: nobody yet · the holder · an administrator · it was there with the registration. */
  by: "none" | "own" | "administrator" | "registration";
  at: string | null;
}

export async function staffIdentity(db: Db, accountId: string): Promise<StaffIdentity> {
  const account = await db.for("people").account.findUnique({ where: { id: accountId }, select: { personId: true } });
  const row = account?.personId ? await db.for("people").person.findUnique({ where: { id: account.personId } }) : null;
  const number = (row && openPerson(row)?.idNumber) ?? "";
  if (!row?.idHash || !number) return { maskedId: "", by: "none", at: null };
  const last = await db
    .for("people")
    .identityBinding.findFirst({ where: { accountId, personId: row.id }, orderBy: { at: "desc" } });
  return {
    maskedId: maskIdNumber(number),
    by: !last ? "registration" : last.by === accountId ? "own" : "administrator",
    at: last?.at.toISOString() ?? null,
  };
}

export interface Bound {
  accountId: string;
  /** The person before and after: whoever follows persons weighs both anew. */
  personIds: string[];
}

/** Binds an account to the person of an ID number. `by` is the holder, once, or an administrator. */
export async function bindIdentity(
  db: Db,
  now: Date,
  by: Pick<Actor, "accountId" | "personId">,
  { accountId, idNumber: typed }: { accountId: string; idNumber: string },
): Promise<Bound> {
  const idNumber = normaliseIdNumber(typed);
  const fault = idNumberFault(idNumber, toDay(now));
  if (fault) throw new DomainError("invalid", `${fault}。`);
  const account = await db.for("people").account.findUnique({ where: { id: accountId } });
  if (!account?.personId || account.kind !== "staff") throw new DomainError("not-found", "没有这个工作人员账号。");
  const refuse = refuser(db, now, { actorId: by.accountId, accountId });
  const present = await db.for("people").person.findUniqueOrThrow({ where: { id: account.personId } });
  const own = by.accountId === accountId;
  if (own && present.idHash) return refuse("already", "身份证号已经绑定。写错了要请安全管理员对照证件更正。");
  const same = (await identitiesOf(db, [by, { accountId, personId: null }])).same(by, { accountId, personId: null });
  if (!own && same) return refuse("self", "这是您自己的另一个账号，要由另一位管理员来办。");
  const number = openPerson(present)?.idNumber;
  if (number === idNumber) throw new DomainError("conflict", "已经是这个身份证号。");
  // a correction begins where the wrong binding began
  const row = (await beforeBinding(db, accountId, present.id)) ?? present;
  const secret = openPerson(row);
  if (!secret) throw new DomainError("gone", "这个人的资料已删除。");
  const found = await registrationOf(db, idNumber);
  if (found && found.id !== row.id && found.nameHash !== row.nameHash)
    return refuse("name-differs", "这个身份证号登记的是另一个姓名，没有绑定。请对照证件，姓名和号码都要一致。");
  const plain = await isPlain(db, row.id);
  if (found && found.id !== row.id && !row.idHash && !plain)
    return refuse("two-registrations", "这个人另有岗位或学员账号的登记，请经办人先在“重复登记”里合并，再来绑定。");
  const apart = await clashing(db, now, { accountId, personId: found?.id ?? null });
  if (apart) return refuse("duties-apart", `${apart}，没有绑定。先收回其中一个角色。`);
  const personId = await db.transaction(async (tx) => {
    if (row !== present) await tx.for("people").person.update({ where: { id: row.id }, data: { mergedInto: null } });
    const next = await settle(tx, now, { row, secret: { ...secret, idNumber }, found: found?.id ?? null, plain });
    if (next !== present.id)
      await tx
        .for("people")
        .account.updateMany({ where: accountsToMove(present, accountId), data: { personId: next } });
    await tx.for("people").identityBinding.create({
      data: { id: newId(now), accountId, personId: next, before: present.id, by: by.accountId, at: now },
    });
    await audit(tx, now, {
      actorId: by.accountId,
      act: "account.identity",
      object: accountId,
      outcome: "done",
      reason: present.idHash ? "corrected" : "bound",
      facts: { from: present.id, to: next },
    });
    return next;
  });
  return { accountId, personIds: [...new Set([present.id, row.id, personId])] };
}

/** The registration that gave way when this account was bound to that person; null when none did. */
async function beforeBinding(db: Db, accountId: string, personId: string) {
  const last = await db.for("people").identityBinding.findFirst({
    where: { accountId, personId, before: { not: personId } },
    orderBy: { at: "desc" },
  });
  return last && db.for("people").person.findFirst({ where: { id: last.before, mergedInto: personId, idHash: null } });
}

type PersonRow = { id: string; idHash: string | null; districtCode: string; organisationId: string | null };

/** All accounts of a registration without a number go with it; a correction is of this account alone. */
const accountsToMove = (row: PersonRow, accountId: string) =>
  row.idHash ? { id: accountId } : { personId: row.id, kind: "staff" };

/** The registration that goes on under this number. */
async function registrationOf(db: Db, idNumber: string): Promise<{ id: string; nameHash: string | null } | null> {
  const id = await findByIdNumber(db, idNumber);
  if (!id) return null;
  const root = (await identitiesOf(db, [{ personId: id }])).of({ personId: id }).root!;
  return db.for("people").person.findUnique({ where: { id: root }, select: { id: true, nameHash: true } });
}

/** A registration that holds a staff account and nothing else. */
async function isPlain(db: Db, personId: string): Promise<boolean> {
  const people = db.for("people");
  return (
    (await people.postHolding.count({ where: { personId } })) === 0 &&
    (await people.account.count({ where: { personId, kind: "learner" } })) === 0
  );
}

/** Who the account's person is from now on: the one found, the same with the number, or a new one. */
async function settle(
  tx: Db,
  now: Date,
  given: {
    row: PersonRow;
    secret: { name: string; idNumber: string; phone: string };
    found: string | null;
    plain: boolean;
  },
): Promise<string> {
  const { row, secret, found, plain } = given;
  if (found) {
    if (!row.idHash && found !== row.id)
      await tx.for("people").person.update({ where: { id: row.id }, data: { mergedInto: found } });
    return found;
  }
  const { districtCode, organisationId } = row;
  if (!row.idHash || plain) {
    await changePerson(tx, now, { id: row.id, secret, facts: { districtCode, organisationId } });
    return row.id;
  }
  const [made] = await createPersons(tx, now, [{ ...secret, districtCode, organisationId }]);
  return made!;
}

/** Duties that must stay apart, held by two accounts of what would be one person; null when there is none. */
async function clashing(
  db: Db,
  now: Date,
  { accountId, personId }: { accountId: string; personId: string | null },
): Promise<string | null> {
  if (!personId) return null;
  const roles = await rolesOf(db, now, [accountId]);
  const { personIds } = (await identitiesOf(db, [{ personId }])).of({ personId });
  const others = await db.for("people").account.findMany({
    where: { personId: { in: [...personIds] }, kind: "staff", disabledAt: null, id: { not: accountId } },
    select: { id: true },
  });
  const held = await rolesOf(
    db,
    now,
    others.map((one) => one.id),
  );
  for (const role of roles) {
    const wrong = clash(held, role);
    if (wrong) return wrong;
  }
  return null;
}

async function rolesOf(db: Db, now: Date, accountIds: readonly string[]): Promise<Role[]> {
  const rows = await db.for("people").roleGrant.findMany({
    where: { accountId: { in: [...accountIds] }, OR: [{ to: null }, { to: { gt: now } }] },
    select: { role: true },
  });
  return [...new Set(rows.map((row) => row.role).filter(isRole))];
}

const refuser =
  (db: Db, now: Date, { actorId, accountId }: { actorId: string; accountId: string }) =>
  async (reason: string, sentence: string): Promise<never> => {
    await audit(db, now, { actorId, act: "account.identity", object: accountId, outcome: "refused", reason });
    throw new DomainError("forbidden", sentence);
  };
