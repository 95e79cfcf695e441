import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { organisationsById } from "../directory.server";
import { isWithin, type ReachOf } from "../reach";
import { MOST_CELLS, namesIn } from "./block";
import { fits, peopleNamed, peopleOf, readWanted, type PersonAt } from "./candidates.server";
import { requirePosts, writeChanges, type OpenPost, type Plan } from "./change.server";
import { gridPosts, seenOf } from "./grid.server";
import type { PasteFault, Saved } from "./words";

// A block of names pasted over cells: every name must mean one person, and every cell must have posts for its names;
// then all of it is written in one commit, else nothing, and each cell that stopped it says why.

export type PasteCell = { organisationId: string; duty: string; text: string; seen: string };
export type Pasted = { faults: PasteFault[] } | { saved: Saved };

export async function pasteBlock(
  db: Db,
  now: Date,
  { cells, reach, actorId }: { cells: readonly PasteCell[]; reach: ReachOf; actorId: string },
): Promise<Pasted> {
  if (cells.length > MOST_CELLS)
    throw new DomainError(
      "invalid",
      `一次最多粘贴 ${MOST_CELLS.toLocaleString("en")} 格，这里有 ${cells.length.toLocaleString("en")} 格。请分几次。`,
    );
  const named = cells.filter((cell) => namesIn(cell.text).length > 0);
  if (named.length === 0) throw new DomainError("invalid", "粘贴的内容里没有姓名，没有写入。");
  const people = await openPeople(db, reach, named);
  const done = await db.transaction((tx) => writeBlock(tx, now, { named, people, reach, actorId }));
  return "faults" in done
    ? done
    : { saved: { batch: done.batch, told: done.told, posts: await gridPosts(db, done.postIds) } };
}

type Block = { named: readonly PasteCell[]; people: People; reach: ReachOf; actorId: string };

async function writeBlock(
  tx: Db,
  now: Date,
  { named, people, reach, actorId }: Block,
): Promise<{ faults: PasteFault[] } | { batch: string; told: string; postIds: string[] }> {
  const posts = await postsAt(tx, reach, named);
  const faults: PasteFault[] = [];
  const plans: Plan[] = [];
  for (const cell of named) {
    const planned = planCell(cell, posts.get(keyOf(cell)) ?? [], people);
    if ("reason" in planned)
      faults.push({ organisationId: cell.organisationId, duty: cell.duty, reason: planned.reason });
    else plans.push(...planned.plans);
  }
  if (faults.length > 0) return { faults };
  const batch = await writeChanges(tx, now, { actorId, kind: "paste", plans });
  const same = plans.filter(({ post, personId }) => post.holdings[0]?.personId === personId).length;
  const replaced = plans.filter(({ post }) => post.holdings.length > 0).length - same;
  const told = [
    `填了 ${plans.length - same} 岗`,
    replaced > 0 && `其中换人 ${replaced} 岗`,
    same > 0 && `${same} 岗原来就是`,
  ]
    .filter(Boolean)
    .join("，");
  return { batch, told: `${told}。`, postIds: plans.map(({ post }) => post.id) };
}

const keyOf = ({ organisationId, duty }: { organisationId: string; duty: string }): string =>
  `${organisationId}:${duty}`;

async function postsAt(tx: Db, reach: ReachOf, cells: readonly PasteCell[]): Promise<Map<string, OpenPost[]>> {
  const organisationIds = [...new Set(cells.map((cell) => cell.organisationId))];
  const ids = await tx.for("people").post.findMany({
    where: {
      organisationId: { in: organisationIds },
      dutyCode: { in: [...new Set(cells.map((cell) => cell.duty))] },
    },
    select: { id: true },
    orderBy: { slot: "asc" },
  });
  const byCell = new Map<string, OpenPost[]>();
  for (const post of await requirePosts(
    tx,
    reach,
    ids.map((one) => one.id),
  )) {
    const key = keyOf({ organisationId: post.organisationId, duty: post.dutyCode });
    byCell.set(key, [...(byCell.get(key) ?? []), post]);
  }
  return byCell;
}

/** `find`: who a name means at an organisation, or why that cannot be told. */
type People = { find(organisationId: string, text: string): PersonAt | { reason: string } };

