import type { Db } from "~/platform/db.server";
import { toDay } from "~/platform/day";
import { loadRules } from "~/rules/load.server";
import { requireRule } from "~/rules/rules";
import { shortages } from "./blueprint/blueprint";
import { allBlueprints, blueprintSupply, requireBlueprint } from "./blueprint/blueprint.server";
import { openCentres } from "./centre/centre.server";

/**
 * What a real exam stands on: seats, items that may be used, blueprints and what their cells lack by the rule of the
 * place.
 */
export interface ExamReadiness {
  centres: number;
  seats: number;
  liveItems: number;
  blueprints: { title: string; short: string[] }[];
}

export async function examReadiness(
  db: Db,
  now: Date,
  { demonstration }: { demonstration: boolean },
): Promise<ExamReadiness> {
  const centres = await openCentres(db);
  const region = centres[0]?.districtCode ?? "";
  const blueprints = [];
  for (const { hash, title } of await allBlueprints(db)) {
    const { body } = await requireBlueprint(db, hash);
    const factor = requireRule(loadRules(), "bank-size", { subject: body.subject, on: toDay(now), region }).value
      .itemsPerCellFactor;
    blueprints.push({ title, short: shortages(await blueprintSupply(db, body, { factor, demonstration })) });
  }
  return {
    centres: centres.length,
    seats: centres.flatMap((centre) => centre.rooms).reduce((sum, room) => sum + room.seats, 0),
    blueprints,
    liveItems: await db.for("exam").bankItemVersion.count({
      where: { status: "live", ...(demonstration ? {} : { item: { demonstration: false } }) },
    }),
  };
}
