import { ownNumber } from "./hand-over";
import type { SetAside, SittingState } from "./sitting-state";

// What of a sitting counts, and what does not although the candidate made it.

/** Of two changes of one thing: made under a newer lease, or under the same one with a higher number. */
export interface Made {
  epoch: number;
  seq: number;
}
export const isNewer = (a: Made, b: Made | undefined): boolean =>
  !b || a.epoch > b.epoch || (a.epoch === b.epoch && ownNumber(a.seq) > ownNumber(b.seq));

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
  const stands = (one: Made & { item: number | null }) =>
    one.item === null || isNewer(one, state.answers.get(one.item));
  return [
    ...state.refused.filter(stands).map(({ seq, item, code }) => ({ seq, item, code })),
    ...state.late
      .filter((one) => !one.admitted && stands(one))
      .map(({ seq, item }) => ({ seq, item, code: "late" as const })),
  ].sort((a, b) => a.seq - b.seq);
}
