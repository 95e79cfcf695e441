import { type AnswerBody, type Bodies, type RefuseCode, type TextHashes } from "./event";
import { readEntry, type RawEntry, type SeatEntry } from "./event-schema";
import { answerPrint, flagPrint, refusalIn, refusePrint, statusAt } from "./fold";
import { handedNumber } from "./hand-over";
import { MAX_DEVICE_EVENTS, MAX_REFUSED, type RefusalCode } from "./legality";
import type { SittingState } from "./sitting-state";

// Sorts what a seat sends into what is written, what was written before, what came late, what clashes and what will
// never be taken. Each entry is judged by itself: a bad one is set aside by its number and holds up nothing. A sequence
// already held with the same content is acknowledged again and adds nothing (law L8); with other content it is a clash
// and is never called saved. After the personal end an answer is kept as late.

export interface Intake {
  refusal: RefusalCode | null;
  answers: AnswerBody[];
  flags: Bodies["flag"][];
  late: Bodies["late"][];
  refuse: Bodies["refuse"][];
  /** Device sequences by fate; each of the batch stands in exactly one list once the write is done. */
  saved: number[];
  lateSeqs: number[];
  clashes: number[];
  refused: { seq: number; code: RefuseCode }[];
  /** Plain text of the answers that will be written, by its keyed hash. */
  texts: Map<string, string>;
}

export interface IntakeContext {
  now: number;
  /** Null: the person's key was destroyed, no text can be kept. */
  hashText: ((text: string) => string) | null;
  /** The entries come from a hand-over file of this earlier lease; unset: from the live one. */
  of?: number;
}

export function takeIn(state: SittingState, entries: readonly RawEntry[], context: IntakeContext): Intake {
  const intake: Intake = {
    refusal: null,
    answers: [],
    flags: [],
    late: [],
    refuse: [],
    saved: [],
    lateSeqs: [],
    clashes: [],
    refused: [],
    texts: new Map(),
  };
  const status = statusAt(state, context.now);
  if (status === "waiting") return { ...intake, refusal: "not-started" };
  // No time runs yet: nothing is answered before the candidate has gone on.
  if (status === "paused" && state.heldBy.has("reopen")) return { ...intake, refusal: "not-gone-on" };
  const bench: Bench = { state, status, intake, context, here: new Map() };
  for (const raw of entries) judgeEntry(bench, raw);
  return intake;
}

interface Bench {
  state: SittingState;
  status: string;
  intake: Intake;
  context: IntakeContext;
  /** What this batch has brought so far, by sequence. */
  here: Map<number, string>;
}

function judgeEntry(bench: Bench, raw: RawEntry): void {
  const { state, status, intake, context, here } = bench;
  let number = context.of === undefined ? raw.seq : handedNumber(context.of, raw.seq);
  const read = readEntry(raw);
  const entry = "entry" in read ? read.entry : null;
  const lost = entry && "lost" in entry ? entry : null;
  const code = "code" in read ? read.code : (lost?.lost ?? (keyless(entry!, context) ? "no-key" : null));
  const printed = entry && !code ? printOf(entry, context) : null;
  // It came under the machine's own number before the lease was lost: only its acknowledgement did not get back.
  if (context.of !== undefined && printed && state.seen.get(raw.seq) === printed.print) number = raw.seq;
  const known = state.seen.get(number) ?? here.get(number);
  if (known !== undefined) {
    const before = refusalIn(known);
    const wasLate = here.has(number) ? status === "ended" : state.late.some((one) => one.seq === number);
    if (before) intake.refused.push({ seq: number, code: before });
    // What can't be sent is not what stands under its number: another page of the device used that.
    else if (lost ? code === "unsendable" : printed?.print !== known) intake.clashes.push(number);
    else (wasLate ? intake.lateSeqs : intake.saved).push(number);
    return;
  }
  if (!printed || isFull(bench))
    return refuse(bench, { seq: number, item: entry?.item ?? ("item" in read ? read.item : undefined), code });
  here.set(number, printed.print);
  for (const [field, hash] of Object.entries(printed.text ?? {})) intake.texts.set(hash, entryText(entry!)[field]!);
  write(bench, { ...entry!, seq: number }, printed.text);
}

const keyless = (entry: SeatEntry, { hashText }: IntakeContext): boolean =>
  hashText === null && "text" in entry && entry.text !== undefined;

const isFull = ({ state, intake }: Bench): boolean =>
  state.seen.size - state.refused.length + intake.answers.length + intake.flags.length + intake.late.length >=
  MAX_DEVICE_EVENTS;

interface Faulty {
  seq: number;
  item: number | undefined;
  code: RefuseCode | null;
}

/** Beyond so many, a refusal is said and not written, so that nobody fills a disk with what is refused. */
function refuse({ state, intake, here, context }: Bench, { seq, item, code }: Faulty): void {
  const why = code ?? "too-many";
  intake.refused.push({ seq, code: why });
  here.set(seq, refusePrint(why));
  if (state.refused.length + intake.refuse.length >= MAX_REFUSED) return;
  intake.refuse.push({ seq, ...(item === undefined ? {} : { item }), code: why, epoch: context.of ?? state.epoch });
}

function write({ state, status, intake, context }: Bench, entry: SeatEntry, text: TextHashes | undefined): void {
  if ("lost" in entry) return;
  const { item, seq, clientAt, lease } = entry;
  const by = context.of ?? state.epoch;
  const epoch = lease === undefined ? by : Math.min(lease, by);
  const ended = status === "ended";
  (ended ? intake.lateSeqs : intake.saved).push(seq);
  if ("flag" in entry) {
    // A mark on an item means nothing after the end; it is kept, so that no number is missing if the sitting goes on.
    intake.flags.push({ item, seq, on: entry.flag, clientAt, epoch });
    return;
  }
  const body: AnswerBody = {
    item,
    seq,
    value: entry.value,
    ...(text ? { text } : {}),
    input: entry.kind,
    clientAt,
    tick: entry.tick ?? 0,
    epoch,
    ...(status === "paused" ? { paused: true as const } : {}),
  };
  if (ended) intake.late.push({ ...body, after: state.endedBy ?? "time" });
  else intake.answers.push(body);
}

const entryText = (entry: SeatEntry): Record<string, string> => ("text" in entry ? (entry.text ?? {}) : {});

function printOf(
  entry: SeatEntry,
  { hashText }: IntakeContext,
): { print: string; text: TextHashes | undefined } | null {
  if ("lost" in entry) return null;
  if ("flag" in entry) return { print: flagPrint({ item: entry.item, on: entry.flag }), text: undefined };
  const text =
    entry.text && Object.fromEntries(Object.entries(entry.text).map(([field, plain]) => [field, hashText!(plain)]));
  return { print: answerPrint({ item: entry.item, value: entry.value, text }), text };
}

/** How many missing numbers are named at once. */
const NAMED = 500;

/**
 * The device sequences of the live lease up to `lastSeq` that are neither held nor refused, lowest first. None once
 * refusals are no longer written one by one: what is not held then was refused.
 */
export function missingUpTo(state: SittingState, lastSeq: number): number[] {
  if (state.refused.length >= MAX_REFUSED) return [];
  const missing: number[] = [];
  for (let seq = state.leaseFrom + 1; seq <= lastSeq && missing.length < NAMED; seq += 1)
    if (!state.seen.has(seq)) missing.push(seq);
  return missing;
}
