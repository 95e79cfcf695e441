import { districtNames, organisationsById } from "~/people/directory.server";
import { findByName, personText } from "~/people/person.server";
import { isWithin, type ReachOf } from "~/people/reach";
import { placeOf } from "~/people/belonging.server";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { keys } from "~/platform/keys.server";
import { unseal } from "~/platform/seal.server";
import { externalJob, jobTitle } from "~/rules/certificate-jobs";
import { externalEventsOf, externalOfPersons } from "../certificate-sql.server";
import { termsFor } from "./entry.server";
import type { ExternalFilter } from "./filter";
import { maskNumber } from "./number";
import { noteContext, numberContext } from "./register.server";
import { checkedNow, externalValidity, type ExternalFacts, type ExternalValidity } from "./state";

// Reading certificates that others issued. The state is a fold over the events and the day; numbers are opened for the
// lines of one page alone, and leave masked.

type Stored = {
  id: string;
  personId: string;
  kind: string;
  job: string;
  numberSealed: string;
  way: string;
  createdAt: Date;
  events: StoredEvent[];
};
type StoredEvent = {
  id: string;
  kind: string;
  facts: string;
  issuer: string;
  way: string;
  noteSealed: string;
  byAccount: string;
  at: Date;
};

export type ExternalLine = {
  id: string;
  personId: string;
  kind: string;
  job: string;
  title: string;
  facts: ExternalFacts;
  validity: ExternalValidity;
  issuer: string;
  checked: boolean | null;
};
export type ExternalShown = ExternalLine & {
  name: string;
  maskedNumber: string;
  organisation: string;
  organisationId: string;
  district: string;
};

function toLine({ id, personId, kind, job, events }: Stored, today: string): ExternalLine {
  const last = events.at(-1)!;
  const facts = JSON.parse(last.facts) as ExternalFacts;
  return {
    id,
    personId,
    kind,
    job,
    title: jobTitle(job),
    facts,
    validity: externalValidity(facts, termsFor(job, facts.validFrom)!.value, today),
    issuer: last.issuer,
    checked: checkedNow(events),
  };
}

const withEvents = { events: { orderBy: { id: "asc" as const } } };

/** The certificates of some persons, the ones that end first on top. */
export async function externalOf(db: Db, now: Date, personIds: readonly string[]): Promise<ExternalLine[]> {
  const lines: ExternalLine[] = [];
  for (let i = 0; i < personIds.length; i += 500) {
    const rows = await externalOfPersons(db, personIds.slice(i, i + 500));
    if (rows.length === 0) continue;
    const events = new Map<string, StoredEvent[]>(rows.map((row) => [row.id, []]));
    for (const event of await externalEventsOf(
      db,
      rows.map((row) => row.id),
    ))
      events.get(event.certificateId)?.push(event);
    lines.push(...rows.map((row) => toLine({ ...row, events: events.get(row.id) ?? [] }, toDay(now))));
  }
  return lines.sort(byNextDay);
}

const nextDay = ({ validity }: ExternalLine): string => validity.next?.day ?? validity.expires;
const byNextDay = (a: ExternalLine, b: ExternalLine): number =>
  nextDay(a) < nextDay(b) ? -1 : nextDay(a) > nextDay(b) ? 1 : a.id < b.id ? -1 : 1;

/** All lines within reach that fit the filter, the nearest day first. */
export async function listExternal(db: Db, now: Date, reach: ReachOf, filter: ExternalFilter): Promise<ExternalLine[]> {
  const named = filter.name ? await findByName(db, filter.name) : null;
  const rows = await db.for("certificate").externalCertificate.findMany({
    where: { ...(named && { personId: { in: named } }), ...(filter.kind && { kind: filter.kind }) },
    include: withEvents,
  });
  const places = await placeOf(db, [...new Set(rows.map((row) => row.personId))]);
  return rows
    .filter((row) => {
      const place = places.get(row.personId);
      if (!place || !isWithin(reach, place)) return false;
      return (
        (!filter.organisation || place.organisationId === filter.organisation) &&
        (!filter.district || place.districtCode.startsWith(filter.district))
      );
    })
    .map((row) => toLine(row, toDay(now)))
    .filter((line) => fits(line, filter))
    .sort(byNextDay);
}

