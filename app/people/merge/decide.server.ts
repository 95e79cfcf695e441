import { audit } from "~/platform/audit.server";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { requireAnother } from "../another-person";
import { registrationsOf } from "../identity.server";
import { mergedInto } from "../people-sql.server";
import type { ReachOf } from "../reach";
import { touchPeople } from "../touch.server";
import { pairView, type Act, type PairView } from "./pairs.server";

// What may be said of a pair, and by whom: one proposes, a second person looks again and merges or refuses. Posts and
// ways in move over here; the record moves its own rows (app/record/merge-persons.server.ts).

/** `ownId`: the person who speaks; of a pair with their own entry another one speaks. */
export type Word = { key: string; actorId: string; ownId: string | null; reach: ReachOf; reason: string };

export async function say(
  db: Db,
  now: Date,
  { key, actorId, reason }: Omit<Word, "reach" | "ownId">,
  { act, fromId = "", intoId = "", moved = {} }: { act: Act; fromId?: string; intoId?: string; moved?: object },
): Promise<void> {
  await db.for("people").personMerge.create({
    data: {
      id: newId(now),
      pairKey: key,
      fromId,
      intoId,
      act,
      reason,
      moved: JSON.stringify(moved),
      actorId,
      at: now,
    },
  });
  await audit(db, now, {
    actorId,
    act: "people.merge",
    outcome: act === "refused" ? "refused" : "done",
    reason: act,
    object: key,
    facts: { from: fromId, into: intoId },
  });
}

const requireReason = (reason: string): void => {
  if (reason.trim().length < 4) throw new DomainError("invalid", "写一句依据，至少 4 个字，例如：核对了身份证原件。");
};

/** The pair of which the word is spoken: on a list, within reach, and without the speaker's own entry. */
export async function requirePair(db: Db, { reach, key, ownId }: Omit<Word, "reason">): Promise<PairView> {
  const pair = await pairView(db, reach, key);
  requireAnother(
    await registrationsOf(db, ownId),
    pair.sides.map((side) => side.id),
    "其中一条是您自己的登记",
  );
  return pair;
}

/** Proposes that `intoId` goes on and the other gives way. */
export async function proposeMerge(db: Db, now: Date, word: Word & { intoId: string }): Promise<void> {
  requireReason(word.reason);
  const pair = await requirePair(db, word);
  if (pair.state === "proposed" || pair.state === "merged")
    throw new DomainError(
      "wrong-state",
      pair.state === "merged" ? "这一对已经合并。" : "这一对已经有人提出合并，等另一位核对。",
    );
  const from = pair.sides.find((side) => side.id !== word.intoId)!;
  if (!pair.sides.some((side) => side.id === word.intoId)) throw new DomainError("invalid", "请选保留哪一条登记。");
  if (pair.sides.some((side) => side.mergedInto)) throw new DomainError("wrong-state", "其中一条登记已经并入别处。");
  await say(db, now, word, { act: "proposed", fromId: from.id, intoId: word.intoId });
}

/** Says that they are two people: the pair is not shown again. */
export async function sayDifferent(db: Db, now: Date, word: Word): Promise<void> {
  requireReason(word.reason);
  const pair = await requirePair(db, word);
  if (pair.state === "merged") throw new DomainError("wrong-state", "这一对已经合并。要分开，请先撤销合并。");
  await say(db, now, word, { act: "different" });
}

/** The open proposal, for a second person; refuses whoever proposed it. */
export async function requireSecondLook(
  db: Db,
  now: Date,
  word: Word,
): Promise<{ fromId: string; intoId: string; pair: PairView }> {
  const pair = await requirePair(db, word);
  const last = pair.said.at(-1);
  if (pair.state !== "proposed" || !last) throw new DomainError("wrong-state", "没有等核对的合并。");
  if (last.actorId === word.actorId) {
    await audit(db, now, {
      actorId: word.actorId,
      act: "people.merge",
      outcome: "refused",
      reason: "own-proposal",
      object: word.key,
    });
    throw new DomainError("forbidden", "提出的人不能自己核对，请另一位经办人来看。");
  }
  return { fromId: last.fromId, intoId: last.intoId, pair };
}

export async function refuseMerge(db: Db, now: Date, word: Word): Promise<void> {
  requireReason(word.reason);
  const { fromId, intoId } = await requireSecondLook(db, now, word);
  await say(db, now, word, { act: "refused", fromId, intoId });
}

/** The pair's newest merge and what it moved. */
export async function lastMerge<M>(
  db: Db,
  key: string,
): Promise<{ id: string; fromId: string; intoId: string; moved: M }> {
  const { id, fromId, intoId, moved } = await db
    .for("people")
    .personMerge.findFirstOrThrow({ where: { pairKey: key, act: "merged" }, orderBy: { at: "desc" } });
  return { id, fromId, intoId, moved: JSON.parse(moved) as M };
}

