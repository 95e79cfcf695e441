import { useCallback, useEffect, useRef, useState } from "react";
import type { ShownQuestion } from "#content/schema/shown-question";
import type { Answer } from "~/question/answer";
import type { InputKind } from "~/question/input-kind";
import { isNewer, type Made } from "../journal/counted";
import type { Receipt, Since } from "../journal/journal-port";
import { AnswerQueue, type SaveState } from "./answer-queue";
import { openSeatDevice, type SeatLease } from "./device-store.client";
import { SeatLink, type Handing, type LinkState } from "./seat-link.client";
import { fromWire, toSeatInput, toWire } from "./seat-answer";
import type { SeatFacts, SeatPaper } from "./paper.server";

export interface SittingView {
  facts: SeatFacts | null;
  questions: ShownQuestion[] | null;
  link: LinkState | null;
  lasting: boolean;
  receipt: Receipt | null;
  /** What came after the end that the receipt names. */
  since: Since | null;
  /** Set when there is no seat on this device, or it is no longer this one. */
  problem: string | null;
}
const START: SittingView = {
  facts: null,
  questions: null,
  link: null,
  lasting: true,
  receipt: null,
  since: null,
  problem: null,
};
const NOTHING_UNCOUNTED = { items: [], lost: 0 };
const RECEIPT_RETRY_MS = 2_000;

