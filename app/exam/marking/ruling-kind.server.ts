import type { Actor } from "~/people/actor.server";
import { mayDo } from "~/people/policies";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { allCentres } from "../centre/centre.server";
import { requireDuty } from "../duty/act.server";
import { requireExam, requireStatus } from "../exam.server";
import { journal } from "../journal-access.server";
import type { DutyKind } from "../separation/separation";
import type { Caller, RequestKind, RequestRow, Subject } from "../two/request-kind.server";
import { askTwo } from "../two/request.server";
import { holdsPrint, type Hold } from "./holds";
import { correctRecord } from "./result-record.server";
import { RULE_RESULT, ruledIn } from "./ruled.server";
import { parseChoice, requireFits, RULING_WORDS, rulingOf, rulingReasonWords } from "./ruling";

// Two persons rule on a result: whoever marks, inspects or releases the exam, under their own duty, so that separation is
// asked of them for this candidate. Who reported what is ruled on does not rule; a ruling is undone by the same way, and
// the one who confirms the undoing had no part in it.

/** Done with the record's row that a correction takes the place of, in the same transaction: no certificate outlives it. */
export type Annul = (tx: Db, now: Date, annulled: { recordRow: string; byAccount: string }) => Promise<void>;

const RULERS: readonly DutyKind[] = ["assess", "inspect", "release"];

const rulerDuty = (db: Db, examId: string, accountId: string) =>
  db.for("exam").examDuty.findFirst({
    where: { examId, accountId, kind: { in: [...RULERS] }, endedAt: null, acceptedAt: { not: null } },
    orderBy: { id: "asc" },
  });

export const mayRuleIn = async (db: Db, examId: string, actor: Pick<Actor, "accountId" | "grants">): Promise<boolean> =>
  mayDo("result.rule", actor) && (await rulerDuty(db, examId, actor.accountId)) !== null;

/** Who reads the day and what is held: who rules on it, and the office that answers for the exam. */
export const mayReadDay = async (
  db: Db,
  examId: string,
  actor: Pick<Actor, "accountId" | "grants">,
): Promise<boolean> => actor.grants.some(({ role }) => role === "exam-officer") || (await mayRuleIn(db, examId, actor));

/** The caller's own duty among those that rule. */
export async function requireRuler(
  db: Db,
  now: Date,
  who: Caller,
  { examId, candidateIds }: { examId: string; candidateIds?: string[] },
) {
  const exam = await requireExam(db, examId);
  const held = await rulerDuty(db, examId, who.accountId);
  if (!held) throw new DomainError("forbidden", "只有本场的阅卷人、巡考和发布人能提出或答复。");
  return requireDuty(db, now, who, {
    exam,
    kind: held.kind as DutyKind,
    ...(candidateIds ? { candidateIds } : {}),
  });
}

export const ruleResult = (annul: Annul): RequestKind => ({
  kind: RULE_RESULT,
  title: "成绩认定",
  requireMay: async (db, now, who, { examId, subjectId, step }) => {
    const result = await requireResult(db, { examId, subjectId });
    const duty = await requireRuler(db, now, who, { examId, candidateIds: [result.personId] });
    await requireNoPart(db, who, { result, step });
    return duty;
  },
  stateOf: async (db, on) => {
    const { holds, standing, releasedAt } = await requireResult(db, on);
    return [holdsPrint(JSON.parse(holds) as Hold[]), standing, releasedAt ? "released" : ""].join("|");
  },
  inDecision: (tx, now, request) => apply(tx, now, request, annul),
  reasonWords: rulingReasonWords,
  particulars: ({ ruling }) => RULING_WORDS[ruling as keyof typeof RULING_WORDS] ?? "",
  subjects: async (db, examId, ids) =>
    new Map(
      (
        await db.for("exam").examCandidate.findMany({
          where: { examId, id: { in: [...ids] } },
          select: { id: true, slipNumber: true },
        })
      ).map(({ id, slipNumber }) => [id, `准考证号 ${slipNumber}`]),
    ),
});

async function requireResult(db: Db, { examId, subjectId }: Subject) {
  requireStatus(await requireExam(db, examId), ["marked", "released"], "阅卷以后才能认定成绩。");
  const result = await db.for("exam").examResult.findFirst({ where: { examId, candidateId: subjectId } });
  if (!result) throw new DomainError("not-found", "没有这名考生的成绩。");
  return result;
}

async function requireNoPart(
  db: Db,
  who: Caller,
  {
    result,
    step,
  }: { result: { examId: string; candidateId: string; personId: string; holds: string }; step: "ask" | "decide" },
): Promise<void> {
  const { examId, candidateId } = result;
  if (result.personId === who.personId) throw new DomainError("forbidden", "不能认定自己的成绩。");
  const candidate = await db.for("exam").examCandidate.findUnique({ where: { id: candidateId } });
  const numbers = new Set((JSON.parse(result.holds) as Hold[]).flatMap(({ events }) => events));
  const view = candidate?.sittingId ? await journal().sitting(candidate.sittingId) : null;
  const reported = view?.events.some(
    ({ eventNumber, body }) => numbers.has(eventNumber) && (body as { by?: unknown }).by === who.accountId,
  );
  if (reported) throw new DomainError("forbidden", "这件事是您在考场记下的，要由别人认定。");
  const before = (await ruledIn(db, examId, candidateId)).get(candidateId);
  if (step === "decide" && before?.by.includes(who.personId ?? ""))
    throw new DomainError("forbidden", "上一次认定是您参加的，改认定要由没有参加的人同意。");
}

async function apply(tx: Db, now: Date, request: RequestRow, annul: Annul): Promise<void> {
  const { examId, subjectId: candidateId } = request;
  const standing = rulingOf(request.reason)!;
  const row = await tx.for("exam").examResult.update({ where: { candidateId }, data: { standing } });
  if (row.releasedAt === null) return;
  const exam = await requireExam(tx, examId);
  const provider = (await allCentres(tx)).find(({ id }) => id === exam.centreId)?.organisationId ?? "";
  const recordRow = await correctRecord(tx, now, { exam, row, provider, requestId: request.id });
  if (recordRow) await annul(tx, now, { recordRow, byAccount: request.decidedBy ?? "" });
}

/** Asks for a ruling on one candidate's result, with its reason and a sentence of facts. */
export async function askRuling(
  db: Db,
  now: Date,
  who: Caller,
  kind: RequestKind,
  { examId, candidateId, choice, words }: { examId: string; candidateId: string; choice: string; words: string },
): Promise<void> {
  const { ruling, reason } = parseChoice(choice);
  if (words.trim() === "") throw new DomainError("invalid", "写明认定的事实和依据。");
  const result = await requireResult(db, { examId, subjectId: candidateId });
  const holds = JSON.parse(result.holds) as Hold[];
  requireFits(holds, ruling, reason);
  if (!result.attended && ruling === "void")
    throw new DomainError("invalid", "没有作答的考生没有成绩可以取消，认定缺考有效或安排重考。");
  await askTwo(db, now, who, kind, {
    examId,
    subjectId: candidateId,
    reason,
    words: words.trim(),
    facts: { ruling, print: holdsPrint(holds) },
    aboutPersonId: result.personId,
  });
}
