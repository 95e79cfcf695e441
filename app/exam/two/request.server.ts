import type { Prisma } from "@prisma/client";
import { isSamePerson } from "~/people/identity.server";
import { audit } from "~/platform/audit.server";
import { canonicalJson } from "~/platform/canonical";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { keepUse, type DutyHolder } from "../duty/use.server";
import type { Caller, RequestFacts, RequestKind, RequestRow, Subject } from "./request-kind.server";
import { sealWords } from "./request-seal.server";

// By two and with a reason: the one way in which an exam's one-way acts have their way back. One person asks, another
// (another account and another person) confirms or declines, the asker may withdraw; a request whose subject moved on is
// void. The decision is written first and the deed after it: a deed that was interrupted is done again by the same
// confirmation, so `carryOut` does nothing twice for one request.

export interface Asked extends Subject {
  reason: string;
  words: string;
  facts: RequestFacts;
  /** Whose key seals the words, where they are about one person. */
  aboutPersonId: string | null;
}

export const toRequest = (row: Prisma.ExamRequestGetPayload<object>): RequestRow => ({
  ...row,
  facts: JSON.parse(row.facts) as RequestFacts,
});

const NO_PERSON = "这个账号没有关联到人，证明不了是两个人办的。请先由管理员关联。";

/** Asks; nothing is done yet. Gives the request's id. */
export async function askTwo(db: Db, now: Date, who: Caller, kind: RequestKind, asked: Asked): Promise<string> {
  const { examId, subjectId, reason, words, facts, aboutPersonId } = asked;
  const { personId } = who;
  if (!personId) throw new DomainError("not-proven", NO_PERSON);
  const duty = await kind.requireMay(db, now, who, { examId, subjectId, step: "ask" });
  const state = await kind.stateOf(db, asked);
  const id = newId(now);
  const wordsSealed = sealWords(id, words, aboutPersonId);
  await db.transaction(async (tx) => {
    const requests = tx.for("exam").examRequest;
    const before = await requests.findFirst({ where: { kind: kind.kind, subjectId, outcome: "asked" } });
    if (before && before.state === state)
      throw new DomainError("conflict", "已经有人提出同样的事，等第二人答复。要改，先撤回那一条。");
    if (before) await requests.update({ where: { id: before.id }, data: { outcome: "void", decidedAt: now } });
    await requests.create({
      data: {
        id,
        examId,
        kind: kind.kind,
        subjectId,
        state,
        reason,
        facts: canonicalJson(facts),
        aboutPersonId,
        wordsSealed,
        askedBy: who.accountId,
        askedPersonId: personId,
        askedAt: now,
      },
    });
    if (duty) await keepUse(tx, now, duty, { act: "ask" });
    await note(tx, now, who, "ask", { id, examId, kind: kind.kind, subjectId, reason });
  });
  return id;
}

/**
 * The second person lets it happen. Called again for a request that they or the asker confirmed and that was interrupted,
 * it finishes the deed.
 */
export async function confirmRequest(
  db: Db,
  now: Date,
  who: Caller,
  kinds: readonly RequestKind[],
  { examId, requestId, words = "" }: { examId: string; requestId: string; words?: string },
): Promise<void> {
  const { row, kind } = await requireRequest(db, kinds, examId, requestId);
  if (row.outcome !== "confirmed" || row.doneAt || row.failure) await decide(db, now, who, { row, kind, words });
  else await kind.requireMay(db, now, who, { examId, subjectId: row.subjectId, step: "decide" });
  await finish(db, now, who, { row: (await requireRequest(db, kinds, examId, requestId)).row, kind });
}

async function decide(
  db: Db,
  now: Date,
  who: Caller,
  { row, kind, words }: { row: RequestRow; kind: RequestKind; words: string },
): Promise<void> {
  const duty = await requireSecond(db, now, who, { row, kind });
  if (!(await stands(db, kind, row))) {
    await settle(db, row.id, { outcome: "void", decidedAt: now });
    await note(db, now, who, "void", row);
    throw new DomainError("wrong-state", "提出以后情况变了，这一条已失效，没有执行。需要的话重新提出。");
  }
  await db.transaction(async (tx) => {
    await settle(tx, row.id, {
      outcome: "confirmed",
      decidedBy: who.accountId,
      decidedPersonId: who.personId,
      decidedAt: now,
      answerSealed: sealWords(row.id, words, row.aboutPersonId),
      ...(kind.carryOut ? {} : { doneAt: now }),
    });
    const decided = toRequest(await tx.for("exam").examRequest.findUniqueOrThrow({ where: { id: row.id } }));
    await kind.inDecision?.(tx, now, decided);
    if (duty) await keepUse(tx, now, duty, { act: "decide" });
    await note(tx, now, who, "confirm", row);
  });
}

async function finish(
  db: Db,
  now: Date,
  who: Caller,
  { row, kind }: { row: RequestRow; kind: RequestKind },
): Promise<void> {
  if (!kind.carryOut || row.doneAt) return;
  try {
    await kind.carryOut(db, now, row);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "unavailable") throw error;
    await db.for("exam").examRequest.updateMany({
      where: { id: row.id, doneAt: null, failure: null },
      data: { failure: error.message },
    });
    await audit(db, now, {
      actorId: who.accountId,
      act: "request.finish",
      object: row.id,
      outcome: "failed",
      reason: error.code,
    });
    throw new DomainError(error.code, `两个人都同意了，但没有做成：${error.message}`);
  }
  await db.for("exam").examRequest.updateMany({ where: { id: row.id, doneAt: null }, data: { doneAt: now } });
}

