import { canonicalJson } from "~/platform/canonical";
import { answeredCount, isNewer, setAsideOf } from "./counted";
import {
  FINAL_KINDS,
  type AnswerBody,
  type Bodies,
  type EventKind,
  type EventOf,
  type JournalEvent,
  type RefuseCode,
} from "./event";
import { isHanded } from "./hand-over";
import type { Notice, SittingState, SittingStatus } from "./sitting-state";

// A sitting is the fold over its events: same events, same state. Nothing here reads a clock; `now` is handed in, in
// milliseconds. For each item what was made under the newest lease wins, and under one lease the highest device sequence:
// what is delayed never overwrites what is newer.

const MINUTE = 60_000;
const ms = (iso: string): number => Date.parse(iso);

/** Throws when the first event is not `open`, or a sequence is missing. */
export function foldSitting(events: Iterable<JournalEvent>): SittingState | null {
  let state: SittingState | null = null;
  for (const event of events) state = applyEvent(state, event);
  return state;
}

/** The next state. `state` is changed in place and returned: it belongs to the caller alone. */
export function applyEvent(state: SittingState | null, event: JournalEvent): SittingState {
  if (state && event.eventNumber !== state.head.seq + 1) {
    throw new Error(`sitting ${event.sittingId}: event ${event.eventNumber} follows ${state.head.seq}`);
  }
  return step(state ?? opened(event), event);
}

/**
 * Status, times and lease of a sitting from its acts alone; answers, head and receipts are not in it. Cheap, for keeping time.
 */
export function sketchSitting(acts: Iterable<JournalEvent>): SittingState | null {
  let state: SittingState | null = null;
  for (const act of acts) state = step(state ?? opened(act), act);
  return state;
}

const FROM_DEVICE: ReadonlySet<EventKind> = new Set(["answer", "flag", "late", "refuse"]);
const IS_FINAL: ReadonlySet<EventKind> = new Set(FINAL_KINDS);

function step(next: SittingState, event: JournalEvent): SittingState {
  (steps[event.kind] as (s: SittingState, e: JournalEvent) => void)(next, event);
  if (!FROM_DEVICE.has(event.kind)) next.ids.set(event.id, event.eventNumber);
  next.head = { seq: event.eventNumber, hash: event.hash };
  if (IS_FINAL.has(event.kind)) keepEnd(next);
  next.lastAt = Math.max(next.lastAt, ms(event.at));
  return next;
}

function opened(event: JournalEvent): SittingState {
  if (event.kind !== "open" || event.eventNumber !== 1)
    throw new Error(`sitting ${event.sittingId} begins with ${event.kind} ${event.eventNumber}`);
  const { body } = event;
  return {
    sittingId: event.sittingId,
    examId: event.examId,
    candidate: body.candidate,
    paper: body.paper,
    seat: body.seat,
    room: body.room ?? null,
    status: "waiting",
    endedBy: null,
    epoch: 0,
    leases: new Map(),
    device: null,
    leaseFrom: 0,
    latestEntry: ms(body.latestEntry),
    durationMs: body.durationMs,
    fixedEnd: body.personalEnd ? ms(body.personalEnd) : null,
    grantedMs: 0,
    pausedMs: 0,
    startedAt: null,
    pausedAt: null,
    heldBy: new Set(),
    reopenedMs: 0,
    endedAt: null,
    grants: [],
    incidents: [],
    answers: new Map(),
    flags: new Map(),
    seen: new Map(),
    highestSeq: 0,
    handed: 0,
    late: [],
    refused: [],
    ends: [],
    answersWhilePaused: 0,
    notices: [],
    ids: new Map(),
    lastAt: 0,
    head: { seq: 0, hash: "" },
  };
}

type Steps = { [K in EventKind]: (state: SittingState, event: EventOf<K>) => void };

