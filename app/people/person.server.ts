import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { keys } from "~/platform/keys.server";
import { seal, unseal } from "~/platform/seal.server";
import { maskIdNumber, maskName, maskPhone } from "./masking";
import { insertPersons, sealedRows } from "./people-sql.server";

// Persons at rest: name, ID number and phone sealed together under the person's own key, found by keyed hashes alone.

export type PersonSecret = { name: string; idNumber: string; phone: string };
export type PersonFacts = {
  districtCode: string;
  organisationId: string | null;
  jobType?: string;
  employment?: string;
};
export type PersonText = {
  id: string;
  name: string;
  maskedName: string;
  maskedId: string;
  maskedPhone: string;
  erased: boolean;
};

const sealContext = (id: string): string => `person:${id}`;
export const idHashOf = (idNumber: string): string => keys().lookup("id-number", idNumber);
/** While the master key changes, and only then, there are two. */
export const idHashesOf = (idNumber: string): string[] => keys().lookups("id-number", idNumber);
export const phoneHashOf = (phone: string): string | null => (phone ? keys().lookup("phone", phone) : null);
const nameText = (name: string): string => name.normalize("NFKC").replace(/\s/g, "");
export const nameHashesOf = (name: string): string[] => keys().lookups("name", nameText(name));
export const nameHashOf = (name: string): string => keys().lookup("name", nameText(name));

/** The columns that hold personal text; the person's key must exist. */
export function sealPerson(id: string, secret: PersonSecret) {
  const key = keys().personKey(id);
  if (!key) throw new DomainError("gone", "这个人的资料已删除，不能再写入。", { person: id });
  const { name, idNumber, phone } = secret;
  return {
    sealed: seal(key, JSON.stringify({ name, idNumber, phone }), sealContext(id)),
    idHash: idNumber ? idHashOf(idNumber) : null,
    phoneHash: phoneHashOf(phone),
    nameHash: nameHashOf(name),
  };
}

/** Writes new persons under keys of their own and gives their ids in order. Does not look for doubles. */
export async function createPersons(
  db: Db,
  now: Date,
  persons: readonly (PersonSecret & PersonFacts)[],
): Promise<string[]> {
  const ids = persons.map(() => newId(now));
  keys().makePersonKeys(ids);
  const data = persons.map((person, i) => ({
    id: ids[i]!,
    ...sealPerson(ids[i]!, person),
    districtCode: person.districtCode,
    organisationId: person.organisationId,
    jobType: person.jobType ?? "",
    employment: person.employment ?? "正式",
    createdAt: now,
  }));
  await insertPersons(db, data);
  return ids;
}

/** Registers a person, or gives the id of the one who already has this ID number. */
export async function registerPerson(
  db: Db,
  now: Date,
  person: PersonSecret & PersonFacts,
): Promise<{ id: string; fresh: boolean }> {
  const known = person.idNumber ? await findByIdNumber(db, person.idNumber) : null;
  if (known) return { id: known, fresh: false };
  const [id] = await createPersons(db, now, [person]);
  return { id: id!, fresh: true };
}

/** The person with this (normalised) ID number, by keyed hash. */
export async function findByIdNumber(db: Db, idNumber: string): Promise<string | null> {
  const row = await db
    .for("people")
    .person.findFirst({ where: { idHash: { in: idHashesOf(idNumber) } }, select: { id: true } });
  return row?.id ?? null;
}

/** Persons who have both this name and this (normalised) number; who was erased or merged away is nobody. */
export async function findNamed(
  db: Db,
  name: string,
  number: { idNumber: string } | { phone: string },
): Promise<string[]> {
  const hash =
    "idNumber" in number
      ? { idHash: { in: idHashesOf(number.idNumber) } }
      : { phoneHash: { in: keys().lookups("phone", number.phone) } };
  const rows = await db.for("people").person.findMany({
    where: { ...hash, nameHash: { in: nameHashesOf(name) }, erasedAt: null, mergedInto: null },
    select: { id: true },
    take: 20,
  });
  return rows.map((row) => row.id);
}

/** Opens one person's sealed text; null once erased. */
export function openPerson(row: { id: string; sealed: string }): PersonSecret | null {
  const key = keys().personKey(row.id);
  return key ? (JSON.parse(unseal(key, row.sealed, sealContext(row.id))) as PersonSecret) : null;
}

/** What lists show of persons: name and masked forms. Erased persons read 已删除. */
export async function personText(db: Db, ids: readonly (string | null)[]): Promise<Map<string, PersonText>> {
  const wanted = [...new Set(ids.filter((id): id is string => Boolean(id)))];
  const texts = new Map<string, PersonText>();
  for (let i = 0; i < wanted.length; i += 500) {
    const rows = await sealedRows(db, wanted.slice(i, i + 500));
    for (const row of rows) texts.set(row.id, toText(row.id, openPerson(row)));
  }
  return texts;
}

function toText(id: string, secret: PersonSecret | null): PersonText {
  if (!secret) return { id, name: "已删除", maskedName: "已删除", maskedId: "", maskedPhone: "", erased: true };
  const { name, idNumber, phone } = secret;
  return {
    id,
    name,
    maskedName: maskName(name),
    maskedId: maskIdNumber(idNumber),
    maskedPhone: maskPhone(phone),
    erased: false,
  };
}

/** Name, ID number and phone in clear, for an act that needs them (a slip, an own page); null once erased. */
export async function personSecret(db: Db, id: string): Promise<PersonSecret | null> {
  const row = await db.for("people").person.findUnique({ where: { id }, select: { id: true, sealed: true } });
  return row && openPerson(row);
}

/** Keeps the home that a person leaves: separation weighs it for years. Nothing when it stays the same. */
export async function keepHome(db: Db, now: Date, personId: string, next: string | null): Promise<void> {
  const before = await db
    .for("people")
    .person.findUnique({ where: { id: personId }, select: { organisationId: true } });
  if (!before?.organisationId || before.organisationId === next) return;
  await db.for("people").formerHome.create({
    data: { id: newId(now), personId, organisationId: before.organisationId, until: now },
  });
}

/** Writes changed text and facts of a known person; the home they leave is kept. */
export async function changePerson(
  db: Db,
  now: Date,
  { id, secret, facts }: { id: string; secret: PersonSecret; facts: PersonFacts },
): Promise<void> {
  await keepHome(db, now, id, facts.organisationId);
  await db.for("people").person.update({
    where: { id },
    data: {
      ...sealPerson(id, secret),
      districtCode: facts.districtCode,
      organisationId: facts.organisationId,
      ...(facts.jobType !== undefined && { jobType: facts.jobType }),
      ...(facts.employment !== undefined && { employment: facts.employment }),
    },
  });
}

/** Persons of exactly this name. */
export async function findByName(db: Db, name: string): Promise<string[]> {
  const rows = await db.for("people").person.findMany({
    where: { nameHash: { in: nameHashesOf(name) }, mergedInto: null },
    select: { id: true },
    take: 500,
  });
  return rows.map((row) => row.id);
}
