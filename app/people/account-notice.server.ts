import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids";
import { noticeWords, type NoticeKind } from "./notice-words";

// What changed on an account, told to its owner: a row for each change, shown above every page until it was looked at.

export async function tellOwner(
  db: Db,
  now: Date,
  accountId: string,
  kind: NoticeKind,
  facts: Record<string, string | number> = {},
): Promise<void> {
  await db
    .for("people")
    .accountNotice.create({ data: { id: newId(now), accountId, kind, facts: JSON.stringify(facts), at: now } });
}

export type NoticeView = { id: string; words: string; at: Date; seen: boolean };

/** The newest first; what was not looked at and what was within the last 90 days. */
export async function noticesOf(db: Db, now: Date, accountId: string): Promise<NoticeView[]> {
  const rows = await db.for("people").accountNotice.findMany({
    where: { accountId, OR: [{ seenAt: null }, { at: { gt: new Date(now.getTime() - 90 * 86_400_000) } }] },
    orderBy: { at: "desc" },
    take: 50,
  });
  return rows.map((row) => ({
    id: row.id,
    words: noticeWords(row.kind as NoticeKind, JSON.parse(row.facts) as Record<string, string | number>),
    at: row.at,
    seen: row.seenAt !== null,
  }));
}

export async function markNoticesSeen(db: Db, now: Date, accountId: string): Promise<void> {
  await db.for("people").accountNotice.updateMany({ where: { accountId, seenAt: null }, data: { seenAt: now } });
}