const steps: Steps = {
  open: () => {},
  lease: (s, { body }) => {
    s.epoch = body.epoch;
    s.leases.set(body.epoch, body.tokenHash);
    s.seat = body.seat;
    s.device = body.device;
    s.leaseFrom = s.highestSeq;
  },
  start: (s, { at }) => {
    s.status = "running";
    s.startedAt = ms(at);
  },
  answer: (s, { at, body }) => {
    remember(s, body.seq, answerPrint(body));
    if (body.paused) s.answersWhilePaused += 1;
    keep(s, body, ms(at));
  },
  flag: (s, { body }) => {
    remember(s, body.seq, flagPrint(body));
    const { item, seq, epoch, on } = body;
    if (isNewer(body, s.flags.get(item))) s.flags.set(item, { seq, epoch, on });
  },
  refuse: (s, { at, eventNumber, body: { seq, item, code, epoch } }) => {
    remember(s, seq, refusePrint(code));
    s.refused.push({ seq, item: item ?? null, code, epoch, at: ms(at), eventNumber });
  },
  grant: (s, event) => {
    const { minutes, reason, by } = event.body;
    s.grantedMs += minutes * MINUTE;
    s.grants.push({ minutes, reason, by, at: ms(event.at) });
    notify(s, event, { kind: "grant", minutes });
  },
  pause: (s, event) => {
    s.status = "paused";
    s.pausedAt ??= ms(event.at);
    s.heldBy.add(event.body.scope);
    notify(s, event, { kind: "pause", code: event.body.reason });
  },
  resume: (s, event) => {
    if (event.body.scope === "room") s.heldBy.delete("room");
    else s.heldBy.clear();
    if (s.heldBy.size > 0) return;
    s.status = "running";
    s.pausedMs += ms(event.at) - (s.pausedAt ?? ms(event.at));
    s.pausedAt = null;
    notify(s, event, { kind: "resume" });
  },
  reopen: (s, event) => {
    const { minutes } = event.body;
    s.status = "paused";
    s.endedBy = null;
    s.endedAt = null;
    s.pausedAt = ms(event.at);
    s.heldBy = new Set(["reopen"]);
    // Who was stopped before the start has begun now.
    s.startedAt ??= s.pausedAt;
    s.reopenedMs += s.pausedAt + minutes * MINUTE - endsAt(s)!;
    notify(s, event, { kind: "reopen", minutes });
  },
  move: (s, event) => {
    s.seat = event.body.seat;
    // A room's pause stays behind in that room; here it is this sitting's own, lifted by choosing it.
    if (event.body.room && event.body.room !== s.room && s.heldBy.delete("room")) s.heldBy.add("seat");
    s.room = event.body.room ?? s.room;
    notify(s, event, { kind: "move", seat: event.body.seat });
  },
  warn: (s, event) => notify(s, event, { kind: "warn", code: event.body.code }),
  stop: (s, event) => {
    end(s, event, "stop");
    notify(s, event, { kind: "stop", code: event.body.reason });
  },
  submit: (s, event) => end(s, event, "submit"),
  end: (s, event) => {
    const due = endsAt(s);
    end(s, event, "time");
    s.endedAt = Math.min(ms(event.at), due ?? Infinity);
  },
  late: (s, { at, eventNumber, body }) => {
    remember(s, body.seq, answerPrint(body));
    s.late.push({ ...body, at: ms(at), eventNumber, admitted: false });
  },
  admit: (s, { body }) => {
    for (const late of s.late) {
      if (!body.seqs.includes(late.seq)) continue;
      late.admitted = true;
      keep(s, late, late.at);
    }
  },
  incident: (s, { id, at, body }) => {
    s.incidents.push({
      id,
      code: body.code,
      from: body.from ? ms(body.from) : null,
      to: body.to ? ms(body.to) : null,
      at: ms(at),
    });
  },
};

function end(s: SittingState, event: JournalEvent, by: SittingState["endedBy"]): void {
  s.status = "ended";
  s.endedBy = by;
  s.endedAt = ms(event.at);
  s.pausedAt = null;
  s.heldBy.clear();
}

/** The final event stands last: what the receipt says is settled here and never computed again. */
function keepEnd(s: SittingState): void {
  s.ends.push({
    head: s.head,
    answered: answeredCount(s),
    endedBy: s.endedBy!,
    endedAt: s.endedAt!,
    setAside: setAsideOf(s),
  });
}

function keep(s: SittingState, body: AnswerBody, at: number): void {
  const { item, seq, epoch, value, text, input } = body;
  if (!isNewer(body, s.answers.get(item))) return;
  s.answers.set(item, { seq, epoch, value, ...(text ? { text } : {}), input, at });
}

function remember(s: SittingState, seq: number, print: string): void {
  s.seen.set(seq, print);
  // What another machine could not send stands in a range of its own; this one's numbers go on below it.
  if (isHanded(seq)) s.handed += 1;
  else if (seq > s.highestSeq) s.highestSeq = seq;
}

function notify(s: SittingState, event: JournalEvent, notice: Omit<Notice, "seq" | "at">): void {
  s.notices.push({ seq: event.eventNumber, at: event.at, ...notice });
}

/** What a device sequence stood for; a repeat prints the same, a clash differs. */
export const answerPrint = ({ item, value, text }: Pick<AnswerBody, "item" | "value" | "text">): string =>
  canonicalJson([item, value, text ?? null]);
export const flagPrint = ({ item, on }: Pick<Bodies["flag"], "item" | "on">): string => `flag ${item} ${on}`;
const REFUSED = "refused ";
export const refusePrint = (code: RefuseCode): string => REFUSED + code;
/** Why the sequence with this print was refused; null when it was taken. */
export const refusalIn = (print: string): RefuseCode | null =>
  print.startsWith(REFUSED) ? (print.slice(REFUSED.length) as RefuseCode) : null;

/** The personal end, or null while it is not settled (before the start, and in a pause). */
export function endsAt(s: SittingState): number | null {
  if (s.startedAt === null) return null;
  const planned = Math.min(s.startedAt + s.durationMs, s.fixedEnd ?? Infinity);
  return planned + s.grantedMs + s.pausedMs + s.reopenedMs;
}

export function remainingMs(s: SittingState, now: number): number {
  if (s.status === "ended") return 0;
  const end = endsAt(s);
  if (end !== null) return Math.max(0, end - (s.pausedAt ?? now));
  const byFixedEnd = s.fixedEnd === null ? Infinity : s.fixedEnd - now;
  return Math.max(0, Math.min(s.durationMs, byFixedEnd) + s.grantedMs);
}

/** The status as time has made it: a running sitting past its personal end has ended, written down or not. */
export function statusAt(s: SittingState, now: number): SittingStatus {
  return s.status === "running" && remainingMs(s, now) === 0 ? "ended" : s.status;
}
