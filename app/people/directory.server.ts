import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { codesOf, isWithin, reachWhere, type ReachOf } from "./reach";
import type { Industry, OrganisationKind } from "./vocabulary";

// Districts and organisations: what there is, within the caller's reach.

export type District = { code: string; name: string; level: string; parentCode: string | null; path: string };
export type Organisation = {
  id: string;
  name: string;
  uscc: string | null;
  kind: OrganisationKind;
  districtCode: string;
  industry: Industry | "";
  headcount: number;
  isProvider: boolean;
};

export async function allDistricts(db: Db): Promise<District[]> {
  return db.for("people").district.findMany({ orderBy: { code: "asc" } });
}

/** Those that are chosen for what is new: neither shut themselves nor below a shut one. */
export async function openDistricts(db: Db): Promise<District[]> {
  const all = await db.for("people").district.findMany({ orderBy: { code: "asc" } });
  const shut = new Set(all.filter((row) => row.closedAt).map((row) => row.code));
  return all
    .filter((row) => !row.path.split("/").some((code) => shut.has(code)))
    .map(({ closedAt: _open, ...district }) => district);
}

/** Of the districts above this one (its path), whether one is shut. */
export async function isShutAbove(db: Db, { path }: Pick<District, "path">): Promise<boolean> {
  return (
    (await db
      .for("people")
      .district.count({ where: { code: { in: path.split("/").slice(0, -1) }, closedAt: { not: null } } })) > 0
  );
}

export async function districtsByCode(db: Db, codes: readonly string[]): Promise<Map<string, District>> {
  const rows = await db.for("people").district.findMany({ where: { code: { in: [...new Set(codes)] } } });
  return new Map(rows.map((row) => [row.code, row]));
}

/** Names from the county down: 越城区 府山街道. */
export async function districtNames(db: Db): Promise<Map<string, string>> {
  const all = new Map((await allDistricts(db)).map((row) => [row.code, row]));
  const names = new Map<string, string>();
  for (const row of all.values()) {
    const parts = row.path
      .split("/")
      .slice(2)
      .map((code) => all.get(code)?.name ?? code);
    names.set(row.code, parts.length ? parts.join(" ") : row.name);
  }
  return names;
}

/** A district, those above it and those right below it. */
export async function districtWithKin(
  db: Db,
  code: string,
): Promise<{ district: District; above: District[]; below: District[] } | null> {
  const table = db.for("people").district;
  const district = await table.findUnique({ where: { code } });
  if (!district) return null;
  const above = await table.findMany({
    where: { code: { in: district.path.split("/").slice(0, -1) } },
    orderBy: { path: "asc" },
  });
  const below = await table.findMany({ where: { parentCode: code }, orderBy: { code: "asc" } });
  return { district, above, below };
}

/** The highest districts of a reach: where its pages begin. Who has single organisations alone has none. */
export async function rootDistricts(db: Db, reach: ReachOf): Promise<District[]> {
  if (reach.all) return db.for("people").district.findMany({ where: { parentCode: null } });
  return [...(await districtsByCode(db, codesOf(reach))).values()];
}

/**
 * The name of the place that an address asks for, null when it asks for none. A place or an organisation that is not
 * within reach, and one that does not exist, are refused in one sentence, before a name or a figure is read.
 */
export async function requireAskedPlace(
  db: Db,
  reach: ReachOf,
  { district, organisation }: { district?: string; organisation?: string },
): Promise<string | null> {
  const refuse = (): never => {
    throw new DomainError("forbidden", "不在您的管辖范围。");
  };
  const place = district && isWithin(reach, { districtCode: district }) ? await districtsByCode(db, [district]) : null;
  if (district && !place?.has(district)) refuse();
  if (organisation) {
    const row = await getOrganisation(db, organisation);
    if (!row || !isWithin(reach, { districtCode: row.districtCode, organisationId: row.id })) refuse();
    return row!.name;
  }
  return district ? place!.get(district)!.name : null;
}

/** A reach's own places and those right below them, to choose from. */
export async function placesToChoose(db: Db, reach: ReachOf): Promise<{ value: string; label: string }[]> {
  const roots = await rootDistricts(db, reach);
  const below = (await Promise.all(roots.map(({ code }) => districtWithKin(db, code)))).flatMap(
    (kin) => kin?.below ?? [],
  );
  return [...roots, ...below].map(({ code, name }) => ({ value: code, label: name }));
}

const toOrganisation = (
  row: Omit<Organisation, "kind" | "industry"> & { kind: string; industry: string },
): Organisation => ({ ...row, kind: row.kind as OrganisationKind, industry: row.industry as Industry | "" });

export async function organisationsWithin(
  db: Db,
  reach: ReachOf,
  filter: { districtCode?: string; kind?: OrganisationKind; open?: boolean } = {},
): Promise<Organisation[]> {
  const rows = await db.for("people").organisation.findMany({
    where: {
      AND: [
        reachWhere(reach, "id"),
        filter.districtCode ? { districtCode: { startsWith: filter.districtCode } } : {},
        filter.kind ? { kind: filter.kind } : {},
        filter.open ? { closedAt: null } : {},
      ],
    },
    orderBy: [{ districtCode: "asc" }, { name: "asc" }],
  });
  return rows.map(toOrganisation);
}

export async function organisationsById(db: Db, ids: readonly string[]): Promise<Map<string, Organisation>> {
  const rows = await db.for("people").organisation.findMany({ where: { id: { in: [...new Set(ids)] } } });
  return new Map(rows.map((row) => [row.id, toOrganisation(row)]));
}

export async function getOrganisation(db: Db, id: string): Promise<Organisation | null> {
  return (await organisationsById(db, [id])).get(id) ?? null;
}

/** Of these organisations, the ones chosen for nothing new. */
export async function closedAmong(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .for("people")
    .organisation.findMany({ where: { id: { in: [...new Set(ids)] }, closedAt: { not: null } }, select: { id: true } });
  return new Set(rows.map(({ id }) => id));
}

export type NewOrganisation = Omit<Organisation, "id" | "isProvider"> & { isProvider?: boolean };

export async function createOrganisation(db: Db, now: Date, organisation: NewOrganisation): Promise<Organisation> {
  return toOrganisation(
    await db.for("people").organisation.create({ data: { id: newId(now), ...organisation, createdAt: now } }),
  );
}
