import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { personText } from "~/people/person.server";
import { requireDuty } from "../duty/act.server";
import type { DutyHolder } from "../duty/use.server";
import { requireExam, type ExamRow } from "../exam.server";
import type { ExamStatus } from "../exam-status";
import { journal } from "../journal-access.server";
import type { AskedEvent } from "../journal/event-schema";
import { foldSitting } from "../journal/fold";
import { refusalOf, type RefusalCode } from "../journal/legality";
import type { SittingState } from "../journal/sitting-state";
import type { Caller, RequestKind, RequestRow } from "../two/request-kind.server";
import { actReasonWords } from "./act-reasons";

// What two persons may do to a sitting that has ended: let it go on with so many minutes (minutes after the end are the
// same), and let late answers count under a recorded incident. Both are events of the journal, named by the request.

const REFUSALS: Partial<Record<RefusalCode, string>> = {
  "not-ended": "这名考生还没有结束：还在考的，直接加时。",
  "one-signer": "要由两个人办。",
  "unknown-incident": "没有这条异常记录。",
  "incident-elsewhere": "这条异常没有盖住考试结束的那一刻，不能算进晚到的答案。",
  "no-such-late": "这些答案不能算进去：不是到时以后才送到的，已经算进去了，或者异常过去很久才送到。",
};

async function requireSubject(db: Db, examId: string, candidateId: string) {
  const exam = await requireExam(db, examId);
  const candidate = await db.for("exam").examCandidate.findFirst({ where: { id: candidateId, examId } });
  const view = candidate?.sittingId ? await journal().sitting(candidate.sittingId) : null;
  const state = view && foldSitting(view.events);
  if (!candidate || !state) throw new DomainError("not-found", "这名考生没有作答记录。");
  return { exam, candidate, state };
}

/** The room's invigilator, or who planned the exam: each under their own duty. */
async function requireMay(
  db: Db,
  now: Date,
  who: Caller,
  { examId, subjectId }: { examId: string; subjectId: string },
): Promise<DutyHolder> {
  const { exam, candidate } = await requireSubject(db, examId, subjectId);
  const roomId = candidate.roomId;
  const here = await db.for("exam").examDuty.findFirst({
    where: { examId, kind: "invigilate", accountId: who.accountId, endedAt: null, ...(roomId ? { roomId } : {}) },
  });
  const setter = await db.for("exam").examDuty.findFirst({
    where: { examId, kind: "set", accountId: who.accountId, endedAt: null },
  });
  const candidateIds = [candidate.personId];
  return !here && setter
    ? requireDuty(db, now, who, { exam, kind: "set", candidateIds })
    : requireDuty(db, now, who, { exam, kind: "invigilate", roomId, candidateIds });
}

async function subjects(db: Db, examId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.for("exam").examCandidate.findMany({ where: { examId, id: { in: [...ids] } } });
  const texts = await personText(
    db,
    rows.map((row) => row.personId),
  );
  return new Map(rows.map((row) => [row.id, `${row.slipNumber} ${texts.get(row.personId)?.name ?? ""}`.trim()]));
}

async function write(event: AskedEvent): Promise<void> {
  const {
    outcomes: [outcome],
  } = await journal().append({ events: [event], mode: "all" });
  if (outcome && !outcome.ok) throw new DomainError("wrong-state", REFUSALS[outcome.code] ?? "现在不能这样做。");
}

const signers = ({ askedBy, decidedBy }: RequestRow): [string, string] => [askedBy, decidedBy!];

/** Back to an earlier state of the exam, where it was in one of those; the audit says so. */
async function stepBack(
  tx: Db,
  now: Date,
  { examId, decidedBy }: RequestRow,
  { from, to, act }: { from: ExamStatus; to: ExamStatus; act: "exam.reopen" | "exam.remark" },
): Promise<void> {
  const data = { status: to, ...(to === "opened" ? { closedAt: null } : { markedAt: null }) };
  const { count } = await tx.for("exam").exam.updateMany({ where: { id: examId, status: from }, data });
  if (count > 0) await audit(tx, now, { actorId: decidedBy, act, object: examId, outcome: "done" });
}

export const reopenSitting: RequestKind = {
  kind: "reopen",
  title: "重开作答",
  requireMay,
  stateOf: async (db, { examId, subjectId }) => {
    const { exam, state } = await requireSubject(db, examId, subjectId);
    requireStanding(exam, ["opened", "closed"], "已经阅卷或发布成绩，不能再重开作答。对成绩有异议，走复核。");
    if (state.status !== "ended") throw new DomainError("wrong-state", REFUSALS["not-ended"]!);
    return `end:${state.ends.length}`;
  },
  inDecision: (tx, now, request) => stepBack(tx, now, request, { from: "closed", to: "opened", act: "exam.reopen" }),
  carryOut: async (db, _now, request) => {
    const { state } = await requireSubject(db, request.examId, request.subjectId);
    await write({
      id: `reopen-${request.id}`,
      sittingId: state.sittingId,
      examId: request.examId,
      kind: "reopen",
      body: { minutes: Number(request.facts.minutes), reason: request.reason, by: signers(request) },
    });
  },
  reasonWords: actReasonWords,
  particulars: ({ minutes }) => `还考 ${String(minutes)} 分钟，考生继续时才开始计时`,
  subjects,
};

export const admitLate: RequestKind = {
  kind: "admit",
  title: "算进晚到的答案",
  requireMay,
  stateOf: async (db, { examId, subjectId, facts }) => {
    const { exam, state } = await requireSubject(db, examId, subjectId);
    requireStanding(exam, ["opened", "closed", "marked"], "成绩已经发布，不能再算进答案。对成绩有异议，走复核。");
    const refusal = refusalOf(state, admitEvent(state, { facts, reason: "trial", by: ["a", "b"] }, "trial"), 0);
    if (refusal) throw new DomainError("wrong-state", REFUSALS[refusal] ?? "现在不能这样做。");
    return `late:${String(facts.incident)}:${seqsOf(facts).join(",")}`;
  },
  // What was marked without these answers is marked again before anything is published.
  inDecision: (tx, now, request) => stepBack(tx, now, request, { from: "marked", to: "closed", act: "exam.remark" }),
  carryOut: async (db, _now, request) => {
    const { state } = await requireSubject(db, request.examId, request.subjectId);
    await write(admitEvent(state, { ...request, by: signers(request) }, `admit-${request.id}`));
  },
  reasonWords: actReasonWords,
  particulars: ({ items }) =>
    `第 ${(items as readonly number[]).map((item) => item + 1).join("、")} 题，共 ${(items as readonly number[]).length} 处`,
  subjects,
};

export const SITTING_REQUESTS: readonly RequestKind[] = [reopenSitting, admitLate];

function requireStanding(exam: ExamRow, wanted: readonly ExamStatus[], sentence: string): void {
  if (!wanted.includes(exam.status)) throw new DomainError("wrong-state", sentence);
}

const seqsOf = (facts: RequestRow["facts"]): number[] => (facts.seqs as readonly number[]).map(Number);

const admitEvent = (
  { sittingId, examId }: SittingState,
  { facts, reason, by }: Pick<RequestRow, "facts" | "reason"> & { by: [string, string] },
  id: string,
) => ({
  id,
  sittingId,
  examId,
  kind: "admit" as const,
  body: { incident: String(facts.incident), seqs: seqsOf(facts), by, reason },
});
