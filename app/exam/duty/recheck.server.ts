import type { Db } from "~/platform/db.server";
import { audit } from "~/platform/audit.server";
import type { ExamRow } from "../exam.server";
import { askSeparation, type Moment } from "../separation/check.server";
import type { DutyKind } from "../separation/separation";
import { candidatesFor, liveDuties } from "./assign.server";
import { usesIn, usesOf } from "./use.server";

/** ended: taken off · kept: refused now, but used, so it stays and no further act happens under it · unproven: waits. */
export interface DutyChange {
  dutyId: string;
  kind: DutyKind;
  personId: string;
  outcome: "ended" | "kept" | "unproven";
  sentence: string;
}

/**
 * Weighs all duties anew when the candidates or their seats changed: a duty that is refused now ends, unless it was used
 * already; one that can't be proven any more waits for a countersignature. Gives what changed, in words.
 */
export async function recheckDuties(
  db: Db,
  now: Date,
  { exam, moment, askedBy, roomId }: { exam: ExamRow; moment: Moment; askedBy: string; roomId?: string },
): Promise<DutyChange[]> {
  const changes: DutyChange[] = [];
  const uses = await usesIn(db, exam.id);
  for (const duty of await liveDuties(db, exam.id)) {
    if (roomId && duty.roomId && duty.roomId !== roomId) continue;
    const kind = duty.kind as DutyKind;
    const { verdict, sentence } = await askSeparation(db, now, {
      examId: exam.id,
      subject: exam.subject,
      rules: exam.rules,
      duty: kind,
      personId: duty.personId,
      candidateIds: await candidatesFor(db, exam.id, duty.roomId),
      moment,
      askedBy,
    });
    const change = { dutyId: duty.id, kind, personId: duty.personId, sentence };
    if (verdict.outcome === "refused" && usesOf(uses, duty).length > 0) changes.push({ ...change, outcome: "kept" });
    else if (verdict.outcome === "refused") {
      await db.for("exam").examDuty.update({ where: { id: duty.id }, data: { endedAt: now } });
      await audit(db, now, {
        actorId: askedBy,
        act: "duty.end",
        object: duty.id,
        outcome: "done",
        reason: "separation",
        facts: { exam: exam.id, kind },
      });
      changes.push({ ...change, outcome: "ended" });
    } else if (verdict.outcome === "unproven" && !duty.unproven) {
      await db.for("exam").examDuty.update({ where: { id: duty.id }, data: { unproven: true, countersignedBy: null } });
      changes.push({ ...change, outcome: "unproven" });
    } else if (verdict.outcome === "clear" && duty.unproven) {
      await db.for("exam").examDuty.update({ where: { id: duty.id }, data: { unproven: false } });
    }
  }
  return changes;
}
