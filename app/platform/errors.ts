// The second of three shapes of failure: the world is not in the state that the act needs.
// A bad form is a 400 with messages at its fields; a bug throws an ordinary Error.

export type DomainCode =
  | "not-found"
  | "forbidden"
  | "conflict"
  | "expired"
  | "gone"
  | "too-many"
  | "invalid"
  | "separation"
  | "not-proven"
  | "wrong-state"
  | "sealed"
  | "unavailable";

export const DOMAIN_STATUS: Record<DomainCode, number> = {
  "not-found": 404,
  forbidden: 403,
  conflict: 409,
  expired: 410,
  gone: 410,
  "too-many": 429,
  invalid: 400,
  separation: 403,
  "not-proven": 403,
  "wrong-state": 409,
  sealed: 403,
  unavailable: 503,
};

/** A refusal with a sentence in the user's language; `facts` hold ids and numbers, never personal text. */
export class DomainError extends Error {
  readonly code: DomainCode;
  readonly facts: Record<string, unknown>;
  constructor(code: DomainCode, message: string, facts: Record<string, unknown> = {}) {
    super(message);
    this.name = "DomainError";
    this.code = code;
    this.facts = facts;
  }
  get status(): number {
    return DOMAIN_STATUS[this.code];
  }
}
