import { canonicalJson } from "./canonical";
import type { Db } from "./db.server";
import { sha256 } from "./hash.server";
import { versionCount } from "./platform-sql.server";

// Published versions, named by the hash of their canonical bytes. Nothing here is ever changed or taken away (L5).

export type ContentKind = "course" | "scene" | "questions" | "rules" | "engine" | "blueprint";
export type PublishedVersion = {
  hash: string;
  kind: ContentKind;
  slug: string;
  title: string;
  publishedAt: Date;
  authors: string[];
};

/** Publishes a value (or an engine's text) and returns its hash; publishing the same bytes again changes nothing. */
export async function publishContent(
  db: Db,
  item: { kind: ContentKind; slug: string; title: string; value: unknown; authors?: string[]; publishedBy?: string },
  now: Date,
): Promise<string> {
  const body = typeof item.value === "string" ? item.value : canonicalJson(item.value);
  const hash = sha256(body);
  const versions = db.for("platform").contentVersion;
  if (await versions.findUnique({ where: { hash }, select: { hash: true } })) return hash;
  await versions.create({
    data: {
      hash,
      kind: item.kind,
      slug: item.slug,
      title: item.title,
      body,
      publishedAt: now,
      publishedBy: item.publishedBy ?? "",
      authors: JSON.stringify(item.authors ?? []),
    },
  });
  return hash;
}

type Stored = { hash: string; kind: string; slug: string; title: string; publishedAt: Date; authors: string };

const toVersion = (row: Stored): PublishedVersion => ({
  hash: row.hash,
  slug: row.slug,
  title: row.title,
  publishedAt: row.publishedAt,
  kind: row.kind as ContentKind,
  authors: JSON.parse(row.authors) as string[],
});

/** The version's body, parsed by `parse` (zod's `.parse`); null when no such version was published. */
export async function getContent<T>(
  db: Db,
  hash: string,
  parse: (value: unknown) => T,
): Promise<(PublishedVersion & { body: T }) | null> {
  const row = await db.for("platform").contentVersion.findUnique({ where: { hash } });
  if (!row) return null;
  return { ...toVersion(row), body: parse(row.kind === "engine" ? row.body : JSON.parse(row.body)) };
}

type Newest = { count: number; versions: PublishedVersion[] };
const newestOf = new WeakMap<Db, Map<ContentKind, Newest>>();

/**
 * The newest version of each slug of a kind. Bodies lie before what is read here, so it is read again only when there
 * is one more.
 */
export async function latestContent(db: Db, kind: ContentKind): Promise<PublishedVersion[]> {
  const count = await versionCount(db, kind);
  const known = newestOf.get(db) ?? new Map<ContentKind, Newest>();
  newestOf.set(db, known);
  const kept = known.get(kind);
  if (kept?.count === count) return kept.versions;
  const versions = await readNewest(db, kind);
  // Asked on a transaction's own handle, it is forgotten with it.
  known.set(kind, { count, versions });
  return versions;
}

async function readNewest(db: Db, kind: ContentKind): Promise<PublishedVersion[]> {
  const rows = await db.for("platform").contentVersion.findMany({
    where: { kind },
    orderBy: [{ publishedAt: "desc" }, { hash: "asc" }],
    select: { hash: true, kind: true, slug: true, title: true, publishedAt: true, authors: true },
  });
  const newest = new Map<string, PublishedVersion>();
  for (const row of rows) if (!newest.has(row.slug)) newest.set(row.slug, toVersion(row));
  return [...newest.values()];
}

/** A version's text as it was published, by its hash; null when none was. */
export async function readContentText(db: Db, hash: string): Promise<(PublishedVersion & { text: string }) | null> {
  const row = await db.for("platform").contentVersion.findUnique({ where: { hash } });
  return row && { ...toVersion(row), text: row.body };
}

/** The newest version of one slug, with its text. */
export async function readLatestText(
  db: Db,
  kind: ContentKind,
  slug: string,
): Promise<(PublishedVersion & { text: string }) | null> {
  const row = await db
    .for("platform")
    .contentVersion.findFirst({ where: { kind, slug }, orderBy: [{ publishedAt: "desc" }, { hash: "asc" }] });
  return row && { ...toVersion(row), text: row.body };
}

/** The slug of each of these versions that was published here, by its hash. */
export async function slugsOf(db: Db, hashes: readonly string[]): Promise<Map<string, string>> {
  const asked = [...new Set(hashes)];
  if (asked.length === 0) return new Map();
  const rows = await db.for("platform").contentVersion.findMany({
    where: { hash: { in: asked } },
    select: { hash: true, slug: true },
  });
  return new Map(rows.map((row) => [row.hash, row.slug]));
}

/** Which of these versions came with the product: nobody here published or wrote them. */
export async function shippedAmong(db: Db, hashes: readonly string[]): Promise<Set<string>> {
  const asked = [...new Set(hashes)];
  if (asked.length === 0) return new Set();
  const rows = await db.for("platform").contentVersion.findMany({
    where: { hash: { in: asked }, publishedBy: "", authors: "[]" },
    select: { hash: true },
  });
  return new Set(rows.map((row) => row.hash));
}

/** Every version of a kind that a person wrote, newest first: what counts as having taught. */
export async function contentBy(db: Db, kind: ContentKind, authorId: string): Promise<PublishedVersion[]> {
  const rows = await db.for("platform").contentVersion.findMany({
    where: { kind, authors: { contains: JSON.stringify(authorId) } },
    orderBy: [{ publishedAt: "desc" }, { hash: "asc" }],
    select: { hash: true, kind: true, slug: true, title: true, publishedAt: true, authors: true },
  });
  return rows.map(toVersion);
}
