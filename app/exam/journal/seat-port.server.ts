import type { TimedDraft } from "./event";
import type { RawEntry, SeatBeat } from "./event-schema";
import { remainingMs, statusAt } from "./fold";
import { type HandedReply, type HandOverFile } from "./hand-over";
import { handOverBox } from "./hand-over-box.server";
import { handedReply, readHandOver } from "./hand-over-intake.server";
import type { Journal } from "./journal.server";
import { admissionOf, type SeatCredential } from "./lease";
import { refusalOf, type RefusalCode } from "./legality";
import { sinceReceipt, toReceipt } from "./receipt";
import { missingUpTo, takeIn, type Intake } from "./seat-intake";
import {
  BEAT_MS,
  type AnswersReply,
  type BeatReply,
  type SeatNow,
  type SeatSitting,
  type SubmitReply,
} from "./seat-wire";
import type { SittingState } from "./sitting-state";
import { sittingTextKey, textHash } from "./text-seal";
import { newId } from "~/platform/ids";

export type { AnswersReply, BeatReply, SeatNow, SeatSitting, SubmitReply } from "./seat-wire";

// What a seat may do with its lease: send answers, say that it is there, take up where it was, hand in. The lease is
// looked at again when the sitting's turn comes, so that nothing is taken from a seat that lost it while waiting.

export type SeatRefusal = "unknown" | "lease-lost" | "answers-missing" | "not-this-file" | RefusalCode;
export class SeatRefused extends Error {
  readonly code: SeatRefusal;
  /** Device sequences without which the sitting cannot be handed in. */
  readonly missing: readonly number[];
  constructor(code: SeatRefusal, missing: readonly number[] = []) {
    super(code);
    this.name = "SeatRefused";
    this.code = code;
    this.missing = missing;
  }
}

export class SeatPort {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Throws SeatRefused unless the credential is of this sitting's live lease. */
  admit(credential: SeatCredential): SittingState {
    const state = this.#journal.book.get(credential.sittingId);
    const admission = admissionOf(state, credential);
    if (!state || admission === "unknown") throw new SeatRefused("unknown");
    if (admission === "lease-lost") throw new SeatRefused("lease-lost");
    return state;
  }

