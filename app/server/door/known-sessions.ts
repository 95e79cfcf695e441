import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";

// Sessions that the app has lately found good, by the hash of their cookie: each has a line of its own, so that a
// stranger at the same address cannot fill it. The front opens no database; it remembers what the app's answers say.

const KEPT_MS = 15 * 60_000;
const MOST = 10_000;
const COOKIE = /(?:^|;\s*)((?:__Host-)?anding)=([\w-]{16,128})(?:;|$)/;

export class KnownSessions {
  readonly #until = new Map<string, number>();

  remember(request: IncomingMessage, now: number): void {
    const key = keyOf(request);
    if (!key) return;
    this.#until.delete(key);
    this.#until.set(key, now + KEPT_MS);
    for (const old of this.#until.keys())
      if (this.#until.size > MOST) this.#until.delete(old);
      else break;
  }

  forget(request: IncomingMessage): void {
    this.#until.delete(keyOf(request) ?? "");
  }

  /** The session's key, null for who is not known. */
  of(request: IncomingMessage, now: number): string | null {
    const key = keyOf(request);
    return key && (this.#until.get(key) ?? 0) > now ? key : null;
  }
}

function keyOf({ headers }: IncomingMessage): string | null {
  const value = COOKIE.exec(headers.cookie ?? "")?.[2];
  return value ? createHash("sha256").update(value).digest("base64url").slice(0, 22) : null;
}
