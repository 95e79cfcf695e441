import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { organisationsById } from "../directory.server";
import { maskIdNumber, maskPhone } from "../masking";
import { openPerson } from "../person.server";
import { sameNamePairs } from "../people-sql.server";
import { isWithin, type ReachOf } from "../reach";
import { differences, likeness, signWords, weightOf, type Sign } from "./likeness";

// Pairs of registrations that may be one person, with what was said of each pair so far.

export type Act = "proposed" | "refused" | "merged" | "undone" | "different";
export type Said = { id: string; act: Act; reason: string; fromId: string; intoId: string; actorId: string; at: Date };
export type PairState = "open" | "proposed" | "merged" | "different";
export type PairLine = { key: string; name: string; why: string; a: string; b: string; state: PairState };

const MOST = 5_000;
export const pairKey = (a: string, b: string): string => [a, b].sort().join("~");
const idsOf = (key: string): [string, string] | null => {
  const parts = key.split("~");
  return parts.length === 2 && parts[0]! < parts[1]! ? [parts[0]!, parts[1]!] : null;
};

export function stateOf(said: readonly { act: string }[]): PairState {
  const last = said.at(-1)?.act;
  return last === "proposed" || last === "merged" || last === "different" ? last : "open";
}

async function saidOf(db: Db, keys: readonly string[]): Promise<Map<string, Said[]>> {
  const byPair = new Map<string, Said[]>();
  for (let i = 0; i < keys.length; i += 400) {
    const rows = await db.for("people").personMerge.findMany({
      where: { pairKey: { in: keys.slice(i, i + 400) } },
      orderBy: [{ at: "asc" }, { id: "asc" }],
    });
    for (const { pairKey: key, moved: _moved, ...row } of rows)
      byPair.set(key, [...(byPair.get(key) ?? []), { ...row, act: row.act as Act }]);
  }
  return byPair;
}

/** Suspected and decided pairs within reach in one state, the likeliest first. */
export async function pairsWithin(db: Db, reach: ReachOf, state: PairState): Promise<PairLine[]> {
  const decided = state === "open" ? [] : await keysInState(db, state);
  const asked = state === "open" ? (await sameNamePairs(db, reach, MOST)).map(({ a, b }) => pairKey(a, b)) : decided;
  const said = await saidOf(db, asked);
  const persons = await readPersons(
    db,
    asked.flatMap((key) => idsOf(key) ?? []),
  );
  const lines = asked.flatMap((key): (PairLine & { weight: number })[] => {
    const [a, b] = (idsOf(key) ?? []).map((id) => persons.get(id));
    if (!a?.secret || !b?.secret || stateOf(said.get(key) ?? []) !== state) return [];
    if (![a, b].every((one) => isWithin(reach, one.row))) return [];
    const signs = likeness(
      { ...a.secret, organisationId: a.row.organisationId },
      { ...b.secret, organisationId: b.row.organisationId },
    );
    if (state === "open" && signs.length === 0) return [];
    return [
      { key, name: a.secret.name, why: signWords(signs), a: a.where, b: b.where, state, weight: weightOf(signs) },
    ];
  });
  return lines
    .sort((x, y) => y.weight - x.weight || x.name.localeCompare(y.name, "zh"))
    .map(({ weight: _weight, ...line }) => line);
}

async function keysInState(db: Db, state: PairState): Promise<string[]> {
  const rows = await db.for("people").personMerge.findMany({
    where: { act: state },
    select: { pairKey: true },
    distinct: ["pairKey"],
    orderBy: { at: "desc" },
    take: MOST,
  });
  return rows.map((row) => row.pairKey);
}

async function readPersons(db: Db, ids: readonly string[]) {
  const wanted = [...new Set(ids)];
  const rows = [];
  for (let i = 0; i < wanted.length; i += 400)
    rows.push(...(await db.for("people").person.findMany({ where: { id: { in: wanted.slice(i, i + 400) } } })));
  const organisations = await organisationsById(
    db,
    rows.flatMap((row) => row.organisationId ?? []),
  );
  return new Map(
    rows.map((row) => [
      row.id,
      { row, secret: openPerson(row), where: organisations.get(row.organisationId ?? "")?.name ?? "没有单位" },
    ]),
  );
}

export type Side = {
  id: string;
  name: string;
  maskedId: string;
  maskedPhone: string;
  organisation: string;
  jobType: string;
  employment: string;
  createdAt: Date;
  posts: string[];
  devices: number;
  mergedInto: string | null;
};
export type PairView = {
  key: string;
  sides: [Side, Side];
  signs: Sign[];
  idDiffers: { at: number; a: string; b: string }[];
  said: Said[];
  state: PairState;
};

/** Both registrations side by side; the ID numbers stay masked but for the digits in which they differ. */
export async function pairView(db: Db, reach: ReachOf, key: string): Promise<PairView> {
  const ids = idsOf(key);
  const persons = ids ? await readPersons(db, ids) : new Map<string, never>();
  const [a, b] = (ids ?? []).map((id) => persons.get(id));
  const said = (await saidOf(db, [key])).get(key) ?? [];
  if (!a?.secret || !b?.secret || ![a, b].every((one) => isWithin(reach, one.row)) || !isListed(a, b, said))
    throw new DomainError("not-found", "您的管辖范围内没有这一对登记。");
  const off = differences(a.secret.idNumber, b.secret.idNumber);
  return {
    key,
    said,
    state: stateOf(said),
    sides: [await toSide(db, a), await toSide(db, b)],
    signs: likeness(
      { ...a.secret, organisationId: a.row.organisationId },
      { ...b.secret, organisationId: b.row.organisationId },
    ),
    idDiffers:
      off.length <= 3
        ? off.map((at) => ({ at: at + 1, a: a.secret!.idNumber[at] ?? "", b: b.secret!.idNumber[at] ?? "" }))
        : [],
  };
}

/** On a list: something was said of the pair, or it looks like one person, by the marks of the open list's query. */
function isListed(a: Person, b: Person, said: readonly Said[]): boolean {
  if (said.length > 0) return true;
  const district = (one: Person) => one.row.districtCode.slice(0, 6);
  return (
    a.row.nameHash === b.row.nameHash &&
    !a.row.mergedInto &&
    !b.row.mergedInto &&
    ((a.row.phoneHash !== null && a.row.phoneHash === b.row.phoneHash) || district(a) === district(b)) &&
    likeness(
      { ...a.secret!, organisationId: a.row.organisationId },
      { ...b.secret!, organisationId: b.row.organisationId },
    ).length > 0
  );
}

type Person = NonNullable<Awaited<ReturnType<typeof readPersons>> extends Map<string, infer P> ? P : never>;

async function toSide(db: Db, { row, secret, where }: Person): Promise<Side> {
  const people = db.for("people");
  const held = await people.postHolding.findMany({
    where: { personId: row.id, to: null, post: { closedAt: null } },
    include: { post: true },
  });
  const organisations = await organisationsById(
    db,
    held.map(({ post }) => post.organisationId),
  );
  const devices = await people.device.count({
    where: { revokedAt: null, account: { personId: row.id, kind: "learner" } },
  });
  return {
    id: row.id,
    name: secret!.name,
    maskedId: maskIdNumber(secret!.idNumber),
    maskedPhone: maskPhone(secret!.phone),
    organisation: where,
    jobType: row.jobType,
    employment: row.employment,
    createdAt: row.createdAt,
    devices,
    mergedInto: row.mergedInto,
    posts: held.map(({ post }) => `${organisations.get(post.organisationId)?.name ?? ""} · ${post.title}`),
  };
}
