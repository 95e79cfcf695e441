import type { Db } from "~/platform/db.server";
import { appendRecord } from "~/record/append.server";
import { standingRowsOf } from "~/record/correction.server";

// "Seated" in the record of each candidate: written with the seat, taken away by a row that corrects it when the seat is.

interface SeatedAs {
  id: string;
  personId: string;
}
interface ExamOf {
  id: string;
  subject: string;
}

const first = (candidateId: string) => `exam-seated:${candidateId}`;

/** `again`: what put him back; the row then has a source of its own. */
export async function markSeated(
  tx: Db,
  now: Date,
  { exam, candidates, again }: { exam: ExamOf; candidates: readonly SeatedAs[]; again?: string },
): Promise<void> {
  await appendRecord(
    tx,
    now,
    candidates.map(({ id, personId }) => ({
      personId,
      kind: "milestone" as const,
      subject: exam.subject,
      objectKind: "exam",
      objectVersion: exam.id,
      from: now,
      to: now,
      outcome: "seated",
      proofClass: "server-measured" as const,
      source: again ? `${first(id)}:${again}` : first(id),
    })),
  );
}

/** The milestone of each no longer holds: a row says so and names the row it takes away. `by`: what took it away. */
export async function unmarkSeated(
  tx: Db,
  now: Date,
  { exam, candidates, by }: { exam: ExamOf; candidates: readonly Pick<SeatedAs, "id">[]; by: string },
): Promise<void> {
  for (const { id } of candidates) {
    const rows = await standingRowsOf(tx, first(id));
    await appendRecord(
      tx,
      now,
      rows.map((row) => ({
        personId: row.personId,
        kind: "milestone" as const,
        subject: exam.subject,
        objectKind: "exam",
        objectVersion: exam.id,
        from: now,
        to: now,
        outcome: "void",
        proofClass: "server-measured" as const,
        source: `exam-unseated:${row.id}:${by}`,
        corrects: row.id,
      })),
    );
  }
}
