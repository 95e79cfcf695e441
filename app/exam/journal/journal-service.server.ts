import { mkdirSync } from "node:fs";
import { log } from "~/platform/log";
import { keepAnchor, missingAnchor, type AnchorSigner } from "./anchor.server";
import { monotonicClock, resumeClock, STEP_MS, type Resumption } from "./clock";
import { machineTime, readMark, writeMark } from "./clock.server";
import { openJournal, type Journal, type JournalOptions } from "./journal.server";
import { SeatPort } from "./seat-port.server";
import { endDue, takeUp } from "./timekeeper.server";

const TICK_MS = 200;
const MARK_MS = 2_000;
const ANCHOR_MS = 10_000;
const REBASE_MS = 60_000;

export interface ServiceOptions extends Omit<JournalOptions, "clock"> {
  dataDir: string;
  keyDir: string;
  signer?: AnchorSigner | undefined;
}
export interface JournalService {
  journal: Journal;
  seatPort: SeatPort;
  resumption: Resumption;
  /** True: the journal lacks a record that KEY_DIR remembers. */
  anchorMissing: boolean;
  close(): Promise<void>;
}

/** The journal as the front keeps it: opened, its clock resumed, what ran taken up, its time kept. */
export async function startJournalService({
  dataDir,
  keyDir,
  signer,
  ...options
}: ServiceOptions): Promise<JournalService> {
  mkdirSync(dataDir, { recursive: true });
  mkdirSync(keyDir, { recursive: true, mode: 0o700 });
  const clock = monotonicClock(Date.now(), () => performance.now());
  const journal = await openJournal(dataDir, { ...options, clock });
  const mark = readMark(dataDir);
  const last = journal.reader.last();
  const resumption = resumeClock(mark, { ...machineTime(), lastEventAt: last ? Date.parse(last.at) : 0 });
  clock.rebase(resumption.startAt);
  const anchorMissing = missingAnchor(keyDir, journal.reader, clock.now(), signer) !== null;
  const back = await takeUp(journal, resumption, mark?.journalAt ?? null);
  // With nobody in an exam there is no deadline to hold: the wall clock is taken as it is, also one that was put right.
  if (!anyoneInside(journal)) clock.rebase(Date.now());
  log.info("journal.open", { position: last?.position ?? 0, stepMs: resumption.stepMs, ...back });

  const stopTimers = keepTime(journal, { dataDir, keyDir, signer, rebase: (at) => clock.rebase(at) });
  return {
    journal,
    seatPort: new SeatPort(journal),
    resumption,
    anchorMissing,
    async close() {
      await stopTimers();
      writeMark(dataDir, clock.now());
      keepAnchor(keyDir, journal.reader, signer);
      await journal.close();
    },
  };
}

const anyoneInside = (journal: Journal): boolean =>
  [...journal.book.forTime()].some((state) => state.status === "running" || state.status === "paused");

interface Keeping {
  dataDir: string;
  keyDir: string;
  signer: AnchorSigner | undefined;
  rebase: (at: number) => void;
}

function keepTime(journal: Journal, { dataDir, keyDir, signer, rebase }: Keeping): () => Promise<void> {
  let anchored = 0;
  let ending: Promise<unknown> = Promise.resolve();
  let busy = false;
  const guarded = (name: string, work: () => void) => () => {
    try {
      work();
    } catch (error) {
      log.error(name, error);
    }
  };
  const tick = guarded("journal.tick", () => {
    if (busy) return;
    busy = true;
    ending = endDue(journal)
      .catch((error) => log.error("journal.end-due", error))
      .finally(() => (busy = false));
  });
  const mark = guarded("journal.mark", () => writeMark(dataDir, journal.clock.now()));
  const anchor = guarded("journal.anchor", () => {
    const position = journal.reader.last()?.position ?? 0;
    if (position === anchored) return;
    keepAnchor(keyDir, journal.reader, signer);
    anchored = position;
    journal.trim();
  });
  const follow = guarded("journal.rebase", () => {
    if (anyoneInside(journal)) return;
    const stepMs = Date.now() - journal.clock.now();
    if (Math.abs(stepMs) > STEP_MS) log.warn("journal.clock-set", { stepMs });
    rebase(Date.now());
  });
  mark();
  const timers = [
    setInterval(tick, TICK_MS),
    setInterval(mark, MARK_MS),
    setInterval(anchor, ANCHOR_MS),
    setInterval(follow, REBASE_MS),
  ];
  return async () => {
    timers.forEach(clearInterval);
    await ending;
  };
}
