import { useCallback, useEffect, useRef, useState } from "react";
import type { ShownQuestion } from "#content/schema/shown-question";
import type { Answer } from "~/question/answer";
import type { InputKind } from "~/question/input-kind";
import type { Receipt, Since } from "../journal/journal-port";
import type { NewChange, SaveState } from "./answer-queue";
import { askSeat } from "./ask-seat.client";
import { beginSitting, openPaper, type LiveSitting } from "./begin-sitting.client";
import { openSeatDevice } from "./device-store.client";
import { SeatHold } from "./seat-hold.client";
import type { Handing, LinkState } from "./seat-link.client";
import { toSeatInput, toWire } from "./seat-answer";
import type { OnPage } from "./seat-memory.client";
import type { SeatFacts, SeatPaper } from "./paper.server";

export interface SittingView {
  facts: SeatFacts | null;
  paper: SeatPaper | null;
  link: LinkState | null;
  /** What was answered before is on the page. */
  opened: boolean;
  lasting: boolean;
  /** Whether the page opens again without a network; null while that is being found out. */
  reopens: boolean | null;
  /** Another window of this machine holds the seat. */
  elsewhere: boolean;
  receipt: Receipt | null;
  /** What came after the end that the receipt names. */
  since: Since | null;
  /** Set when there is no seat on this device, or it is no longer this one. */
  problem: string | null;
}
const START: SittingView = {
  facts: null,
  paper: null,
  link: null,
  opened: false,
  lasting: true,
  reopens: null,
  elsewhere: false,
  receipt: null,
  since: null,
  problem: null,
};
const NOTHING: OnPage = { answers: new Map(), flags: new Set(), place: 0 };
const NOTHING_UNCOUNTED = { items: [], lost: 0 };
const RECEIPT_RETRY_MS = 2_000;
const REMEMBER_MS = 500;

/** The whole of a sitting on this device: the seat, its lease, queue, line to the server, paper. */
export function useSitting() {
  const [view, setView] = useState<SittingView>(START);
  const [shown, draw] = useState<OnPage>(NOTHING);
  // As it is now, for whoever writes; `shown` is as it was last drawn.
  const page = useRef<OnPage>(NOTHING);
  const show = useCallback((next: Partial<OnPage>) => draw((page.current = { ...page.current, ...next })), []);
  const live = useRef<LiveSitting | null>(null);
  const hold = useRef<SeatHold | null>(null);
  const [, redraw] = useState(0);

  useEffect(() => {
    // Each time the seat is got a new run begins; one that is over touches nothing any more.
    let run = 0;
    let remembering: ReturnType<typeof setTimeout> | undefined;
    const stop = () => {
      run += 1;
      clearTimeout(remembering);
      live.current?.link.stop();
      live.current = null;
    };
    const remember = () => {
      remembering = undefined;
      if (live.current) rememberPage(live.current, page.current);
    };
    const got = () => {
      stop();
      const mine = run;
      const gone = () => mine !== run;
      setView(START);
      show(NOTHING);
      void beginSitting({
        merge: (next) => !gone() && setView((before) => ({ ...before, ...next })),
        show: (next) => !gone() && show(next),
        keep: (parts) => (gone() ? parts.link.stop() : (live.current = parts)),
        changed: () => {
          if (gone()) return;
          remembering ??= setTimeout(remember, REMEMBER_MS);
          redraw((n) => n + 1);
        },
        gone,
      });
    };
    const lost = () => {
      stop();
      setView({ ...START, elsewhere: true });
    };
    const seat = (hold.current = new SeatHold({ got, lost }));
    seat.start();
    return () => {
      seat.end();
      stop();
    };
  }, [show]);

  const phase = view.link?.phase;
  const provisional = view.link?.provisional ?? false;
  useEffect(() => {
    if ((phase !== "running" && phase !== "paused") || provisional) return;
    // A receipt of an end before the sitting was reopened is not that of the next one.
    setView((before) => (before.receipt ? { ...before, receipt: null, since: null } : before));
    if (!live.current) return;
    // It went from the machine with that receipt.
    if (view.paper) return live.current.memory.shelf.keep("paper", view.paper);
    void openPaper(live.current, (next) => setView((before) => ({ ...before, ...next })));
  }, [phase, provisional, view.paper]);
  // Who no longer sits here, or is done, leaves no paper behind.
  const done = phase === "ended" && view.receipt !== null;
  const fenced = phase === "moved" || phase === "unknown";
  useEffect(() => {
    if (done || fenced) live.current?.memory.clear(fenced);
  }, [done, fenced]);
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

  /** What is on the page lies on the device before the change it belongs to leaves it. */
  const write = useCallback((change: NewChange) => {
    if (!live.current) return;
    rememberPage(live.current, page.current);
    void live.current.link.change(change);
  }, []);
  const answer = useCallback(
    (item: number, question: ShownQuestion, value: Answer, input: InputKind) => {
      if (!live.current) return;
      show({ answers: new Map(page.current.answers).set(item, value) });
      write({ item, ...toWire(question, value), kind: toSeatInput(input), clientAt: new Date().toISOString() });
    },
    [show, write],
  );
  const flag = useCallback(
    (item: number, on: boolean) => {
      const flags = new Set(page.current.flags);
      flags[on ? "add" : "delete"](item);
      show({ flags });
      write({ item, flag: on, clientAt: new Date().toISOString() });
    },
    [show, write],
  );
  const submit = useCallback(async (): Promise<Handing> => {
    const handing: Handing = (await live.current?.link.submit()) ?? { kind: "kept", pending: 0, why: "over" };
    if (handing.kind === "handed-in") {
      const { receipt, since } = handing.reply;
      setView((before) => ({ ...before, receipt, since }));
    }
    return handing;
  }, []);
  const goOn = useCallback(async () => (await live.current?.link.goOn()) ?? false, []);
  const look = useCallback(
    (item: number) => {
      show({ place: item });
      if (!live.current) return;
      live.current.link.item = item;
      rememberPage(live.current, page.current);
    },
    [show],
  );
  // Whoever sits down next finds nothing of this candidate; what the server has not confirmed stays (L8).
  const leave = useCallback(async (to: string) => {
    const held = live.current;
    if (held && held.queue.pending === 0)
      await openSeatDevice()
        .then((device) => device.forget(held.lease.sittingId))
        .catch(() => false);
    window.location.replace(to);
  }, []);
  return {
    view,
    questions: view.opened ? (view.paper?.questions ?? null) : null,
    ...shown,
    answer,
    flag,
    submit,
    goOn,
    look,
    leave,
    takeOver: () => hold.current?.takeOver(),
    stateOf: (item: number): SaveState | null => live.current?.queue.stateOf(item) ?? null,
    pending,
    lease: live.current?.lease ?? null,
    uncounted: live.current?.queue.uncounted ?? NOTHING_UNCOUNTED,
    deviceFails: live.current?.queue.deviceFails ?? false,
  };
}

const rememberPage = ({ memory, queue, link }: LiveSitting, page: OnPage): void => {
  if (link.state.phase === "running" || link.state.phase === "paused") memory.keepPage(page, queue);
};
