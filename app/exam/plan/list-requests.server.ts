import { personText } from "~/people/person.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { requireExam, requireStatus } from "../exam.server";
import { UNSEAL } from "../paper/unseal.server";
import type { RequestKind } from "../two/request-kind.server";
import { putBack, takeOff, TOO_LATE } from "./withdraw.server";
import { withdrawWords, type WithdrawReason } from "./withdraw-reasons";

// What changes the list of a sealed exam goes by two: taking a candidate off with his seat and paper, and putting him
// back to both.

const requireSealed = async (db: Db, examId: string) => {
  const exam = await requireExam(db, examId);
  requireStatus(exam, ["sealed"], exam.status === "planned" ? "试卷没有封存，直接改就可以。" : TOO_LATE);
};

/** Candidates on the list or taken off it, by id: number and name. */
async function candidateNames(db: Db, examId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const some = { examId, OR: [{ id: { in: [...ids] } }] };
  const on = await db.for("exam").examCandidate.findMany({ where: some });
  const gone = await db
    .for("exam")
    .examWithdrawal.findMany({ where: { examId, candidateId: { in: [...ids] }, kind: "off" } });
  const rows = [...gone.map((row) => ({ ...row, id: row.candidateId })), ...on];
  const texts = await personText(
    db,
    rows.map((row) => row.personId),
  );
  return new Map(rows.map((row) => [row.id, `${row.slipNumber} ${texts.get(row.personId)?.name ?? ""}`]));
}

const shared = {
  requireMay: async () => null,
  reasonWords: withdrawWords,
  subjects: candidateNames,
} satisfies Partial<RequestKind>;

export const TAKE_OFF: RequestKind = {
  ...shared,
  kind: "take-off",
  title: "从名单里去掉考生",
  async stateOf(db, { examId, subjectId }) {
    await requireSealed(db, examId);
    const row = await db.for("exam").examCandidate.findFirst({ where: { id: subjectId, examId } });
    if (!row) throw new DomainError("not-found", "本场名单里没有这名考生。");
    if (row.checkedInAt)
      throw new DomainError("wrong-state", "这名考生已经签到。先由监考员在签到页撤销签到，再从名单里去掉。");
    return `${row.seatId}/${row.paperId}`;
  },
  async inDecision(tx, now, { id, examId, subjectId, reason, decidedBy }) {
    await takeOff(
      tx,
      now,
      { accountId: decidedBy! },
      { examId, candidateId: subjectId, reason: reason as WithdrawReason, requestId: id },
    );
  },
  particulars: () => "准考证作废，座位和试卷收回，其他人不动",
};

export const PUT_BACK: RequestKind = {
  ...shared,
  kind: "put-back",
  title: "放回考生",
  async stateOf(db, { examId, subjectId }) {
    await requireSealed(db, examId);
    const last = await db
      .for("exam")
      .examWithdrawal.findFirst({ where: { examId, candidateId: subjectId }, orderBy: { id: "desc" } });
    if (last?.kind !== "off") throw new DomainError("wrong-state", "这名考生不在已去掉的人里。");
    return last.id;
  },
  async inDecision(tx, now, { id, examId, subjectId, decidedBy }) {
    await putBack(tx, now, { accountId: decidedBy! }, { examId, candidateId: subjectId, requestId: id });
  },
  particulars: () => "原来的准考证号、试卷，座位空着就坐原处",
};

export const LIST_REQUESTS: readonly RequestKind[] = [TAKE_OFF, PUT_BACK, UNSEAL];
