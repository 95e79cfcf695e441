import type { IncomingMessage } from "node:http";

// A body costs by the piece rather than by the byte: in pieces of one byte a small one holds the front for seconds. An
// honest network, however slow, brings some hundred bytes at a time.

const FREE_PIECES = 256;
const BYTES_A_PIECE = 64;

/**
 * Counts the pieces of a body, whoever reads it or throws it away; past the bound `over` is told once, and nothing more
 * is taken in.
 */
export function boundPieces(request: IncomingMessage, over: () => void): void {
  const take = request.push.bind(request);
  let [pieces, bytes, shut] = [0, 0, false];
  request.push = (piece: Buffer | null, encoding?: BufferEncoding) => {
    if (shut) return false;
    if (piece !== null) [pieces, bytes] = [pieces + 1, bytes + piece.length];
    if (pieces <= FREE_PIECES + bytes / BYTES_A_PIECE) return take(piece, encoding);
    shut = true;
    over();
    return false;
  };
}
