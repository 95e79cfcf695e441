import { audit } from "~/platform/audit.server";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { idNumberFault, normaliseIdNumber } from "../id-number";
import { normalisePhone, phoneFault } from "../masking";
import { insertHoldings, insertPostChanges, type NewHolding } from "../people-sql.server";
import { openPerson, registerPerson } from "../person.server";
import { isWithin, type ReachOf } from "../reach";
import { touchPeople } from "../touch.server";
import { gridPosts, seenOf } from "./grid.server";
import type { GridPost } from "./words";

// Fills, empties, closes or opens posts by hand. Every change leaves rows by which it can be taken back
// (undo.server.ts).

export type PostChange =
  | { kind: "assign"; personId: string }
  | { kind: "register"; name: string; idNumber: string; phone: string }
  | { kind: "vacate" }
  | { kind: "close" }
  | { kind: "reopen" };

export type OpenPost = Awaited<ReturnType<typeof requirePosts>>[number];

/** The posts with whoever holds them now, all within reach, in the order asked. */
export async function requirePosts(db: Db, reach: ReachOf, postIds: readonly string[]) {
  const rows = await db
    .for("people")
    .post.findMany({ where: { id: { in: [...new Set(postIds)] } }, include: { holdings: { where: { to: null } } } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return postIds.map((id) => {
    const post = byId.get(id);
    if (!post || !isWithin(reach, post)) throw new DomainError("not-found", "您的管辖范围内没有这个岗位。");
    return post;
  });
}

type Asked = { postId: string; seen?: string; reach: ReachOf; actorId: string; change: PostChange };

/**
 * Does one change; `seen` is the state the caller decided on. Gives the post as it stands then and the batch to take it
 * back by ("": nothing changed).
 */
export async function changePost(
  db: Db,
  now: Date,
  { postId, seen, reach, actorId, change }: Asked,
): Promise<{ post: GridPost; batch: string }> {
  const batch = await db.transaction(async (tx) => {
    const [post] = await requirePosts(tx, reach, [postId]);
    if (seen !== undefined && seen !== seenOf(post!))
      throw new DomainError("conflict", "这一格刚才被别人改过，请看过现在的内容再改。");
    return writeChanges(tx, now, { actorId, kind: change.kind, plans: [await planOf(tx, now, post!, reach, change)] });
  });
  return { post: (await gridPosts(db, [postId]))[0]!, batch };
}

/** `personId`: who holds the post from now on, null nobody · `closed`: whether the place does without the post */
export type Plan = { post: OpenPost; kind: "assign" | "vacate" | "close" | "reopen"; personId: string | null };

async function planOf(tx: Db, now: Date, post: OpenPost, reach: ReachOf, change: PostChange): Promise<Plan> {
  if (change.kind === "vacate" || change.kind === "close" || change.kind === "reopen")
    return { post, kind: change.kind, personId: null };
  if (post.closedAt) throw new DomainError("wrong-state", "这个岗位已关闭，请先恢复。");
  const personId = change.kind === "assign" ? change.personId : await settlePerson(tx, now, post, reach, change);
  const person = await tx.for("people").person.findUnique({ where: { id: personId } });
  if (!person || person.erasedAt || person.mergedInto || !isWithin(reach, person))
    throw new DomainError("not-found", "您的管辖范围内没有这个人。");
  return { post, kind: "assign", personId };
}

const changes = ({ post, kind, personId }: Plan): boolean => {
  if (kind === "close") return post.closedAt === null;
  if (kind === "reopen") return post.closedAt !== null;
  return kind === "vacate" ? post.holdings.length > 0 : !post.holdings.some((holding) => holding.personId === personId);
};

/**
 * Writes plans that change something, all of them in the caller's transaction; gives their batch, "" when there are
 * none.
 */
export async function writeChanges(
  tx: Db,
  now: Date,
  { actorId, kind, plans }: { actorId: string; kind: PostChange["kind"] | "paste"; plans: readonly Plan[] },
): Promise<string> {
  const real = plans.filter(changes);
  if (real.length === 0) return "";
  const batch = newId(now);
  const made = real.map(({ post, personId }): NewHolding | null =>
    personId ? { id: newId(now), postId: post.id, personId, from: toDay(now), source: "by-hand" } : null,
  );
  await tx.for("people").postHolding.updateMany({
    where: { postId: { in: real.map(({ post }) => post.id) }, to: null },
    data: { to: toDay(now) },
  });
  await insertHoldings(
    tx,
    made.filter((one): one is NewHolding => one !== null),
  );
  for (const { post, kind: act } of real)
    if (act === "close" || act === "reopen")
      await tx.for("people").post.update({ where: { id: post.id }, data: { closedAt: act === "close" ? now : null } });
  await insertPostChanges(
    tx,
    real.map(({ post, kind: act }, i) => ({
      id: newId(now),
      batch,
      postId: post.id,
      kind: act,
      ended: JSON.stringify(post.holdings.map((holding) => holding.id)),
      made: made[i]?.id ?? "",
      undoes: "",
      actorId,
      at: now,
    })),
  );
  await touchPeople(tx, now, { organisationIds: [...new Set(real.map(({ post }) => post.organisationId))] });
  await audit(tx, now, {
    actorId,
    act: "people.change",
    outcome: "done",
    reason: `post-${kind}`,
    object: real.length === 1 ? real[0]!.post.id : batch,
    ...(real.length > 1 && { facts: { posts: real.length } }),
  });
  return batch;
}

type Place = { organisationId: string; districtCode: string };

/** The person of this ID number: registered anew, or known under the same name within reach. */
async function settlePerson(
  tx: Db,
  now: Date,
  post: Place,
  reach: ReachOf,
  { name, idNumber, phone }: Extract<PostChange, { kind: "register" }>,
): Promise<string> {
  const id = normaliseIdNumber(idNumber);
  const wrong = idNumberFault(id, toDay(now)) ?? phoneFault(normalisePhone(phone));
  if (wrong) throw new DomainError("invalid", `${wrong}。`);
  const plain = name.normalize("NFKC").replace(/\s+/g, "");
  if (!/^[\p{Script=Han}·.a-zA-Z○〇]{2,30}$/u.test(plain))
    throw new DomainError("invalid", "姓名里有不该有的字符，或者太短、太长。");
  const { id: personId, fresh } = await registerPerson(tx, now, {
    name: plain,
    idNumber: id,
    phone: normalisePhone(phone),
    districtCode: post.districtCode,
    organisationId: post.organisationId,
  });
  if (fresh) return personId;
  const known = await tx.for("people").person.findUniqueOrThrow({ where: { id: personId } });
  if (!isWithin(reach, known))
    throw new DomainError("forbidden", "这个人登记在您管辖范围以外的单位，请先由原单位办理调出。");
  if (openPerson(known)?.name !== plain) throw new DomainError("conflict", "这个身份证号登记的是另一个姓名，请核对。");
  return personId;
}
