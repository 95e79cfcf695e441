import { answeredCount } from "./board";
import type { Receipt } from "./journal-port";
import type { SittingState } from "./sitting-state";

/** What the candidate takes home: the head of the chain that holds everything they did. The sitting has ended. */
export function toReceipt(state: SittingState): Receipt {
  if (state.endedBy === null || state.endedAt === null) throw new Error(`sitting ${state.sittingId} has not ended`);
  return {
    sittingId: state.sittingId,
    examId: state.examId,
    paper: state.paper,
    head: state.head,
    answered: answeredCount(state),
    endedBy: state.endedBy,
    endedAt: new Date(state.endedAt).toISOString(),
  };
}
