import type { Actor } from "~/people/actor.server";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { keys } from "~/platform/keys.server";
import { takeAllowance } from "~/platform/rate-limit.server";
import { requireDuty } from "../duty/act.server";
import { requireExam, requireStatus, type ExamRow } from "../exam.server";
import type { ExamStatus } from "../exam-status";
import { journal } from "../journal-access.server";
import type { AskedEvent } from "../journal/event-schema";
import { requireSeparation } from "../separation/check.server";
import { candidatesFor } from "../duty/assign.server";
import { keepUse } from "../duty/use.server";
import { isOpenersCode, unwrapWithPair } from "./key-wrap.server";
import { readCode } from "./secret-code";

// Opens the sealed papers: two openers at one desk, each with the code that only they were shown. From then until the
// results are out the key lies wrapped by the server's own key; every candidate's sitting begins in the journal.

export const HELD = "paper-key";
export const heldContext = (examId: string) => `paper-key-held:${examId}`;

const NOT_SEALED: Partial<Record<ExamStatus, string>> = {
  planned: "试卷还没有封存。",
  cancelled: "这场考试已经取消，不再启封。",
};

/** The papers' key while the server holds it. Throws before the opening and after the release. */
export function heldKey(exam: Pick<ExamRow, "id" | "keyHeld">): Buffer {
  if (!exam.keyHeld) throw new DomainError("sealed", "试卷还封着。");
  return keys().unsealBytes(HELD, exam.keyHeld, heldContext(exam.id));
}

export const opensAt = (exam: Pick<ExamRow, "startsAt" | "rules">): Date =>
  new Date(exam.startsAt.getTime() - exam.rules.examDay.value.openMinutesBefore * 60_000);

/** `codes`: the caller's own first, then the second opener's. */
export async function openPapers(
  db: Db,
  now: Date,
  actor: Pick<Actor, "accountId" | "personId">,
  { examId, codes }: { examId: string; codes: readonly [string, string] },
): Promise<void> {
  const exam = await requireExam(db, examId);
  requireStatus(exam, ["sealed"], NOT_SEALED[exam.status] ?? "试卷已经启封。");
  const own = await requireDuty(db, now, actor, { exam, kind: "open" });
  if (now < opensAt(exam)) return refuse(db, now, { actor, exam, reason: "too-early", sentence: "还没有到启封时间。" });
  const openers = await db
    .for("exam")
    .examDuty.findMany({ where: { examId, kind: "open", endedAt: null, publicKey: { not: null } } });
  const [mine, theirs] = codes.map((code) => readCode(code));
  const second = openers.find((duty) => duty.id !== own.id && theirs && isOpenersCode(theirs, examId, duty.publicKey!));
  if (!mine || !theirs || !second || !isOpenersCode(mine, examId, own.publicKey!)) {
    // The codes are 128 bits each, which nobody guesses: right ones always open, and one opener's errors never stop the
    // other.
    if (!takeAllowance(`paper.open:${examId}:${actor.accountId}`, { limit: 20, seconds: 600, now }))
      throw new DomainError("too-many", "启封码不对，而且错得太多。请对照启封码单慢慢输，对的随时能启封。");
    return refuse(db, now, {
      actor,
      exam,
      reason: "wrong-code",
      sentence: "启封码不对，没有启封。启封要两名开卷人各自的启封码。",
    });
  }
  await requireSeparation(db, now, {
    examId,
    subject: exam.subject,
    rules: exam.rules,
    duty: "open",
    accountId: second.accountId,
    personId: second.personId,
    candidateIds: await candidatesFor(db, examId, null),
    moment: "act",
    askedBy: second.accountId,
  });
  const wraps = await db.for("exam").paperKeyWrap.findMany({ where: { examId } });
  const wrap = wraps.find(({ dutyA, dutyB }) => [dutyA, dutyB].sort().join() === [own.id, second.id].sort().join());
  const key = wrap && unwrapWithPair(wrap, { [own.id]: mine, [second.id]: theirs }, examId);
  if (!key) return refuse(db, now, { actor, exam, reason: "no-key", sentence: "这两名开卷人打不开本场试卷。" });
  await openSittings(db, exam);
  const held = keys().seal(HELD, key, heldContext(examId));
  await db.transaction(async (tx) => {
    // Both openers may press at one moment: it is opened once, and whoever came second finds it open.
    const { count } = await tx.for("exam").exam.updateMany({
      where: { id: examId, status: "sealed" },
      data: { status: "opened", openedAt: now, keyHeld: held },
    });
    if (count !== 1) return;
    for (const duty of [own, second]) await keepUse(tx, now, duty, { act: "open" });
    await audit(tx, now, {
      actorId: actor.accountId,
      act: "paper.open",
      object: examId,
      outcome: "done",
      facts: { openers: [own.id, second.id] },
    });
  });
}

async function refuse(
  db: Db,
  now: Date,
  {
    actor,
    exam,
    reason,
    sentence,
  }: { actor: Pick<Actor, "accountId">; exam: ExamRow; reason: string; sentence: string },
): Promise<never> {
  await audit(db, now, { actorId: actor.accountId, act: "paper.open", object: exam.id, outcome: "refused", reason });
  throw new DomainError(reason === "too-early" ? "wrong-state" : "forbidden", sentence);
}

/** Each sitting begins with its `open` event; asked again after a lost answer, nothing is added. */
async function openSittings(db: Db, exam: ExamRow): Promise<void> {
  const candidates = await db
    .for("exam")
    .examCandidate.findMany({ where: { examId: exam.id, paperId: { not: null } } });
  const events = candidates.map((row): AskedEvent => ({
    id: `open-${row.sittingId}`,
    sittingId: row.sittingId!,
    examId: exam.id,
    kind: "open",
    body: {
      candidate: row.personId,
      paper: row.paperId!,
      seat: row.seatId!,
      room: row.roomId!,
      latestEntry: exam.latestEntryAt.toISOString(),
      durationMs: exam.minutes * 60_000,
      personalEnd: null,
    },
  }));
  const { written, outcomes } = await journal().append({ events, mode: "all" });
  if (!written)
    throw new DomainError("unavailable", "考试记录没有写入，试卷没有启封。", {
      refused: outcomes.filter((one) => !one.ok).length,
    });
}
