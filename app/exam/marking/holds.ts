import { setAsideOf } from "../journal/counted";
import type { EventKind, JournalEvent } from "../journal/event";
import type { SittingState } from "../journal/sitting-state";
import { isMisconduct } from "../room/act-reasons";
import { inRanges } from "../sitting/sitting-words";

// What stands between a sitting and its result: each thing that happened on the day and that somebody has to judge before
// the result counts. A hold names its events; it is cleared by two persons' ruling on exactly these, and by nothing else.

export const HOLD_CODES = [
  "stopped-misconduct",
  "stopped-ill",
  "stopped-by-office",
  "warned-repeatedly",
  "incident-open",
  "late-answers",
  "refused-changes",
  "missing-changes",
  "ended-paused",
  "not-checked-in",
  "checked-in-not-started",
  "absent-and-sat",
  "not-accounted-for",
  "no-seat",
  "two-exams",
] as const;
export type HoldCode = (typeof HOLD_CODES)[number];

export interface Hold {
  code: HoldCode;
  /** The reason's or incident's code, where there is one. */
  reason?: string;
  /** Events of the sitting it rests on. */
  events: number[];
  /** Positions on the paper, from 0. */
  items?: number[];
  count?: number;
}

export interface HoldFacts {
  checkedIn: boolean;
  absent: boolean;
  seated: boolean;
  /** Null: no sitting was opened for the candidate. */
  state: SittingState | null;
  events: readonly JournalEvent[];
  /** Another exam of the same person ran while this one did. */
  elsewhere: boolean;
}

export const REPEATED_WARNINGS = 2;

export function holdsOf(facts: HoldFacts): Hold[] {
  const { state, checkedIn, absent, seated, elsewhere } = facts;
  const sat = state !== null && state.startedAt !== null;
  if (!sat) {
    if (checkedIn) return [{ code: "checked-in-not-started", events: [] }];
    return absent ? [] : [{ code: "not-accounted-for", events: [] }];
  }
  const plain = (code: HoldCode, when: boolean): Hold[] => (when ? [{ code, events: [] }] : []);
  return [
    ...stops(facts.events),
    ...warnings(facts.events),
    ...incidents(state, facts.events),
    ...answers(state),
    ...pauses(facts.events),
    ...plain("not-checked-in", !checkedIn),
    ...plain("absent-and-sat", absent),
    ...plain("no-seat", !seated),
    ...plain("two-exams", elsewhere),
  ];
}

const of = <K extends EventKind>(events: readonly JournalEvent[], kind: K) =>
  events.filter((event): event is Extract<JournalEvent, { kind: K }> => event.kind === kind);

/**
 * A misconduct stop holds although the sitting was reopened afterwards: minutes given back say nothing of what was done.
 * Another stop is over with the reopening. Who asked to end handed in by word, which holds nothing.
 */
function stops(events: readonly JournalEvent[]): Hold[] {
  const reopened = Math.max(0, ...events.filter(({ kind }) => (kind as string) === "reopen").map((e) => e.eventNumber));
  return of(events, "stop").flatMap(({ body: { reason }, eventNumber }): Hold[] => {
    if (isMisconduct(reason)) return [{ code: "stopped-misconduct", reason, events: [eventNumber] }];
    if (reason === "candidate.leave" || eventNumber < reopened) return [];
    return [{ code: reason === "candidate.ill" ? "stopped-ill" : "stopped-by-office", reason, events: [eventNumber] }];
  });
}

function warnings(events: readonly JournalEvent[]): Hold[] {
  const given = of(events, "warn");
  return given.length < REPEATED_WARNINGS
    ? []
    : [{ code: "warned-repeatedly", count: given.length, events: given.map((event) => event.eventNumber) }];
}

/** An incident that has no end was never settled; a later one of the same code with its end settles it. */
function incidents(state: SittingState, events: readonly JournalEvent[]): Hold[] {
  const settled = new Set(state.incidents.flatMap(({ code, to }) => (to === null ? [] : [code])));
  return of(events, "incident")
    .filter(({ body }) => body.to === undefined && !settled.has(body.code))
    .map(({ body, eventNumber }) => ({ code: "incident-open", reason: body.code, events: [eventNumber] }));
}

