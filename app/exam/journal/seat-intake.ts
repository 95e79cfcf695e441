import type { AnswerBody, Bodies, TextHashes } from "./event";
import type { SeatEntry } from "./event-schema";
import { answerPrint, flagPrint, statusAt } from "./fold";
import { MAX_DEVICE_EVENTS, type RefusalCode } from "./legality";
import type { SittingState } from "./sitting-state";

// Sorts what a seat sends into what is written, what was written before, what came late and what clashes. A sequence
// already held with the same content is acknowledged again and adds nothing (law L8); with other content it is a clash
// and is never called saved. After the personal end an answer is kept as late.

export interface Intake {
  refusal: RefusalCode | null;
  answers: AnswerBody[];
  flags: Bodies["flag"][];
  late: Bodies["late"][];
  /** Device sequences by fate; each of the batch stands in exactly one list once the write is done. */
  saved: number[];
  lateSeqs: number[];
  clashes: number[];
  /** Plain text of the answers that will be written, by its keyed hash. */
  texts: Map<string, string>;
}

export interface IntakeContext {
  now: number;
  hashText: (text: string) => string;
}

export function takeIn(state: SittingState, entries: readonly SeatEntry[], { now, hashText }: IntakeContext): Intake {
  const intake: Intake = {
    refusal: null,
    answers: [],
    flags: [],
    late: [],
    saved: [],
    lateSeqs: [],
    clashes: [],
    texts: new Map(),
  };
  const status = statusAt(state, now);
  if (status === "waiting") return { ...intake, refusal: "not-started" };
  if (state.seen.size + entries.length > MAX_DEVICE_EVENTS) return { ...intake, refusal: "too-many" };
  const here = new Map<number, string>();
  for (const entry of entries) {
    const { print, text } = printOf(entry, hashText);
    const known = state.seen.get(entry.seq) ?? here.get(entry.seq);
    if (known !== undefined) {
      const wasLate = here.has(entry.seq) ? status === "ended" : state.late.some((one) => one.seq === entry.seq);
      (known !== print ? intake.clashes : wasLate ? intake.lateSeqs : intake.saved).push(entry.seq);
      continue;
    }
    here.set(entry.seq, print);
    if (text) for (const [field, hash] of Object.entries(text)) intake.texts.set(hash, entryText(entry)[field]!);
    write(intake, entry, { state, status, text });
  }
  return intake;
}

interface WriteFacts {
  state: SittingState;
  status: string;
  text: TextHashes | undefined;
}

function write(intake: Intake, entry: SeatEntry, { state, status, text }: WriteFacts): void {
  const { item, seq, clientAt } = entry;
  const ended = status === "ended";
  (ended ? intake.lateSeqs : intake.saved).push(seq);
  if ("flag" in entry) {
    // A mark on an item means nothing after the end.
    if (!ended) intake.flags.push({ item, seq, on: entry.flag, clientAt, epoch: state.epoch });
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
    epoch: state.epoch,
    ...(status === "paused" ? { paused: true as const } : {}),
  };
  if (ended) intake.late.push({ ...body, after: state.endedBy ?? "time" });
  else intake.answers.push(body);
}

const entryText = (entry: SeatEntry): Record<string, string> => ("flag" in entry ? {} : (entry.text ?? {}));

function printOf(
  entry: SeatEntry,
  hashText: (text: string) => string,
): { print: string; text: TextHashes | undefined } {
  if ("flag" in entry) return { print: flagPrint({ item: entry.item, on: entry.flag }), text: undefined };
  const text =
    entry.text && Object.fromEntries(Object.entries(entry.text).map(([field, plain]) => [field, hashText(plain)]));
  return { print: answerPrint({ item: entry.item, value: entry.value, text }), text };
}
