import { identitiesOf, type Holder as Someone } from "~/people/identity.server";
import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids";
import { journal } from "../journal-access.server";
import type { DutyKind } from "../separation/separation";
import type { DutyActKind } from "./use-words";

// Who has acted in an exam, under which duty, kept for good (law L2): the duty's row may end, what was done under it does
// not. Each act keeps its use in the transaction that does it; an act of the room does so right after the journal has it.

export interface DutyUse {
  kind: DutyKind;
  accountId: string;
  personId: string;
  roomId: string | null;
  act: DutyActKind;
  count: number;
  first: Date;
  /** Whether that person did it, under whichever account or registration. */
  isOf(holder: Someone): boolean;
}
interface Holder {
  accountId: string;
  personId: string | null;
}
/** The duty under which something is done. */
export type DutyHolder = Holder & { examId: string; kind: string; roomId: string | null };

export async function keepUse(
  db: Db,
  now: Date,
  { examId, kind, roomId, accountId, personId }: DutyHolder,
  { act, count = 1 }: { act: DutyActKind; count?: number },
): Promise<void> {
  await db.for("exam").dutyUse.create({
    data: { id: newId(now), examId, kind, roomId, accountId, personId: personId ?? "", act, count, at: now },
  });
}

/** All that was done in an exam, one line a person, duty, room and act. `also`: who else will be asked about than its duties. */
export async function usesIn(db: Db, examId: string, also: readonly Someone[] = []): Promise<DutyUse[]> {
  const rows = await db.for("exam").dutyUse.groupBy({
    by: ["kind", "accountId", "personId", "roomId", "act"],
    where: { examId },
    _sum: { count: true },
    _min: { at: true },
  });
  if (rows.length === 0) return [];
  const duties = await db
    .for("exam")
    .examDuty.findMany({ where: { examId }, select: { accountId: true, personId: true } });
  const who = await identitiesOf(db, [...rows, ...duties, ...also]);
  return rows
    .map(({ _sum, _min, kind, act, ...row }) => ({
      ...row,
      kind: kind as DutyKind,
      act: act as DutyActKind,
      count: _sum.count ?? 0,
      first: _min.at!,
      isOf: (holder: Someone) => who.same(row, holder),
    }))
    .sort((a, b) => a.first.getTime() - b.first.getTime());
}

/** What was done under this duty; a use whose room was not kept counts for every room of its holder. */
export const usesOf = (uses: readonly DutyUse[], duty: Omit<DutyHolder, "examId">): DutyUse[] =>
  uses.filter(
    (use) =>
      use.kind === duty.kind &&
      use.isOf(duty) &&
      (use.roomId === null || duty.roomId === null || use.roomId === duty.roomId),
  );

/**
 * Whether the journal holds an act of this invigilator (in any room: a candidate may have moved since): it commits before
 * the use is kept, and a process may end between the two.
 */
export async function hasActedInJournal(db: Db, duty: DutyHolder): Promise<boolean> {
  if (duty.kind !== "invigilate") return false;
  const rows = await db.for("exam").examCandidate.findMany({
    where: { examId: duty.examId, sittingId: { not: null } },
    select: { sittingId: true },
  });
  for (const { sittingId } of rows) {
    const view = await journal().sitting(sittingId!);
    if (view?.events.some(({ body }) => (body as { by?: unknown }).by === duty.accountId)) return true;
  }
  return false;
}
