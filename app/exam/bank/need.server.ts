import type { Db } from "~/platform/db.server";
import { toDay } from "~/platform/day";
import { loadRules } from "~/rules/load.server";
import { requireRule } from "~/rules/rules";
import { cellName, poolsOf, type Cell } from "../blueprint/blueprint";
import { allBlueprints, requireBlueprint } from "../blueprint/blueprint.server";
import { examSubjects, proposedCells } from "../exam-rules";
import { livePool } from "./bank.server";

// What the bank must hold before an exam can be planned: for each subject that has one, its newest blueprint's cells
// (or the rule's own, before one is published) times the factor of the rule row, against what is in use and what is on
// its way.

export interface Need {
  subject: string;
  cell: string;
  wants: number;
  live: number;
  coming: number;
  missing: number;
}

export async function bankNeeds(db: Db, now: Date, { demonstration }: { demonstration: boolean }): Promise<Need[]> {
  const [rules, day] = [loadRules(), toDay(now)];
  const factor = requireRule(rules, "bank-size", { on: day }).value.itemsPerCellFactor;
  const bodies = await Promise.all(
    (await allBlueprints(db)).map(({ hash }) => requireBlueprint(db, hash).then(({ body }) => body)),
  );
  const subjects = examSubjects(rules, day);
  const plans = subjects.map((subject) => ({
    subject,
    cells: bodies.find((body) => body.subject === subject)?.cells ?? (proposedCells(rules, subject, day) as Cell[]),
  }));
  const all = [...new Set(plans.flatMap(({ cells }) => cells.map((cell) => cell.subject)))];
  const live = await livePool(db, all, { demonstration });
  const coming = (
    await db.for("exam").bankItemVersion.findMany({
      where: {
        status: { in: ["draft", "reviewed"] },
        version: 1,
        subject: { in: all },
        ...(demonstration ? {} : { item: { demonstration: false } }),
      },
      select: { id: true, subject: true, point: true, kind: true, difficulty: true },
    })
  ).map(({ id, ...row }) => ({ versionId: id, ...row }));
  return plans.flatMap(({ subject, cells }) => {
    const onTheWay = poolsOf({ cells }, coming);
    return poolsOf({ cells }, live).map(({ cell, items }, n) => {
      const wants = Math.ceil(cell.count * factor);
      return {
        subject,
        cell: cellName(cell),
        wants,
        live: items.length,
        coming: onTheWay[n]!.items.length,
        missing: Math.max(0, wants - items.length),
      };
    });
  });
}
