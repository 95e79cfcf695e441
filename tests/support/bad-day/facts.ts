import type { JournalEvent } from "~/exam/journal/event";
import { keyOfAnswer } from "./tab";

// What the journal's rows establish, worked out anew and otherwise than the product does it: a budget of time that is
// used up, instead of an end that is moved. The oracle of the day.

export interface Row {
  n: number;
  item: number;
  seq: number;
  key: string;
  epoch: number;
  at: number;
}
export interface End {
  n: number;
  hash: string;
  kind: string;
}
export interface Facts {
  /** Answers that somebody may count: by the live lease, after the start, before the end. */
  answers: Row[];
  late: (Row & { admitted: boolean })[];
  refused: { seq: number; item: number | null; n: number }[];
  ends: End[];
  ended: boolean;
  /** What counts for each item. */
  counted: Map<number, Row>;
  /** Rows that should never have been written. */
  faults: string[];
  epochs: number[];
}

const MINUTE = 60_000;

export function readFacts(events: readonly JournalEvent[], texts: Record<string, string | null>): Facts {
  const facts: Facts = {
    answers: [],
    late: [],
    refused: [],
    ends: [],
    ended: false,
    counted: new Map(),
    faults: [],
    epochs: [],
  };
  const seqs = new Set<number>();
  let epoch = 0;
  let left = 0;
  let runsSince: number | null = null;
  /** What stops the clock: the room's pause, the seat's own, an opening again in which nobody has gone on yet. */
  const held = new Set<string>();
  const runs = (at: number) => {
    if (runsSince !== null) left -= at - runsSince;
    runsSince = null;
  };
  const count = (row: Row) => {
    if (row.seq > (facts.counted.get(row.item)?.seq ?? 0)) facts.counted.set(row.item, row);
  };
  for (const event of events) {
    const at = Date.parse(event.at);
    const n = event.eventNumber;
    const fault = (words: string) => facts.faults.push(`row ${n} ${event.kind}: ${words}`);
    if (event.kind === "answer" || event.kind === "late" || event.kind === "flag" || event.kind === "refuse") {
      const { seq } = event.body;
      if (seqs.has(seq)) fault(`sequence ${seq} a second time`);
      seqs.add(seq);
      if (event.body.epoch !== epoch) fault(`from lease ${event.body.epoch}, the live one is ${epoch}`);
    }
    const spent = left - (runsSince === null ? 0 : at - runsSince);
    switch (event.kind) {
      case "open":
        left = event.body.durationMs;
        break;
      case "lease":
        epoch = event.body.epoch;
        facts.epochs.push(epoch);
        break;
      case "start":
        runsSince = at;
        break;
      case "resume":
        if (event.body.scope === "room") held.delete("room");
        else held.clear();
        if (held.size === 0) runsSince = at;
        break;
      case "pause":
        held.add(event.body.scope);
        runs(at);
        break;
      case "grant":
        left += event.body.minutes * MINUTE;
        break;
      case "answer":
      case "late": {
        const { item, seq, value, text } = event.body;
        const words =
          text && Object.fromEntries(Object.entries(text).map(([field, hash]) => [field, texts[hash] ?? null]));
        const row = { n, item, seq, key: keyOfAnswer(value, words), epoch: event.body.epoch, at };
        if (event.kind === "late") facts.late.push({ ...row, admitted: false });
        else if (facts.ended || held.has("reopen") || spent < 0) fault(`${row.key} counted after the end`);
        else {
          facts.answers.push(row);
          count(row);
        }
        break;
      }
      case "refuse":
        facts.refused.push({ seq: event.body.seq, item: event.body.item ?? null, n });
        break;
      case "submit":
      case "end":
      case "stop":
        if (facts.ended) fault("ended twice");
        if (event.kind === "submit" && spent < 0) fault("handed in after the end");
        if (event.kind === "end" && spent > 0) fault(`ended ${spent} ms early`);
        runs(at);
        facts.ended = true;
        facts.ends.push({ n, hash: event.hash, kind: event.kind });
        break;
      case "admit":
        for (const row of facts.late)
          if (event.body.seqs.includes(row.seq)) {
            row.admitted = true;
            count(row);
          }
        break;
      default:
        if ((event.kind as string) === "reopen") {
          facts.ended = false;
          held.clear();
          held.add("reopen");
          left = (event.body as unknown as { minutes: number }).minutes * MINUTE;
          runsSince = null;
        }
    }
  }
  return facts;
}