export type MovedPeople = {
  ended: string[];
  made: string[];
  devices: { id: string; accountId: string }[];
  accounts: string[];
  /** Staff accounts; merges before they moved too have none. */
  staff?: string[];
  slips: string[];
};

/**
 * Posts, learner account, devices and open slips of `fromId` go over to `intoId`; who has the duty already keeps their
 * own.
 */
export async function movePerson(tx: Db, now: Date, fromId: string, intoId: string): Promise<MovedPeople> {
  const people = tx.for("people");
  const moved: MovedPeople = { ended: [], made: [], devices: [], accounts: [], slips: [] };
  const own = await people.postHolding.findMany({ where: { personId: intoId, to: null }, include: { post: true } });
  const theirs = await people.postHolding.findMany({ where: { personId: fromId, to: null }, include: { post: true } });
  for (const holding of theirs) {
    await people.postHolding.update({ where: { id: holding.id }, data: { to: toDay(now) } });
    moved.ended.push(holding.id);
    if (
      own.some(
        ({ post }) => post.organisationId === holding.post.organisationId && post.dutyCode === holding.post.dutyCode,
      )
    )
      continue;
    const id = newId(now);
    await people.postHolding.create({
      data: { id, postId: holding.postId, personId: intoId, from: toDay(now), source: "merged" },
    });
    moved.made.push(id);
  }
  await moveAccount(tx, now, { fromId, intoId, moved });
  const staff = await people.account.findMany({ where: { personId: fromId, kind: "staff" }, select: { id: true } });
  moved.staff = staff.map((account) => account.id);
  await people.account.updateMany({ where: { id: { in: moved.staff } }, data: { personId: intoId } });
  const slips = await people.activationSlip.findMany({
    where: { personId: fromId, usedAt: null, revokedAt: null },
    select: { id: true },
  });
  moved.slips = slips.map((slip) => slip.id);
  await people.activationSlip.updateMany({ where: { id: { in: moved.slips } }, data: { revokedAt: now } });
  await people.person.update({ where: { id: fromId }, data: { mergedInto: intoId } });
  const organisationIds = [...new Set([...own, ...theirs].map(({ post }) => post.organisationId))];
  await touchPeople(tx, now, { personIds: [fromId, intoId], organisationIds });
  return moved;
}

async function moveAccount(
  tx: Db,
  now: Date,
  { fromId, intoId, moved }: { fromId: string; intoId: string; moved: MovedPeople },
): Promise<void> {
  const people = tx.for("people");
  const theirs = await people.account.findFirst({
    where: { personId: fromId, kind: "learner" },
    include: { devices: true },
  });
  const own = await people.account.findFirst({
    where: { personId: intoId, kind: "learner" },
    include: { devices: true },
  });
  if (!theirs) return;
  if (!own) {
    await people.account.update({ where: { id: theirs.id }, data: { personId: intoId } });
    moved.accounts.push(theirs.id);
    return;
  }
  const known = new Set(own.devices.map((device) => device.tokenHash));
  for (const device of theirs.devices.filter((one) => !known.has(one.tokenHash))) {
    await people.device.update({ where: { id: device.id }, data: { accountId: own.id } });
    moved.devices.push({ id: device.id, accountId: theirs.id });
  }
}

/** Takes a merge's moves back, as far as nothing has changed since. */
export async function moveBack(
  tx: Db,
  now: Date,
  { fromId, intoId, moved }: { fromId: string; intoId: string; moved: MovedPeople },
): Promise<void> {
  const people = tx.for("people");
  await people.postHolding.updateMany({ where: { id: { in: moved.made }, to: null }, data: { to: toDay(now) } });
  for (const id of moved.ended) {
    const ended = await people.postHolding.findUniqueOrThrow({
      where: { id },
      include: { post: { include: { holdings: { where: { to: null } } } } },
    });
    if (ended.post.closedAt || ended.post.holdings.length > 0) continue;
    await people.postHolding.create({
      data: { id: newId(now), postId: ended.postId, personId: fromId, from: toDay(now), source: "merge-undone" },
    });
  }
  for (const { id, accountId } of moved.devices) await people.device.update({ where: { id }, data: { accountId } });
  await people.account.updateMany({
    where: { id: { in: [...moved.accounts, ...(moved.staff ?? [])] } },
    data: { personId: fromId },
  });
  await people.person.update({ where: { id: fromId }, data: { mergedInto: null } });
  const holdings = await people.postHolding.findMany({
    where: { id: { in: [...moved.made, ...moved.ended] } },
    include: { post: true },
  });
  await touchPeople(tx, now, {
    personIds: [fromId, intoId],
    organisationIds: [...new Set(holdings.map(({ post }) => post.organisationId))],
  });
}

/** The person and every registration that was merged into them. */
export async function withMerged(db: Db, personId: string): Promise<string[]> {
  const rows = await mergedInto(db, personId);
  return [personId, ...rows.map((row) => row.id)];
}
