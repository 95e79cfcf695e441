import type { Db } from "~/platform/db.server";

// The raw reads of this room: whose certificates, asked by every learner's own page.

export type CertificateRow = {
  id: string;
  number: string;
  token: string;
  personId: string;
  type: string;
  subject: string;
  title: string;
  resultRow: string;
  issuer: string;
  issuedAt: Date;
  validUntil: string;
  jws: string;
  keyId: string;
  demonstration: boolean;
};
export type EventRow = { certificateId: string; kind: string; reason: string; at: Date };

/** Certificates of these persons, the newest number first. */
export const certificatesOf = (db: Db, personIds: readonly string[]): Promise<CertificateRow[]> =>
  db.read<CertificateRow>(
    `SELECT c.* FROM json_each(?) j CROSS JOIN "Certificate" c ON c."personId" = j.value ORDER BY c."number" DESC`,
    JSON.stringify(personIds),
  );

/** What happened to these certificates, in its order. */
export const eventsOf = (db: Db, ids: readonly string[]): Promise<EventRow[]> =>
  db.read<EventRow>(
    `SELECT e."certificateId", e."kind", e."reason", e."at" FROM json_each(?) j CROSS JOIN "CertificateEvent" e ON e."certificateId" = j.value ORDER BY e."at"`,
    JSON.stringify(ids),
  );

export type ExternalRow = {
  id: string;
  personId: string;
  kind: string;
  job: string;
  numberSealed: string;
  way: string;
  createdAt: Date;
};
export type ExternalEventRow = {
  certificateId: string;
  id: string;
  kind: string;
  facts: string;
  issuer: string;
  way: string;
  noteSealed: string;
  byAccount: string;
  at: Date;
};

/** Certificates that others issued to these persons. */
export const externalOfPersons = (db: Db, personIds: readonly string[]): Promise<ExternalRow[]> =>
  db.read<ExternalRow>(
    `SELECT x."id", x."personId", x."kind", x."job", x."numberSealed", x."way", x."createdAt" FROM json_each(?) j CROSS JOIN "ExternalCertificate" x ON x."personId" = j.value`,
    JSON.stringify(personIds),
  );

export const externalEventsOf = (db: Db, ids: readonly string[]): Promise<ExternalEventRow[]> =>
  db.read<ExternalEventRow>(
    `
SELECT e."certificateId", e."id", e."kind", e."facts", e."issuer", e."way", e."noteSealed", e."byAccount", e."at"
FROM json_each(?) j CROSS JOIN "ExternalCertificateEvent" e ON e."certificateId" = j.value ORDER BY e."id"`,
    JSON.stringify(ids),
  );
