import { DomainError } from "~/platform/errors";

// A clerk's own entry is another clerk's work: nobody answers what they asked, corrects who they are, or says which of
// two entries is theirs.

/** `ownIds`: every registration of who acts (`registrationsOf`). */
export const isOwn = (ownIds: readonly string[], personIds: readonly string[]): boolean =>
  ownIds.some((id) => personIds.includes(id));

/** Throws when one of the persons is who acts; `what` names whose it is, as the sentence's beginning. */
export function requireAnother(ownIds: readonly string[], personIds: readonly string[], what: string): void {
  if (isOwn(ownIds, personIds)) throw new DomainError("forbidden", `${what}，要由另一位经办人来办。`);
}
