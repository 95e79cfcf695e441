// What became of something that was sent. Taken; nothing came back; the server has no time for it now and says when to
// come again; or it will never be taken as it is.

export type Sent<T> =
  | { kind: "taken"; reply: T }
  | { kind: "away" }
  | { kind: "busy"; code: string; afterMs: number }
  | { kind: "refused"; code: string; status: number; body: unknown };

/** How long to wait before the next try: one after another, then the last for good. */
export const RETRY_MS: readonly number[] = [500, 1_000, 2_000, 4_000];
export const retryMs = (failures: number): number => RETRY_MS[Math.min(Math.max(failures, 1), RETRY_MS.length) - 1]!;

/** However long a server (or what stands before it) asks for, a device comes again by then. */
export const LONGEST_WAIT_MS = 10_000;

/** Busy is what passes by itself: too slow, too early, too often, and whatever went wrong over there. */
export const isBusy = (status: number): boolean => [408, 425, 429].includes(status) || status >= 500;

/** Refusals of what was sent, not of who sent it or when: half of it may be fine. */
export const isAboutContent = (status: number): boolean => [400, 413, 415, 422].includes(status);

/** `Retry-After` in seconds or as a date; `otherwise` when it says nothing. */
export function afterMs(header: string | null, wall: number, otherwise: number): number {
  const seconds = header && /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1_000 : NaN;
  const wait = Number.isNaN(seconds) && header ? Date.parse(header) - wall : seconds;
  return Number.isNaN(wait) ? otherwise : Math.min(Math.max(wait, 0), LONGEST_WAIT_MS);
}

interface Answered {
  status: number;
  retryAfter: string | null;
  /** Parsed JSON, or null when there was none. */
  body: unknown;
  wall: number;
  otherwiseMs: number;
}

export function sentOf<T>({ status, retryAfter, body, wall, otherwiseMs }: Answered): Sent<T> {
  const code = codeIn(body);
  // An answer that is not ours (a portal's page) says nothing about what was sent.
  if (status >= 200 && status < 300) return isObject(body) ? { kind: "taken", reply: body as T } : { kind: "away" };
  if (isBusy(status)) return { kind: "busy", code, afterMs: afterMs(retryAfter, wall, otherwiseMs) };
  return { kind: "refused", code, status, body };
}

const isObject = (body: unknown): body is object => typeof body === "object" && body !== null;
const codeIn = (body: unknown): string =>
  isObject(body) && "error" in body && typeof body.error === "string" ? body.error : "";
