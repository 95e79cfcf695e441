// Record rows in words, for a clerk's page of one person.
import type { RecordRow } from "~/record/row";
import { KIND_WORDS, OUTCOME_WORDS, PROOF_WORDS } from "~/record/words";

export type RecordLine = { id: string; at: Date; what: string; proof: string };

export function recordLine(row: RecordRow): RecordLine {
  const amount =
    row.kind === "hours" || row.kind === "class"
      ? `${Math.round(row.amount / 60)} 分钟`
      : row.kind === "result"
        ? `${row.amount / 100} 分`
        : "";
  const what = [KIND_WORDS[row.kind], amount, OUTCOME_WORDS[row.outcome] ?? row.outcome].filter(Boolean).join(" · ");
  return { id: row.id, at: row.to > row.at ? row.at : row.to, what, proof: PROOF_WORDS[row.proofClass] };
}
