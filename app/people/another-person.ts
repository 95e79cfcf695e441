import { DomainError } from "~/platform/errors";

// A clerk's own entry is another clerk's work: nobody answers what they asked, corrects who they are, or says which of
// two entries is theirs.

export const isOwn = (ownId: string | null, personIds: readonly string[]): boolean =>
  ownId !== null && personIds.includes(ownId);

/** Throws when one of the persons is who acts; `what` names whose it is, as the sentence's beginning. */
export function requireAnother(ownId: string | null, personIds: readonly string[], what: string): void {
  if (isOwn(ownId, personIds)) throw new DomainError("forbidden", `${what}，要由另一位经办人来办。`);
}
