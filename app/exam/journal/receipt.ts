import type { Receipt, Since } from "./journal-port";
import type { SittingEnd, SittingState } from "./sitting-state";

/** What the candidate takes home: the head of the chain as it stood at the end. The sitting has ended. */
export function toReceipt(state: SittingState): Receipt {
  const end = state.ends.at(-1);
  if (!end) throw new Error(`sitting ${state.sittingId} has not ended`);
  return receiptOf(state, end);
}

/** Those of ends before the sitting was reopened, oldest first. */
export const earlierReceipts = (state: SittingState): Receipt[] =>
  state.ends.slice(0, -1).map((end) => receiptOf(state, end));

function receiptOf({ sittingId, examId, paper }: SittingState, end: SittingEnd): Receipt {
  const { head, answered, endedBy, endedAt, setAside } = end;
  return { sittingId, examId, paper, head, answered, endedBy, endedAt: new Date(endedAt).toISOString(), setAside };
}

/** What stands beside the newest receipt. */
export function sinceReceipt(state: SittingState): Since {
  const end = state.ends.at(-1)?.head.seq ?? 0;
  return {
    late: state.late
      .filter(({ eventNumber }) => eventNumber > end)
      .map(({ seq, item, admitted }) => ({ seq, item, admitted })),
    refused: state.refused
      .filter(({ eventNumber }) => eventNumber > end)
      .map(({ seq, item, code }) => ({ seq, item, code })),
    reopened: state.status !== "ended",
  };
}
