import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DomainError } from "~/platform/errors";
import { seal } from "~/platform/seal.server";
import { proveHead } from "./checkpoint";
import { boardRow, type BoardRow, type Pulse } from "./board";
import { bodyText } from "./chain";
import type { Clock } from "./clock";
import type { Checkpoint, SealedText } from "./commit-group.server";
import type { JournalEvent, TimedDraft } from "./event";
import { AppendRequest, type AskedEvent } from "./event-schema";
import { statusAt } from "./fold";
import { InlineWriter, type GroupWriter } from "./inline-writer.server";
import type { AppendResult, JournalPort, Outcome, Receipt, ReceiptProof, SittingView } from "./journal-port";
import { KeyedLock } from "./keyed-lock";
import { judge, type Accepted } from "./judge";
import { JournalReader } from "./reader.server";
import { signCheckpoint, type Sign } from "./sign-checkpoint.server";
import { SittingBook } from "./sitting-book.server";
import type { StoreOptions } from "./store.server";
import { hashTexts, sittingTextKey, textContext, textHash } from "./text-seal";
import { earlierReceipts, sinceReceipt, toReceipt } from "./receipt";
import type { Anchor } from "./verify";
import { verifyWhole, type WholeReport } from "./verify-whole.server";
import { Writer } from "./writer.server";

export interface JournalOptions {
  clock: Clock;
  /** The person's own key, under which free text is sealed; null once it was destroyed. */
  personKey: (personId: string) => Buffer | null;
  sign: Sign;
  /** `thread` in service; `inline` saves the thread's start where nothing is measured. */
  writer?: "thread" | "inline";
  store?: StoreOptions;
}

/** Opens `<dir>/journal.db`, making it when it is not there. One process at a time may do so. */
export async function openJournal(dir: string, options: JournalOptions): Promise<Journal> {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, "journal.db");
  const writer =
    options.writer === "inline" ? new InlineWriter(file, options.store) : await Writer.open(file, options.store);
  return new Journal(writer, new JournalReader(file), options);
}

/**
 * The journal in the process that writes it. Acts on one sitting run one after another; its state is what is on disk.
 */
export class Journal implements JournalPort {
  readonly clock: Clock;
  readonly writer: GroupWriter;
  readonly reader: JournalReader;
  readonly book: SittingBook;
  readonly pulses = new Map<string, Pulse>();
  readonly #lock = new KeyedLock();
  readonly #options: JournalOptions;

  constructor(writer: GroupWriter, reader: JournalReader, options: JournalOptions) {
    this.writer = writer;
    this.reader = reader;
    this.clock = options.clock;
    this.book = new SittingBook(reader);
    this.#options = options;
  }

  /** Runs `work` while nothing else happens to these sittings. */
  exclusively<T>(sittingIds: readonly string[], work: () => Promise<T>): Promise<T> {
    return this.#lock.run([...new Set(sittingIds)], work);
  }

  async append(request: AppendRequest): Promise<AppendResult> {
    const { events, mode } = AppendRequest.parse(request);
    return this.exclusively(
      events.map((event) => event.sittingId),
      () => this.#append(events, mode),
    );
  }

