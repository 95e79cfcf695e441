import { audit } from "~/platform/audit.server";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { organisationsById } from "../directory.server";
import { insertPostChanges, newestChange } from "../people-sql.server";
import { personText } from "../person.server";
import type { ReachOf } from "../reach";
import { touchPeople } from "../touch.server";
import { requirePosts, type OpenPost } from "./change.server";
import { gridPosts } from "./grid.server";
import type { GridPost } from "./words";

// Takes a change by hand back, whole or not at all, as long as nothing was changed on the same posts since. No row is
// deleted: who was put on a post stays there as a holding of no length, who was taken off goes on from the day they
// began.

const KINDS: Record<string, string> = { assign: "填人", vacate: "撤下", close: "改为不设", reopen: "恢复岗位" };
const rowsOf = (db: Db, batch: string, actorId: string) =>
  db.for("people").postChange.findMany({ where: { batch, actorId, undoes: "" }, orderBy: { id: "asc" } });
type Row = Awaited<ReturnType<typeof rowsOf>>[number];

export type LastChange = { batch: string; words: string };

/** The caller's newest change of this day that was not taken back, in words; null when there is none. */
export async function lastChange(db: Db, now: Date, actorId: string): Promise<LastChange | null> {
  const last = await newestChange(db, actorId);
  if (!last || toDay(new Date(last.at)) !== toDay(now)) return null;
  return { batch: last.batch, words: await wordsFor(db, await rowsOf(db, last.batch, actorId)) };
}

/** 下灶坞村 · 人员转移小组负责人：填人 王芳, or how many posts. */
async function wordsFor(db: Db, rows: readonly Row[]): Promise<string> {
  if (rows.length !== 1) return `改了 ${rows.length} 岗`;
  const [{ postId, kind, made, ended }] = rows as [Row];
  const post = await db.for("people").post.findUniqueOrThrow({ where: { id: postId } });
  const organisation = (await organisationsById(db, [post.organisationId])).get(post.organisationId);
  const holding = await db
    .for("people")
    .postHolding.findUnique({ where: { id: made || (JSON.parse(ended) as string[])[0] || "" } });
  const name = holding ? (await personText(db, [holding.personId])).get(holding.personId)?.name : "";
  return `${organisation?.name ?? ""} · ${post.title}：${KINDS[kind] ?? ""}${name ? ` ${name}` : ""}`;
}

/** Takes the batch back; gives its posts as they stand then. */
export async function undoChange(
  db: Db,
  now: Date,
  { batch, reach, actorId }: { batch: string; reach: ReachOf; actorId: string },
): Promise<GridPost[]> {
  const postIds = await db.transaction(async (tx) => {
    const rows = await rowsOf(tx, batch, actorId);
    if (rows.length === 0) throw new DomainError("not-found", "没有这一步可以撤销。");
    if ((await tx.for("people").postChange.count({ where: { undoes: batch } })) > 0)
      throw new DomainError("wrong-state", "这一步已经撤销过了。");
    const posts = await requirePosts(
      tx,
      reach,
      rows.map((row) => row.postId),
    );
    const back = await holdingsBack(tx, rows);
    for (const [i, row] of rows.entries())
      if (!isAsLeft(posts[i]!, row))
        throw new DomainError("conflict", `${await nameOf(tx, posts[i]!)}在这以后又改过，不能撤销。请在格子里改。`);
    await tx.for("people").postHolding.updateMany({
      where: { id: { in: rows.map((row) => row.made).filter(Boolean) } },
      data: { to: toDay(now) },
    });
    await tx.for("people").postHolding.updateMany({ where: { id: { in: back } }, data: { to: null } });
    for (const row of rows)
      if (row.kind === "close" || row.kind === "reopen")
        await tx
          .for("people")
          .post.update({ where: { id: row.postId }, data: { closedAt: row.kind === "close" ? null : row.at } });
    const undone = newId(now);
    await insertPostChanges(
      tx,
      rows.map((row) => ({
        id: newId(now),
        batch: undone,
        postId: row.postId,
        kind: "undo",
        ended: row.ended,
        made: row.made,
        undoes: batch,
        actorId,
        at: now,
      })),
    );
    await touchPeople(tx, now, { organisationIds: [...new Set(posts.map((post) => post.organisationId))] });
    await audit(tx, now, {
      actorId,
      act: "people.change",
      outcome: "done",
      reason: "post-undo",
      object: batch,
      facts: { posts: rows.length },
    });
    return rows.map((row) => row.postId);
  });
  return gridPosts(db, postIds);
}

/** Whether the post still stands as the change left it. */
function isAsLeft(post: OpenPost, row: Row): boolean {
  return (post.closedAt !== null) === (row.kind === "close") && (post.holdings[0]?.id ?? "") === row.made;
}

const nameOf = async (tx: Db, post: OpenPost): Promise<string> =>
  `“${(await organisationsById(tx, [post.organisationId])).get(post.organisationId)?.name ?? ""} · ${post.title}”`;

/** Holdings that go on; refuses when one of their persons was erased or merged meanwhile. */
async function holdingsBack(tx: Db, rows: readonly Row[]): Promise<string[]> {
  const ids = rows.flatMap((row) => JSON.parse(row.ended) as string[]);
  const holdings = await tx
    .for("people")
    .postHolding.findMany({ where: { id: { in: ids } }, select: { personId: true } });
  const gone = await tx.for("people").person.count({
    where: {
      id: { in: holdings.map((one) => one.personId) },
      OR: [{ erasedAt: { not: null } }, { mergedInto: { not: null } }],
    },
  });
  if (gone > 0)
    throw new DomainError("conflict", "原来在岗的人，登记已经删除或并入另一条，不能撤销。请在格子里重新选人。");
  return ids;
}
