import type { Figures } from "#content/schema/figure";
import { Question } from "#content/schema/question";
import type { Actor } from "~/people/actor.server";
import { isSamePerson } from "~/people/identity.server";
import { audit } from "~/platform/audit.server";
import { canonicalJson } from "~/platform/canonical";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { keys } from "~/platform/keys.server";
import type { PoolItem } from "../blueprint/blueprint";
import { lookOfQuestion } from "./item-twin";
import { refusalOfStep, type ItemStatus, type ItemStep } from "./status";

// The live bank. A version's words lie sealed under the named key `exam-bank`; lists show its place in the blueprint
// and its state, never its stem. Whoever opens one is written down.

export type BankAuthor = Pick<Actor, "accountId" | "personId">;
type Sealed = { question: Question; figures: Figures };

export const BANK = "exam-bank";
export const bankContext = (versionId: string) => `bank:${versionId}`;
export const sealItem = (versionId: string, item: Sealed): string =>
  keys().seal(BANK, canonicalJson(item), bankContext(versionId));
const unsealItem = (versionId: string, sealed: string): Sealed =>
  JSON.parse(keys().unseal(BANK, sealed, bankContext(versionId))) as Sealed;

function versionRow(
  author: BankAuthor,
  now: Date,
  { itemId, version, item }: { itemId: string; version: number; item: Sealed },
) {
  const id = newId(now);
  const { subject, point, kind, difficulty } = item.question;
  return {
    id,
    itemId,
    version,
    subject,
    point,
    kind,
    difficulty,
    status: "draft",
    sealed: sealItem(id, item),
    hash: keys().lookup("bank-item", canonicalJson(item)),
    authorId: author.accountId,
    authorPersonId: author.personId,
    createdAt: now,
  };
}

/** Writes a new item as a draft; the question's id is its code in the bank. */
export async function writeItem(
  db: Db,
  now: Date,
  author: BankAuthor,
  item: Sealed,
): Promise<{ itemId: string; versionId: string }> {
  const question = Question.parse(item.question);
  return db.transaction(async (tx) => {
    const items = tx.for("exam").bankItem;
    if (await items.findUnique({ where: { code: question.id } }))
      throw new DomainError("conflict", `题库里已有编号为 ${question.id} 的题。`);
    const itemId = newId(now);
    await items.create({
      data: {
        id: itemId,
        code: question.id,
        subject: question.subject,
        demonstration: Boolean(question.demonstration),
        createdAt: now,
      },
    });
    const row = versionRow(author, now, { itemId, version: 1, item: { question, figures: item.figures } });
    await tx.for("exam").bankItemVersion.create({ data: row });
    await audit(tx, now, {
      actorId: author.accountId,
      act: "bank.write",
      object: row.id,
      outcome: "done",
      facts: { item: itemId, version: 1 },
    });
    return { itemId, versionId: row.id };
  });
}

/** A changed item is a new version, a draft again; what is live stays live until the new one takes its place. */
export async function reviseItem(db: Db, now: Date, author: BankAuthor, itemId: string, item: Sealed): Promise<string> {
  const question = Question.parse(item.question);
  return db.transaction(async (tx) => {
    const versions = tx.for("exam").bankItemVersion;
    const last = await versions.findFirst({ where: { itemId }, orderBy: { version: "desc" }, include: { item: true } });
    if (!last) throw new DomainError("not-found", "没有这道题。");
    if (last.status === "draft" || last.status === "reviewed")
      throw new DomainError("wrong-state", "这道题还有一版没有走完审题，先处理那一版。");
    if (last.item.code !== question.id) throw new DomainError("invalid", "题目编号不能改。");
    const row = versionRow(author, now, {
      itemId,
      version: last.version + 1,
      item: { question, figures: item.figures },
    });
    await versions.create({ data: row });
    await audit(tx, now, {
      actorId: author.accountId,
      act: "bank.write",
      object: row.id,
      outcome: "done",
      facts: { item: itemId, version: row.version },
    });
    return row.id;
  });
}

