import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { requireDuty } from "../duty/act.server";
import { requireExam, requireStatus } from "../exam.server";
import type { RequestKind } from "../two/request-kind.server";

// Undoes a seal, by two, before the opening: an opener's code is lost, or an opener cannot come. The papers were read by
// nobody and are deleted as they lie; the next seal makes others under another key. Seats, numbers, check-ins and tickets
// belong to the candidates and stay.

export const UNSEAL_REASONS = {
  "code-lost": "启封码丢了",
  "opener-out": "开卷人不能到场，或不能再担任",
  "list-wrong": "名单或座位要改",
} as const;
export const UNSEAL_REASON_CODES = Object.keys(UNSEAL_REASONS) as [keyof typeof UNSEAL_REASONS];

export const UNSEAL: RequestKind = {
  kind: "unseal",
  title: "撤销封卷",
  async requireMay(db, now, who, { examId, step }) {
    const exam = await requireExam(db, examId);
    return step === "ask" ? requireDuty(db, now, who, { exam, kind: "set" }) : null;
  },
  async stateOf(db, { examId }) {
    const exam = await requireExam(db, examId);
    requireStatus(exam, ["sealed"], exam.status === "planned" ? "试卷没有封存。" : "试卷已经启封，或考试已经取消。");
    return exam.sealedAt!.toISOString();
  },
  async inDecision(tx, now, { examId, id, state, reason, decidedBy }) {
    const room = tx.for("exam");
    const { count } = await room.exam.updateMany({
      where: { id: examId, status: "sealed", sealedAt: new Date(state) },
      data: { status: "planned", sealedAt: null, overlap: "{}" },
    });
    if (count !== 1) throw new DomainError("conflict", "试卷刚刚启封，没有撤销封卷。");
    const papers = await room.paper.deleteMany({ where: { examId } });
    await room.paperKeyWrap.deleteMany({ where: { examId } });
    await room.examCandidate.updateMany({ where: { examId }, data: { paperId: null, sittingId: null } });
    await audit(tx, now, {
      ...{ actorId: decidedBy, act: "paper.unseal", object: examId, outcome: "done", reason },
      facts: { papers: papers.count, request: id },
    });
  },
  reasonWords: (code) => UNSEAL_REASONS[code as keyof typeof UNSEAL_REASONS] ?? "",
  particulars: () => "试卷作废，重新封卷时另出新卷",
  subjects: async (db: Db, examId) => new Map([[examId, (await requireExam(db, examId)).title]]),
};
