import { personSecret } from "~/people/person.server";
import { audit } from "~/platform/audit.server";
import { canonicalJson } from "~/platform/canonical";
import { endOfDay, startOfDay, toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { keys } from "~/platform/keys.server";
import { seal } from "~/platform/seal.server";
import { appendRecord } from "~/record/append.server";
import { externalJob } from "~/rules/certificate-jobs";
import { entryFault, termsFor, type Entry } from "./entry.server";
import { normaliseNumber, numberFault } from "./number";
import { externalValidity, type CheckWay, type ENTRY_WAYS, type ExternalEventKind, type ExternalFacts } from "./state";

// Writing what is known of a certificate that others issued. Each change is an event, a row in the record that takes
// the place of the last one, and an audit row, together or not at all.

export type EntryWay = keyof typeof ENTRY_WAYS;
export const numberHashOf = (number: string): string => keys().lookup("external-certificate", number);
export const numberContext = (id: string): string => `external-certificate:${id}`;
export const noteContext = (id: string): string => `external-certificate-note:${id}`;

/** What is wrong with an entry for this person, as a sentence by its field; null when it may be written. */
export async function refusalOf(
  db: Db,
  now: Date,
  personId: string,
  entry: Entry,
): Promise<{ field: keyof Entry; reason: string } | null> {
  const secret = await personSecret(db, personId);
  if (!secret) throw new DomainError("gone", "这个人的资料已删除，不能再登记。");
  const fault = entryFault(entry, toDay(now));
  if (fault) return fault;
  const number = numberOf(entry, secret.idNumber);
  const wrong = numberFault(number, { kind: externalJob(entry.job)!.kind, own: secret.idNumber, today: toDay(now) });
  if (wrong) return { field: "number", reason: wrong };
  const known = await db.for("certificate").externalCertificate.findFirst({
    where: { numberHash: { in: keys().lookups("external-certificate", number) }, job: entry.job },
    select: { id: true },
  });
  return known ? { field: "job", reason: "这个编号的这个项目已经登记过，要改请到那一张上更正或换证" } : null;
}

/** The number as it is kept; left out, a 特种作业操作证 has T and its holder's ID number. */
function numberOf({ job, number }: Entry, idNumber: string): string {
  return normaliseNumber(number) || (externalJob(job)?.kind === "special-operation" ? `T${idNumber}` : "");
}

/** Registers a certificate and gives its id; throws the sentence, with its field, when it may not be. */
export async function enterExternal(
  db: Db,
  now: Date,
  { personId, entry, way, byAccount }: { personId: string; entry: Entry; way: EntryWay; byAccount: string },
): Promise<string> {
  const refusal = await refusalOf(db, now, personId, entry);
  if (refusal) throw new DomainError("invalid", `${refusal.reason}。`, { field: refusal.field });
  const job = externalJob(entry.job)!;
  const [key, secret] = [keys().personKey(personId), await personSecret(db, personId)];
  if (!key || !secret) throw new DomainError("gone", "这个人的资料已删除，不能再登记。");
  const number = numberOf(entry, secret.idNumber);
  const id = newId(now);
  await db.transaction(async (tx) => {
    await tx.for("certificate").externalCertificate.create({
      data: {
        id,
        personId,
        kind: job.kind,
        job: job.job,
        numberHash: numberHashOf(number),
        numberSealed: seal(key, number, numberContext(id)),
        way,
        createdBy: byAccount,
        createdAt: now,
      },
    });
    const facts: ExternalFacts = {
      validFrom: entry.validFrom,
      printedUntil: entry.printedUntil || null,
      reviewedOn: entry.reviewedOn || null,
      long: entry.long,
      ended: null,
    };
    await addEvent(
      tx,
      now,
      { id, personId, job: job.job },
      { kind: "entered", facts, issuer: entry.issuer, byAccount, last: null, serial: 0 },
    );
  });
  return id;
}

export type Change =
  | {
      kind: "corrected" | "renewed";
      validFrom: string;
      printedUntil: string;
      issuer: string;
      long: boolean;
      reviewedOn: string;
    }
  | { kind: "reviewed"; reviewedOn: string }
  | { kind: "checked" | "refused"; way: CheckWay; note: string }
  | { kind: "revoked" | "cancelled"; note: string };

/** Changes what is registered. A check is done by somebody other than whoever wrote the entry that it holds against. */
export async function changeExternal(
  db: Db,
  now: Date,
  id: string,
  { change, byAccount, byPerson }: { change: Change; byAccount: string; byPerson: string | null },
): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await tx
      .for("certificate")
      .externalCertificate.findUnique({ where: { id }, include: { events: { orderBy: { id: "asc" } } } });
    if (!row) throw new DomainError("not-found", "没有登记这张证。");
    const last = row.events.at(-1)!;
    const facts = JSON.parse(last.facts) as ExternalFacts;
    if (facts.ended) throw new DomainError("wrong-state", "这张证已经登记为撤销或注销，不能再改。");
    if (change.kind === "checked" || change.kind === "refused") {
      const writer = [...row.events]
        .reverse()
        .find((event) => ["entered", "corrected", "reviewed", "renewed"].includes(event.kind))!;
      if (writer.byAccount === byAccount || byPerson === row.personId)
        throw new DomainError("forbidden", "核对要由另一个人做：登记的人和持证人本人不能核对。");
      if (change.note.trim().length < 4) throw new DomainError("invalid", "写明怎样核对的、看到了什么，至少 4 个字。");
    }
    const next = nextFacts(facts, change);
    const issuer = "issuer" in change ? change.issuer : last.issuer;
    if ("issuer" in change || change.kind === "reviewed") {
      const fault = entryFault(
        {
          ...next,
          printedUntil: next.printedUntil ?? "",
          reviewedOn: next.reviewedOn ?? "",
          issuer,
          job: row.job,
          number: "x",
        },
        toDay(now),
      );
      if (fault) throw new DomainError("invalid", `${fault.reason}。`);
    }
    await addEvent(tx, now, row, {
      kind: change.kind,
      facts: next,
      issuer,
      byAccount,
      last: last.recordRow,
      serial: row.events.length,
      way: "way" in change ? change.way : "",
      note: "note" in change ? change.note.trim() : "",
    });
  });
}

