// A hand-over file: what a machine could not send of a sitting before the candidate went on at another one, or before
// the end. Sealed to a key that the server derives from the candidate's own, so that nobody reads it on its way; it
// names its sitting and lease, and carries that lease's token inside, so that nobody else can have made it. Who brings
// it does not matter.

export const HAND_OVER_FORM = "anding-hand-over-1";

export interface HandOverFile {
  form: typeof HAND_OVER_FORM;
  sitting: string;
  epoch: number;
  /** The file's own half of the key: a point of P-256, uncompressed, base64url. */
  half: string;
  /** As platform/seal.server.ts writes it: `1.`, then nonce ‖ AES-256-GCM ciphertext ‖ tag in base64url. */
  sealed: string;
}

/** Bound to the sealed part: a file that calls itself another sitting's, or another lease's, does not open. */
export const handOverContext = ({ form, sitting, epoch }: Pick<HandOverFile, "form" | "sitting" | "epoch">): string =>
  `${form}\n${sitting}\n${epoch}`;

/** What became of the answers of a file, by the machine's own numbers. */
export interface HandedReply {
  /** Counts. */
  counted: number[];
  /** Kept; a newer answer to the same question counts. */
  overtaken: number[];
  /** Received after the end: kept, counts once two persons admit it. */
  late: number[];
  refused: number[];
}

// Numbers of another lease than the live one may have been given twice, once by each machine. In the journal those of a
// file stand in a range of their own, by lease; a device's own never reach it (event-schema.ts).

const EACH = 10_000_000;
const FIRST = 1_000;
export const MAX_HANDED_EPOCH = 1_000;
export const MAX_HANDED_SEQ = EACH - 1;
export const MAX_JOURNAL_SEQ = (FIRST + MAX_HANDED_EPOCH + 1) * EACH;

export const handedNumber = (epoch: number, seq: number): number => (FIRST + epoch) * EACH + seq;
export const isHanded = (number: number): boolean => number >= FIRST * EACH;
/** The machine's own number. */
export const ownNumber = (number: number): number => (isHanded(number) ? number % EACH : number);
