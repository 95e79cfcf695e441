import type { Actor } from "~/people/actor.server";
import { allPersonIds, placeOf } from "~/people/belonging.server";
import { postsHeld } from "~/people/posts-held.server";
import { maskName } from "~/people/masking";
import { personText } from "~/people/person.server";
import { isWithin } from "~/people/reach";
import { latestContent } from "~/platform/content-store.server";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { recordOfMany } from "~/record/query.server";
import { standingOf } from "~/record/standing";
import { loadRules } from "~/rules/load.server";
import { resolveRequirement } from "~/rules/requirement";
import { elsewhereAt, requireFreeCandidates } from "../duty/elsewhere.server";
import { requireExam, type ExamRow } from "../exam.server";
import { hasPassedAlready, barsOf } from "./eligibility";
import { admitCandidates, requireListOpen, type Admitted } from "./places.server";

// Proposes candidates from the record. Who is not eligible stands there too, with every reason.

/** A city's code within its districts' (GB/T 2260). */
const CITY = 4;

export interface Proposal {
  personId: string;
  /** In full within the city of the exam's centre; of people elsewhere the surname, until they are on the list. */
  name: string;
  maskedId: string;
  post: string;
  organisation: string;
  bars: string[];
}

/** Holders of posts whose rules demand this exam and who have not passed it yet. */
export async function proposeCandidates(db: Db, exam: ExamRow, now: Date): Promise<Proposal[]> {
  const today = toDay(now);
  const rules = loadRules();
  const held = await postsHeld(db, await allPersonIds(db), toDay(exam.startsAt));
  const bound = [...held.values()]
    .flat()
    .map((post) => ({ post, requirement: resolveRequirement(rules, post, today) }))
    .filter(({ requirement }) => requirement.exam?.value.subject === exam.subject);
  const personIds = [...new Set(bound.map(({ post }) => post.personId))];
  const records = await recordOfMany(db, personIds);
  const texts = await personText(db, personIds);
  const homes = await placeOf(db, personIds);
  const centre = await db.for("exam").centre.findUniqueOrThrow({ where: { id: exam.centreId } });
  const own = { all: false, districtPaths: [centre.districtCode.slice(0, CITY)], organisationIds: [] };
  const taken = new Set(
    (await db.for("exam").examCandidate.findMany({ where: { examId: exam.id }, select: { personId: true } })).map(
      (row) => row.personId,
    ),
  );
  const titles = new Map(
    (await latestContent(db, "course"))
      .concat(await latestContent(db, "scene"))
      .map(({ slug, title }) => [slug, title]),
  );
  const within = (personId: string) => isWithin(own, { districtCode: homes.get(personId)?.districtCode ?? "" });
  const proposals = new Map<string, Proposal>();
  for (const { post, requirement } of bound) {
    if (taken.has(post.personId) || proposals.has(post.personId)) continue;
    const standing = standingOf(requirement, { rows: records.get(post.personId) ?? [], since: post.since, today });
    if (hasPassedAlready(standing)) continue;
    const text = texts.get(post.personId);
    const bars = barsOf(standing, {
      minutesPerHour: requirement.lessonTime.value.minutesPerHour,
      courseTitle: (slug) => titles.get(slug) ?? slug,
      sceneTitle: (slug) => titles.get(slug) ?? slug,
    });
    proposals.set(post.personId, {
      personId: post.personId,
      name: within(post.personId) ? (text?.name ?? "") : maskName(text?.name ?? ""),
      maskedId: text?.maskedId ?? "",
      post: post.title,
      organisation: post.organisationName,
      bars,
    });
  }
  // who is to be elsewhere at that time is not offered, and the list says where
  const places = await elsewhereAt(db, exam, {
    holders: [...proposals.keys()].map((personId) => ({ personId })),
  });
  for (const one of proposals.values()) {
    const where = places.of({ personId: one.personId }, "candidate");
    if (where) one.bars.push(`同一时间有别处：${where}。`);
  }
  return [...proposals.values()].sort(
    (a, b) =>
      a.bars.length - b.bars.length || (a.organisation < b.organisation ? -1 : a.organisation > b.organisation ? 1 : 0),
  );
}

/**
 * Adds candidates; who has a seat keeps it. Each must be eligible at this moment; duties are weighed against them again.
 */
export async function seatCandidates(
  db: Db,
  now: Date,
  officer: Pick<Actor, "accountId">,
  { examId, personIds }: { examId: string; personIds: readonly string[] },
): Promise<Admitted> {
  const exam = await requireExam(db, examId);
  requireListOpen(exam);
  await requireFreeCandidates(db, exam, personIds);
  const eligible = new Set(
    (await proposeCandidates(db, exam, now)).filter(({ bars }) => bars.length === 0).map(({ personId }) => personId),
  );
  const refused = personIds.filter((id) => !eligible.has(id));
  if (refused.length)
    throw new DomainError("invalid", `有 ${refused.length} 人不符合报考条件或已在名单里，名单没有改动。`);
  return admitCandidates(db, now, officer, { exam, personIds: [...new Set(personIds)] });
}
