import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { requireAnother } from "./another-person";
import { districtNames, getOrganisation } from "./directory.server";
import { resetDevices } from "./device.server";
import { changePerson, findByIdNumber, openPerson, personText } from "./person.server";
import { normaliseIdNumber } from "./id-number";
import { registrationsOf } from "./identity.server";
import { normalisePhone, phoneFault } from "./masking";
import { isWithin, type ReachOf } from "./reach";

// One person as their clerk sees them, and what the clerk may do: correct name and phone, reset the PIN.

export type PersonPage = {
  id: string;
  name: string;
  maskedId: string;
  maskedPhone: string;
  organisation: string;
  organisationId: string | null;
  district: string;
  jobType: string;
  employment: string;
  erased: boolean;
  devices: { id: string; label: string; createdAt: Date; revoked: boolean }[];
  slip: { createdAt: Date; expiresAt: Date; state: "good" | "used" | "revoked" | "over" } | null;
};

/** The person, when within reach; one sentence whether they lie elsewhere or do not exist. */
export async function requirePerson(db: Db, id: string, reach: ReachOf) {
  const row = await db.for("people").person.findUnique({ where: { id } });
  const posts = row
    ? await db.for("people").postHolding.findMany({ where: { personId: id, to: null }, include: { post: true } })
    : [];
  const within = row && (isWithin(reach, row) || posts.some(({ post }) => isWithin(reach, post)));
  if (!row || !within) throw new DomainError("not-found", "您的管辖范围内没有这个人。");
  return row;
}

/** The person of an ID number as typed, when within reach; one sentence whether the number is registered elsewhere or not. */
export async function requireByIdNumber(db: Db, typed: string, reach: ReachOf): Promise<string> {
  const idNumber = normaliseIdNumber(typed);
  const id = idNumber ? await findByIdNumber(db, idNumber) : null;
  try {
    if (id) return (await requirePerson(db, id, reach)).id;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
  throw new DomainError("not-found", "您的管辖范围内没有这个身份证号。");
}

export async function personPage(db: Db, now: Date, id: string, reach: ReachOf): Promise<PersonPage> {
  const row = await requirePerson(db, id, reach);
  const text = (await personText(db, [id])).get(id)!;
  const organisation = row.organisationId ? await getOrganisation(db, row.organisationId) : null;
  const devices = await db
    .for("people")
    .device.findMany({ where: { account: { personId: id, kind: "learner" } }, orderBy: { createdAt: "desc" } });
  const slip = await db
    .for("people")
    .activationSlip.findFirst({ where: { personId: id, purpose: "learner" }, orderBy: { createdAt: "desc" } });
  return {
    id,
    name: text.name,
    maskedId: text.maskedId,
    maskedPhone: text.maskedPhone,
    erased: text.erased,
    organisation: organisation?.name ?? "",
    organisationId: row.organisationId,
    district: (await districtNames(db)).get(row.districtCode) ?? row.districtCode,
    jobType: row.jobType,
    employment: row.employment,
    devices: devices.map(({ id: deviceId, label, createdAt, revokedAt }) => ({
      id: deviceId,
      label,
      createdAt,
      revoked: revokedAt !== null,
    })),
    slip: slip && {
      createdAt: slip.createdAt,
      expiresAt: slip.expiresAt,
      state: slip.usedAt ? "used" : slip.revokedAt ? "revoked" : slip.expiresAt <= now ? "over" : "good",
    },
  };
}

export type Correction = { name: string; phone: string };

/** Corrects a name or a phone of somebody else than who acts (`ownId`); the ID number names the person and is never changed here. */
export async function correctPerson(
  db: Db,
  now: Date,
  {
    id,
    reach,
    ownId,
    actorId,
    correction,
  }: { id: string; reach: ReachOf; ownId: string | null; actorId: string; correction: Correction },
): Promise<void> {
  const row = await requirePerson(db, id, reach);
  requireAnother(await registrationsOf(db, ownId), [id], "这是您自己的资料");
  const secret = openPerson(row);
  if (!secret) throw new DomainError("gone", "这个人的资料已删除。");
  const phone = normalisePhone(correction.phone);
  const wrong = phoneFault(phone);
  if (wrong) throw new DomainError("invalid", `${wrong}。`);
  const name = correction.name.normalize("NFKC").replace(/\s+/g, "");
  if (!/^[\p{Script=Han}·.a-zA-Z○〇]{2,30}$/u.test(name))
    throw new DomainError("invalid", "姓名里有不该有的字符，或者太短、太长。");
  const changed = [name !== secret.name && "name", phone !== "" && phone !== secret.phone && "phone"].filter(Boolean);
  if (changed.length === 0) return;
  await changePerson(db, now, {
    id,
    secret: { ...secret, name, phone: phone || secret.phone },
    facts: { districtCode: row.districtCode, organisationId: row.organisationId },
  });
  await audit(db, now, { actorId, act: "people.change", outcome: "done", object: id, facts: { changed } });
}

/** Ends every device of the person; gives the accounts whose sessions are to be ended. */
export async function resetPin(
  db: Db,
  now: Date,
  { id, reach, actorId }: { id: string; reach: ReachOf; actorId: string },
): Promise<string[]> {
  await requirePerson(db, id, reach);
  return resetDevices(db, now, { personId: id, actorId });
}