/** Approve, return, put live, retire; `itemId` where a page is one item's. A refusal is logged. */
export async function stepItem(
  db: Db,
  now: Date,
  actor: BankAuthor,
  step: { versionId: string; step: ItemStep; note?: string; itemId?: string },
): Promise<ItemStatus> {
  const version = await db.for("exam").bankItemVersion.findUnique({ where: { id: step.versionId } });
  if (!version || (step.itemId !== undefined && version.itemId !== step.itemId))
    throw new DomainError("not-found", "没有这一版题目。");
  const author = { accountId: version.authorId, personId: version.authorPersonId };
  // one's own under another account or registration is one's own
  const authorId = (await isSamePerson(db, author, actor)) ? actor.accountId : version.authorId;
  const result = refusalOfStep({ ...version, authorId, status: version.status as ItemStatus }, step.step, actor);
  if ("refusal" in result) {
    await audit(db, now, {
      actorId: actor.accountId,
      act: `bank.${step.step}`,
      object: version.id,
      outcome: "refused",
      reason: result.code,
    });
    throw new DomainError(result.code, result.refusal);
  }
  await db.transaction(async (tx) => {
    const versions = tx.for("exam").bankItemVersion;
    if (result.to === "live")
      await versions.updateMany({
        where: { itemId: version.itemId, status: "live" },
        data: { status: "retired", retiredAt: now },
      });
    const reviewed = step.step === "approve" || step.step === "return";
    await versions.update({
      where: { id: version.id },
      data: {
        status: result.to,
        ...(reviewed && {
          reviewerId: actor.accountId,
          reviewerPersonId: actor.personId,
          reviewedAt: now,
          reviewNote: step.note ? keys().seal(BANK, step.note, `${bankContext(version.id)}:note`) : "",
        }),
        ...(result.to === "retired" && { retiredAt: now }),
      },
    });
    await audit(tx, now, { actorId: actor.accountId, act: `bank.${step.step}`, object: version.id, outcome: "done" });
  });
  return result.to;
}

/** Opens a version's words. Reading a live one is always written down. */
export async function openItem(
  db: Db,
  now: Date,
  reader: BankAuthor,
  versionId: string,
): Promise<Sealed & { note: string }> {
  const row = await db.for("exam").bankItemVersion.findUnique({ where: { id: versionId } });
  if (!row) throw new DomainError("not-found", "没有这一版题目。");
  await audit(db, now, {
    actorId: reader.accountId,
    act: "bank.open",
    object: versionId,
    outcome: "done",
    facts: { status: row.status },
  });
  return {
    ...unsealItem(row.id, row.sealed),
    note: row.reviewNote ? keys().unseal(BANK, row.reviewNote, `${bankContext(row.id)}:note`) : "",
  };
}

/** Opens many for a paper that is about to be sealed; one audit row names how many. */
export async function openForPapers(
  db: Db,
  now: Date,
  officer: BankAuthor,
  { examId, versionIds }: { examId: string; versionIds: readonly string[] },
): Promise<Map<string, Sealed>> {
  const rows = await db
    .for("exam")
    .bankItemVersion.findMany({ where: { id: { in: [...versionIds] }, status: "live" } });
  await audit(db, now, {
    actorId: officer.accountId,
    act: "bank.draw",
    object: examId,
    outcome: "done",
    facts: { items: rows.length },
  });
  return new Map(rows.map((row) => [row.id, unsealItem(row.id, row.sealed)]));
}

/**
 * How each item of these subjects looks that is not retired → its number. The machine compares; nobody reads a word.
 */
export async function looksInBank(
  db: Db,
  subjects: readonly string[],
  { demonstration }: { demonstration: boolean },
): Promise<Map<string, string>> {
  const rows = await db.for("exam").bankItemVersion.findMany({
    where: {
      status: { not: "retired" },
      subject: { in: [...subjects] },
      ...(demonstration ? {} : { item: { demonstration: false } }),
    },
    select: { id: true, sealed: true, item: { select: { code: true } } },
  });
  return new Map(rows.map((row) => [lookOfQuestion(unsealItem(row.id, row.sealed).question), row.item.code]));
}

/** The knowledge points that the bank's items have, by subject; what was retired counts for none. */
export async function pointsInBank(
  db: Db,
  { demonstration }: { demonstration: boolean },
): Promise<Record<string, string[]>> {
  const rows = await db.for("exam").bankItemVersion.findMany({
    where: { status: { not: "retired" }, ...(demonstration ? {} : { item: { demonstration: false } }) },
    distinct: ["subject", "point"],
    orderBy: [{ subject: "asc" }, { point: "asc" }],
    select: { subject: true, point: true },
  });
  const points: Record<string, string[]> = {};
  for (const { subject, point } of rows) (points[subject] ??= []).push(point);
  return points;
}

/** Live items of some subjects, as blueprints see them. Demonstration items stand for nothing in a real exam. */
export async function livePool(
  db: Db,
  subjects: readonly string[],
  { demonstration }: { demonstration: boolean },
): Promise<PoolItem[]> {
  const rows = await db.for("exam").bankItemVersion.findMany({
    where: {
      status: "live",
      subject: { in: [...subjects] },
      ...(demonstration ? {} : { item: { demonstration: false } }),
    },
    select: { id: true, subject: true, point: true, kind: true, difficulty: true },
    orderBy: { id: "asc" },
  });
  return rows.map(({ id, ...row }) => ({ versionId: id, ...row }));
}
