import { randomBytes } from "node:crypto";
import { personText } from "~/people/person.server";
import { postsHeld, type HeldPost } from "~/people/posts-held.server";
import { toDay, endOfDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { newId } from "~/platform/ids";
import { appendRecord } from "~/record/append.server";
import { passedResults, recordOfMany } from "~/record/query.server";
import type { RecordRow } from "~/record/row";
import { standingOf } from "~/record/standing";
import { addDays, addMonths } from "~/rules/due";
import { loadRules } from "~/rules/load.server";
import { resolveRequirement, type Bound } from "~/rules/requirement";
import { certificateNumber } from "./number";
import { signCertificate } from "./sign.server";

export type Issued = { id: string; number: string; token: string; personId: string };

export type IssueOptions = { byAccount?: string; issuer?: string };

/**
 * Issues a certificate for each passed result that has none, by the rule row that binds the post the result was for.
 * Safe to call as often as one likes: a result earns one certificate. A result whose person holds no post that asks
 * for the subject earns none, and is named in `without`.
 */
export async function issuePending(
  db: Db,
  now: Date,
  options: IssueOptions = {},
): Promise<{ issued: Issued[]; without: RecordRow[] }> {
  const have = await earned(db);
  const issued: Issued[] = [];
  const without: RecordRow[] = [];
  for (const result of (await passedResults(db)).filter((row) => !have.has(row.id))) {
    const bound = await certificateRule(db, result, toDay(now));
    if (!bound) without.push(result);
    else issued.push(await issueOne(db, now, result, { ...bound, ...options }));
  }
  return { issued, without };
}

/**
 * Issues what training alone earns: for posts that ask for a certificate and for no exam, once the training is whole.
 */
export async function issueForTraining(
  db: Db,
  now: Date,
  personIds: readonly string[],
  options: IssueOptions = {},
): Promise<Issued[]> {
  const today = toDay(now);
  const have = await earned(db);
  const held = await postsHeld(db, personIds, today);
  const records = await recordOfMany(db, [...held.keys()]);
  const issued: Issued[] = [];
  for (const [personId, posts] of held) {
    const rows = records.get(personId) ?? [];
    const titles = new Set<string>();
    for (const post of posts) {
      const requirement = resolveRequirement(loadRules(), post, today);
      const { certificate, exam } = requirement;
      if (!certificate || exam || titles.has(certificate.value.title)) continue;
      const standing = standingOf(requirement, { rows, since: post.since, today });
      const last = rows.filter((row) => TRAINING.has(row.kind) && toDay(row.to) >= standing.freshFrom).at(-1);
      if (standing.stage !== "trained" || !last || have.has(last.id)) continue;
      titles.add(certificate.value.title);
      issued.push(await issueOne(db, now, last, { post, certificate, ...options }));
    }
  }
  return issued;
}

const TRAINING = new Set(["course", "class", "hours"]);

/** Record rows that have earned a certificate already. */
async function earned(db: Db): Promise<Set<string>> {
  const known = await db.for("certificate").certificate.findMany({ select: { resultRow: true } });
  return new Set(known.map((row) => row.resultRow));
}

async function certificateRule(
  db: Db,
  result: RecordRow,
  day: string,
): Promise<{ post: HeldPost; certificate: Bound<"certificate"> } | null> {
  const posts = (await postsHeld(db, [result.personId], day)).get(result.personId) ?? [];
  for (const post of posts) {
    const { exam, certificate } = resolveRequirement(loadRules(), post, day);
    if (certificate && exam?.value.subject === result.subject) return { post, certificate };
  }
  return null;
}

type Terms = { post: HeldPost; certificate: Bound<"certificate"> } & IssueOptions;

async function issueOne(
  db: Db,
  now: Date,
  result: RecordRow,
  { post, certificate, byAccount = "", issuer = "安鼎" }: Terms,
): Promise<Issued> {
  const day = toDay(now);
  const until = addDays(addMonths(day, certificate.value.validMonths), -1);
  const name = (await personText(db, [result.personId])).get(result.personId)?.maskedName ?? "（已注销）";
  const demonstration = env().DEMO !== "0";
  return db.transaction(async (tx) => {
    const number = await nextNumber(tx, {
      region: post.region,
      type: certificate.value.type,
      year: Number(day.slice(0, 4)),
    });
    const { jws, keyId } = signCertificate({
      number,
      name,
      title: certificate.value.title,
      subject: result.subject,
      issuer,
      issued: day,
      until,
      ...(demonstration && { demo: true }),
    });
    const id = newId(now);
    const [recordRow = ""] = await appendRecord(tx, now, [
      {
        personId: result.personId,
        kind: "certificate",
        subject: result.subject,
        objectKind: "certificate",
        objectVersion: id,
        from: now,
        to: endOfDay(until),
        outcome: "valid",
        proofClass: result.proofClass,
        source: `certificate:${id}:issued`,
        facts: { earnedBy: result.id, rule: certificate.rule.id, duty: post.duty, title: certificate.value.title },
      },
    ]);
    const token = randomBytes(16).toString("base64url");
    const table = tx.for("certificate");
    await table.certificate.create({
      data: {
        id,
        number,
        token,
        personId: result.personId,
        type: certificate.value.type,
        subject: result.subject,
        title: certificate.value.title,
        resultRow: result.id,
        recordRow,
        ruleId: certificate.rule.id,
        issuer,
        issuedAt: now,
        validUntil: until,
        jws,
        keyId,
        demonstration,
      },
    });
    await table.certificateEvent.create({
      data: { id: newId(now), certificateId: id, kind: "issued", recordRow, byAccount, at: now },
    });
    return { id, number, token, personId: result.personId };
  });
}

/** The next serial of a region, type and year; called inside the issuing transaction, so two never meet. */
async function nextNumber(
  tx: Db,
  { region, type, year }: { region: string; type: string; year: number },
): Promise<string> {
  const prefix = certificateNumber({ region, type, year, serial: 1 }).slice(0, 14);
  const last = await tx.for("certificate").certificate.findFirst({
    where: { number: { startsWith: prefix } },
    orderBy: { number: "desc" },
    select: { number: true },
  });
  const serial = last ? Number(last.number.slice(14, 20)) + 1 : 1;
  return certificateNumber({ region, type, year, serial });
}
