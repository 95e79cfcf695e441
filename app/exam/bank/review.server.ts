import type { Figures } from "#content/schema/figure";
import type { Question } from "#content/schema/question";
import { registrationsOf } from "~/people/identity.server";
import { personText } from "~/people/person.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { openItem, stepItem, type BankAuthor } from "./bank.server";
import type { ItemStep } from "./status";

// Review of many: a page of whole items that others wrote, each opened for this reader and written down as opened, each
// judged by itself; and what was approved, to be put in use together.

export interface WaitingItem {
  versionId: string;
  itemId: string;
  code: string;
  version: number;
  author: string;
  question: Question;
  figures: Figures;
}

const notBy = (accountId: string, personIds: readonly string[]) => ({
  authorId: { not: accountId },
  ...(personIds.length ? { OR: [{ authorPersonId: null }, { authorPersonId: { notIn: [...personIds] } }] } : {}),
});

/** The next drafts of other writers, oldest first; `total` is how many wait for this reviewer in all. */
export async function nextToReview(
  db: Db,
  now: Date,
  reviewer: BankAuthor,
  { take, subject }: { take: number; subject?: string | undefined },
): Promise<{ items: WaitingItem[]; total: number }> {
  const own = await registrationsOf(db, reviewer.personId);
  const where = { status: "draft", ...(subject && { subject }), ...notBy(reviewer.accountId, own) };
  const table = db.for("exam").bankItemVersion;
  const rows = await table.findMany({
    where,
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take,
    include: { item: true },
    omit: { sealed: true },
  });
  const names = await personText(
    db,
    rows.map((row) => row.authorPersonId),
  );
  const items: WaitingItem[] = [];
  for (const row of rows) {
    const { question, figures } = await openItem(db, now, reviewer, row.id);
    items.push({
      versionId: row.id,
      itemId: row.itemId,
      code: row.item.code,
      version: row.version,
      author: names.get(row.authorPersonId ?? "")?.name ?? "",
      question,
      figures,
    });
  }
  return { items, total: await table.count({ where }) };
}

export interface ReadyItem {
  versionId: string;
  code: string;
  version: number;
  subject: string;
  point: string;
  kind: string;
  difficulty: number;
}

/** Approved and not in use yet, by number. */
export async function readyToGoLive(db: Db, reviewer: BankAuthor): Promise<ReadyItem[]> {
  const own = await registrationsOf(db, reviewer.personId);
  const rows = await db.for("exam").bankItemVersion.findMany({
    where: { status: "reviewed", ...notBy(reviewer.accountId, own) },
    orderBy: [{ subject: "asc" }, { createdAt: "asc" }, { id: "asc" }],
    include: { item: true },
    omit: { sealed: true },
    take: 1000,
  });
  return rows.map((row) => ({
    versionId: row.id,
    code: row.item.code,
    version: row.version,
    subject: row.subject,
    point: row.point,
    kind: row.kind,
    difficulty: row.difficulty,
  }));
}

export interface Judgement {
  versionId: string;
  step: Extract<ItemStep, "approve" | "return" | "live">;
  note?: string | undefined;
}

/** Each by itself: one that another person judged meanwhile is told and does not stop the others. */
export async function stepMany(
  db: Db,
  now: Date,
  reviewer: BankAuthor,
  judgements: readonly Judgement[],
): Promise<{ done: number; refused: string[] }> {
  if (judgements.length === 0) throw new DomainError("invalid", "一道也没有选。");
  const refused: string[] = [];
  for (const { note, ...judgement } of judgements) {
    try {
      if (judgement.step === "return" && !note) throw new DomainError("invalid", "退回要写明哪里要改。");
      await stepItem(db, now, reviewer, { ...judgement, ...(note && { note }) });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refused.push(error.message);
    }
  }
  return { done: judgements.length - refused.length, refused: [...new Set(refused)] };
}