/** The second person says no, with a word why. */
export async function declineRequest(
  db: Db,
  now: Date,
  who: Caller,
  kinds: readonly RequestKind[],
  { examId, requestId, words }: { examId: string; requestId: string; words: string },
): Promise<void> {
  const { row, kind } = await requireRequest(db, kinds, examId, requestId);
  const duty = await requireSecond(db, now, who, { row, kind });
  if (words.trim() === "") throw new DomainError("invalid", "写一句为什么不同意。");
  await db.transaction(async (tx) => {
    await settle(tx, row.id, {
      outcome: "declined",
      decidedBy: who.accountId,
      decidedPersonId: who.personId,
      decidedAt: now,
      answerSealed: sealWords(row.id, words, row.aboutPersonId),
    });
    if (duty) await keepUse(tx, now, duty, { act: "decide" });
    await note(tx, now, who, "decline", row);
  });
}

/** Who asked takes it back, while nobody has decided. */
export async function withdrawRequest(
  db: Db,
  now: Date,
  who: Caller,
  kinds: readonly RequestKind[],
  { examId, requestId }: { examId: string; requestId: string },
): Promise<void> {
  const { row } = await requireRequest(db, kinds, examId, requestId);
  if (row.askedBy !== who.accountId) throw new DomainError("forbidden", "只有提出的人能撤回。");
  await db.transaction(async (tx) => {
    await settle(tx, row.id, {
      outcome: "withdrawn",
      decidedBy: who.accountId,
      decidedPersonId: who.personId,
      decidedAt: now,
    });
    await note(tx, now, who, "withdraw", row);
  });
}

async function requireRequest(db: Db, kinds: readonly RequestKind[], examId: string, id: string) {
  const row = await db.for("exam").examRequest.findFirst({ where: { id, examId } });
  const kind = kinds.find((one) => one.kind === row?.kind);
  if (!row || !kind) throw new DomainError("not-found", "没有这一条。");
  return { row: toRequest(row), kind };
}

const DECIDED: Partial<Record<string, string>> = {
  confirmed: "这一条已经有人同意。",
  declined: "这一条已经有人不同意。",
  withdrawn: "这一条已经撤回。",
  void: "这一条已经失效。",
};
const alreadyDecided = (outcome: string) => new DomainError("wrong-state", DECIDED[outcome] ?? "这一条已经有了结果。");

const SAME_PERSON = "要由另一个人答复：不能是提出的人，换一个账号也不行。";

/** Another account and another person, who may decide this kind; the request waits. */
async function requireSecond(
  db: Db,
  now: Date,
  who: Caller,
  { row, kind }: { row: RequestRow; kind: RequestKind },
): Promise<DutyHolder | null> {
  if (row.outcome !== "asked") throw alreadyDecided(row.outcome);
  const asker = { accountId: row.askedBy, personId: row.askedPersonId };
  const bar = barToDecide(row, who) ?? ((await isSamePerson(db, asker, who)) ? SAME_PERSON : null);
  if (bar) {
    await audit(db, now, {
      actorId: who.accountId,
      act: "request.confirm",
      object: row.id,
      outcome: "refused",
      reason: who.personId ? "same-person" : "no-person",
    });
    throw new DomainError(who.personId ? "forbidden" : "not-proven", bar);
  }
  return kind.requireMay(db, now, who, { examId: row.examId, subjectId: row.subjectId, step: "decide" });
}

/** Why this caller cannot be the second one; null when they can. */
export function barToDecide(row: Pick<RequestRow, "askedBy" | "askedPersonId">, who: Caller): string | null {
  if (!who.personId) return NO_PERSON;
  return row.askedBy === who.accountId || row.askedPersonId === who.personId ? SAME_PERSON : null;
}

/** Whether the subject still is in the state on which it was asked. */
export async function stands(db: Db, kind: RequestKind, row: RequestRow): Promise<boolean> {
  try {
    return (await kind.stateOf(db, row)) === row.state;
  } catch (error) {
    if (error instanceof DomainError && error.code !== "unavailable") return false;
    throw error;
  }
}

/** Once: whoever comes second is told what became of it. */
async function settle(db: Db, id: string, data: Prisma.ExamRequestUpdateManyMutationInput): Promise<void> {
  const { count } = await db.for("exam").examRequest.updateMany({ where: { id, outcome: "asked" }, data });
  if (count === 1) return;
  throw alreadyDecided((await db.for("exam").examRequest.findUniqueOrThrow({ where: { id } })).outcome);
}

const note = (
  db: Db,
  now: Date,
  { accountId }: Caller,
  act: "ask" | "confirm" | "decline" | "withdraw" | "void",
  { id, examId, kind, subjectId, reason }: Pick<RequestRow, "id" | "examId" | "kind" | "subjectId" | "reason">,
): Promise<void> =>
  audit(db, now, {
    actorId: accountId,
    act: `request.${act}`,
    object: id,
    outcome: "done",
    reason,
    facts: { exam: examId, kind, subject: subjectId },
  });