/** Whether a line has the state, job, check and nearness asked for; places and names are asked of the database. */
export function fits(line: ExternalLine, { state, job, checked, within }: ExternalFilter): boolean {
  if (state && line.validity.state !== state) return false;
  if (job && line.job !== job && !line.job.startsWith(`${job}.`)) return false;
  if (checked && (checked === "yes") !== (line.checked === true)) return false;
  return within === undefined || (line.validity.next !== null && line.validity.next.daysLeft <= within);
}

/** Lines in words: names, places and masked numbers, for one page or one export. */
export async function showExternal(db: Db, lines: readonly ExternalLine[]): Promise<ExternalShown[]> {
  if (lines.length === 0) return [];
  const ids = lines.map((line) => line.personId);
  const [texts, places, districts] = [
    await personText(db, ids),
    await placeOf(db, [...new Set(ids)]),
    await districtNames(db),
  ];
  const organisations = await organisationsById(
    db,
    [...places.values()].flatMap((place) => place.organisationId ?? []),
  );
  const sealed = new Map(
    (
      await db.for("certificate").externalCertificate.findMany({
        where: { id: { in: lines.map((line) => line.id) } },
        select: { id: true, numberSealed: true },
      })
    ).map((row) => [row.id, row.numberSealed]),
  );
  return lines.map((line) => {
    const place = places.get(line.personId);
    return {
      ...line,
      name: texts.get(line.personId)?.name ?? "已删除",
      maskedNumber: openNumber(line, sealed.get(line.id)),
      organisationId: place?.organisationId ?? "",
      organisation: organisations.get(place?.organisationId ?? "")?.name ?? "",
      district: districts.get(place?.districtCode ?? "") ?? "",
    };
  });
}

function openNumber({ id, personId }: { id: string; personId: string }, sealed: string | undefined): string {
  const key = keys().personKey(personId);
  return key && sealed ? maskNumber(unseal(key, sealed, numberContext(id))) : "";
}

export type ExternalEvent = { id: string; kind: string; way: string; note: string; at: Date; mine: boolean };
export type ExternalPage = ExternalShown & {
  kindTitle: string;
  group: string;
  rule: { source: string; clause: string; certainty: string };
  events: ExternalEvent[];
  writtenByMe: boolean;
};

/** One certificate with its history; one sentence whether it lies elsewhere or does not exist. */
export async function externalPage(
  db: Db,
  now: Date,
  id: string,
  { reach, accountId }: { reach: ReachOf; accountId: string },
): Promise<ExternalPage> {
  const row = await requireExternal(db, id, reach);
  const line = toLine(row, toDay(now));
  const [shown] = await showExternal(db, [line]);
  const { rule } = termsFor(row.job, line.facts.validFrom)!;
  const key = keys().personKey(row.personId);
  const writer = [...row.events]
    .reverse()
    .find((event) => ["entered", "corrected", "reviewed", "renewed"].includes(event.kind));
  return {
    ...shown!,
    kindTitle: externalJob(row.job)?.kindTitle ?? "",
    group: externalJob(row.job)?.group ?? "",
    rule: { source: rule.source, clause: rule.clause, certainty: rule.certainty },
    writtenByMe: writer?.byAccount === accountId,
    events: row.events.map((event) => ({
      id: event.id,
      kind: event.kind,
      way: event.way,
      at: event.at,
      mine: event.byAccount === accountId,
      note: key && event.noteSealed ? unseal(key, event.noteSealed, noteContext(event.id)) : "",
    })),
  };
}

export async function requireExternal(db: Db, id: string, reach: ReachOf): Promise<Stored> {
  const row = await db.for("certificate").externalCertificate.findUnique({ where: { id }, include: withEvents });
  const place = row && (await placeOf(db, [row.personId])).get(row.personId);
  if (!row || !place || !isWithin(reach, place)) throw new DomainError("not-found", "您的管辖范围内没有登记这张证。");
  return row;
}

/** One's own, for the page that belongs to oneself. */
export async function ownExternal(db: Db, now: Date, personId: string): Promise<ExternalShown[]> {
  return showExternal(db, await externalOf(db, now, [personId]));
}
