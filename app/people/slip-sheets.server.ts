import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { toDay } from "~/platform/day";
import { loadRules } from "~/rules/load.server";
import { requireRule } from "~/rules/rules";
import { drawQr, type QrDrawing } from "~/ui/qr-drawing.server";
import { formatNumber } from "~/ui/format";
import { organisationsById, requireAskedPlace } from "./directory.server";
import { linkAddress } from "./link-token";
import { idStart } from "./masking";
import { waysIn, withoutWayIn, type WayInScope } from "./people-sql.server";
import { requirePerson } from "./person-page.server";
import { personText } from "./person.server";
import type { ReachOf } from "./reach";
import { rosterView } from "./roster/import.server";
import { issueSlips } from "./slip.server";

// Activation slips on paper: an organisation's, a township's, those of whom one import brought, or one person's.
// Printing makes new codes and revokes the older ones; the codes leave this process once, in the answer that is
// printed. The end of the ID number, asked beside the 8 digits, never stands on a slip: who finds one holds half of
// what opens it.

/** A pile that two people can still hand out in a day; more are printed in parts. */
export const MOST_SLIPS = 1_200;

export type SlipSheet = {
  slipId: string;
  name: string;
  idStart: string;
  organisation: string;
  code: string;
  qr: QrDrawing;
  expiresAt: Date;
};
type Whose = WayInScope & { personId?: string };
export type SlipRequest = Whose & { reach: ReachOf; actorId: string; origin: string };

export const SLIP_FIELDS = ["organisation", "person", "district", "batch"] as const;

/** Whose slips a form asks for: one person's, or those without a device of an organisation, a district, an import. */
export function readSlipForm(form: FormData): Whose {
  const text = (key: string) => {
    const value = form.get(key);
    return typeof value === "string" && value ? value.slice(0, 64) : undefined;
  };
  return {
    organisationId: text("organisation"),
    personId: text("person"),
    districtCode: text("district"),
    importId: text("batch"),
  };
}

export async function printSlips(
  db: Db,
  now: Date,
  { reach, actorId, origin, personId, ...scope }: SlipRequest,
): Promise<SlipSheet[]> {
  const ids = personId
    ? [(await requirePerson(db, personId, reach)).id]
    : await idsOf(db, now, scope, { reach, actorId });
  if (ids.length === 0) throw new DomainError("wrong-state", "这些人都已激活，没有要打印的激活单。");
  if (ids.length > MOST_SLIPS)
    throw new DomainError(
      "invalid",
      `这里要打印 ${formatNumber(ids.length)} 张，一次最多 ${formatNumber(MOST_SLIPS)} 张。请按乡镇或单位分开打印。`,
    );
  const days = requireRule(loadRules(), "activation-slip", { on: toDay(now) }).value.days;
  const slips = await issueSlips(db, now, { personIds: ids, printedBy: actorId, days });
  const texts = await personText(db, ids);
  const persons = await db
    .for("people")
    .person.findMany({ where: { id: { in: ids } }, select: { id: true, organisationId: true } });
  const organisations = await organisationsById(
    db,
    persons.flatMap((person) => person.organisationId ?? []),
  );
  const organisationOf = new Map(
    persons.map((person) => [person.id, organisations.get(person.organisationId ?? "")?.name ?? ""]),
  );
  await audit(db, now, {
    actorId,
    act: "people.activate",
    outcome: "done",
    reason: "slips-printed",
    object: personId ?? scope.organisationId ?? scope.importId ?? scope.districtCode ?? "",
    facts: { slips: slips.length },
  });
  return slips.map(({ slipId, personId: id, code, token, expiresAt }) => ({
    slipId,
    name: texts.get(id)?.name ?? "",
    idStart: idStart(texts.get(id)?.maskedId ?? ""),
    organisation: organisationOf.get(id) ?? "",
    code,
    expiresAt,
    qr: drawQr(linkAddress(origin, "slip", token)),
  }));
}

async function idsOf(
  db: Db,
  now: Date,
  scope: WayInScope,
  { reach, actorId }: { reach: ReachOf; actorId: string },
): Promise<string[]> {
  const { organisationId, districtCode, importId } = scope;
  await requireAskedPlace(db, reach, { organisation: organisationId, district: districtCode });
  if (importId) await rosterView(db, importId, actorId, now);
  if (!organisationId && !districtCode && !importId) throw new DomainError("invalid", "没有说要打印谁的激活单。");
  return withoutWayIn(db, toDay(now), reach, scope);
}

export type WayIn = { id: string; name: string; persons: number; activated: number; slips: number };

/**
 * Organisations within reach and scope: how many people, how many have a device, how many hold a slip that is still
 * good.
 */
export async function slipOverview(db: Db, now: Date, reach: ReachOf, scope: WayInScope = {}): Promise<WayIn[]> {
  const counts = await waysIn(db, now, toDay(now), reach, scope);
  const organisations = await organisationsById(
    db,
    counts.map((one) => one.organisationId),
  );
  return counts
    .map(({ organisationId, ...one }) => ({
      id: organisationId,
      name: organisations.get(organisationId)?.name ?? "",
      ...one,
    }))
    .sort((a, b) => b.persons - b.activated - (a.persons - a.activated) || a.name.localeCompare(b.name, "zh"));
}

/** How many of the scope have no way in yet: the slips that one printing would make. */
export const slipsToPrint = async (db: Db, now: Date, reach: ReachOf, scope: WayInScope): Promise<number> =>
  (await withoutWayIn(db, toDay(now), reach, scope)).length;
