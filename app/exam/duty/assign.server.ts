import { randomBytes } from "node:crypto";
import type { Actor } from "~/people/actor.server";
import { identitiesOf } from "~/people/identity.server";
import { personText } from "~/people/person.server";
import type { Role } from "~/people/roles";
import { staffWithRole } from "~/people/belonging.server";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { requireExam, requireStatus, type ExamRow } from "../exam.server";
import { openerPublicKey } from "../paper/key-wrap.server";
import { toCode } from "../paper/secret-code";
import { askSeparation, requireSeparation } from "../separation/check.server";
import { conflictSentence, conflictWith } from "../separation/conflicts";
import { addOverride } from "../separation/override.server";
import type { DutyKind } from "../separation/separation";
import { requireFreeInvigilator } from "./elsewhere.server";
import { usesIn } from "./use.server";

// Duties of an exam: assigned under L2, accepted by the person, countersigned by a second person where separation could
// not be proven. An opener's code is made at acceptance, shown once, and kept nowhere.

/** The role one must hold to be given a duty. */
export const ROLE_FOR: Record<DutyKind, Role> = {
  set: "exam-officer",
  review: "item-reviewer",
  open: "opener",
  invigilate: "invigilator",
  assess: "assessor",
  inspect: "inspector",
  release: "release",
};

export interface NewDuty {
  examId: string;
  kind: DutyKind;
  personId: string;
  accountId: string;
  roomId: string | null;
}
type Doer = Pick<Actor, "accountId">;

export const candidatesFor = async (db: Db, examId: string, roomId: string | null): Promise<string[]> =>
  (
    await db
      .for("exam")
      .examCandidate.findMany({ where: { examId, ...(roomId ? { roomId } : {}) }, select: { personId: true } })
  ).map((row) => row.personId);

export const liveDuties = (db: Db, examId: string) =>
  db.for("exam").examDuty.findMany({ where: { examId, endedAt: null }, orderBy: { assignedAt: "asc" } });

export async function requireLiveDuty(db: Db, examId: string, dutyId: string) {
  const duty = await db.for("exam").examDuty.findFirst({ where: { id: dutyId, examId, endedAt: null } });
  if (!duty) throw new DomainError("not-found", "本场没有这项任务。");
  return duty;
}

/** Assigns; throws the refusing fact. Gives the duty and whether separation stays unproven. */
export async function assignDuty(
  db: Db,
  now: Date,
  officer: Doer,
  duty: NewDuty,
): Promise<{ dutyId: string; unproven: string | null }> {
  const exam = await requireExam(db, duty.examId);
  requireStatus(exam, ["planned", "sealed", "opened", "closed", "marked"], "这场考试已经了结，不能再派任务。");
  if (exam.status !== "planned" && (duty.kind === "set" || duty.kind === "open"))
    throw new DomainError("wrong-state", "试卷已经封存，命题人和开卷人不能再改。");
  await requireRole(db, now, duty);
  await requireNoConflict(db, exam, duty);
  await requireFreeInvigilator(db, exam, duty);
  const { verdict, sentence } = await requireSeparation(db, now, {
    examId: exam.id,
    subject: exam.subject,
    rules: exam.rules,
    duty: duty.kind,
    accountId: duty.accountId,
    personId: duty.personId,
    candidateIds: await candidatesFor(db, exam.id, duty.roomId),
    moment: "assign",
    askedBy: officer.accountId,
  });
  const unproven = verdict.outcome === "unproven";
  const dutyId = newId(now);
  await db.for("exam").examDuty.create({
    data: {
      id: dutyId,
      ...duty,
      assignedBy: officer.accountId,
      assignedAt: now,
      unproven,
      ...(unproven && { unprovenAt: now, overridesNeeded: verdict.overridesNeeded }),
    },
  });
  await audit(db, now, {
    actorId: officer.accountId,
    act: "duty.assign",
    object: dutyId,
    outcome: "done",
    facts: { exam: exam.id, kind: duty.kind, unproven },
  });
  return { dutyId, unproven: unproven ? sentence : null };
}

async function requireRole(db: Db, now: Date, { kind, accountId, personId, roomId, examId }: NewDuty): Promise<void> {
  const staff = await staffWithRole(db, ROLE_FOR[kind], now);
  if (!staff.some((one) => one.accountId === accountId && one.personId === personId))
    throw new DomainError("invalid", "此人没有承担这项任务的角色。");
  if ((kind === "invigilate") !== (roomId !== null))
    throw new DomainError("invalid", "监考员要指定考场，其他任务不分考场。");
  if (roomId && !(await db.for("exam").examRoom.findUnique({ where: { examId_roomId: { examId, roomId } } })))
    throw new DomainError("invalid", "这个考场不在本场考试里。");
}

