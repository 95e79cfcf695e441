// What can happen in a sitting. Bodies hold ids, codes and hashes alone (law L3); free text lies in `journal_text`
// under the candidate's key and stands here as its keyed hash. Instants are ISO UTC, durations milliseconds.

export type Iso = string;

/** Free text by field, each as the keyed hash under which the sealed text is found. */
export type TextHashes = Record<string, string>;
export type AnswerValue = null | boolean | number | string | AnswerValue[] | { [key: string]: AnswerValue };
export type InputKind = "pointer" | "key" | "touch" | "other";

export interface OpenBody {
  candidate: string;
  paper: string;
  seat: string;
  room?: string;
  /** After this instant nobody may start. */
  latestEntry: Iso;
  durationMs: number;
  /** The end that holds whatever the start was; null: the duration alone counts. Grants and pauses move it. */
  personalEnd: Iso | null;
}
export interface LeaseBody {
  epoch: number;
  tokenHash: string;
  seat: string;
  device: string;
}
export interface AnswerBody {
  /** Position of the item on the paper, from 0. */
  item: number;
  /** The device's own count; the highest one for an item is its answer. */
  seq: number;
  value: AnswerValue;
  text?: TextHashes;
  input: InputKind;
  /** What the device says; evidence, never decides. Null: it said nothing that reads as an instant. */
  clientAt: Iso | null;
  tick: number;
  /** The lease under which the change was made; one sent later, under a newer lease, keeps it. */
  epoch: number;
  paused?: true;
}
export interface FlagBody {
  item: number;
  seq: number;
  on: boolean;
  clientAt: Iso | null;
  epoch: number;
}
/** Why a change of a device will never be taken. The last two are what the device itself says of it. */
export const REFUSE_CODES = ["invalid", "too-large", "too-many", "no-key", "unsendable", "device-lost"] as const;
export type RefuseCode = (typeof REFUSE_CODES)[number];
export interface RefuseBody {
  seq: number;
  item?: number;
  code: RefuseCode;
  epoch: number;
}
export interface ActBody {
  reason: string;
  by: string;
  text?: TextHashes;
}

export interface Bodies {
  open: OpenBody;
  lease: LeaseBody;
  start: { by: string };
  answer: AnswerBody;
  flag: FlagBody;
  /** Set aside by its number; it holds up nothing that was sent with it or after it. */
  refuse: RefuseBody;
  grant: ActBody & { minutes: number };
  pause: ActBody & { scope: "room" | "seat" };
  /** A room's resume lifts the room's pause alone; any other wakes the sitting whatever stopped it. */
  resume: ActBody & { scope?: "room" | "seat" };
  /** Two persons let an ended sitting go on with so much time; it waits, paused, until it is resumed. */
  reopen: { minutes: number; reason: string; by: [string, string]; text?: TextHashes };
  move: ActBody & { seat: string; room?: string };
  warn: { code: string; by: string; text?: TextHashes };
  stop: ActBody;
  /** `lastSeq`: everything up to this device sequence was held or refused when the sitting was handed in. */
  submit: { epoch: number; lastSeq?: number };
  end: { reason: "time" };
  late: AnswerBody & { after: EndedBy };
  /** Two persons let late answers count because a recorded incident covers the gap. */
  admit: { incident: string; seqs: number[]; by: [string, string]; reason: string };
  incident: { code: string; by: string; from?: Iso; to?: Iso; stepMs?: number; text?: TextHashes };
}

export type EventKind = keyof Bodies;
export type EndedBy = "submit" | "time" | "stop";
export const FINAL_KINDS = ["submit", "end", "stop"] as const satisfies readonly EventKind[];

interface Envelope {
  id: string;
  sittingId: string;
  examId: string;
}
/** What someone asks the journal to write; order, time and hash are the journal's. */
export type Draft = { [K in EventKind]: Envelope & { kind: K; body: Bodies[K] } }[EventKind];
/** A draft with its instant: what the fold and the rules look at. */
export type TimedDraft = Draft & { at: Iso };
export type JournalEvent = TimedDraft & {
  /** 1, 2, 3 … over the whole journal. */
  position: number;
  /** 1, 2, 3 … within the sitting. */
  eventNumber: number;
  prevHash: string;
  hash: string;
};
export type EventOf<K extends EventKind> = Extract<JournalEvent, { kind: K }>;

/** The last event of a sitting; what a receipt and a checkpoint name, by the name `seq` under which both are signed. */
export interface Head {
  seq: number;
  hash: string;
}
