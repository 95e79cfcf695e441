import type { Db } from "~/platform/db.server";
import { districtsByCode, organisationsWithin } from "../directory.server";
import { personText } from "../person.server";
import { knownDuties } from "../posts.server";
import type { ReachOf } from "../reach";
import type { DutyClass, OrganisationKind } from "../vocabulary";
import { isVacant, type GridPost, type GridRow, type PostGrid } from "./words";

// Organisations × duties: who holds what, what is vacant.

type StoredPost = { id: string; closedAt: Date | null; holdings: readonly { id: string; personId: string }[] };

/** Names a post's state in few characters: it changes whenever its holder does, or it is closed. */
export const seenOf = (post: StoredPost): string =>
  post.closedAt ? "closed" : (post.holdings[0]?.id.slice(-12) ?? "");

export function toGridPost(post: StoredPost, nameOf: (personId: string) => string): GridPost {
  const personId = post.holdings[0]?.personId;
  return {
    id: post.id,
    closed: post.closedAt !== null,
    holder: personId && !post.closedAt ? nameOf(personId) || "（无名）" : "",
    seen: seenOf(post),
  };
}

/** Posts as they stand now, in the order asked. */
export async function gridPosts(db: Db, postIds: readonly string[]): Promise<GridPost[]> {
  const posts = await db
    .for("people")
    .post.findMany({ where: { id: { in: [...postIds] } }, include: { holdings: { where: { to: null } } } });
  const texts = await personText(
    db,
    posts.flatMap((post) => post.holdings.map((holding) => holding.personId)),
  );
  const byId = new Map(posts.map((post) => [post.id, toGridPost(post, (id) => texts.get(id)?.name ?? "")]));
  return postIds.flatMap((id) => byId.get(id) ?? []);
}

/** `missing`: organisations with a vacancy alone, `any` or of one duty · `name`: part of an organisation's name */
export type GridQuery = { districtCode: string; kind: OrganisationKind; missing?: string; name?: string };

/** Duties that rule rows or rosters name, as columns; ordinary workers (worker.staff) are no column. */
export async function postGrid(
  db: Db,
  now: Date,
  reach: ReachOf,
  { districtCode, kind, missing = "", name = "" }: GridQuery,
): Promise<PostGrid> {
  const organisations = (await organisationsWithin(db, reach, { districtCode, kind })).filter((one) =>
    one.name.includes(name),
  );
  const posts = await postsOf(
    db,
    organisations.map((one) => one.id),
  );
  const texts = await personText(
    db,
    posts.flatMap((post) => post.holdings.map((holding) => holding.personId)),
  );
  const places = await townshipNames(
    db,
    organisations.map((one) => one.districtCode),
  );
  const duties = columnsOf(posts, now);
  const at = new Map(duties.map(({ duty }, i) => [duty, i]));
  const rows = new Map(
    organisations.map((one): [string, GridRow] => [
      one.id,
      { id: one.id, name: one.name, place: places.get(one.districtCode) ?? "", cells: duties.map(() => []) },
    ]),
  );
  for (const post of posts)
    rows
      .get(post.organisationId)!
      .cells[at.get(post.dutyCode)!]!.push(toGridPost(post, (id) => texts.get(id)?.name ?? ""));
  const lacks = (row: GridRow) =>
    row.cells.some((cell, i) => (missing === "any" || duties[i]!.duty === missing) && cell.some(isVacant));
  return {
    duties,
    rows: [...rows.values()].filter((row) => missing === "" || lacks(row)),
    all: rows.size,
    vacant: posts.filter((post) => !post.closedAt && post.holdings.length === 0).length,
    posts: posts.filter((post) => !post.closedAt).length,
  };
}

type Read = StoredPost & { dutyCode: string; dutyClass: string; title: string; organisationId: string };

async function postsOf(db: Db, organisationIds: readonly string[]): Promise<Read[]> {
  const posts: Read[] = [];
  for (let i = 0; i < organisationIds.length; i += 100) {
    posts.push(
      ...(await db.for("people").post.findMany({
        where: { organisationId: { in: organisationIds.slice(i, i + 100) }, dutyCode: { not: "worker.staff" } },
        orderBy: { slot: "asc" },
        select: {
          id: true,
          closedAt: true,
          dutyCode: true,
          dutyClass: true,
          title: true,
          organisationId: true,
          holdings: { where: { to: null }, select: { id: true, personId: true } },
        },
      })),
    );
  }
  return posts;
}

function columnsOf(posts: readonly Read[], now: Date): PostGrid["duties"] {
  const found = new Map(
    posts.map(({ dutyCode, title, dutyClass }) => [
      dutyCode,
      { duty: dutyCode, title, dutyClass: dutyClass as DutyClass },
    ]),
  );
  const order = knownDuties(now).map((one) => one.duty);
  // a duty that no rule names any more stands last
  const rank = (duty: string) => (order.indexOf(duty) + order.length + 1) % (order.length + 1);
  return [...found.values()].sort((a, b) => rank(a.duty) - rank(b.duty));
}

/** The township (nine digits) in which each district lies: villages of different townships share names. */
async function townshipNames(db: Db, codes: readonly string[]): Promise<Map<string, string>> {
  const townships = await districtsByCode(
    db,
    codes.map((code) => code.slice(0, 9)),
  );
  return new Map(codes.map((code) => [code, code.length > 9 ? (townships.get(code.slice(0, 9))?.name ?? "") : ""]));
}