function answers(state: SittingState): Hold[] {
  const aside = setAsideOf(state);
  const pick = (code: HoldCode, lines: { seq: number; item: number | null }[], numbers: number[]): Hold[] =>
    lines.length === 0
      ? []
      : [{ code, count: lines.length, items: distinct(lines.map(({ item }) => item)), events: numbers }];
  const late = aside.filter(({ code }) => code === "late");
  const refused = aside.filter(({ code }) => code !== "late");
  const numberOf = (from: readonly { seq: number; eventNumber: number }[], lines: { seq: number }[]) =>
    lines.flatMap(({ seq }) => from.find((one) => one.seq === seq)?.eventNumber ?? []);
  const missing = missingOf(state);
  return [
    ...pick("late-answers", late, numberOf(state.late, late)),
    ...pick("refused-changes", refused, numberOf(state.refused, refused)),
    ...(missing > 0 ? [{ code: "missing-changes" as const, count: missing, events: [] }] : []),
  ];
}

const distinct = (items: (number | null)[]): number[] =>
  [...new Set(items.flatMap((item) => (item === null ? [] : [item])))].sort((a, b) => a - b);

/** Numbers that a device gave and that are neither held nor refused: a seat that was left with them unsent. */
const missingOf = ({ highestSeq, seen }: SittingState): number => highestSeq - seen.size;

/** A sitting that ended while it was paused had not the time it was promised. */
function pauses(events: readonly JournalEvent[]): Hold[] {
  let paused: number | null = null;
  for (const { kind, eventNumber } of events) {
    if (kind === "pause") paused = eventNumber;
    if (kind === "resume") paused = null;
    if ((kind === "submit" || kind === "end") && paused !== null) return [{ code: "ended-paused", events: [paused] }];
  }
  return [];
}

/** What a ruling is about: the same holds, resting on the same events. */
export const holdsPrint = (holds: readonly Hold[]): string =>
  holds.map(({ code, events, count }) => `${code}:${events.join(".")}:${count ?? ""}`).join(" ");

const paperItems = (items: readonly number[] | undefined): string =>
  items && items.length > 0 ? `第 ${inRanges(items.map((item) => item + 1))} 题` : "";

/** In the words of the staff; `reasonWords` says what a reason's code means. */
export function holdWords({ code, reason, items, count = 0 }: Hold, reasonWords: (code: string) => string): string {
  const why = reason ? `（${reasonWords(reason)}）` : "";
  switch (code) {
    case "stopped-misconduct":
      return `因违纪被终止${why}`;
    case "stopped-ill":
      return `中途终止${why}，没有考满时间`;
    case "stopped-by-office":
      return `被终止${why}，没有考满时间`;
    case "warned-repeatedly":
      return `被警告 ${count} 次`;
    case "incident-open":
      return `记了异常${why}，没有记结束`;
    case "late-answers":
      return `${paperItems(items)}在结束以后才送到，没有计入`;
    case "refused-changes":
      return `${paperItems(items) || `${count} 处改动`}没有收下，没有计入`;
    case "missing-changes":
      return `有 ${count} 处改动在机器上编了号，没有送到`;
    case "ended-paused":
      return "暂停中结束，没有考满时间";
    case "not-checked-in":
      return "没有签到核验就作答";
    case "checked-in-not-started":
      return "已签到，没有开始作答";
    case "absent-and-sat":
      return "记了缺考，又有作答";
    case "not-accounted-for":
      return "没有作答，也没有记缺考";
    case "no-seat":
      return "作答以后被移出座位";
    case "two-exams":
      return "同一时间在另一场考试里作答";
  }
}

/** To the candidate: what is looked into, without a verdict. */
export function holdWordsToCandidate(hold: Hold, reasonWords: (code: string) => string): string {
  const { code, reason, items } = hold;
  switch (code) {
    case "stopped-misconduct":
      return `作答被终止，监考记录的原因是“${reasonWords(reason ?? "")}”，正在核实`;
    case "stopped-ill":
    case "stopped-by-office":
    case "ended-paused":
      return "作答没有考满时间";
    case "warned-repeatedly":
      return "监考记录里有多次警告";
    case "incident-open":
      return "考试中记了异常情况";
    case "late-answers":
    case "refused-changes":
      return `${paperItems(items) || "有的改动"}没有计入`;
    case "missing-changes":
      return "有的改动没有送到";
    case "two-exams":
      return "同一时间在另一场考试里有作答";
    default:
      return "签到、座位和作答的记录对不上";
  }
}
