// Whether a log could have been played: a run cannot go faster than the clock it is played by. Milliseconds; how long a
// tick is, its engine says. In the stepped pace (the untimed plan) time stands still while one thinks and may pass
// quickly while one acts.

export type Pace = "real" | "stepped";

/** Slack for a request's own way and a clock's unevenness. */
const TOLERANCE_MS = 2_500;
/** A stepped run may pass this many times faster while acting. */
const STEPPED = 12;

export const PIECE_SECONDS = 20;
export const PIECE_BYTES = 16 * 1024;
export const RUN_BYTES = 1024 * 1024;
/** A run left alone this long is closed to further pieces. */
export const RUN_LASTS_MS = 2 * 60 * 60 * 1000;

/** True when `playedMs` of the run cannot yet have passed `elapsedMs` after it was given out. */
export function isTooFast({ playedMs, elapsedMs, pace }: { playedMs: number; elapsedMs: number; pace: Pace }): boolean {
  return playedMs > (elapsedMs + TOLERANCE_MS) * (pace === "stepped" ? STEPPED : 1);
}

export interface PieceHead {
  first: number;
  ticks: number;
}

/** First tick and count of ticks of a piece, or null when its head is none: 0xA7, log version, varint, varint. */
export function readPieceHead(bytes: Uint8Array, log: number): PieceHead | null {
  if (bytes[0] !== 0xa7 || bytes[1] !== log) return null;
  let at = 2;
  const varint = (): number | null => {
    let value = 0;
    for (let shift = 0; shift <= 21; shift += 7) {
      const b = bytes[at++];
      if (b === undefined) return null;
      value |= (b & 127) << shift;
      if (b < 128) return value;
    }
    return null;
  };
  const first = varint();
  const ticks = varint();
  return first === null || ticks === null ? null : { first, ticks };
}
