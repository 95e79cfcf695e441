import type { Db } from "~/platform/db.server";
import type { PostFacts } from "~/rules/requirement";

/** A post someone holds on a day, with the facts that choose the rule rows binding it. */
export type HeldPost = PostFacts & { postId: string; title: string; organisationId: string; organisationName: string; personId: string; since: string };

/** The open posts of each person on a calendar day, earliest first. Persons without one are absent from the map. */
export async function postsHeld(db: Db, personIds: readonly string[], day: string): Promise<Map<string, HeldPost[]>> {
  const held = new Map<string, HeldPost[]>();
  const people = db.for("people");
  for (let i = 0; i < personIds.length; i += 500) {
    const ids = personIds.slice(i, i + 500);
    const holdings = await people.postHolding.findMany({
      where: { personId: { in: ids }, from: { lte: day }, OR: [{ to: null }, { to: { gt: day } }], post: { closedAt: null } },
      include: { post: true }, orderBy: { from: "asc" },
    });
    const organisations = await people.organisation.findMany({ where: { id: { in: [...new Set(holdings.map((h) => h.post.organisationId))] } } });
    const persons = await people.person.findMany({ where: { id: { in: ids } }, select: { id: true, jobType: true, employment: true } });
    const organisationById = new Map(organisations.map((o) => [o.id, o]));
    const personById = new Map(persons.map((p) => [p.id, p]));
    for (const { post, personId, from } of holdings) {
      const organisation = organisationById.get(post.organisationId);
      if (!organisation) continue;
      const person = personById.get(personId);
      const facts: HeldPost = {
        postId: post.id, title: post.title, organisationId: post.organisationId, organisationName: organisation.name, personId, since: from,
        dutyClass: post.dutyClass as PostFacts["dutyClass"], duty: post.dutyCode, region: post.districtCode,
        organisation: organisation.kind as PostFacts["organisation"], industry: (organisation.industry || undefined) as PostFacts["industry"],
        headcount: organisation.headcount, job: person?.jobType || undefined, employment: person?.employment as PostFacts["employment"],
      };
      const list = held.get(personId);
      if (list) list.push(facts);
      else held.set(personId, [facts]);
    }
  }
  return held;
}
