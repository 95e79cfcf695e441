import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { loadRules } from "~/rules/load.server";
import { requireRule } from "~/rules/rules";
import { formatDate } from "~/ui/format";
import { livePool } from "../bank/bank.server";
import { subjectTitle } from "../plan/eligibility";
import { shortages, supplyOf } from "./blueprint";
import { allBlueprints, requireBlueprint } from "./blueprint.server";

/**
 * The blueprints to plan an exam by, each told from the others: its subject, its day, whether the bank fills it; of two
 * that are still alike, the number.
 */
export async function blueprintChoices(
  db: Db,
  now: Date,
  { demonstration }: { demonstration: boolean },
): Promise<{ value: string; label: string }[]> {
  const factor = requireRule(loadRules(), "bank-size", { on: toDay(now) }).value.itemsPerCellFactor;
  const all = await Promise.all((await allBlueprints(db)).map(({ hash }) => requireBlueprint(db, hash)));
  const pool = await livePool(db, [...new Set(all.flatMap(({ body }) => body.cells.map((cell) => cell.subject)))], {
    demonstration,
  });
  const choices = all.map(({ hash, slug, title, publishedAt, body }) => {
    const short = shortages(supplyOf(body, pool, factor)).length;
    return {
      hash,
      slug,
      label: `${title}（${subjectTitle(body.subject)}，${formatDate(publishedAt)}发布，题库${short ? ` ${short} 格不够` : "够"}）`,
    };
  });
  return choices.map(({ hash, slug, label }) => ({
    value: hash,
    label: choices.filter((one) => one.label === label).length > 1 ? `${label} ${slug}` : label,
  }));
}
