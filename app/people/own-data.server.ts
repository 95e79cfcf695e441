import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { loadRules } from "~/rules/load.server";
import { HELD, keptWords } from "./data-held";
import { districtNames, getOrganisation } from "./directory.server";
import { openPerson } from "./person.server";

// What this room holds about one person, in full, for that person alone.

export async function ownData(db: Db, personId: string) {
  const people = db.for("people");
  const person = await people.person.findUniqueOrThrow({ where: { id: personId } });
  const secret = openPerson(person);
  const holdings = await people.postHolding.findMany({
    where: { personId },
    include: { post: true },
    orderBy: { from: "asc" },
  });
  const accounts = await people.account.findMany({
    where: { personId },
    include: { devices: { orderBy: { createdAt: "asc" } } },
  });
  const organisation = person.organisationId ? await getOrganisation(db, person.organisationId) : null;
  return {
    identity: {
      name: secret?.name ?? "",
      idNumber: secret?.idNumber ?? "",
      phone: secret?.phone ?? "",
      district: (await districtNames(db)).get(person.districtCode) ?? person.districtCode,
      organisation: organisation?.name ?? "",
      jobType: person.jobType,
      employment: person.employment,
      registeredAt: person.createdAt.toISOString(),
    },
    posts: await Promise.all(
      holdings.map(async ({ post, from, to }) => ({
        title: post.title,
        organisation: (await getOrganisation(db, post.organisationId))?.name ?? "",
        from,
        to,
      })),
    ),
    devices: accounts.flatMap((account) =>
      account.devices.map(({ label, createdAt, revokedAt }) => ({
        label,
        since: createdAt.toISOString(),
        until: revokedAt?.toISOString() ?? null,
      })),
    ),
    region: person.districtCode,
  };
}

/** The table of what is held, with each retention as today's rule rows set it. */
export function heldTable(now: Date, region: string) {
  return HELD.map(({ kept, ...row }) => ({ ...row, kept: keptWords(kept, loadRules(), { on: toDay(now), region }) }));
}
