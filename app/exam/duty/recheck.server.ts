import { identitiesOf } from "~/people/identity.server";
import { personText } from "~/people/person.server";
import type { Db } from "~/platform/db.server";
import { audit } from "~/platform/audit.server";
import { liveExamsOf, requireExam, type ExamRow } from "../exam.server";
import { askSeparation, type Moment } from "../separation/check.server";
import { conflictSentence, conflictWith } from "../separation/conflicts";
import { gatherFacts } from "../separation/facts.server";
import { overridesGiven } from "../separation/override.server";
import type { DutyKind, SeparationVerdict } from "../separation/separation";
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
interface Why {
  exam: ExamRow;
  moment: Moment;
  askedBy: string;
  roomId?: string;
}
type LiveDuty = Awaited<ReturnType<typeof liveDuties>>[number];

/**
 * Weighs all duties anew when the candidates, their seats or what is known of somebody changed: a duty that is refused
 * now ends, unless it was used already; one that can't be proven any more waits for a countersignature. Gives what
 * changed, in words.
 */
export async function recheckDuties(db: Db, now: Date, { exam, moment, askedBy, roomId }: Why): Promise<DutyChange[]> {
  const changes: DutyChange[] = [];
  const uses = await usesIn(db, exam.id);
  const duties = await liveDuties(db, exam.id);
  const candidateIds = await candidatesFor(db, exam.id, null);
  const facts = await gatherFacts(db, { examId: exam.id, subject: exam.subject, candidateIds, holders: duties });
  const excluded = await excludedDuties(db, duties);
  for (const duty of duties) {
    const kind = duty.kind as DutyKind;
    const used = usesOf(uses, duty).length > 0;
    const change = { dutyId: duty.id, kind, personId: duty.personId };
    const conflict = excluded.get(duty.id);
    if (conflict && !used) {
      await endFor(db, now, { exam, askedBy }, duty, "conflict");
      changes.push({ ...change, sentence: conflict, outcome: "ended" });
      continue;
    }
    if (roomId && duty.roomId && duty.roomId !== roomId) continue;
    const { verdict, sentence } = await askSeparation(
      db,
      now,
      {
        examId: exam.id,
        subject: exam.subject,
        rules: exam.rules,
        duty: kind,
        accountId: duty.accountId,
        personId: duty.personId,
        candidateIds: duty.roomId ? await candidatesFor(db, exam.id, duty.roomId) : candidateIds,
        moment,
        askedBy,
      },
      facts,
    );
    if (verdict.outcome === "refused" && used) changes.push({ ...change, sentence, outcome: "kept" });
    else if (verdict.outcome === "refused") {
      await endFor(db, now, { exam, askedBy }, duty, "separation");
      changes.push({ ...change, sentence, outcome: "ended" });
    } else if (verdict.outcome === "unproven" && (await isNewlyUnproven(db, duty, verdict))) {
      const data = { ...unprovenNow(now, duty, verdict), countersignedBy: null };
      await db.for("exam").examDuty.update({ where: { id: duty.id }, data });
      changes.push({ ...change, sentence, outcome: "unproven" });
    } else if (verdict.outcome === "clear" && duty.unproven)
      await db.for("exam").examDuty.update({ where: { id: duty.id }, data: { unproven: false, overridesNeeded: 1 } });
  }
  return changes;
}

async function isNewlyUnproven(db: Db, duty: LiveDuty, verdict: SeparationVerdict): Promise<boolean> {
  if (!duty.unproven) return true;
  if (verdict.overridesNeeded <= duty.overridesNeeded) return false;
  return (await overridesGiven(db, duty)) < verdict.overridesNeeded;
}

/** What a duty's row says once it cannot be proven; who let it stand for the same question before still counts. */
export const unprovenNow = (
  now: Date,
  duty: { unproven: boolean; unprovenAt: Date | null },
  { overridesNeeded }: SeparationVerdict,
) => ({ unproven: true, unprovenAt: duty.unproven ? duty.unprovenAt : now, overridesNeeded });

/** Duties that one person holds beside another that excludes them: of two accounts found to be one, the later goes. */
async function excludedDuties(db: Db, duties: readonly LiveDuty[]): Promise<Map<string, string>> {
  const who = await identitiesOf(db, duties);
  const found = new Map<string, string>();
  for (const [n, duty] of duties.entries()) {
    const before = duties.slice(0, n).filter((one) => !found.has(one.id) && who.same(one, duty));
    const held = conflictWith(
      duty.kind as DutyKind,
      before.map((one) => one.kind as DutyKind),
    );
    if (!held) continue;
    const name = (await personText(db, [duty.personId])).get(duty.personId)?.name ?? "此人";
    found.set(duty.id, conflictSentence(duty.kind as DutyKind, { kind: held, done: false }, name));
  }
  return found;
}

async function endFor(
  db: Db,
  now: Date,
  { exam, askedBy }: Pick<Why, "exam" | "askedBy">,
  duty: LiveDuty,
  reason: string,
): Promise<void> {
  await db.for("exam").examDuty.update({ where: { id: duty.id }, data: { endedAt: now } });
  await audit(db, now, {
    actorId: askedBy,
    act: "duty.end",
    object: duty.id,
    outcome: "done",
    reason,
    facts: { exam: exam.id, kind: duty.kind },
  });
}

/**
 * What is known of these persons changed (an ID number was bound or corrected, registrations merged or parted, a home, a
 * role, a tie): every live exam in which one of them is on duty, or sits, weighs its duties anew.
 */
export async function recheckPersons(
  db: Db,
  now: Date,
  { personIds, askedBy }: { personIds: readonly string[]; askedBy: string },
): Promise<DutyChange[]> {
  const who = await identitiesOf(
    db,
    personIds.map((personId) => ({ personId })),
  );
  const ids = [...new Set(personIds.flatMap((personId) => [personId, ...who.of({ personId }).personIds]))];
  const changes: DutyChange[] = [];
  for (const examId of await liveExamsOf(db, ids)) {
    const exam = await requireExam(db, examId);
    changes.push(...(await recheckDuties(db, now, { exam, moment: "seat", askedBy })));
  }
  return changes;
}
