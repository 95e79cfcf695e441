import type { Actor } from "~/people/actor.server";
import { allPersonIds, placeOf } from "~/people/belonging.server";
import { postsHeld } from "~/people/posts-held.server";
import { personText } from "~/people/person.server";
import { audit } from "~/platform/audit.server";
import { latestContent } from "~/platform/content-store.server";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { appendRecord } from "~/record/append.server";
import { recordOfMany } from "~/record/query.server";
import { standingOf } from "~/record/standing";
import { loadRules } from "~/rules/load.server";
import { resolveRequirement } from "~/rules/requirement";
import { assignSeats } from "../centre/seating";
import { seatsOf } from "../centre/centre.server";
import { recheckDuties, type DutyChange } from "../duty/recheck.server";
import { elsewhereAt, requireFreeCandidates } from "../duty/elsewhere.server";
import { requireSeatable } from "./seatable.server";
import { requireExam, requireStatus, type ExamRow } from "../exam.server";
import { hasPassedAlready, barsOf } from "./eligibility";

// Proposes candidates from the record and gives them seats. Who is not eligible stands there too, with every reason.

export interface Proposal {
  personId: string;
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
      name: text?.name ?? "",
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
 * Adds candidates and seats everyone anew. Each must be eligible at this moment; duties are weighed against them again.
 */
export async function seatCandidates(
  db: Db,
  now: Date,
  officer: Pick<Actor, "accountId">,
  { examId, personIds }: { examId: string; personIds: readonly string[] },
): Promise<{ seated: number; changes: DutyChange[] }> {
  const exam = await requireExam(db, examId);
  requireStatus(exam, ["planned"], "试卷已经封存，不能再改考生名单。");
  await requireFreeCandidates(db, exam, personIds);
  const eligible = new Set(
    (await proposeCandidates(db, exam, now)).filter(({ bars }) => bars.length === 0).map(({ personId }) => personId),
  );
  const refused = personIds.filter((id) => !eligible.has(id));
  if (refused.length)
    throw new DomainError("invalid", `有 ${refused.length} 人不符合报考条件或已在名单里，名单没有改动。`);
  return { seated: personIds.length, changes: await admitCandidates(db, now, officer, { exam, personIds }) };
}

/** Writes the list and the seats; whether they are eligible was asked before. Gives what became of the duties. */
export async function admitCandidates(
  db: Db,
  now: Date,
  officer: Pick<Actor, "accountId">,
  { exam, personIds }: { exam: ExamRow; personIds: readonly string[] },
): Promise<DutyChange[]> {
  await requireSeatable(db, now, officer, { exam, personIds });
  const rooms = await db.for("exam").examRoom.findMany({ where: { examId: exam.id } });
  const seats = await seatsOf(
    db,
    rooms.map((room) => room.roomId),
  );
  const before = await db
    .for("exam")
    .examCandidate.findMany({ where: { examId: exam.id }, orderBy: { slipNumber: "asc" } });
  // a number once given stays its candidate's: who comes later is counted on from the highest
  const last = Math.max(0, ...before.map((row) => Number(row.slipNumber.split("-").at(-1))));
  const places = await placeOf(db, [...before.map((row) => row.personId), ...personIds]);
  const added = personIds.map((personId, n) => ({
    id: newId(now),
    examId: exam.id,
    personId,
    slipNumber: slipNumber(exam, last + n + 1),
    createdAt: now,
  }));
  const everyone = [...before, ...added];
  if (everyone.length > seats.length)
    throw new DomainError("invalid", `座位不够：${everyone.length} 名考生，所选考场只有 ${seats.length} 个座位。`);
  const plan = assignSeats(
    everyone.map(({ id, personId }) => ({ id, organisationId: places.get(personId)?.organisationId ?? null })),
    seats,
    exam.id,
  );
  const seatById = new Map(seats.map((seat) => [seat.id, seat]));
  await db.transaction(async (tx) => {
    const table = tx.for("exam").examCandidate;
    await table.createMany({ data: added });
    await table.updateMany({ where: { examId: exam.id }, data: { seatId: null, roomId: null } });
    for (const { id } of everyone) {
      const seat = seatById.get(plan.get(id)!)!;
      await table.update({ where: { id }, data: { seatId: seat.id, roomId: seat.roomId } });
    }
    await appendRecord(
      tx,
      now,
      added.map((row) => ({
        personId: row.personId,
        kind: "milestone" as const,
        subject: exam.subject,
        objectKind: "exam",
        objectVersion: exam.id,
        from: now,
        to: now,
        outcome: "seated",
        proofClass: "server-measured" as const,
        source: `exam-seated:${row.id}`,
      })),
    );
    await audit(tx, now, {
      actorId: officer.accountId,
      act: "exam.seat",
      object: exam.id,
      outcome: "done",
      facts: { added: added.length, seated: everyone.length },
    });
  });
  return recheckDuties(db, now, { exam, moment: "seat", askedBy: officer.accountId });
}

const slipNumber = (exam: ExamRow, n: number): string =>
  `${toDay(exam.startsAt).replaceAll("-", "")}-${exam.id.slice(-4).toUpperCase()}-${String(n).padStart(3, "0")}`;

export async function removeCandidate(
  db: Db,
  now: Date,
  officer: Pick<Actor, "accountId">,
  { examId, candidateId }: { examId: string; candidateId: string },
): Promise<DutyChange[]> {
  const exam = await requireExam(db, examId);
  requireStatus(exam, ["planned"], "试卷已经封存，不能再改考生名单。");
  await db.transaction(async (tx) => {
    const { count } = await tx.for("exam").examCandidate.deleteMany({ where: { id: candidateId, examId } });
    if (count !== 1) throw new DomainError("not-found", "本场名单里没有这名考生，没有去掉谁。");
    await audit(tx, now, { actorId: officer.accountId, act: "exam.unseat", object: candidateId, outcome: "done" });
  });
  return recheckDuties(db, now, { exam, moment: "seat", askedBy: officer.accountId });
}
