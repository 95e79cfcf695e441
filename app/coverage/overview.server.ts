import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import {
  districtsByCode,
  districtWithKin,
  organisationsById,
  requireAskedPlace,
  rootDistricts,
  type District,
} from "~/people/directory.server";
import { isWithin, type ReachOf } from "~/people/reach";
import { DUTY_CLASSES, ORGANISATION_KINDS, type DutyClass } from "~/people/vocabulary";
import { coverageLevel, coverageLevels } from "~/rules/levels";
import { loadRules } from "~/rules/load.server";
import { rulesFor } from "~/rules/rules";
import {
  countsByChild,
  countsByClass,
  countsByOrganisation,
  countsByReason,
  NO_COUNTS,
  personsValid,
  whereFor,
  type Counts,
} from "./count-sql.server";
import type { CoverageFilter } from "./filter";
import { GAP_REASONS, type GapReason } from "./gap-reasons";

// The coverage page: a place, its three classes with their targets, and what lies right below it, each with its level.

export type Level = { word: string; rank: number; of: number; code: string };
export type Place = {
  key: string;
  kind: "district" | "organisation";
  name: string;
  note: string;
  counts: Counts;
  level: Level | null;
};
export type ClassSummary = {
  dutyClass: DutyClass;
  label: string;
  counts: Counts;
  target: { title: string; persons: number; valid: number } | null;
  level: Level | null;
};
export type Overview = {
  district: { code: string; name: string; level: string } | null;
  above: { code: string; name: string }[];
  /** All of a reach that has several districts: it has no name of its own. */
  wholeReach: boolean;
  classes: ClassSummary[];
  places: Place[];
  gapReasons: { reason: GapReason; word: string; count: number }[];
  total: Counts;
};

/**
 * The district an address means, which must lie within the reach; without one the reach's only root, or null when it
 * has several, or organisations beside it: no district's name stands over a part of its figures.
 */
export async function placeOf(db: Db, reach: ReachOf, code: string | undefined): Promise<District | null> {
  if (code) {
    await requireAskedPlace(db, reach, { district: code });
    return (await districtsByCode(db, [code])).get(code)!;
  }
  const roots = await rootDistricts(db, reach);
  return roots.length === 1 && reach.organisationIds.length === 0 ? roots[0]! : null;
}

export async function coverageOverview(db: Db, now: Date, reach: ReachOf, filter: CoverageFilter): Promise<Overview> {
  const district = await placeOf(db, reach, filter.district);
  const day = toDay(now);
  const where = whereFor(reach, { dutyClass: filter.dutyClass, path: district?.path });
  const anyClass = whereFor(reach, { path: district?.path });
  const levelOf = levelsOn(day, district?.code ?? "");
  const roots = district ? [] : await rootDistricts(db, reach);
  const byClass = await countsByClass(db, anyClass);
  const valid = await personsValid(db, anyClass);
  const gapReasons = await countsByReason(db, where);
  const kin = district && (await districtWithKin(db, district.code));
  const classes = (Object.keys(DUTY_CLASSES) as DutyClass[]).map((dutyClass): ClassSummary => {
    const counts = byClass[dutyClass] ?? NO_COUNTS;
    return {
      dutyClass,
      label: DUTY_CLASSES[dutyClass].label,
      counts,
      target: targetFor(dutyClass, day, district?.code ?? "", valid[dutyClass] ?? 0),
      level: levelOf(counts),
    };
  });
  const shown = filter.dutyClass ? classes.filter((one) => one.dutyClass === filter.dutyClass) : classes;
  return {
    district: district && { code: district.code, name: district.name, level: district.level },
    above: (kin?.above ?? [])
      .filter((one) => isWithin(reach, { districtCode: one.code }))
      .map(({ code, name }) => ({ code, name })),
    classes,
    wholeReach: roots.length > 0,
    places:
      roots.length > 0
        ? await placesOfReach(db, { reach, roots, dutyClass: filter.dutyClass, levelOf })
        : await placesBelow(db, { district, where, levelOf, below: kin?.below ?? [] }),
    gapReasons: (Object.keys(GAP_REASONS) as GapReason[]).flatMap((reason) =>
      gapReasons.get(reason) ? [{ reason, word: GAP_REASONS[reason], count: gapReasons.get(reason)! }] : [],
    ),
    total: shown.reduce((sum, one) => addCounts(sum, one.counts), NO_COUNTS),
  };
}

