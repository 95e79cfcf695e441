import type { Db } from "~/platform/db.server";
import { audit } from "~/platform/audit.server";
import type { ExamRow } from "../exam.server";
import { askSeparation, type Moment } from "../separation/check.server";
import type { DutyKind } from "../separation/separation";
import { candidatesFor, liveDuties } from "./assign.server";

export interface Ended {
  dutyId: string;
  kind: DutyKind;
  personId: string;
  sentence: string;
}

/**
 * Weighs all duties anew when the candidates or their seats changed: a duty that is refused now ends, one that can't
 * be proven any more waits for a countersignature. Gives the duties that ended.
 */
export async function recheckDuties(
  db: Db,
  now: Date,
  { exam, moment, askedBy, roomId }: { exam: ExamRow; moment: Moment; askedBy: string; roomId?: string },
): Promise<Ended[]> {
  const ended: Ended[] = [];
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
    if (verdict.outcome === "refused") {
      await db.for("exam").examDuty.update({ where: { id: duty.id }, data: { endedAt: now } });
      await audit(db, now, {
        actorId: askedBy,
        act: "duty.end",
        object: duty.id,
        outcome: "done",
        reason: "separation",
        facts: { exam: exam.id, kind },
      });
      ended.push({ dutyId: duty.id, kind, personId: duty.personId, sentence });
    } else if (verdict.outcome === "unproven" && !duty.unproven) {
      await db.for("exam").examDuty.update({ where: { id: duty.id }, data: { unproven: true, countersignedBy: null } });
    } else if (verdict.outcome === "clear" && duty.unproven) {
      await db.for("exam").examDuty.update({ where: { id: duty.id }, data: { unproven: false } });
    }
  }
  return ended;
}
