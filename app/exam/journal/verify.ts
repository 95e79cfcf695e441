import { GENESIS, hashEvent, type ChainedFields } from "./chain";

// Finds the first bad record of a journal, offline: rows in order of position, nothing else needed. Anchors (from
// receipts, signed checkpoints or KEY_DIR) also find what a chain alone cannot: a tail that was cut, an old file put
// back.

export interface ChainedRow extends ChainedFields {
  prevHash: string;
  hash: string;
}

/** Something kept outside the file: at this position, or at this place in a sitting, stood this hash. */
export type Anchor = { position: number; hash: string } | { sittingId: string; seq: number; hash: string };

export type Fault =
  "hash" | "previous-hash" | "sequence" | "position" | "begins-without-open" | "exam-changed" | "missing" | "anchor";

export interface FirstBad {
  position: number;
  sittingId: string | null;
  eventNumber: number | null;
  id: string | null;
  fault: Fault;
}
export interface VerifyReport {
  ok: boolean;
  events: number;
  sittings: number;
  lastPosition: number;
  firstBad: FirstBad | null;
}

interface Tail {
  eventNumber: number;
  hash: string;
  examId: string;
}

export class JournalVerifier {
  #tails = new Map<string, Tail>();
  #position = 0;
  #events = 0;
  #bad: FirstBad | null = null;
  #byPosition = new Map<number, string>();
  #byPlace = new Map<string, string>();
  #unseen = new Map<string, Anchor>();

  constructor(anchors: readonly Anchor[] = []) {
    for (const anchor of anchors) {
      const key = "position" in anchor ? String(anchor.position) : `${anchor.sittingId} ${anchor.seq}`;
      if ("position" in anchor) this.#byPosition.set(anchor.position, anchor.hash);
      else this.#byPlace.set(key, anchor.hash);
      this.#unseen.set(key, anchor);
    }
  }

  /** False once a bad record was found; what follows is not looked at. */
  add(row: ChainedRow): boolean {
    if (this.#bad) return false;
    const fault = this.#faultOf(row);
    if (fault) {
      const missing = fault === "position" && row.position > this.#position + 1;
      this.#bad = missing
        ? { position: this.#position + 1, sittingId: null, eventNumber: null, id: null, fault: "missing" }
        : { position: row.position, sittingId: row.sittingId, eventNumber: row.eventNumber, id: row.id, fault };
      return false;
    }
    this.#tails.set(row.sittingId, { eventNumber: row.eventNumber, hash: row.hash, examId: row.examId });
    this.#position = row.position;
    this.#events += 1;
    return true;
  }

  report(): VerifyReport {
    const bad = this.#bad ?? this.#cutTail();
    return {
      ok: bad === null,
      events: this.#events,
      sittings: this.#tails.size,
      lastPosition: this.#position,
      firstBad: bad,
    };
  }

  #faultOf(row: ChainedRow): Fault | null {
    if (row.position !== this.#position + 1) return "position";
    if (hashEvent(row.prevHash, row) !== row.hash) return "hash";
    const tail = this.#tails.get(row.sittingId);
    if (row.prevHash !== (tail?.hash ?? GENESIS)) return "previous-hash";
    if (row.eventNumber !== (tail?.eventNumber ?? 0) + 1) return "sequence";
    if (!tail && row.kind !== "open") return "begins-without-open";
    if (tail && tail.examId !== row.examId) return "exam-changed";
    return this.#againstAnchors(row) ? null : "anchor";
  }

  #againstAnchors(row: ChainedRow): boolean {
    if (this.#unseen.size === 0) return true;
    const place = `${row.sittingId} ${row.eventNumber}`;
    const wanted = [this.#byPosition.get(row.position), this.#byPlace.get(place)];
    this.#unseen.delete(String(row.position));
    this.#unseen.delete(place);
    return wanted.every((hash) => hash === undefined || hash === row.hash);
  }

  #cutTail(): FirstBad | null {
    for (const anchor of this.#unseen.values()) {
      const [sittingId, eventNumber] = "sittingId" in anchor ? [anchor.sittingId, anchor.seq] : [null, null];
      return { position: this.#position + 1, sittingId, eventNumber, id: null, fault: "missing" };
    }
    return null;
  }
}

export function verifyRows(rows: Iterable<ChainedRow>, anchors: readonly Anchor[] = []): VerifyReport {
  const verifier = new JournalVerifier(anchors);
  for (const row of rows) if (!verifier.add(row)) break;
  return verifier.report();
}
