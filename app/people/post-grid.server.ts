import { audit } from "~/platform/audit.server";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { organisationsWithin } from "./directory.server";
import { idNumberFault, normaliseIdNumber } from "./id-number";
import { normalisePhone, phoneFault } from "./masking";
import { openPerson, personText, registerPerson } from "./person.server";
import { closePost, knownDuties, reopenPost, vacatePost } from "./posts.server";
import { isWithin, type ReachOf } from "./reach";
import { touchPeople } from "./touch.server";
import type { DutyClass, OrganisationKind } from "./vocabulary";

// Organisations × duties: who holds what, what is vacant, filled in place.

export type GridPost = { id: string; title: string; closed: boolean; holder: { personId: string; name: string } | null };
export type PostGrid = { duties: { duty: string; title: string }[]; rows: { organisation: { id: string; name: string; districtCode: string }; cells: GridPost[][] }[]; vacant: number; posts: number };

/** Duties that rule rows or rosters name, as columns; ordinary workers (worker.staff) are no column. */
export async function postGrid(db: Db, now: Date, reach: ReachOf, { districtCode, kind }: { districtCode: string; kind: OrganisationKind }): Promise<PostGrid> {
  const organisations = await organisationsWithin(db, reach, { districtCode, kind });
  const posts = await db.for("people").post.findMany({
    where: { organisationId: { in: organisations.map((one) => one.id) }, dutyCode: { not: "worker.staff" } }, include: { holdings: { where: { to: null } } }, orderBy: { slot: "asc" },
  });
  const texts = await personText(db, posts.flatMap((post) => post.holdings.map((holding) => holding.personId)));
  const duties = new Map<string, string>();
  for (const post of posts) if (!duties.has(post.dutyCode)) duties.set(post.dutyCode, post.title);
  const order = knownDuties(now).map((one) => one.duty);
  const rank = (duty: string) => (order.indexOf(duty) + order.length + 1) % (order.length + 1); // a duty that no rule names any more stands last
  const columns = [...duties].map(([duty, title]) => ({ duty, title })).sort((a, b) => rank(a.duty) - rank(b.duty));
  const toCell = (post: (typeof posts)[number]): GridPost => {
    const personId = post.holdings[0]?.personId;
    return { id: post.id, title: post.title, closed: post.closedAt !== null, holder: personId ? { personId, name: texts.get(personId)?.name ?? "" } : null };
  };
  return {
    duties: columns,
    rows: organisations.map(({ id, name, districtCode: code }) => ({
      organisation: { id, name, districtCode: code },
      cells: columns.map(({ duty }) => posts.filter((post) => post.organisationId === id && post.dutyCode === duty).map(toCell)),
    })),
    vacant: posts.filter((post) => !post.closedAt && post.holdings.length === 0).length,
    posts: posts.filter((post) => !post.closedAt).length,
  };
}

export type PostView = GridPost & { organisation: { id: string; name: string }; dutyClass: DutyClass; candidates: { personId: string; label: string }[] };

/** One post with the people of its organisation who could take it. */
export async function postView(db: Db, reach: ReachOf, postId: string): Promise<PostView> {
  const post = await requirePost(db, reach, postId);
  const organisation = await db.for("people").organisation.findUniqueOrThrow({ where: { id: post.organisationId } });
  const persons = await db.for("people").person.findMany({ where: { organisationId: post.organisationId, erasedAt: null, mergedInto: null }, select: { id: true } });
  const holder = post.holdings[0]?.personId;
  const texts = await personText(db, [...persons.map((person) => person.id), holder ?? null]);
  return {
    id: post.id, title: post.title, closed: post.closedAt !== null, dutyClass: post.dutyClass as DutyClass, organisation: { id: organisation.id, name: organisation.name },
    holder: holder ? { personId: holder, name: texts.get(holder)?.name ?? "" } : null,
    candidates: persons.filter(({ id }) => id !== holder).map(({ id }) => ({ personId: id, label: `${texts.get(id)?.name ?? ""}（${texts.get(id)?.maskedId.slice(-4) ?? ""}）` })),
  };
}

async function requirePost(db: Db, reach: ReachOf, postId: string) {
  const post = await db.for("people").post.findUnique({ where: { id: postId }, include: { holdings: { where: { to: null } } } });
  if (!post || !isWithin(reach, post)) throw new DomainError("not-found", "您的管辖范围内没有这个岗位。");
  return post;
}

export type PostChange =
  | { kind: "assign"; personId: string }
  | { kind: "register"; name: string; idNumber: string; phone: string }
  | { kind: "vacate" } | { kind: "close" } | { kind: "reopen" };

/** Fills, empties, closes or opens a post, and writes who did it. */
export async function changePost(db: Db, now: Date, { postId, reach, actorId, change }: { postId: string; reach: ReachOf; actorId: string; change: PostChange }): Promise<void> {
  const post = await requirePost(db, reach, postId);
  await db.transaction(async (tx) => {
    if (change.kind === "vacate") await vacatePost(tx, now, postId);
    else if (change.kind === "close") await closePost(tx, now, postId);
    else if (change.kind === "reopen") await reopenPost(tx, now, postId);
    else {
      if (post.closedAt) throw new DomainError("wrong-state", "这个岗位已关闭，请先恢复。");
      const personId = change.kind === "assign" ? change.personId : await settlePerson(tx, now, post, reach, change);
      const person = await tx.for("people").person.findUnique({ where: { id: personId } });
      if (!person || person.erasedAt || person.mergedInto || !isWithin(reach, person)) throw new DomainError("not-found", "您的管辖范围内没有这个人。");
      if (post.holdings.some((holding) => holding.personId === personId)) return;
      if (post.holdings.length > 0) await vacatePost(tx, now, postId);
      await holdPost(tx, now, postId, personId, post.organisationId);
    }
    await audit(tx, now, { actorId, act: "people.change", outcome: "done", reason: `post-${change.kind}`, object: postId });
  });
}

async function holdPost(tx: Db, now: Date, postId: string, personId: string, organisationId: string): Promise<void> {
  await tx.for("people").postHolding.create({ data: { id: newId(now), postId, personId, from: toDay(now), source: "by-hand" } });
  await touchPeople(tx, now, { organisationIds: [organisationId] });
}

type Place = { organisationId: string; districtCode: string };

async function settlePerson(tx: Db, now: Date, post: Place, reach: ReachOf, { name, idNumber, phone }: Extract<PostChange, { kind: "register" }>): Promise<string> {
  const id = normaliseIdNumber(idNumber);
  const wrong = idNumberFault(id, toDay(now)) ?? phoneFault(normalisePhone(phone));
  if (wrong) throw new DomainError("invalid", `${wrong}。`);
  const plain = name.normalize("NFKC").replace(/\s+/g, "");
  if (!/^[\p{Script=Han}·.a-zA-Z○〇]{2,30}$/u.test(plain)) throw new DomainError("invalid", "姓名里有不该有的字符，或者太短、太长。");
  const { id: personId, fresh } = await registerPerson(tx, now, { name: plain, idNumber: id, phone: normalisePhone(phone), districtCode: post.districtCode, organisationId: post.organisationId });
  if (fresh) return personId;
  const known = await tx.for("people").person.findUniqueOrThrow({ where: { id: personId } });
  if (!isWithin(reach, known)) throw new DomainError("forbidden", "这个人登记在您管辖范围以外的单位，请先由原单位办理调出。");
  if (openPerson(known)?.name !== plain) throw new DomainError("conflict", "这个身份证号登记的是另一个姓名，请核对。");
  return personId;
}
