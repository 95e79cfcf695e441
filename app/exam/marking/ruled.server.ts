import type { Db } from "~/platform/db.server";
import { rulingOf, type Ruling } from "./ruling";

// The rulings of an exam as they stand: the last one that two persons made for each candidate.

export const RULE_RESULT = "decide-result";

export interface Ruled {
  print: string;
  ruling: Ruling;
  reason: string;
  requestId: string;
  /** The persons who made it. */
  by: string[];
}

export async function ruledIn(db: Db, examId: string, candidateId?: string): Promise<Map<string, Ruled>> {
  const rows = await db.for("exam").examRequest.findMany({
    where: { examId, kind: RULE_RESULT, outcome: "confirmed", ...(candidateId ? { subjectId: candidateId } : {}) },
    orderBy: [{ decidedAt: "asc" }, { id: "asc" }],
  });
  return new Map(
    rows.map((row): [string, Ruled] => [
      row.subjectId,
      {
        print: String((JSON.parse(row.facts) as { print?: unknown }).print ?? ""),
        ruling: rulingOf(row.reason)!,
        reason: row.reason,
        requestId: row.id,
        by: [row.askedPersonId, row.decidedPersonId ?? ""],
      },
    ]),
  );
}
