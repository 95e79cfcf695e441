import type { Db } from "~/platform/db.server";
import { answeredCount } from "../journal/counted";
import { journal } from "../journal-access.server";
import { endsAt, foldSitting } from "../journal/fold";
import type { SittingState } from "../journal/sitting-state";

// Follows the journal into anding.db. Idempotent from a stored position: a crash between two pages repeats work and
// changes nothing; throwing the table and the position away and running again gives the same rows.

const CURSOR = "journal";
const PAGE = 2_000;

/** Takes in all events after the stored position; gives how many there were. */
export async function projectJournal(db: Db): Promise<number> {
  let taken = 0;
  for (;;) {
    const cursor = await db.for("exam").journalCursor.findUnique({ where: { name: CURSOR } });
    const events = await journal().events(cursor?.position ?? 0, PAGE);
    if (events.length === 0) return taken;
    for (const sittingId of new Set(events.map((event) => event.sittingId))) await projectSitting(db, sittingId);
    const position = events.at(-1)!.position;
    await db
      .for("exam")
      .journalCursor.upsert({ where: { name: CURSOR }, create: { name: CURSOR, position }, update: { position } });
    taken += events.length;
  }
}

/** Throws the projection away and makes it anew. */
export async function rebuildProjection(db: Db): Promise<number> {
  await db.for("exam").sitting.deleteMany({});
  await db.for("exam").journalCursor.deleteMany({ where: { name: CURSOR } });
  return projectJournal(db);
}

async function projectSitting(db: Db, sittingId: string): Promise<void> {
  const view = await journal().sitting(sittingId);
  const state = view && foldSitting(view.events);
  if (!state) return;
  const candidate = await db.for("exam").examCandidate.findUnique({ where: { sittingId }, select: { id: true } });
  const row = sittingRow(state, candidate?.id ?? "", view.events.filter((event) => event.kind === "warn").length);
  await db.for("exam").sitting.upsert({ where: { id: sittingId }, create: { id: sittingId, ...row }, update: row });
}

const at = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

function sittingRow(state: SittingState, candidateId: string, warnings: number) {
  return {
    examId: state.examId,
    candidateId,
    roomId: state.room ?? "",
    seatId: state.seat,
    status: state.status,
    epoch: state.epoch,
    startedAt: at(state.startedAt),
    endsAt: at(endsAt(state)),
    endedAt: at(state.endedAt),
    endedBy: state.endedBy,
    grantedMs: state.grantedMs,
    answered: answeredCount(state),
    late: state.late.length,
    warnings,
    lastAt: new Date(state.lastAt),
    headEventNumber: state.head.seq,
    headHash: state.head.hash,
  };
}