  answers(credential: SeatCredential, entries: readonly RawEntry[]): Promise<AnswersReply> {
    const { sittingId } = credential;
    return this.#journal.exclusively([sittingId], async () => {
      const intake = await this.#takeIn(this.admit(credential), entries);
      this.#heard(sittingId, {});
      const { saved: acknowledged, lateSeqs: late, clashes: clash, refused } = intake;
      return { ...this.#now(sittingId), acknowledged, late, clash, refused };
    });
  }

  async #takeIn(state: SittingState, entries: readonly RawEntry[], of?: number): Promise<Intake> {
    const { sittingId } = state;
    const now = this.#journal.clock.now();
    const personKey = entries.some((entry) => entry.text) ? this.#journal.personKey(state.candidate) : null;
    const key = personKey && sittingTextKey(personKey, sittingId);
    const hashText = key && ((text: string) => textHash(key, text));
    const intake = takeIn(state, entries, { now, hashText, ...(of === undefined ? {} : { of }) });
    if (intake.refusal) throw new SeatRefused(intake.refusal);
    const drafts = draftsOf(state, intake, now);
    const texts = [...intake.texts.values()].map((text) => this.#journal.sealText(key!, sittingId, text));
    if (drafts.length > 0) await this.#journal.write(drafts, texts);
    return intake;
  }

  /**
   * What a machine could not send, brought in a file: taken as of the lease it was made under, by its own token. A lease
   * that is lost takes nothing else from its machine.
   */
  handOver(file: HandOverFile): Promise<HandedReply> {
    return this.#journal.exclusively([file.sitting], async () => {
      const state = this.#journal.book.get(file.sitting);
      const personKey = state && this.#journal.personKey(state.candidate);
      const inside = personKey ? readHandOver(personKey, file) : null;
      if (!state || !inside) throw new SeatRefused("not-this-file");
      const made = { sittingId: file.sitting, epoch: file.epoch, token: inside.token };
      if (admissionOf(state, made) === "unknown") throw new SeatRefused("not-this-file");
      const intake = await this.#takeIn(state, inside.entries, file.epoch === state.epoch ? undefined : file.epoch);
      return handedReply(this.#journal.book.get(file.sitting)!, intake);
    });
  }

  #boxOf(state: SittingState): string | null {
    const key = this.#journal.personKey(state.candidate);
    return key && handOverBox(key, state.sittingId);
  }

  beat(credential: SeatCredential, beat: SeatBeat, since: number): BeatReply {
    const state = this.admit(credential);
    this.#heard(state.sittingId, beat);
    const notices = state.notices.filter((notice) => notice.seq > since);
    return { ...this.#now(state.sittingId), notices, seat: state.seat, beatMs: BEAT_MS, handed: state.handed };
  }

  /** All that the server holds, for a seat that lost its own memory. */
  resume(credential: SeatCredential): SeatSitting {
    const state = this.admit(credential);
    const texts = this.#textsOf(state);
    this.#heard(state.sittingId, {});
    return {
      ...this.#now(state.sittingId),
      sittingId: state.sittingId,
      examId: state.examId,
      paper: state.paper,
      seat: state.seat,
      epoch: state.epoch,
      startedAt: state.startedAt === null ? null : new Date(state.startedAt).toISOString(),
      answers: [...state.answers].map(([item, { seq, epoch, value, input, text }]) => ({
        item,
        seq,
        epoch,
        value,
        input,
        ...(text
          ? { text: Object.fromEntries(Object.entries(text).map(([field, hash]) => [field, texts[hash] ?? null])) }
          : {}),
      })),
      flags: [...state.flags].filter(([, flag]) => flag.on).map(([item]) => item),
      late: state.late.map(({ seq, epoch, item, admitted }) => ({ seq, epoch, item, admitted })),
      refused: state.refused.map(({ seq, epoch, item, code }) => ({ seq, epoch, item, code })),
      handed: state.handed,
      box: this.#boxOf(state),
      item: this.#journal.pulses.get(state.sittingId)?.item ?? null,
      notices: state.notices,
    };
  }

  /**
   * Ends the sitting by the candidate's own hand, once everything up to the device's last sequence is held or refused;
   * asked again, the receipt comes again.
   */
  submit(credential: SeatCredential, lastSeq: number): Promise<SubmitReply> {
    return this.#journal.exclusively([credential.sittingId], async () => {
      const state = this.admit(credential);
      if (state.status === "ended") return this.#handedIn(state.sittingId);
      const now = this.#journal.clock.now();
      const { sittingId, examId } = state;
      const draft: TimedDraft = {
        id: newId(new Date(now)),
        sittingId,
        examId,
        kind: "submit",
        body: { epoch: state.epoch, lastSeq },
        at: new Date(now).toISOString(),
      };
      const refusal = refusalOf(state, draft, now);
      const missing = refusal ? [] : missingUpTo(state, lastSeq);
      if (missing.length > 0) throw new SeatRefused("answers-missing", missing);
      // A sitting that time has ended gets its end written down first.
      if (refusal && refusal !== "ended") throw new SeatRefused(refusal);
      await this.#journal.write([refusal ? endDraft(state, now) : draft]);
      return this.#handedIn(sittingId);
    });
  }

  /** The candidate goes on in a reopened sitting: from here its time runs. Asked again, nothing is added. */
  goOn(credential: SeatCredential): Promise<SeatNow> {
    return this.#journal.exclusively([credential.sittingId], async () => {
      const state = this.admit(credential);
      if (state.status === "running") return this.#now(state.sittingId);
      if (!waitsForSeat(state)) throw new SeatRefused(state.status === "ended" ? "ended" : "not-running");
      const now = this.#journal.clock.now();
      const { sittingId, examId } = state;
      await this.#journal.write([
        {
          id: newId(new Date(now)),
          sittingId,
          examId,
          kind: "resume",
          body: { reason: "seat.go-on", by: "seat" },
          at: new Date(now).toISOString(),
        },
      ]);
      this.#heard(sittingId, {});
      return this.#now(sittingId);
    });
  }

  #handedIn(sittingId: string): SubmitReply {
    const state = this.#journal.book.get(sittingId)!;
    return { ...this.#now(sittingId), receipt: toReceipt(state), since: sinceReceipt(state) };
  }

  #textsOf(state: SittingState): Record<string, string | null> {
    if (![...state.answers.values()].some((answer) => answer.text)) return {};
    const key = this.#journal.personKey(state.candidate);
    return this.#journal.reader.texts(state.sittingId, key && sittingTextKey(key, state.sittingId));
  }

  #heard(sittingId: string, beat: SeatBeat): void {
    const before = this.#journal.pulses.get(sittingId);
    this.#journal.pulses.set(sittingId, {
      seenAt: this.#journal.clock.now(),
      pending: beat.pending ?? before?.pending ?? 0,
      item: beat.item ?? before?.item ?? null,
      visible: beat.visible ?? before?.visible ?? true,
    });
  }

  #now(sittingId: string): SeatNow {
    const state = this.#journal.book.get(sittingId)!;
    const now = this.#journal.clock.now();
    return {
      remainingMs: remainingMs(state, now),
      serverTime: new Date(now).toISOString(),
      status: statusAt(state, now),
      reopened: waitsForSeat(state),
      durable: state.highestSeq,
    };
  }
}

/** Reopened, and nothing else holds it. */
const waitsForSeat = ({ status, heldBy }: SittingState): boolean =>
  status === "paused" && heldBy.size === 1 && heldBy.has("reopen");

export const endDraft = ({ sittingId, examId }: SittingState, now: number): TimedDraft => ({
  id: newId(new Date(now)),
  sittingId,
  examId,
  kind: "end",
  body: { reason: "time" },
  at: new Date(now).toISOString(),
});

function draftsOf(state: SittingState, intake: Intake, now: number): TimedDraft[] {
  const { sittingId, examId } = state;
  const at = new Date(now).toISOString();
  // A device event is named by what makes it one: the sitting and the device's own count.
  const envelope = ({ seq }: { seq: number }) => ({ id: `${sittingId}.${seq}`, sittingId, examId, at });
  // A late answer may also be said again of a sitting that was reopened since: that one has not ended.
  const due = intake.lateSeqs.length > 0 && state.status === "running" && statusAt(state, now) === "ended";
  return [
    ...(due ? [endDraft(state, now)] : []),
    ...intake.answers.map((body) => ({ ...envelope(body), kind: "answer" as const, body })),
    ...intake.flags.map((body) => ({ ...envelope(body), kind: "flag" as const, body })),
    ...intake.late.map((body) => ({ ...envelope(body), kind: "late" as const, body })),
    ...intake.refuse.map((body) => ({ ...envelope(body), kind: "refuse" as const, body })),
  ];
}
