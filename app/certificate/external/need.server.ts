import { organisationsById } from "~/people/directory.server";
import { openPosts, type OpenPost } from "~/people/people-sql.server";
import { personText } from "~/people/person.server";
import { isWithin, type ReachOf } from "~/people/reach";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { certificatesNeeded, type NeedRule } from "~/rules/certificate-jobs";
import { loadRules } from "~/rules/load.server";
import { externalOf, type ExternalLine } from "./query.server";
import { EXTERNAL_STATES, HOLDS } from "./state";

// 工匠有约: who must hold which certificate and holds none that is good. Posts come with the rule rows that bind them.

export type Lacking = {
  postId: string;
  personId: string | null;
  name: string;
  maskedId: string;
  post: string;
  job: string;
  organisation: string;
  organisationId: string;
  needs: string;
  has: string;
  source: string;
  /** the certificate to renew, where one is registered */ certificateId: string | null;
};
export type NeedCount = { needed: number; held: number; lacking: Lacking[] };

export async function whoNeeds(
  db: Db,
  now: Date,
  reach: ReachOf,
  filter: { organisation?: string; district?: string } = {},
): Promise<NeedCount> {
  const today = toDay(now);
  const posts = (
    await openPosts(db, today, filter.organisation ? { organisationIds: [filter.organisation] } : undefined)
  ).filter((post) => isWithin(reach, post) && (!filter.district || post.districtCode.startsWith(filter.district)));
  const asked = posts.flatMap((post) =>
    certificatesNeeded(loadRules(), post.facts, today).map((rule) => ({ post, rule })),
  );
  const holders = [...new Set(asked.flatMap(({ post }) => post.holder?.personId ?? []))];
  const held = new Map<string, ExternalLine[]>();
  for (const line of await externalOf(db, now, holders))
    held.set(line.personId, [...(held.get(line.personId) ?? []), line]);
  const lacking = asked.flatMap(({ post, rule }) => {
    const own = (held.get(post.holder?.personId ?? "") ?? []).filter((line) => rule.value.jobs.includes(line.job));
    if (own.some((line) => HOLDS.includes(line.validity.state))) return [];
    return [
      {
        post,
        rule,
        certificateId: own[0]?.id ?? null,
        has: own[0]
          ? `${own[0].title}，${EXTERNAL_STATES[own[0].validity.state]}`
          : post.holder
            ? "没有登记"
            : "岗位空缺",
      },
    ];
  });
  return { needed: asked.length, held: asked.length - lacking.length, lacking: await inWords(db, lacking) };
}

type Missing = { post: OpenPost; rule: NeedRule; has: string; certificateId: string | null };

async function inWords(db: Db, missing: readonly Missing[]): Promise<Lacking[]> {
  const texts = await personText(
    db,
    missing.map(({ post }) => post.holder?.personId ?? null),
  );
  const organisations = await organisationsById(
    db,
    missing.map(({ post }) => post.organisationId),
  );
  return missing
    .map(({ post, rule, has, certificateId }) => {
      const text = texts.get(post.holder?.personId ?? "");
      return {
        postId: post.postId,
        personId: post.holder?.personId ?? null,
        name: text?.name ?? "（空缺）",
        maskedId: text?.maskedId ?? "",
        post: post.title,
        job: post.facts.job ?? "",
        organisation: organisations.get(post.organisationId)?.name ?? "",
        organisationId: post.organisationId,
        needs: rule.value.title,
        has,
        certificateId,
        source: `${rule.source} ${rule.clause}`,
      };
    })
    .sort((a, b) => a.organisation.localeCompare(b.organisation, "zh-CN") || a.needs.localeCompare(b.needs, "zh-CN"));
}
