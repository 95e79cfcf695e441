import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { allDistricts, type District } from "../directory.server";
import { knownDuties, STAFF_DUTY } from "../posts.server";
import { isWithin, type ReachOf } from "../reach";
import type { OrganisationKind } from "../vocabulary";
import { placeKey, type BookDistrict, type BookOrganisation, type RosterBook } from "./check-row";

/** All that rows are held against: districts within reach, every organisation, the duties of the rule rows. */
export async function openBook(db: Db, now: Date, reach: ReachOf): Promise<RosterBook> {
  const all = await allDistricts(db);
  const byCode = new Map(all.map((district) => [district.code, district]));
  const districts = new Map<string, BookDistrict>();
  const districtsByName = new Map<string, BookDistrict[]>();
  for (const district of all.filter((one) => isWithin(reach, { districtCode: one.code }))) {
    const entry = {
      code: district.code,
      name: district.name,
      level: district.level,
      county: countyOf(district, byCode),
    };
    districts.set(entry.code, entry);
    districtsByName.set(entry.name, [...(districtsByName.get(entry.name) ?? []), entry]);
  }
  const organisations = (
    await db
      .for("people")
      .organisation.findMany({ select: { id: true, name: true, uscc: true, kind: true, districtCode: true } })
  ).map((row): BookOrganisation => ({ ...row, kind: row.kind as OrganisationKind }));
  const within = organisations.filter((one) => isWithin(reach, { districtCode: one.districtCode }));
  const byName = new Map<string, BookOrganisation[]>();
  for (const one of within) byName.set(placeKey("", one.name), [...(byName.get(placeKey("", one.name)) ?? []), one]);
  const duties = knownDuties(now);
  return {
    today: toDay(now),
    districts,
    districtsByName,
    byName,
    byCreditCode: new Map(organisations.flatMap((one) => (one.uscc ? [[one.uscc, one] as const] : []))),
    byPlace: new Map(within.map((one) => [placeKey(one.districtCode, one.name), one])),
    duties,
    staffDuty: duties.find((one) => one.duty === STAFF_DUTY.duty)!,
  };
}

function countyOf(district: District, byCode: ReadonlyMap<string, District>): string {
  const county = district.path
    .split("/")
    .map((code) => byCode.get(code))
    .find((one) => one?.level === "county");
  return county?.name ?? district.name;
}