/** The whole of a sitting on this device: lease, queue, line to the server, paper. */
export function useSitting() {
  const [view, setView] = useState<SittingView>(START);
  const [answers, setAnswers] = useState<ReadonlyMap<number, Answer>>(new Map());
  const [flags, setFlags] = useState<ReadonlySet<number>>(new Set());
  const live = useRef<{ link: SeatLink; queue: AnswerQueue; lease: SeatLease } | null>(null);
  const [, redraw] = useState(0);

  useEffect(() => {
    let gone = false;
    const merge = (next: Partial<SittingView>) => !gone && setView((before) => ({ ...before, ...next }));
    void begin({
      merge,
      setAnswers,
      setFlags,
      redraw: () => redraw((n) => n + 1),
      keep: (parts) => (live.current = parts),
    });
    return () => {
      gone = true;
      live.current?.link.stop();
    };
  }, []);

  const phase = view.link?.phase;
  useEffect(() => {
    if (phase !== "running" && phase !== "paused") return;
    // A receipt of an end before the sitting was reopened is not that of the next one.
    setView((before) => (before.receipt ? { ...before, receipt: null, since: null } : before));
    if (view.questions || !live.current) return;
    void fetchPaper(live.current.lease).then(
      (paper) => paper && setView((before) => ({ ...before, questions: paper.questions })),
    );
  }, [phase, view.questions]);
  const pending = live.current?.queue.pending ?? 0;
  // Asked again with each change that arrived after the end, and until an answer comes.
  useEffect(() => {
    if (phase !== "ended" || !live.current) return;
    const { lease } = live.current;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    const bring = async (): Promise<void> => {
      const reply = await askSeat<{ receipt: Receipt | null; since: Since | null }>("receipt", lease);
      if (gone) return;
      if (reply?.receipt) setView((before) => ({ ...before, receipt: reply.receipt, since: reply.since }));
      else timer = setTimeout(() => void bring(), RECEIPT_RETRY_MS);
    };
    void bring();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [phase, pending]);

  const answer = useCallback((item: number, question: ShownQuestion, value: Answer, input: InputKind) => {
    setAnswers((before) => new Map(before).set(item, value));
    void live.current?.link.change({
      item,
      ...toWire(question, value),
      kind: toSeatInput(input),
      clientAt: new Date().toISOString(),
    });
  }, []);
  const flag = useCallback((item: number, on: boolean) => {
    setFlags((before) => {
      const next = new Set(before);
      if (on) next.add(item);
      else next.delete(item);
      return next;
    });
    void live.current?.link.change({ item, flag: on, clientAt: new Date().toISOString() });
  }, []);
  const submit = useCallback(async (): Promise<Handing> => {
    const handing: Handing = (await live.current?.link.submit()) ?? { kind: "kept", pending: 0, why: "over" };
    if (handing.kind === "handed-in") {
      const { receipt, since } = handing.reply;
      setView((before) => ({ ...before, receipt, since }));
    }
    return handing;
  }, []);
  const goOn = useCallback(async () => (await live.current?.link.goOn()) ?? false, []);
  const look = useCallback((item: number) => {
    if (live.current) live.current.link.item = item;
  }, []);
  // Whoever sits down next finds nothing of this candidate; what the server has not confirmed stays (L8).
  const leave = useCallback(async (to: string) => {
    const held = live.current;
    if (held && held.queue.pending === 0)
      await openSeatDevice()
        .then((device) => device.forget(held.lease.sittingId))
        .catch(() => false);
    window.location.replace(to);
  }, []);
  const stateOf = (item: number): SaveState | null => live.current?.queue.stateOf(item) ?? null;
  return {
    view,
    answers,
    flags,
    answer,
    flag,
    submit,
    goOn,
    look,
    leave,
    stateOf,
    pending,
    uncounted: live.current?.queue.uncounted ?? NOTHING_UNCOUNTED,
    deviceFails: live.current?.queue.deviceFails ?? false,
  };
}

interface Hands {
  merge: (next: Partial<SittingView>) => void;
  setAnswers: (answers: ReadonlyMap<number, Answer>) => void;
  setFlags: (flags: ReadonlySet<number>) => void;
  redraw: () => void;
  keep: (parts: { link: SeatLink; queue: AnswerQueue; lease: SeatLease }) => void;
}

async function begin({ merge, setAnswers, setFlags, redraw, keep }: Hands): Promise<void> {
  const device = await openSeatDevice();
  const lease = await device.lease();
  if (!lease) return merge({ problem: "这台机器上没有登记座位。", lasting: device.lasting });
  const store = device.queueOf(lease.sittingId);
  const queue = new AnswerQueue(store);
  const link = new SeatLink({
    lease,
    queue,
    changed: () => {
      merge({ link: link.state });
      redraw();
    },
  });
  keep({ link, queue, lease });
  merge({ lasting: device.lasting, link: link.state });
  const held = await link.resume();
  if (!held) return;
  await queue.resume(held.durable, held);
  const newest = new Map<number, Made & { answer: Answer }>(
    held.answers.map((one) => [one.item, { seq: one.seq, epoch: one.epoch, answer: fromWire(one) }]),
  );
  const marked = new Set(held.flags);
  for (const change of queue.waiting()) {
    const made = { seq: change.seq, epoch: change.lease ?? lease.epoch };
    if ("flag" in change) marked[change.flag ? "add" : "delete"](change.item);
    else if (isNewer(made, newest.get(change.item))) newest.set(change.item, { ...made, answer: fromWire(change) });
  }
  setAnswers(new Map([...newest].map(([item, { answer }]) => [item, answer])));
  setFlags(marked);
  const facts = await askSeat<SeatFacts>("facts", lease);
  merge({ facts, link: link.state });
  link.start();
}

async function fetchPaper(lease: SeatLease): Promise<SeatPaper | null> {
  for (let attempt = 0; attempt < 30; attempt += 1) {
    const paper = await askSeat<SeatPaper>("paper", lease);
    if (paper) return paper;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  return null;
}

/** The page's own questions to the app process, under the same lease as the hot endpoints. */
async function askSeat<T>(
  what: "facts" | "paper" | "receipt",
  { sittingId, epoch, token }: SeatLease,
): Promise<T | null> {
  try {
    const response = await fetch(`/exam/seat-data?what=${what}`, {
      method: "POST",
      cache: "no-store",
      headers: { authorization: `Bearer ${sittingId}.${epoch}.${token}` },
    });
    return response.ok ? ((await response.json()) as T) : null;
  } catch {
    return null;
  }
}
