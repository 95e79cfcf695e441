import { dutiesNeeded, dutyDictionary } from "~/rules/duties-needed";
import { loadRules } from "~/rules/load.server";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids";
import type { Organisation } from "./directory.server";
import { dutyPosts, insertHoldings, insertPosts, type NewHolding, type NewPost } from "./people-sql.server";
import { touchPeople } from "./touch.server";
import type { DutyClass } from "./vocabulary";

// Posts exist before people: an organisation has the duties that rule rows demand, and a post without a holder is
// vacant. A roster row fills a vacant post of its duty or adds one.

export type Duty = { duty: string; title: string; dutyClass: DutyClass };

/** The duty of whoever works in a company without a named safety duty. */
export const STAFF_DUTY: Duty = { duty: "worker.staff", title: "从业人员", dutyClass: "worker" };

/** Every duty that a roster may name on this day. */
export const knownDuties = (now: Date): Duty[] => [...dutyDictionary(loadRules(), toDay(now)), STAFF_DUTY];

/** Makes the posts that rule rows demand of the organisation and it does not have; gives how many were made. */
export async function demandPosts(db: Db, now: Date, organisation: Organisation): Promise<number> {
  const facts = {
    kind: organisation.kind,
    region: organisation.districtCode,
    industry: organisation.industry || undefined,
    headcount: organisation.headcount,
  };
  const needs = dutiesNeeded(loadRules(), facts, toDay(now));
  const posts = db.for("people").post;
  const there = await posts.findMany({
    where: { organisationId: organisation.id },
    select: { dutyCode: true, slot: true },
  });
  const known = new Set(there.map((post) => `${post.dutyCode}:${post.slot}`));
  const missing = needs.flatMap((need) =>
    Array.from({ length: need.atLeast }, (_, slot) => ({ need, slot })).filter(
      ({ slot }) => !known.has(`${need.duty}:${slot}`),
    ),
  );
  if (missing.length === 0) return 0;
  await insertPosts(
    db,
    missing.map(({ need, slot }) => ({
      id: newId(now),
      dutyClass: need.dutyClass,
      dutyCode: need.duty,
      title: need.title,
      organisationId: organisation.id,
      districtCode: organisation.districtCode,
      demandedBy: need.rule.id,
      slot,
      createdAt: now,
    })),
  );
  await touchPeople(db, now, { organisationIds: [organisation.id] });
  return missing.length;
}

type NewOrganisation = Pick<Organisation, "id" | "kind" | "districtCode" | "industry" | "headcount">;

/** The same for organisations that were made in this commit and have no post yet; like facts ask the rules once. */
export async function demandPostsOfNew(db: Db, now: Date, organisations: readonly NewOrganisation[]): Promise<void> {
  const [rules, day] = [loadRules(), toDay(now)];
  const known = new Map<string, ReturnType<typeof dutiesNeeded>>();
  const rows = organisations.flatMap(({ id, kind, districtCode, industry, headcount }) => {
    const facts = { kind, region: districtCode, industry: industry || undefined, headcount };
    const key = JSON.stringify(facts);
    const needs = known.get(key) ?? dutiesNeeded(rules, facts, day);
    known.set(key, needs);
    return needs.flatMap((need) =>
      Array.from({ length: need.atLeast }, (_, slot): NewPost => ({
        id: newId(now),
        dutyClass: need.dutyClass,
        dutyCode: need.duty,
        title: need.title,
        organisationId: id,
        districtCode,
        demandedBy: need.rule.id,
        slot,
        createdAt: now,
      })),
    );
  });
  await insertPosts(db, rows);
  await touchPeople(db, now, { organisationIds: organisations.map((one) => one.id) });
}

export type Filling = {
  personId: string;
  duty: Duty;
  organisationId: string;
  districtCode: string;
  from: string;
  source: string;
};

/**
 * Puts persons on vacant posts of their duties, or on new ones, in the order given; gives how many took a post. Who
 * already holds one of that duty there stays.
 */
export async function fillPosts(db: Db, now: Date, fillings: readonly Filling[]): Promise<number> {
  const key = (organisationId: string, dutyCode: string) => `${organisationId}:${dutyCode}`;
  const asked = new Map(
    fillings.map(({ organisationId, duty }) => [
      key(organisationId, duty.duty),
      { organisationId, dutyCode: duty.duty },
    ]),
  );
  const known = await dutyPosts(db, [...asked.values()], [...new Set(fillings.map((filling) => filling.personId))]);
  const byDuty = new Map(
    known.map((one) => [
      key(one.organisationId, one.dutyCode),
      { ...one, holders: new Set(one.holders.map((holder) => holder.personId)) },
    ]),
  );
  const newPosts: NewPost[] = [];
  const newHoldings: NewHolding[] = [];
  for (const { personId, duty, organisationId, districtCode, from, source } of fillings) {
    const place = byDuty.get(key(organisationId, duty.duty))!;
    if (place.holders.has(personId)) continue;
    place.holders.add(personId);
    let postId = place.vacant.shift();
    if (!postId) {
      postId = newId(now);
      place.topSlot += 1;
      newPosts.push({
        id: postId,
        dutyClass: duty.dutyClass,
        dutyCode: duty.duty,
        title: duty.title,
        organisationId,
        districtCode,
        demandedBy: "",
        slot: place.topSlot,
        createdAt: now,
      });
    }
    newHoldings.push({ id: newId(now), postId, personId, from, source });
  }
  await insertPosts(db, newPosts);
  await insertHoldings(db, newHoldings);
  return newHoldings.length;
}

/** Ends the holder's time on the day; the post is vacant from then on. */
export async function vacatePost(db: Db, now: Date, postId: string): Promise<void> {
  const post = await db.for("people").post.findUniqueOrThrow({ where: { id: postId } });
  await db.for("people").postHolding.updateMany({ where: { postId, to: null }, data: { to: toDay(now) } });
  await touchPeople(db, now, { organisationIds: [post.organisationId] });
}

/**
 * A duty that this place does not have (no flash floods, no confined space) is closed, with its holder's time ended.
 */
export async function closePost(db: Db, now: Date, postId: string): Promise<void> {
  await vacatePost(db, now, postId);
  await db.for("people").post.update({ where: { id: postId }, data: { closedAt: now } });
}

export async function reopenPost(db: Db, now: Date, postId: string): Promise<void> {
  const post = await db.for("people").post.update({ where: { id: postId }, data: { closedAt: null } });
  await touchPeople(db, now, { organisationIds: [post.organisationId] });
}
