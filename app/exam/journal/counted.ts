import type { SetAside, SittingState } from "./sitting-state";

// What of a sitting counts, and what does not although the candidate made it.

/** An item whose answer was cleared (null, without text) does not count. */
export function answeredCount(state: Pick<SittingState, "answers">): number {
  let count = 0;
  for (const { value, text } of state.answers.values()) if (value !== null || text) count += 1;
  return count;
}

/**
 * Changes that do not count: refused ones, and late ones that nobody admitted. One that a newer answer to the same item
 * has overtaken is left out: what the candidate last chose there counts.
 */
export function setAsideOf(state: Pick<SittingState, "answers" | "late" | "refused">): SetAside[] {
  const overtaken = (item: number | null, seq: number) => item !== null && (state.answers.get(item)?.seq ?? 0) > seq;
  return [
    ...state.refused.map(({ seq, item, code }) => ({ seq, item, code })),
    ...state.late.flatMap(({ seq, item, admitted }) => (admitted ? [] : [{ seq, item, code: "late" as const }])),
  ]
    .filter(({ seq, item }) => !overtaken(item, seq))
    .sort((a, b) => a.seq - b.seq);
}
