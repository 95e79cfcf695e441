import type { Answer } from "~/question/answer";
import { isNewer, type Made } from "../journal/counted";
import { AnswerQueue } from "./answer-queue";
import { askSeat, bringPaper } from "./ask-seat.client";
import { openSeatDevice, type SeatLease } from "./device-store.client";
import { keepSittingPage } from "./page-keeper.client";
import type { SeatFacts } from "./paper.server";
import { fromWire } from "./seat-answer";
import { SeatLink } from "./seat-link.client";
import { SeatMemory, type OnPage } from "./seat-memory.client";
import type { SittingView } from "./use-sitting";
import type { SeatSitting } from "../journal/seat-wire";

// A sitting on this device from the moment the page holds the seat: what the server says comes first; where nothing
// comes, the page opens from what this machine remembers, and what the server says is taken in when it comes.

/** The parts of a sitting that is open on this page. */
export interface LiveSitting {
  lease: SeatLease;
  queue: AnswerQueue;
  link: SeatLink;
  memory: SeatMemory;
}
export interface SittingHands {
  merge: (next: Partial<SittingView>) => void;
  show: (page: OnPage) => void;
  keep: (live: LiveSitting) => void;
  changed: () => void;
  gone: () => boolean;
}

/** So long the server is waited for before the page opens from the machine's memory. */
const PATIENCE_MS = 2_500;
const LOOK_MS = 50;
/** Above every number that a machine gives. */
const NO_NUMBER_YET = 1_000_000_000;

export async function beginSitting(hands: SittingHands): Promise<void> {
  const device = await openSeatDevice();
  const lease = await device.lease();
  if (hands.gone()) return;
  if (!lease) return hands.merge({ problem: "这台机器上没有登记座位。", lasting: device.lasting });
  const memory = new SeatMemory(device.shelfOf(lease.sittingId));
  const queue = new AnswerQueue(memory.behind(device.queueOf(lease.sittingId)));
  const link: SeatLink = new SeatLink({
    lease,
    queue,
    renewed: (held) => void takeUp(live, hands, held),
    changed: () => {
      memory.keepTime(link.state);
      hands.merge({ link: link.state });
      hands.changed();
    },
  });
  const live: LiveSitting = { lease, queue, link, memory };
  hands.keep(live);
  hands.merge({ lasting: device.lasting, link: link.state });
  void keepSittingPage().then((kept) => hands.merge({ reopens: device.lasting && kept }));
  const coming = link.resume();
  const came = await Promise.race([coming.then(() => true), silent(link)]);
  if (!came && !hands.gone()) await openFromMemory(live, hands);
  const held = await coming;
  if (hands.gone()) return;
  // Fenced: what the server does not have is counted, and kept to be handed over.
  if (!held) return void (await queue.resume(0).then(hands.changed));
  await takeUp(live, hands, held);
  link.start();
}

/** Resolves with false once the server did not answer, or took its time. */
async function silent(link: SeatLink): Promise<false> {
  for (let waited = 0; waited < PATIENCE_MS && link.state.connected !== false; waited += LOOK_MS)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  return false;
}

async function openFromMemory(live: LiveSitting, hands: SittingHands): Promise<void> {
  const { queue, link, memory } = live;
  const known = await memory.recall();
  const { facts, paper, time } = known;
  if (!time || (!paper && time.status !== "ended") || link.state.phase !== "connecting") return;
  await queue.resume(known.lastSeq, known.known);
  const answers = new Map([...known.answers].map(([item, answer]) => [item, { epoch: 0, seq: 0, answer }]));
  hands.show({ ...withUnconfirmed(live, answers, known.flags), place: known.place });
  hands.merge({ facts, paper, opened: true });
  link.remember(time);
}

/** What the server holds, with what waits here on top. */
export async function takeUp(live: LiveSitting, hands: SittingHands, held: SeatSitting): Promise<void> {
  const { lease, queue, link, memory } = live;
  const { place } = await memory.recall();
  await queue.resume(held.durable, held);
  const answers = new Map(held.answers.map((one) => [one.item, { ...one, answer: fromWire(one) }]));
  hands.show({ ...withUnconfirmed(live, answers, new Set(held.flags)), place: place || (held.item ?? 0) });
  hands.merge({ opened: true });
  if (held.box) memory.shelf.keep("box", held.box);
  const facts = await askSeat<SeatFacts>("facts", lease);
  if (facts) {
    memory.shelf.keep("facts", facts);
    hands.merge({ facts, link: link.state });
  }
}

function withUnconfirmed(
  { lease, queue }: LiveSitting,
  held: ReadonlyMap<number, Made & { answer: Answer }>,
  marked: ReadonlySet<number>,
): Pick<OnPage, "answers" | "flags"> {
  const [newest, flags] = [new Map(held), new Set(marked)];
  for (const change of queue.unconfirmed()) {
    const made = { epoch: change.lease ?? lease.epoch, seq: change.seq ?? NO_NUMBER_YET };
    if ("flag" in change) flags[change.flag ? "add" : "delete"](change.item);
    else if (isNewer(made, newest.get(change.item))) newest.set(change.item, { ...made, answer: fromWire(change) });
  }
  return { answers: new Map([...newest].map(([item, { answer }]) => [item, answer])), flags };
}

/** The paper from the server, kept sealed on this machine. */
export async function openPaper({ lease, memory }: LiveSitting, merge: SittingHands["merge"]): Promise<void> {
  const paper = await bringPaper(lease);
  if (!paper) return;
  memory.shelf.keep("paper", paper);
  merge({ paper });
  // The parts of the page that questions need are loaded by now.
  const reopens = await keepSittingPage();
  merge({ reopens });
}
