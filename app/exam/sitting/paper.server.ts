import { ShownQuestion } from "#content/schema/shown-question";
import { personText } from "~/people/person.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { unseal } from "~/platform/seal.server";
import { requireExam } from "../exam.server";
import { journal } from "../journal-access.server";
import { foldSitting } from "../journal/fold";
import type { ReceiptProof } from "../journal/journal-port";
import { admissionOf, type SeatCredential } from "../journal/lease";
import { heldKey } from "../paper/opening.server";
import { shownContext } from "../paper/papers.server";

// What a seat may read: who sits where before the start; the paper, without its key, from the start to the end.

export interface SeatFacts {
  examTitle: string;
  candidate: string;
  maskedId: string;
  seat: string;
  room: string;
  startsAt: string;
  minutes: number;
  status: string;
}
export interface SeatPaper {
  paperId: string;
  questions: ShownQuestion[];
}

async function admitted(db: Db, credential: SeatCredential) {
  const view = await journal().sitting(credential.sittingId);
  const state = view && foldSitting(view.events);
  const admission = admissionOf(state, credential);
  if (!view || !state || admission === "unknown")
    throw new DomainError("forbidden", "这个座位没有登记，请重新输入座位票。");
  if (admission === "lease-lost") throw new DomainError("gone", "这场考试已换到另一台机器继续，这台机器不再接收答案。");
  const candidate = await db.for("exam").examCandidate.findUnique({ where: { sittingId: credential.sittingId } });
  if (!candidate) throw new DomainError("not-found", "没有这名考生。");
  return { view, state, candidate, exam: await requireExam(db, candidate.examId) };
}

export async function seatFacts(db: Db, credential: SeatCredential): Promise<SeatFacts> {
  const { view, candidate, exam } = await admitted(db, credential);
  const seat = await db
    .for("exam")
    .centreSeat.findUnique({ where: { id: candidate.seatId! }, include: { room: true } });
  const text = (await personText(db, [candidate.personId])).get(candidate.personId);
  return {
    examTitle: exam.title,
    candidate: text?.name ?? "",
    maskedId: text?.maskedId ?? "",
    seat: seat?.label ?? "",
    room: seat?.room.name ?? "",
    startsAt: exam.startsAt.toISOString(),
    minutes: exam.minutes,
    status: view.status,
  };
}

/** Throws `sealed` before the start; after the end there is nothing more to read. */
export async function seatPaper(db: Db, credential: SeatCredential): Promise<SeatPaper> {
  const { view, state, exam } = await admitted(db, credential);
  if (state.startedAt === null) throw new DomainError("sealed", "还没有开考，请等监考员宣布。");
  if (view.status === "ended") throw new DomainError("gone", "您的考试已经结束。");
  const paper = await db.for("exam").paper.findUnique({ where: { id: state.paper } });
  if (!paper || paper.examId !== exam.id) throw new DomainError("not-found", "没有这份试卷。");
  const shown = JSON.parse(unseal(heldKey(exam), paper.shownSealed, shownContext(paper.id))) as unknown[];
  return { paperId: paper.id, questions: shown.map((one) => ShownQuestion.parse(one)) };
}

/** The receipt as it stood at the end, what came later, and those of earlier ends; null until the sitting has ended. */
export async function seatReceipt(
  db: Db,
  credential: SeatCredential,
): Promise<Pick<ReceiptProof, "receipt" | "since" | "earlier"> | { receipt: null; since: null; earlier: [] }> {
  await admitted(db, credential);
  const proof = await journal().receipt(credential.sittingId);
  return proof
    ? { receipt: proof.receipt, since: proof.since, earlier: proof.earlier }
    : { receipt: null, since: null, earlier: [] };
}
