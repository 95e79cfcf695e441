import { log } from "~/platform/log";

// A refusal is told at once; what follows of the same kind from the same address is counted and told once a minute, so
// that who asks without end cannot fill the log. Kinds past the bound are counted together.

const MINUTE_MS = 60_000;
const MOST = 200;
/** What the first line tells besides is the noter's. */
export interface Refused {
  path?: string;
  status?: number;
  code: string;
  from: string;
  [more: string]: string | number | undefined;
}
type Counted = Pick<Refused, "status" | "code" | "from"> & { event: string; since: number; more: number };
type Tell = (event: string, fields: Record<string, string | number | undefined>) => void;

export class Refusals {
  readonly #counted = new Map<string, Counted>();
  readonly #tell: Tell;

  constructor(tell: Tell = log.warn) {
    this.#tell = tell;
  }

  /** `from`: the caller's address, hashed; of a fault, its place in the code. */
  note(event: string, refused: Refused, now: number): void {
    this.tellCounted(now);
    const full = this.#counted.size >= MOST;
    const own = `${event} ${refused.code} ${refused.from}`;
    const key = this.#counted.has(own) || !full ? own : "others";
    const counted = this.#counted.get(key);
    if (counted) return void (counted.more += 1);
    const first = key === "others" ? { code: "others", from: "others" } : refused;
    this.#counted.set(key, {
      code: first.code,
      from: first.from,
      status: first.status,
      event: key === "others" ? "front.refused" : event,
      since: now,
      more: key === "others" ? 1 : 0,
    });
    if (key !== "others") this.#tell(event, { ...first });
  }

  /** Tells what was counted for a minute or longer; at the end, all of it. */
  tellCounted(now: number, counting = MINUTE_MS): void {
    for (const [key, { event, code, from, since, more, status }] of this.#counted) {
      if (now - since < counting) continue;
      this.#counted.delete(key);
      if (more > 0)
        this.#tell(event, { code, from, ...(status !== undefined && { status }), more, inMs: Math.round(now - since) });
    }
  }
}
