import type { Db } from "~/platform/db.server";
import { appendRecord } from "~/record/append.server";
import { lastOfSource } from "~/record/query.server";
import type { NewRecordRow } from "~/record/row";
import type { ExamRow } from "../exam.server";

// A released result in the learning record. What counts stands as passed or failed; an annulled one as annulled, with
// nought; one that is to be sat again is not there at all, as if it had not been.

export interface RecordedResult {
  id: string;
  personId: string;
  candidateId: string;
  attended: boolean;
  score: number;
  passed: boolean;
  headHash: string;
  totalMark: number;
  passMark: number;
  standing: string;
}

const sourceOf = (candidateId: string): string => `exam-result:${candidateId}`;

export const inRecord = ({ attended, standing }: Pick<RecordedResult, "attended" | "standing">): boolean =>
  attended && standing !== "resit" && standing !== "held";

export function toRecord(exam: ExamRow, row: RecordedResult, provider: string): NewRecordRow {
  const annulled = row.standing === "void";
  return {
    personId: row.personId,
    kind: "result",
    subject: exam.subject,
    objectKind: "exam",
    objectVersion: exam.id,
    from: exam.startsAt,
    to: exam.closedAt ?? exam.startsAt,
    amount: annulled ? 0 : row.score,
    outcome: annulled ? "annulled" : row.passed ? "passed" : "failed",
    proofClass: "exam-journal",
    provider,
    source: sourceOf(row.candidateId),
    facts: {
      result: row.id,
      head: row.headHash,
      totalMark: row.totalMark,
      passMark: row.passMark,
      demonstration: exam.demonstration,
    },
  };
}

/** A ruling after the release: the row that stood gives way to one that says what holds now. Gives the row it corrects. */
export async function correctRecord(
  tx: Db,
  now: Date,
  { exam, row, provider, requestId }: { exam: ExamRow; row: RecordedResult; provider: string; requestId: string },
): Promise<string | null> {
  if (!row.attended) return null;
  const before = await lastOfSource(tx, sourceOf(row.candidateId));
  if (!before && !inRecord(row)) return null;
  const said = toRecord(exam, row, provider);
  await appendRecord(tx, now, [
    {
      ...said,
      ...(inRecord(row) ? {} : { outcome: "void", amount: 0 }),
      source: before ? `${sourceOf(row.candidateId)}:${requestId}` : sourceOf(row.candidateId),
      ...(before ? { corrects: before, personId: row.personId } : {}),
      facts: { ...said.facts, ruling: requestId },
    },
  ]);
  return before;
}
