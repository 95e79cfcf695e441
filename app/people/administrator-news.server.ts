import type { Db } from "~/platform/db.server";
import { tellOwner } from "./account-notice.server";
import { noticeWords, type NoticeKind } from "./notice-words";
import { DUTIES } from "./setup/duties";

// What one administrator changed is told to all of them, and stands on their pages for 30 days.

const SHOWN = [
  ["duty-granted", "duty-ended", "duty-disabled", "duty-enabled", "duty-passed", "duty-passed-shut"],
  ["custodian-proposed", "custodian-withdrawn", "custodian-refused", "custodian-retired"],
] as const satisfies readonly NoticeKind[][];
const MOST = 20; // of each sort, so that many of one hide none of the other

type News = { kind: NoticeKind; facts: Record<string, string>; also?: readonly string[] };

/** Tells everybody who holds an administrator's duty, and `also` others whom it concerns. */
export async function tellAdministrators(db: Db, now: Date, { kind, facts, also = [] }: News): Promise<void> {
  const holders = await db.for("people").roleGrant.findMany({
    where: {
      role: { in: [...DUTIES] },
      from: { lte: now },
      OR: [{ to: null }, { to: { gt: now } }],
      account: { kind: "staff", disabledAt: null },
    },
    select: { accountId: true },
  });
  for (const id of new Set([...also, ...holders.map((one) => one.accountId)]))
    await tellOwner(db, now, id, kind, facts);
}

export type AdministratorNews = { words: string; at: Date };

/**
 * The changes of the last 30 days, the newest first, each once. Who came by a link of the machine stands with the
 * links.
 */
export async function recentChanges(db: Db, now: Date): Promise<AdministratorNews[]> {
  const since = { gt: new Date(now.getTime() - 30 * 86_400_000) };
  const rows = [];
  for (const kinds of SHOWN)
    rows.push(
      ...(await db.for("people").accountNotice.findMany({
        where: { kind: { in: [...kinds] }, at: since },
        distinct: ["kind", "facts", "at"],
        orderBy: { at: "desc" },
        take: MOST,
        select: { kind: true, facts: true, at: true },
      })),
    );
  return rows
    .sort((one, other) => other.at.getTime() - one.at.getTime())
    .map((row) => ({
      words: noticeWords(row.kind as NoticeKind, JSON.parse(row.facts) as Record<string, string>),
      at: row.at,
    }));
}