function planCell(cell: PasteCell, posts: readonly OpenPost[], people: People): { plans: Plan[] } | { reason: string } {
  const names = namesIn(cell.text);
  const open = posts.filter((post) => !post.closedAt);
  if (posts.length === 0) return { reason: "这个单位没有这个岗位" };
  if (open.length === 0) return { reason: "这里不设这个岗位，要填请先恢复岗位" };
  if (posts.map(seenOf).join() !== cell.seen) return { reason: "这一格刚才被别人改过，请看过现在的内容再贴" };
  const found: PersonAt[] = [];
  for (const name of names) {
    const person = people.find(cell.organisationId, name);
    if ("reason" in person) return person;
    if (!found.some((one) => one.personId === person.personId)) found.push(person);
  }
  const holds = (post: OpenPost, person: PersonAt) => post.holdings[0]?.personId === person.personId;
  const staying = open.filter((post) => found.some((person) => holds(post, person)));
  const coming = found.filter((person) => !open.some((post) => holds(post, person)));
  const free =
    open.length === 1
      ? open.filter((post) => !staying.includes(post))
      : open.filter((post) => post.holdings.length === 0);
  if (coming.length > free.length)
    return {
      reason:
        open.length === 1
          ? `这里只有 1 岗，贴了 ${found.length} 个人`
          : `这里有 ${open.length} 岗，空缺 ${free.length} 岗，要新填 ${coming.length} 人，放不下`,
    };
  return {
    plans: [
      ...staying.map((post): Plan => ({ post, kind: "assign", personId: post.holdings[0]!.personId })),
      ...coming.map((person, i): Plan => ({ post: free[i]!, kind: "assign", personId: person.personId })),
    ],
  };
}

/**
 * Reads everyone whom the block could mean: the organisations' own people, and by whole name the rest of their
 * townships.
 */
async function openPeople(db: Db, reach: ReachOf, cells: readonly PasteCell[]): Promise<People> {
  const organisations = await organisationsById(
    db,
    cells.map((cell) => cell.organisationId),
  );
  for (const { organisationId } of cells) {
    const organisation = organisations.get(organisationId);
    if (!organisation || !isWithin(reach, { districtCode: organisation.districtCode, organisationId }))
      throw new DomainError("not-found", "您的管辖范围内没有这个单位。");
  }
  const own = new Map<string, PersonAt[]>();
  for (const person of await peopleOf(db, [...organisations.keys()]))
    own.set(person.organisationId, [...(own.get(person.organisationId) ?? []), person]);
  const nearby = new Map<string, PersonAt[]>();
  const nearKey = (organisationId: string, name: string) =>
    `${organisations.get(organisationId)!.districtCode.slice(0, 9)}:${name}`;
  for (const { organisationId, text } of cells) {
    for (const { name } of namesIn(text).map(readWanted)) {
      const key = nearKey(organisationId, name);
      if (name.length < 2 || nearby.has(key) || own.get(organisationId)?.some((person) => person.name === name))
        continue;
      nearby.set(key, await peopleNamed(db, reach, name, organisations.get(organisationId)!.districtCode));
    }
  }
  const elsewhere = await organisationsById(
    db,
    [...nearby.values()].flat().map((person) => person.organisationId),
  );
  const whereOf = (person: PersonAt) => elsewhere.get(person.organisationId)?.name ?? "没有单位";
  return {
    find: (organisationId, text) =>
      whoIs(text, own.get(organisationId) ?? [], (name) => nearby.get(nearKey(organisationId, name)) ?? [], whereOf),
  };
}

/**
 * People of the organisation itself answer to their name; those from elsewhere in the township to name and last digits.
 */
function whoIs(
  text: string,
  own: readonly PersonAt[],
  nearby: (name: string) => readonly PersonAt[],
  whereOf: (person: PersonAt) => string,
): PersonAt | { reason: string } {
  const wanted = readWanted(text);
  const among = (people: readonly PersonAt[]) =>
    people.filter(
      (person) =>
        (wanted.name === "" ? wanted.digits.length === 4 : person.name === wanted.name) && fits(person, wanted),
    );
  const here = among(own);
  if (here.length === 1) return here[0]!;
  const ends = (people: readonly PersonAt[]) =>
    people
      .map((person) => person.lastFour)
      .slice(0, 4)
      .join("、");
  if (here.length > 1)
    return {
      reason: `这里有 ${here.length} 个“${text}”（末四位 ${ends(here)}），请写成“${here[0]!.name} ${here[0]!.lastFour}”`,
    };
  const near = among(nearby(wanted.name));
  if (near.length === 1 && wanted.digits.length === 4) return near[0]!;
  if (near.length > 0)
    return {
      reason: `本单位没有“${text}”，${near
        .map((person) => `${whereOf(person)}有一个（末四位 ${person.lastFour}）`)
        .slice(0, 3)
        .join("，")}；确是此人请写成“${near[0]!.name} ${near[0]!.lastFour}”`,
    };
  const sameName = own.filter((person) => person.name === wanted.name);
  if (sameName.length > 0) return { reason: `“${wanted.name}”的末四位是 ${ends(sameName)}，不是 ${wanted.digits}` };
  return { reason: `没有登记过“${text}”，请在格子里登记，或者先导入名册` };
}
