// What a row of the learning record says: who, what kind, in which subject, from–to, how much, with which proof,
// given by whom. Rows are never changed; a correction is a row that names the row it corrects.

export const RECORD_KINDS = [
  "hours", // amount = seconds credited
  "lesson", // a lesson completed
  "course", // a course completed
  "class", // a face-to-face class attended, amount = seconds
  "run", // a drill, amount = score × 100
  "result", // an exam's released result, amount = score × 100
  "certificate", // an own certificate issued, or its later state
  "external-certificate",
  "milestone", // enrolled, eligible, seated, sat, awaiting
  "erased", // the person's key was destroyed
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** How a row is proven, from strongest to weakest. */
export const PROOF_CLASSES = [
  "exam-journal",
  "server-replayed",
  "server-measured",
  "signed-paper",
  "entered-by-hand",
] as const;
export type ProofClass = (typeof PROOF_CLASSES)[number];

export type NewRecordRow = {
  personId: string;
  kind: RecordKind;
  subject: string;
  objectKind?: string;
  objectVersion?: string;
  from: Date;
  to: Date;
  amount?: number;
  outcome?: string;
  proofClass: ProofClass;
  provider?: string; // organisation that gave it
  taughtBy?: readonly string[]; // persons
  managedBy?: readonly string[]; // persons with an authority role over the learner
  source: string; // idempotent key: the same source never writes twice
  corrects?: string; // id of the row this one takes the place of
  facts?: Record<string, unknown>; // ids, codes, numbers
};

export type RecordRow = Required<Omit<NewRecordRow, "corrects" | "taughtBy" | "managedBy">> & {
  id: string;
  rowNumber: number;
  at: Date;
  corrects: string | null;
  taughtBy: string[];
  managedBy: string[];
  hash: string;
};

/** The rows that hold: a corrected row gives way to its correction, and `outcome: "void"` takes it away altogether. */
export function withoutCorrected<R extends { id: string; corrects: string | null; outcome: string }>(
  rows: readonly R[],
): R[] {
  const corrected = new Set(rows.flatMap((row) => (row.corrects ? [row.corrects] : [])));
  return rows.filter((row) => !corrected.has(row.id) && row.outcome !== "void");
}
