import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { toDay } from "~/platform/day";
import { loadRules } from "~/rules/load.server";
import { requireRule } from "~/rules/rules";
import { drawQr, type QrDrawing } from "~/ui/qr-drawing.server";
import { organisationsById } from "./directory.server";
import { waysIn } from "./people-sql.server";
import { personsOf, requirePerson } from "./person-page.server";
import { personText } from "./person.server";
import { isWithin, type ReachOf } from "./reach";
import { issueSlips } from "./slip.server";

// Activation slips on paper: by organisation, or one person's. Printing makes new codes and revokes the older ones; the
// codes leave this process once, in the answer that is printed.

export type SlipSheet = { slipId: string; name: string; maskedId: string; organisation: string; code: string; qr: QrDrawing; expiresAt: Date };
export type SlipRequest = { reach: ReachOf; actorId: string; origin: string; organisationId?: string; personId?: string; everyone?: boolean };

/** Whose slips a form asks for: one organisation's (those without a device, or everyone) or one person's. */
export function readSlipForm(form: FormData): Pick<SlipRequest, "organisationId" | "personId" | "everyone"> {
  const text = (key: string) => { const value = form.get(key); return typeof value === "string" && value ? value.slice(0, 64) : undefined; };
  return { organisationId: text("organisation"), personId: text("person"), everyone: text("everyone") === "1" };
}

export async function printSlips(db: Db, now: Date, { reach, actorId, origin, organisationId, personId, everyone }: SlipRequest): Promise<SlipSheet[]> {
  const ids = personId ? [(await requirePerson(db, personId, reach)).id] : await idsOf(db, now, organisationId ?? "", reach, !everyone);
  if (ids.length === 0) throw new DomainError("wrong-state", "这个单位的人都已激活，没有要打印的激活单。");
  const days = requireRule(loadRules(), "activation-slip", { on: toDay(now) }).value.days;
  const slips = await issueSlips(db, now, { personIds: ids, printedBy: actorId, days });
  const texts = await personText(db, ids);
  const persons = await db.for("people").person.findMany({ where: { id: { in: ids } }, select: { id: true, organisationId: true } });
  const organisations = await organisationsById(db, persons.flatMap((person) => person.organisationId ?? []));
  const organisationOf = new Map(persons.map((person) => [person.id, organisations.get(person.organisationId ?? "")?.name ?? ""]));
  await audit(db, now, { actorId, act: "people.activate", outcome: "done", reason: "slips-printed", object: personId ?? organisationId ?? "", facts: { slips: slips.length } });
  return slips.map(({ slipId, personId: id, code, token, expiresAt }) => ({
    slipId, name: texts.get(id)?.name ?? "", maskedId: texts.get(id)?.maskedId ?? "", organisation: organisationOf.get(id) ?? "", code, expiresAt, qr: drawQr(`${origin}/activate/${token}`),
  }));
}

async function idsOf(db: Db, now: Date, organisationId: string, reach: ReachOf, waiting: boolean): Promise<string[]> {
  const organisation = (await organisationsById(db, [organisationId])).get(organisationId);
  if (!organisation || !isWithin(reach, { districtCode: organisation.districtCode, organisationId })) throw new DomainError("not-found", "您的管辖范围内没有这个单位。");
  return personsOf(db, now, organisationId, waiting);
}

export type WayIn = { id: string; name: string; persons: number; activated: number; slips: number };

/** Organisations within reach: how many people, how many have a device, how many hold a slip that is still good. */
export async function slipOverview(db: Db, now: Date, reach: ReachOf): Promise<WayIn[]> {
  const counts = await waysIn(db, now, toDay(now), reach);
  const organisations = await organisationsById(db, counts.map((one) => one.organisationId));
  return counts.map(({ organisationId, ...one }) => ({ id: organisationId, name: organisations.get(organisationId)?.name ?? "", ...one }))
    .sort((a, b) => b.persons - b.activated - (a.persons - a.activated) || a.name.localeCompare(b.name, "zh"));
}