function nextFacts(facts: ExternalFacts, change: Change): ExternalFacts {
  switch (change.kind) {
    case "corrected":
      return {
        ...facts,
        validFrom: change.validFrom,
        printedUntil: change.printedUntil || null,
        long: change.long,
        reviewedOn: change.reviewedOn || null,
      };
    case "renewed":
      return {
        validFrom: change.validFrom,
        printedUntil: change.printedUntil || null,
        long: change.long,
        reviewedOn: null,
        ended: null,
      };
    case "reviewed":
      return { ...facts, reviewedOn: change.reviewedOn };
    case "revoked":
    case "cancelled":
      return { ...facts, ended: change.kind };
    default:
      return facts;
  }
}

type NewEvent = {
  kind: ExternalEventKind;
  facts: ExternalFacts;
  issuer: string;
  byAccount: string;
  last: string | null;
  serial: number;
  way?: string;
  note?: string;
};

async function addEvent(
  tx: Db,
  now: Date,
  { id, personId, job }: { id: string; personId: string; job: string },
  { kind, facts, issuer, byAccount, last, serial, way = "", note = "" }: NewEvent,
): Promise<void> {
  const terms = termsFor(job, facts.validFrom)!;
  const { expires, reviewDue } = externalValidity(facts, terms.value, toDay(now));
  const [recordRow = ""] = await appendRecord(tx, now, [
    {
      personId,
      kind: "external-certificate",
      subject: `external-${job}`,
      objectKind: "external-certificate",
      objectVersion: id,
      from: startOfDay(facts.validFrom),
      to: endOfDay(expires),
      outcome: facts.ended ?? "valid",
      proofClass: "entered-by-hand",
      source: `external-certificate:${id}:${serial}`,
      ...(last && { corrects: last }),
      facts: {
        job,
        event: kind,
        rule: terms.rule.id,
        ...(reviewDue && { reviewDue }),
        ...(facts.reviewedOn && { reviewedOn: facts.reviewedOn }),
        ...(kind === "checked" && { checked: true }),
        ...(way && { way }),
      },
    },
  ]);
  const key = note ? keys().personKey(personId) : null;
  const eventId = newId(now);
  await tx.for("certificate").externalCertificateEvent.create({
    data: {
      id: eventId,
      certificateId: id,
      kind,
      facts: canonicalJson(facts),
      issuer,
      way,
      noteSealed: key ? seal(key, note, noteContext(eventId)) : "",
      recordRow,
      byAccount,
      at: now,
    },
  });
  await audit(tx, now, {
    actorId: byAccount || null,
    act: `external-certificate.${kind}`,
    object: id,
    outcome: "done",
    ...(way && { reason: way }),
  });
}
