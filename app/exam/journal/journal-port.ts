import type { BoardRow } from "./board";
import type { HeadProof } from "./checkpoint";
import type { Checkpoint } from "./commit-group.server";
import type { EndedBy, Head, JournalEvent } from "./event";
import type { AppendRequest } from "./event-schema";
import type { RefusalCode } from "./legality";
import type { SetAside, SittingStatus } from "./sitting-state";
import type { WholeReport } from "./verify-whole.server";

// What the exam room asks of the journal. Two hold to it: `Journal` in the process itself (front, tests) and
// `JournalClient` over the loopback, in the app process.

export type Outcome =
  | { id: string; sittingId: string; ok: true; eventNumber: number; at: string; repeated: boolean }
  | { id: string; sittingId: string; ok: false; code: RefusalCode };

export interface AppendResult {
  /** False: something was refused and, under `all`, nothing was written. */
  written: boolean;
  outcomes: Outcome[];
}

/** What stood when the sitting ended. It never changes: what came later stands beside it. */
export interface Receipt {
  sittingId: string;
  examId: string;
  paper: string;
  head: Head;
  answered: number;
  endedBy: EndedBy;
  endedAt: string;
  setAside: SetAside[];
}

/** What has come after the end that the receipt names. */
export interface Since {
  late: { seq: number; item: number; admitted: boolean }[];
  refused: SetAside[];
  reopened: boolean;
}

export interface ReceiptProof {
  receipt: Receipt;
  since: Since;
  /** Of ends before the sitting was reopened, oldest first. */
  earlier: Receipt[];
  checkpoint: Checkpoint;
  proof: HeadProof;
}

/** A sitting as others than the seat may read it; texts are opened by the reader alone. */
export interface SittingView {
  status: SittingStatus;
  row: BoardRow;
  events: JournalEvent[];
}

export interface JournalPort {
  append(request: AppendRequest): Promise<AppendResult>;
  /** The live board of an exam, by sitting id. */
  sittings(examId: string): Promise<BoardRow[]>;
  /** All events of one sitting, for marking and for the record; null when there is no such sitting. */
  sitting(sittingId: string): Promise<SittingView | null>;
  /** Free text of a sitting's answers (highest sequence) and notes, by keyed hash; null where the key was destroyed. */
  texts(sittingId: string): Promise<Record<string, string | null>>;
  /** Events after a position, in order, at most `limit` (2,000). */
  events(after: number, limit: number): Promise<JournalEvent[]>;
  /** Goes over every record and every signed checkpoint. */
  verify(): Promise<WholeReport>;
  /** Signs the root over the exam's heads as they stand; the same heads give the same checkpoint. */
  checkpoint(examId: string): Promise<Checkpoint>;
  /** Null until the sitting has ended; signs a checkpoint when none holds the head that the receipt names. */
  receipt(sittingId: string): Promise<ReceiptProof | null>;
}