const addCounts = (a: Counts, b: Counts): Counts => ({
  due: a.due + b.due,
  started: a.started + b.started,
  trained: a.trained + b.trained,
  certified: a.certified + b.certified,
  valid: a.valid + b.valid,
});

type LevelOf = (counts: Counts) => Level | null;

function levelsOn(day: string, region: string): LevelOf {
  const levels = coverageLevels(loadRules(), { on: day, region });
  return (counts) => {
    const level = coverageLevel(levels, counts.due > 0 ? counts.valid / counts.due : null);
    return level && { ...level, of: levels.levels.length };
  };
}

/** A target is the place's that set it: neither a township nor the province is measured by it. */
function targetFor(dutyClass: DutyClass, day: string, region: string, valid: number): ClassSummary["target"] {
  const rule = rulesFor(loadRules(), "campaign-target", { on: day, dutyClass, region }).find(
    (row) => row.value.dutyClass === dutyClass && (row.where.region ?? "") === region,
  );
  return rule ? { title: rule.value.title, persons: rule.value.persons, valid } : null;
}

type Below = {
  district: District | null;
  where: ReturnType<typeof whereFor>;
  levelOf: LevelOf;
  below: readonly District[];
};

/**
 * Districts below and, from the township down, organisations; what belongs to the district itself stands by
 * organisation.
 */
async function placesBelow(db: Db, { district, where, levelOf, below }: Below): Promise<Place[]> {
  const places: Place[] = [];
  const names = new Map(below.map((one) => [one.code, one]));
  const byChild = district ? await countsByChild(db, where, district.path) : new Map<string, Counts>();
  const isLow = !district || district.level === "township" || district.level === "village";
  if (!isLow) {
    for (const [code, counts] of byChild) {
      const child = names.get(code);
      if (child && counts.due > 0)
        places.push({ key: code, kind: "district", name: child.name, note: "", counts, level: levelOf(counts) });
    }
  }
  const own = isLow ? where : { sql: `${where.sql} AND "districtPath" = ?`, values: [...where.values, district.path] };
  const byOrganisation = await countsByOrganisation(db, own);
  const organisations = await organisationsById(db, [...byOrganisation.keys()]);
  for (const [id, counts] of byOrganisation) {
    const organisation = organisations.get(id);
    if (organisation && counts.due > 0)
      places.push({
        key: id,
        kind: "organisation",
        name: organisation.name,
        note: ORGANISATION_KINDS[organisation.kind],
        counts,
        level: levelOf(counts),
      });
  }
  return places.sort((a, b) =>
    a.kind === b.kind ? share(a.counts) - share(b.counts) || (a.key < b.key ? -1 : 1) : a.kind === "district" ? -1 : 1,
  );
}

/** Each district of the reach, and the organisations that lie outside of them. */
async function placesOfReach(
  db: Db,
  {
    reach,
    roots,
    dutyClass,
    levelOf,
  }: { reach: ReachOf; roots: readonly District[]; dutyClass?: DutyClass; levelOf: LevelOf },
): Promise<Place[]> {
  const places: Place[] = [];
  for (const { code, name, path } of roots) {
    const byClass = await countsByClass(db, whereFor(reach, { dutyClass, path }));
    const counts = Object.values(byClass).reduce(addCounts, NO_COUNTS);
    if (counts.due > 0) places.push({ key: code, kind: "district", name, note: "", counts, level: levelOf(counts) });
  }
  const own = await organisationsById(db, reach.organisationIds);
  const outside = [...own.values()].filter((one) => !roots.some(({ code }) => one.districtCode.startsWith(code)));
  if (outside.length === 0) return places;
  const single: ReachOf = { all: false, districtPaths: [], organisationIds: outside.map((one) => one.id) };
  const where = whereFor(single, { dutyClass });
  return [...places, ...(await placesBelow(db, { district: null, where, levelOf, below: [] }))];
}

const share = (counts: Counts): number => (counts.due > 0 ? counts.valid / counts.due : 1);
