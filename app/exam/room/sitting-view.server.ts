import { personText } from "~/people/person.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { requireExam } from "../exam.server";
import { journal } from "../journal-access.server";
import { endsAt, foldSitting } from "../journal/fold";
import type { SittingState } from "../journal/sitting-state";
import { historyOf, openRequests } from "../two/request-list.server";
import type { Caller } from "../two/request-kind.server";
import { actReasonWords } from "./act-reasons";
import { SITTING_REQUESTS } from "./sitting-requests.server";
import { storyOf } from "./sitting-story";

// One sitting from its opening to now: for the invigilator in the room, for whoever planned the exam, and for whoever
// is asked about it later.

const MINUTE = 60_000;
const NOT_PEOPLE: Record<string, string> = { system: "系统", seat: "考生" };

export async function sittingPage(
  db: Db,
  who: Caller,
  { examId, roomId, candidateId }: { examId: string; roomId: string; candidateId: string },
) {
  const exam = await requireExam(db, examId);
  const candidate = await db.for("exam").examCandidate.findFirst({ where: { id: candidateId, examId, roomId } });
  if (!candidate) throw new DomainError("not-found", "这个考场没有这名考生。");
  const view = candidate.sittingId ? await journal().sitting(candidate.sittingId) : null;
  const state = view && foldSitting(view.events);
  const notes = view && candidate.sittingId ? await journal().texts(candidate.sittingId) : {};
  const names = await namesOfAccounts(db, examId);
  const seat = candidate.seatId
    ? await db.for("exam").centreSeat.findUnique({ where: { id: candidate.seatId } })
    : null;
  const of = { examId, subjectIds: [candidateId] };
  return {
    examId,
    roomId,
    candidateId,
    examStatus: exam.status,
    name: (await personText(db, [candidate.personId])).get(candidate.personId)?.name ?? "",
    personId: candidate.personId,
    slipNumber: candidate.slipNumber,
    seat: seat?.label ?? "",
    status: view?.status ?? null,
    endedBy: state?.endedBy ?? null,
    ends: (state?.ends ?? []).map((end) => ({
      at: new Date(end.endedAt).toISOString(),
      by: end.endedBy,
      answered: end.answered,
      setAside: end.setAside.length,
      head: end.head.hash,
    })),
    leftMinutes: state ? leftAtEnd(state) : 0,
    incidents: (state?.incidents ?? []).map((one) => ({
      id: one.id,
      words: actReasonWords(one.code),
      from: one.from ? new Date(one.from).toISOString() : null,
      to: one.to ? new Date(one.to).toISOString() : null,
    })),
    late: (state?.late ?? []).map(({ seq, item, at, admitted, after }) => ({
      seq,
      item,
      at: new Date(at).toISOString(),
      admitted,
      after,
    })),
    lines: storyOf(view?.events ?? []).map(({ by, note, ...line }) => ({
      ...line,
      by: by.map((id) => NOT_PEOPLE[id] ?? names.get(id) ?? "").filter(Boolean),
      note: note ? (notes[note] ?? "（已随个人信息删除）") : "",
    })),
    open: await openRequests(db, who, SITTING_REQUESTS, of),
    decided: await historyOf(db, who, SITTING_REQUESTS, of),
  };
}

/** What was left when it ended, in whole minutes: what reopening proposes. */
function leftAtEnd(state: SittingState): number {
  if (state.endedAt === null) return 0;
  return Math.max(0, Math.ceil(((endsAt(state) ?? state.endedAt) - state.endedAt) / MINUTE));
}

/** Who acted, by account: those who had a duty in this exam. */
async function namesOfAccounts(db: Db, examId: string): Promise<Map<string, string>> {
  const duties = await db
    .for("exam")
    .examDuty.findMany({ where: { examId }, select: { accountId: true, personId: true } });
  const texts = await personText(
    db,
    duties.map((duty) => duty.personId),
  );
  return new Map(duties.map((duty) => [duty.accountId, texts.get(duty.personId)?.name ?? ""]));
}
