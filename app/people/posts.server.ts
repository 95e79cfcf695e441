import { dutiesNeeded, dutyDictionary } from "~/rules/duties-needed";
import { loadRules } from "~/rules/load.server";
import type { Db } from "~/platform/db.server";
import { toDay } from "~/platform/day";
import { newId } from "~/platform/ids";
import type { Organisation } from "./directory.server";
import type { DutyClass } from "./vocabulary";

// Posts exist before people: an organisation has the duties that rule rows demand, and a post without a holder is
// vacant. A roster row fills a vacant post of its duty or adds one.

export type Duty = { duty: string; title: string; dutyClass: DutyClass };
export type PostRow = { id: string; dutyClass: DutyClass; dutyCode: string; title: string; organisationId: string; districtCode: string; slot: number };

/** The duty of whoever works in a company without a named safety duty. */
export const STAFF_DUTY: Duty = { duty: "worker.staff", title: "从业人员", dutyClass: "worker" };

/** Every duty that a roster may name on this day. */
export const knownDuties = (now: Date): Duty[] => [...dutyDictionary(loadRules(), toDay(now)), STAFF_DUTY];

/** Makes the posts that rule rows demand of the organisation and it does not have; gives how many were made. */
export async function demandPosts(db: Db, now: Date, organisation: Organisation): Promise<number> {
  const facts = { kind: organisation.kind, region: organisation.districtCode, industry: organisation.industry || undefined, headcount: organisation.headcount };
  const needs = dutiesNeeded(loadRules(), facts, toDay(now));
  const posts = db.for("people").post;
  const there = await posts.findMany({ where: { organisationId: organisation.id }, select: { dutyCode: true, slot: true } });
  const known = new Set(there.map((post) => `${post.dutyCode}:${post.slot}`));
  const missing = needs.flatMap((need) =>
    Array.from({ length: need.atLeast }, (_, slot) => ({ need, slot })).filter(({ slot }) => !known.has(`${need.duty}:${slot}`)));
  if (missing.length === 0) return 0;
  await posts.createMany({
    data: missing.map(({ need, slot }) => ({
      id: newId(now), dutyClass: need.dutyClass, dutyCode: need.duty, title: need.title, organisationId: organisation.id,
      districtCode: organisation.districtCode, demandedBy: need.rule.id, slot, createdAt: now,
    })),
  });
  return missing.length;
}

export type Filling = { personId: string; duty: Duty; organisationId: string; districtCode: string; title?: string; from: string; source: string };

/** Puts a person on a vacant post of the duty, or on a new one; gives the post's id. A person already on one stays. */
export async function fillPost(db: Db, now: Date, filling: Filling): Promise<{ postId: string; fresh: boolean }> {
  const people = db.for("people");
  const posts = await people.post.findMany({
    where: { organisationId: filling.organisationId, dutyCode: filling.duty.duty },
    include: { holdings: { where: { OR: [{ to: null }, { to: { gt: filling.from } }] } } }, orderBy: { slot: "asc" },
  });
  const open = posts.filter((post) => !post.closedAt);
  const own = open.find((post) => post.holdings.some((holding) => holding.personId === filling.personId));
  if (own) return { postId: own.id, fresh: false };
  const vacant = open.find((post) => post.holdings.length === 0);
  const postId = vacant?.id ?? newId(now);
  if (!vacant) {
    const slot = Math.max(-1, ...posts.map((post) => post.slot)) + 1;
    await people.post.create({
      data: {
        id: postId, dutyClass: filling.duty.dutyClass, dutyCode: filling.duty.duty, title: filling.title || filling.duty.title,
        organisationId: filling.organisationId, districtCode: filling.districtCode, slot, createdAt: now,
      },
    });
  }
  await people.postHolding.create({ data: { id: newId(now), postId, personId: filling.personId, from: filling.from, source: filling.source } });
  return { postId, fresh: true };
}

/** Ends whatever the post's holder holds, on the day; the post is vacant from then on. */
export async function vacatePost(db: Db, postId: string, on: string): Promise<void> {
  await db.for("people").postHolding.updateMany({ where: { postId, to: null }, data: { to: on } });
}

/** A duty that this place does not have (no flash floods, no confined space) is closed, with its holder's time ended. */
export async function closePost(db: Db, now: Date, postId: string): Promise<void> {
  await vacatePost(db, postId, toDay(now));
  await db.for("people").post.update({ where: { id: postId }, data: { closedAt: now } });
}

export async function reopenPost(db: Db, postId: string): Promise<void> {
  await db.for("people").post.update({ where: { id: postId }, data: { closedAt: null } });
}
