import type { Db } from "~/platform/db.server";
import { journal } from "../journal-access.server";
import type { JournalEvent } from "../journal/event";
import { foldSitting } from "../journal/fold";
import type { SittingState } from "../journal/sitting-state";
import { holdsOf, type Hold } from "./holds";

// What the rows and the journal say of each candidate of an exam, read once: for marking, for the release, and for
// whoever reads what happened.

export interface CandidateFacts {
  candidateId: string;
  personId: string;
  slipNumber: string;
  roomId: string | null;
  paperId: string | null;
  sittingId: string | null;
  checkedIn: boolean;
  absent: boolean;
  state: SittingState | null;
  events: JournalEvent[];
  holds: Hold[];
}

export async function factsOf(db: Db, examId: string): Promise<CandidateFacts[]> {
  const rows = await db.for("exam").examCandidate.findMany({ where: { examId }, orderBy: { slipNumber: "asc" } });
  const facts: CandidateFacts[] = [];
  for (const row of rows) {
    const view = row.sittingId ? await journal().sitting(row.sittingId) : null;
    const base = {
      candidateId: row.id,
      personId: row.personId,
      slipNumber: row.slipNumber,
      roomId: row.roomId,
      paperId: row.paperId,
      sittingId: row.sittingId,
      checkedIn: row.checkedInAt !== null,
      absent: row.absentAt !== null,
      state: view ? foldSitting(view.events) : null,
      events: view?.events ?? [],
    };
    facts.push({ ...base, holds: [] });
  }
  const elsewhere = await inAnotherExam(db, examId, facts);
  return facts.map((one) => ({
    ...one,
    holds: holdsOf({
      ...one,
      seated: one.roomId !== null,
      elsewhere: elsewhere.has(one.candidateId),
    }),
  }));
}

/** Candidates whose sitting ran while another sitting of the same person did. */
async function inAnotherExam(db: Db, examId: string, facts: readonly CandidateFacts[]): Promise<Set<string>> {
  const sat = facts.filter(({ state }) => state && state.startedAt !== null);
  const others = await db.for("exam").examCandidate.findMany({
    where: { examId: { not: examId }, personId: { in: sat.map(({ personId }) => personId) }, sittingId: { not: null } },
    select: { personId: true, sittingId: true },
  });
  const spans = new Map(
    (
      await db.for("exam").sitting.findMany({
        where: { id: { in: others.map(({ sittingId }) => sittingId!) }, startedAt: { not: null } },
        select: { id: true, startedAt: true, endedAt: true },
      })
    ).map((row) => [row.id, [row.startedAt!.getTime(), row.endedAt?.getTime() ?? Infinity] as const]),
  );
  return new Set(
    sat
      .filter(({ personId, state }) =>
        others.some((other) => {
          const span = other.personId === personId ? spans.get(other.sittingId!) : undefined;
          return span && span[0] < (state!.endedAt ?? Infinity) && state!.startedAt! < span[1];
        }),
      )
      .map(({ candidateId }) => candidateId),
  );
}
