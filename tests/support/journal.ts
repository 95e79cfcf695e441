import { createHash, createHmac, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AskedEvent, SeatEntry } from "~/exam/journal/event-schema";
import { leaseTokenHash, makeLeaseToken, type SeatCredential } from "~/exam/journal/lease";
import { openJournal, type Journal, type JournalOptions } from "~/exam/journal/journal.server";

export const T0 = Date.parse("2026-11-21T01:00:00.000Z");
export const iso = (ms: number): string => new Date(ms).toISOString();

/** A clock that stands still until it is told to go on. */
export interface HandClock {
  now(): number;
  at: number;
}
export const handClock = (at = T0): HandClock => ({
  at,
  now() {
    return this.at;
  },
});

export interface TestJournal {
  journal: Journal;
  clock: HandClock;
  dir: string;
  file: string;
  publicKey: KeyObject;
  /** Closes and opens the same file anew, as after a restart. */
  reopen(options?: Partial<JournalOptions>): Promise<Journal>;
  close(): Promise<void>;
}

/** A journal in a folder of its own, with a clock in the test's hand. */
export async function testJournal(options: Partial<JournalOptions> = {}): Promise<TestJournal> {
  const dir = mkdtempSync(join(tmpdir(), "anding-journal-"));
  const clock = handClock();
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const open = (more: Partial<JournalOptions>) =>
    openJournal(dir, {
      clock,
      personKey: (id) => createHmac("sha256", "test").update(id).digest(),
      writer: "inline",
      sign: (bytes) => sign(null, bytes, privateKey).toString("base64url"),
      ...options,
      ...more,
    });
  const held: TestJournal = {
    journal: await open({}),
    clock,
    dir,
    file: join(dir, "journal.db"),
    publicKey,
    async reopen(more = {}) {
      await held.journal.close();
      return (held.journal = await open(more));
    },
    async close() {
      await held.journal.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  return held;
}

type Body<K extends AskedEvent["kind"]> = Extract<AskedEvent, { kind: K }>["body"];
let count = 0;
export const asked = <K extends AskedEvent["kind"]>(
  kind: K,
  sittingId: string,
  body: Body<K>,
  examId = "exam-1",
): AskedEvent => ({ id: `ev-${++count}`, sittingId, examId, kind, body }) as unknown as AskedEvent;

export const openBody = (n: number | string, more: Partial<Body<"open">> = {}): Body<"open"> => ({
  candidate: `person-${n}`,
  paper: createHash("sha256").update(`paper ${n}`).digest("hex"),
  seat: `A${n}`,
  room: "room-1",
  latestEntry: iso(T0 + 30 * 60_000),
  durationMs: 60 * 60_000,
  personalEnd: null,
  ...more,
});

/** Opens, seats and starts a sitting; gives what its seat holds. */
export async function running(
  journal: Journal,
  n: number | string,
  examId = "exam-1",
  more: Partial<Body<"open">> = {},
): Promise<SeatCredential> {
  const sittingId = `sitting-${n}`;
  const token = makeLeaseToken();
  await journal.append({
    events: [
      asked("open", sittingId, openBody(n, more), examId),
      asked("lease", sittingId, { epoch: 1, tokenHash: leaseTokenHash(token), seat: `A${n}`, device: "dev-1" }, examId),
      asked("start", sittingId, { by: `person-${n}` }, examId),
    ],
  });
  return { sittingId, epoch: 1, token };
}

export const entry = (seq: number, item: number, value: string | null, more: Partial<SeatEntry> = {}): SeatEntry =>
  ({ seq, item, value, kind: "key", clientAt: iso(T0), ...more }) as SeatEntry;
