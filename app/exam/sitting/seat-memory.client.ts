// What this machine remembers of its sitting, so that a reload without a network goes on: the paper, what was answered
// and how each answer stood, the question that was open, and when time is up by the machine's own clock.

import type { Answer } from "~/question/answer";
import type { AnswerQueue, KnownChanges, QueueStore, SaveState } from "./answer-queue";
import type { SeatFacts, SeatPaper } from "./paper.server";
import type { LinkState, RememberedTime } from "./seat-link.client";
import type { SealedShelf } from "./sealed-shelf.client";

/** What the candidate has on the page. */
export interface OnPage {
  answers: ReadonlyMap<number, Answer>;
  flags: ReadonlySet<number>;
  place: number;
}
interface KeptAnswers {
  answers: { item: number; answer: Answer; state: SaveState | null }[];
  flags: number[];
  place: number;
  lastSeq: number;
}
interface KeptTime {
  status: RememberedTime["status"];
  remainingMs: number;
  /** By the machine's wall clock; null while time does not run. */
  endsAt: number | null;
}
export interface Remembered extends OnPage {
  facts: SeatFacts | null;
  paper: SeatPaper | null;
  time: RememberedTime | null;
  lastSeq: number;
  known: KnownChanges;
}

const MOVED_MS = 1_000;
const STATUSES: readonly string[] = ["waiting", "running", "paused", "ended"];

export class SeatMemory {
  readonly shelf: SealedShelf;
  #time: KeptTime | null = null;

  constructor(shelf: SealedShelf) {
    this.shelf = shelf;
  }

  /** A change leaves the store only once what it answered lies on the shelf too. */
  behind(store: QueueStore): QueueStore {
    return {
      load: () => store.load(),
      put: (change, above) => store.put(change, above),
      remove: async (seqs) => {
        await this.shelf.settled();
        await store.remove(seqs);
      },
    };
  }

  keepPage({ answers, flags, place }: OnPage, queue: AnswerQueue): void {
    const kept: KeptAnswers = {
      answers: [...answers].map(([item, answer]) => ({ item, answer, state: queue.stateOf(item) })),
      flags: [...flags],
      place,
      lastSeq: queue.lastSeq,
    };
    this.shelf.keep("answers", kept);
  }

  /** Keeps what the server last said of the time, whenever that moved the end. */
  keepTime({ phase, remainingMs, endsAtTick, provisional }: LinkState): void {
    if (provisional || !STATUSES.includes(phase)) return;
    const endsAt = endsAtTick === null ? null : Date.now() + endsAtTick - performance.now();
    const before = this.#time;
    const same = before?.status === phase && Math.abs((before.endsAt ?? 0) - (endsAt ?? 0)) < MOVED_MS;
    if (same) return;
    this.#time = { status: phase as KeptTime["status"], remainingMs, endsAt };
    this.shelf.keep("time", this.#time);
  }

  async recall(): Promise<Remembered> {
    const [facts, paper, kept, time] = await Promise.all([
      this.shelf.take<SeatFacts>("facts"),
      this.shelf.take<SeatPaper>("paper"),
      this.shelf.take<KeptAnswers>("answers"),
      this.shelf.take<KeptTime>("time"),
    ]);
    const answers = kept?.answers ?? [];
    const of = (...states: (SaveState | null)[]) =>
      answers.filter(({ state }) => states.includes(state)).map(({ item }) => ({ item, epoch: 0, seq: 0 }));
    return {
      facts,
      paper,
      answers: new Map(answers.map(({ item, answer }) => [item, answer])),
      flags: new Set(kept?.flags),
      place: kept?.place ?? 0,
      lastSeq: kept?.lastSeq ?? 0,
      known: {
        answers: of("saved"),
        late: of("late").map((one) => ({ ...one, admitted: false })),
        refused: of("refused"),
        onDevice: of("on-device", "offline", "unsafe", null).map(({ item }) => item),
      },
      time: time && { status: time.status, leftMs: leftOf(time, Date.now()) },
    };
  }

  /** The paper and the answers go; `all`: who sat here too. What is not confirmed lies elsewhere, and stays. */
  clear(all: boolean): void {
    this.shelf.drop(all ? ["paper", "answers", "facts"] : ["paper", "answers"]);
  }
}

/** Never more than the server last said: a clock that was put back gives nobody time. */
const leftOf = ({ remainingMs, endsAt }: KeptTime, now: number): number =>
  endsAt === null ? remainingMs : Math.min(remainingMs, Math.max(0, endsAt - now));
