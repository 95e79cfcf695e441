import type { Db } from "~/platform/db.server";
import type { ChainedRow } from "./chain.server";

// The raw reads of this room: a person's rows, asked by every page of a learner.

/** A row as it is stored: what its hash covers, and the hash. */
export type StoredRow = ChainedRow & { hash: string };

/** `elsewhere`: a row under another person takes this one's place (two registrations were merged). */
export type PersonRow = StoredRow & { elsewhere: number | bigint };

const COLUMNS = [
  `r."id", r."seq" AS "rowNumber", r."personId", r."kind", r."subject", r."objectKind", r."objectVersion", r."from"`,
  `r."to", r."amount", r."outcome", r."proofClass", r."provider", r."taughtBy", r."managedBy", r."source"`,
  `r."corrects", r."facts", r."at", r."prevHash", r."hash"`,
].join(", ");

/** Rows of these persons in the order they were written, corrections and corrected ones among them. */
export const rowsOfPersons = (
  db: Db,
  personIds: readonly string[],
  { kind, subject }: { kind?: string; subject?: string },
): Promise<PersonRow[]> =>
  db.read<PersonRow>(
    `
SELECT ${COLUMNS}, EXISTS (SELECT 1 FROM "RecordRow" c WHERE c."corrects" = r."id" AND c."personId" <> r."personId") AS "elsewhere"
FROM json_each(?) j CROSS JOIN "RecordRow" r ON r."personId" = j.value
WHERE 1${kind ? ` AND r."kind" = ?` : ""}${subject ? ` AND r."subject" = ?` : ""}
ORDER BY r."seq"`,
    JSON.stringify(personIds),
    ...(kind ? [kind] : []),
    ...(subject ? [subject] : []),
  );
