import type { Db } from "~/platform/db.server";
import { personText } from "~/people/person.server";
import type { ItemStatus } from "./status";

// The bank as lists show it: where an item stands and what state it is in. No words of any item.

export interface ItemLine {
  itemId: string;
  versionId: string;
  code: string;
  version: number;
  subject: string;
  point: string;
  kind: string;
  difficulty: number;
  status: ItemStatus;
  author: string;
  exposure: number;
  demonstration: boolean;
}
export interface ItemFilter {
  subject?: string;
  kind?: string;
  status?: string;
}

type Part = { skip: number; take: number };

/** The newest version of each item that fits; `part` may depend on how many there are. */
export async function itemLines<P extends Part>(
  db: Db,
  filter: ItemFilter,
  part: P | ((total: number) => P),
): Promise<{ rows: ItemLine[]; total: number; page: P }> {
  const where = {
    ...(filter.subject && { subject: filter.subject }),
    ...(filter.kind && { kind: filter.kind }),
    ...(filter.status && { status: filter.status }),
  };
  const table = db.for("exam").bankItemVersion;
  const newest = (await table.groupBy({ by: ["itemId"], _max: { version: true } })).map((row) => ({
    itemId: row.itemId,
    version: row._max.version!,
  }));
  const wanted = new Set(newest.map((row) => `${row.itemId} ${row.version}`));
  const all = (
    await table.findMany({
      where,
      orderBy: [{ subject: "asc" }, { createdAt: "asc" }, { id: "asc" }],
      include: { item: true },
      omit: { sealed: true },
    })
  ).filter((row) => wanted.has(`${row.itemId} ${row.version}`));
  const window = typeof part === "function" ? part(all.length) : part;
  const page = all.slice(window.skip, window.skip + window.take);
  const authors = await personText(
    db,
    page.map((row) => row.authorPersonId),
  );
  return {
    total: all.length,
    page: window,
    rows: page.map((row) => ({
      itemId: row.itemId,
      versionId: row.id,
      code: row.item.code,
      version: row.version,
      subject: row.subject,
      point: row.point,
      kind: row.kind,
      difficulty: row.difficulty,
      status: row.status as ItemStatus,
      author: authors.get(row.authorPersonId ?? "")?.name ?? "",
      exposure: row.exposure,
      demonstration: row.item.demonstration,
    })),
  };
}

export async function versionsOf(db: Db, itemId: string) {
  const rows = await db.for("exam").bankItemVersion.findMany({
    where: { itemId },
    orderBy: { version: "desc" },
    include: { item: true },
    omit: { sealed: true, reviewNote: true },
  });
  const persons = await personText(
    db,
    rows.flatMap((row) => [row.authorPersonId, row.reviewerPersonId]),
  );
  const name = (id: string | null) => (id ? (persons.get(id)?.name ?? "") : "");
  return rows.map((row) => ({
    ...row,
    status: row.status as ItemStatus,
    author: name(row.authorPersonId),
    reviewer: name(row.reviewerPersonId),
  }));
}
