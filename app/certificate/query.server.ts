import { withMerged } from "~/people/merge/decide.server";
import { personText } from "~/people/person.server";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { certificatesOf, eventsOf, type CertificateRow, type EventRow } from "./certificate-sql.server";
import { isSignedAs } from "./sign.server";
import { certificateState, type CertificateState } from "./state";

/** What anyone may see of a certificate: never more of the person than a masked name and the last digits of the ID. */
export type CertificateView = {
  id: string;
  number: string;
  token: string;
  title: string;
  subject: string;
  type: string;
  issuer: string;
  issuedDay: string;
  validUntil: string;
  state: CertificateState;
  maskedName: string;
  maskedId: string;
  signed: boolean;
  keyId: string;
  jws: string;
  demonstration: boolean;
  personId: string;
  resultRow: string;
  events: { kind: string; reason: string; at: Date }[];
};

type Where = { id?: string; token?: string; number?: string; personId?: string };

/** Certificates that fit, newest first, with their state on the day of `now`. */
export async function findCertificates(
  db: Db,
  now: Date,
  where: Where,
  page: { skip?: number; take?: number } = {},
): Promise<CertificateView[]> {
  const rows =
    where.personId && Object.keys({ ...where, ...page }).length === 1
      ? await ofPerson(db, await withMerged(db, where.personId))
      : await db.for("certificate").certificate.findMany({
          where: { ...where, ...(where.personId && { personId: { in: await withMerged(db, where.personId) } }) },
          include: { events: { orderBy: { at: "asc" } } },
          orderBy: { number: "desc" },
          ...page,
        });
  if (rows.length === 0) return [];
  const texts = await personText(
    db,
    rows.map((row) => row.personId),
  );
  const today = toDay(now);
  return rows.map((row) => {
    const text = texts.get(row.personId);
    return {
      id: row.id,
      number: row.number,
      token: row.token,
      title: row.title,
      subject: row.subject,
      type: row.type,
      issuer: row.issuer,
      issuedDay: toDay(row.issuedAt),
      validUntil: row.validUntil,
      state: certificateState(row.events, row.validUntil, today),
      maskedName: text?.maskedName ?? "（已注销）",
      maskedId: text?.maskedId ?? "",
      signed: isSignedAs(row),
      keyId: row.keyId,
      jws: row.jws,
      demonstration: row.demonstration,
      personId: row.personId,
      resultRow: row.resultRow,
      events: row.events.map(({ kind, reason, at }) => ({ kind, reason, at })),
    };
  });
}

async function ofPerson(db: Db, personIds: readonly string[]): Promise<(CertificateRow & { events: EventRow[] })[]> {
  const rows = await certificatesOf(db, personIds);
  const events = rows.length
    ? await eventsOf(
        db,
        rows.map((row) => row.id),
      )
    : [];
  return rows.map((row) => ({ ...row, events: events.filter((event) => event.certificateId === row.id) }));
}

export async function findCertificate(db: Db, now: Date, where: Where): Promise<CertificateView | null> {
  return (await findCertificates(db, now, where, { take: 1 }))[0] ?? null;
}
export const countCertificates = (db: Db): Promise<number> => db.for("certificate").certificate.count();