  async #append(asked: readonly AskedEvent[], mode: "all" | "each"): Promise<AppendResult> {
    const now = this.clock.now();
    const at = new Date(now).toISOString();
    const { outcomes, accepted } = judge(asked, { now, at, stateOf: (id) => this.book.get(id) });
    const written = mode === "each" || outcomes.every((outcome) => outcome.ok);
    if (written && accepted.length > 0) {
      const events = await this.#write(accepted, at);
      for (const [i, { index }] of accepted.entries())
        outcomes[index] = { ...outcomes[index], eventNumber: events[i]!.eventNumber } as Outcome;
    }
    return { written, outcomes };
  }

  #write(accepted: readonly Accepted[], at: string): Promise<JournalEvent[]> {
    const texts: SealedText[] = [];
    const drafts = accepted.map(({ draft, plain, candidate }) => {
      if (Object.keys(plain).length === 0) return { ...draft, at };
      const key = this.textKey(candidate, draft.sittingId);
      for (const text of Object.values(plain)) texts.push(this.sealText(key, draft.sittingId, text));
      return { ...draft, at, body: { ...draft.body, text: hashTexts(key, plain) } };
    });
    return this.write(drafts as TimedDraft[], texts);
  }

  /**
   * Commits, then lets the state follow. The caller holds the sittings. Throws NotWritten when nothing may be relied
   * on.
   */
  async write(drafts: readonly TimedDraft[], texts: SealedText[] = []): Promise<JournalEvent[]> {
    const sittingIds = [...new Set(drafts.map((draft) => draft.sittingId))];
    const heads = Object.fromEntries(sittingIds.map((id) => [id, this.book.get(id)?.head.seq ?? 0]));
    const wire = drafts.map(({ body, ...rest }) => ({ ...rest, body: bodyText(body) }));
    try {
      const places = await this.writer.commit({ events: wire, texts, heads });
      const events = drafts.map((draft, i) => ({ ...draft, ...places[i]! }) as JournalEvent);
      for (const event of events) this.book.apply(event);
      return events;
    } catch (error) {
      for (const id of sittingIds) this.book.forget(id);
      throw error;
    }
  }

  personKey(personId: string): Buffer | null {
    return this.#options.personKey(personId);
  }

  /** The key for a sitting's texts; throws when the person's key was destroyed. */
  textKey(personId: string, sittingId: string): Buffer {
    const key = this.personKey(personId);
    if (!key) throw new DomainError("gone", "该考生的密钥已销毁，不能再写入文字。", { sittingId });
    return sittingTextKey(key, sittingId);
  }

  sealText(key: Buffer, sittingId: string, text: string): SealedText {
    const hash = textHash(key, text);
    return { sittingId, hash, sealed: seal(key, text, textContext(sittingId, hash)) };
  }

  async sittings(examId: string): Promise<BoardRow[]> {
    const now = this.clock.now();
    return this.reader.ofExam(examId).flatMap((id) => {
      const state = this.book.get(id);
      return state ? [boardRow(state, this.pulses.get(id), now)] : [];
    });
  }

  async sitting(sittingId: string): Promise<SittingView | null> {
    const state = this.book.get(sittingId);
    if (!state) return null;
    const now = this.clock.now();
    const row = boardRow(state, this.pulses.get(sittingId), now);
    return { status: statusAt(state, now), row, events: this.reader.ofSitting(sittingId) };
  }

  async texts(sittingId: string): Promise<Record<string, string | null>> {
    const state = this.book.get(sittingId);
    if (!state) return {};
    const key = this.personKey(state.candidate);
    return this.reader.texts(sittingId, key && sittingTextKey(key, sittingId));
  }

  async events(after: number, limit: number): Promise<JournalEvent[]> {
    return this.reader.events(after, limit);
  }

  verify(anchors: readonly Anchor[] = []): Promise<WholeReport> {
    return verifyWhole(this.reader, anchors);
  }

  checkpoint(examId: string, position?: number): Promise<Checkpoint> {
    return this.exclusively([`exam ${examId}`], () =>
      signCheckpoint(this, this.#options.sign, { examId, ...(position === undefined ? {} : { position }) }),
    );
  }

  async receipt(sittingId: string): Promise<ReceiptProof | null> {
    const state = this.book.get(sittingId);
    if (!state || state.ends.length === 0) return null;
    const receipt = toReceipt(state);
    const [since, earlier] = [sinceReceipt(state), earlierReceipts(state)];
    const checkpoint = await this.#checkpointOf(receipt);
    const heads = this.reader.heads(state.examId, checkpoint.position);
    return { receipt, since, earlier, checkpoint, proof: proveHead(heads, sittingId)! };
  }

  /** A signed root under which the receipt's own head stands, also when events have followed it. */
  #checkpointOf({ sittingId, examId, head }: Receipt): Promise<Checkpoint> {
    const [from, next] = [head.seq, head.seq + 1].map((number) => this.reader.positionOf(sittingId, number));
    if (!next) return this.checkpoint(examId);
    const held = this.reader.checkpoints(examId).find(({ position }) => position >= from! && position < next);
    return held ? Promise.resolve(held) : this.checkpoint(examId, next - 1);
  }

  /**
   * Lets go of what nobody asks for: ended sittings when very many are held, and the pulse of seats silent for a day.
   */
  trim(): void {
    this.book.trim();
    const old = this.clock.now() - 86_400_000;
    for (const [id, { seenAt }] of this.pulses) if (seenAt < old) this.pulses.delete(id);
  }

  /** Waits for what is under way, then lets go of the file. */
  async close(): Promise<void> {
    await this.#lock.idle();
    await this.writer.close();
    this.reader.close();
  }
}