async function requireNoConflict(db: Db, exam: ExamRow, wanted: NewDuty): Promise<void> {
  const { kind, personId, roomId } = wanted;
  const live = await liveDuties(db, exam.id);
  const who = await identitiesOf(db, [wanted, ...live]);
  const own = live.filter((duty) => who.same(duty, wanted));
  if (own.some((duty) => duty.kind === kind && duty.roomId === roomId))
    throw new DomainError("conflict", "此人已有这项任务。");
  const acted = (await usesIn(db, exam.id, [wanted])).filter((use) => use.isOf(wanted)).map((use) => use.kind);
  const done = conflictWith(kind, acted);
  const held = conflictWith(
    kind,
    own.map((duty) => duty.kind as DutyKind),
  );
  if (!done && !held) return;
  throw new DomainError(
    "separation",
    conflictSentence(kind, { kind: (done ?? held)!, done: done !== null }, await nameOf(db, personId)),
  );
}

const nameOf = async (db: Db, personId: string): Promise<string> =>
  (await personText(db, [personId])).get(personId)?.name ?? "此人";

/** What an unproven duty waits for. */
export const waitsFor = ({ overridesNeeded }: { overridesNeeded: number }): string =>
  `考培分离无法证明，要先由${overridesNeeded > 1 ? "两人" : "第二人"}会签。`;

/** What has become known since the duty was given: another place at that time, or a fact of separation. */
async function requireStillFit(
  db: Db,
  now: Date,
  actor: Doer,
  duty: Awaited<ReturnType<typeof requireLiveDuty>>,
): Promise<void> {
  const exam = await requireExam(db, duty.examId);
  await requireFreeInvigilator(db, exam, duty);
  const { verdict, sentence } = await requireSeparation(db, now, {
    examId: exam.id,
    subject: exam.subject,
    rules: exam.rules,
    duty: duty.kind as DutyKind,
    accountId: duty.accountId,
    personId: duty.personId,
    candidateIds: await candidatesFor(db, exam.id, duty.roomId),
    moment: "accept",
    askedBy: actor.accountId,
  });
  if (verdict.outcome === "unproven" && !duty.unproven)
    throw new DomainError("not-proven", `${sentence}请考务人员重派，或由别人会签。`);
}

/** Takes the duty on. Openers get their code here, and only here. */
export async function acceptDuty(db: Db, now: Date, actor: Doer, dutyId: string): Promise<{ code: string | null }> {
  const duty = await db.for("exam").examDuty.findUnique({ where: { id: dutyId } });
  if (duty && duty.accountId !== actor.accountId)
    await audit(db, now, {
      actorId: actor.accountId,
      act: "duty.accept",
      object: dutyId,
      outcome: "refused",
      reason: "not-own",
    });
  if (!duty || duty.endedAt || duty.accountId !== actor.accountId)
    throw new DomainError("not-found", "没有派给您的这项任务。");
  if (duty.acceptedAt) throw new DomainError("wrong-state", "这项任务您已经接受。");
  if (duty.unproven && !duty.countersignedBy) throw new DomainError("not-proven", waitsFor(duty));
  await requireStillFit(db, now, actor, duty);
  const code = duty.kind === "open" ? toCode(randomBytes(16)) : null;
  const claimed = await db.for("exam").examDuty.updateMany({
    where: { id: dutyId, acceptedAt: null },
    data: { acceptedAt: now, ...(code && { publicKey: openerPublicKey(code, duty.examId) }) },
  });
  if (claimed.count !== 1) throw new DomainError("wrong-state", "这项任务您已经接受。");
  await audit(db, now, {
    actorId: actor.accountId,
    act: "duty.accept",
    object: dutyId,
    outcome: "done",
    facts: { exam: duty.examId, kind: duty.kind },
  });
  return { code };
}

/**
 * Another person, neither the assigner nor the one assigned, lets an unproven duty stand, with a reason. Never a refused
 * one. Gives how many more are wanted.
 */
export async function countersignDuty(
  db: Db,
  now: Date,
  actor: Pick<Actor, "accountId" | "personId">,
  { examId, dutyId, reason }: { examId: string; dutyId: string; reason: string },
): Promise<{ wanting: number }> {
  const duty = await requireLiveDuty(db, examId, dutyId);
  if (!duty.unproven || duty.countersignedBy) throw new DomainError("wrong-state", "这项任务不需要会签。");
  const exam = await requireExam(db, duty.examId);
  const answer = await askSeparation(db, now, {
    examId: exam.id,
    subject: exam.subject,
    rules: exam.rules,
    duty: duty.kind as DutyKind,
    accountId: duty.accountId,
    personId: duty.personId,
    candidateIds: await candidatesFor(db, exam.id, duty.roomId),
    moment: "countersign",
    askedBy: actor.accountId,
  });
  if (answer.verdict.outcome === "refused") throw new DomainError("separation", answer.sentence);
  return addOverride(db, now, actor, { duty, reason });
}
