import { canonicalJson } from "~/platform/canonical";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { sha256 } from "~/platform/hash.server";
import { openPosts, type OpenPost, type PostFilter } from "~/people/people-sql.server";
import { forgetTouches, touchedSince } from "~/people/touch.server";
import { personsSince, recordOfMany } from "~/record/query.server";
import { loadRules } from "~/rules/load.server";
import { resolveRequirement, type Requirement } from "~/rules/requirement";
import { putRows } from "./count-sql.server";
import { coverageRow, type CoverageData } from "./row";

// Keeps the read model as new as the rows it is made from: posts and people that changed, persons with new record rows,
// posts whose day has come, and everything when other rule rows are in force.

export type Refreshed = { posts: number; whole: boolean };
const GROUP = 500;
// SQLite runs in this thread: others are served between two groups
const breathe = () => new Promise<void>((next) => setImmediate(next));
let running: Promise<Refreshed> | null = null;

/** Brings the read model up to date before it is read; calls that come meanwhile wait for the one under way. */
export function refreshCoverage(db: Db, now: Date): Promise<Refreshed> {
  running ??= refresh(db, now).finally(() => {
    running = null;
  });
  return running;
}

async function refresh(db: Db, now: Date): Promise<Refreshed> {
  const day = toDay(now);
  const mark = await db.for("coverage").coverageMark.findUnique({ where: { id: "now" } });
  const rulesHash = hashOfRules(day);
  const record = await personsSince(db, mark?.recordRowNumber ?? 0);
  const touched = await touchedSince(db, mark?.touch ?? "");
  const whole = mark?.rulesHash !== rulesHash;
  const personIds = [...new Set([...record.personIds, ...touched.personIds])];
  const filter: PostFilter | undefined = whole
    ? undefined
    : { organisationIds: touched.organisationIds, personIds, postIds: await postsToLookAt(db, day, touched.personIds) };
  const posts = await openPosts(db, day, filter);
  const rows = await rowsFor(db, posts, day);
  await store(db, rows, filter);
  const next = { recordRowNumber: record.rowNumber, touch: touched.upTo, rulesHash, day, madeAt: now };
  if (!mark || whole || rows.length > 0 || record.rowNumber !== mark.recordRowNumber || touched.upTo !== mark.touch) {
    await db
      .for("coverage")
      .coverageMark.upsert({ where: { id: "now" }, create: { id: "now", ...next }, update: next });
    if (touched.upTo) await forgetTouches(db, touched.upTo);
  }
  return { posts: rows.length, whole };
}

/** Posts whose day has come, and posts that touched persons held when last seen: they may hold them no more. */
async function postsToLookAt(db: Db, day: string, personIds: readonly string[]): Promise<string[]> {
  const table = db.for("coverage").coverageRow;
  const rows = await table.findMany({ where: { recheckOn: { lte: day } }, select: { postId: true } });
  for (let i = 0; i < personIds.length; i += GROUP)
    rows.push(
      ...(await table.findMany({
        where: { personId: { in: personIds.slice(i, i + GROUP) } },
        select: { postId: true },
      })),
    );
  return [...new Set(rows.map((row) => row.postId))];
}

async function rowsFor(db: Db, posts: readonly OpenPost[], day: string): Promise<CoverageData[]> {
  const rules = loadRules();
  const known = new Map<string, Requirement>();
  const rows: CoverageData[] = [];
  for (let i = 0; i < posts.length; i += GROUP) {
    await breathe();
    const group = posts.slice(i, i + GROUP);
    const records = await recordOfMany(db, [...new Set(group.flatMap((post) => post.holder?.personId ?? []))]);
    for (const post of group) {
      const key = JSON.stringify(post.facts);
      const requirement = known.get(key) ?? resolveRequirement(rules, post.facts, day);
      known.set(key, requirement);
      rows.push(coverageRow(post, requirement, records.get(post.holder?.personId ?? "") ?? [], day));
    }
  }
  return rows;
}

/**
 * Takes the place of what stood there for the same posts, then deletes posts of the touched organisations that are
 * closed. In this order, so that whoever reads between two groups never finds a post missing.
 */
async function store(db: Db, rows: readonly CoverageData[], filter: PostFilter | undefined): Promise<void> {
  for (let i = 0; i < rows.length; i += GROUP) {
    await putRows(db, rows.slice(i, i + GROUP));
    await breathe();
  }
  const table = db.for("coverage").coverageRow;
  const fresh = new Set(rows.map((row) => row.postId));
  const organisations = filter?.organisationIds ?? [];
  const stood = filter ? [] : await table.findMany({ select: { postId: true } });
  for (let i = 0; i < organisations.length; i += GROUP)
    stood.push(
      ...(await table.findMany({
        where: { organisationId: { in: organisations.slice(i, i + GROUP) } },
        select: { postId: true },
      })),
    );
  const gone = stood.map((row) => row.postId).filter((id) => !fresh.has(id));
  for (let i = 0; i < gone.length; i += GROUP)
    await table.deleteMany({ where: { postId: { in: gone.slice(i, i + GROUP) } } });
}

/** Which rule rows are in force on the day: another set makes everything anew. */
function hashOfRules(day: string): string {
  return sha256(
    canonicalJson(loadRules().filter((rule) => rule.from <= day && (rule.until === null || day < rule.until))),
  );
}
