// A page is what its data and its address say, so the same data at the same address make the same page again, but for
// the nonce of its scripts. Pages that anyone may open are kept so, and not rendered anew for each resident who comes.
// What they were made from is compared letter by letter: a page whose data changed is another one.

/** First parts of addresses whose pages say the same to everyone who has not signed in, and nothing of a person. */
const FOR_EVERYONE = ["", "drill", "verification", "trust", "sign-in"];
const MOST_BYTES = 6_000_000;

interface Kept {
  pieces: Buffer[];
  bytes: number;
}

/** Whether a page at this address, asked for by nobody in particular, may be kept. */
export const isForEveryone = (pathname: string): boolean => FOR_EVERYONE.includes(pathname.split("/")[1] ?? "");

export class KeptPages {
  readonly #pages = new Map<string, Kept>();
  readonly #most: number;
  #bytes = 0;

  constructor(mostBytes = MOST_BYTES) {
    this.#most = mostBytes;
  }

  /** The page made from `made`, with `nonce` on its scripts; null when it is not kept. */
  find(made: string, nonce: string): Buffer<ArrayBuffer> | null {
    const kept = this.#pages.get(made);
    if (!kept) return null;
    this.#pages.delete(made); // and in again at the young end
    this.#pages.set(made, kept);
    const mark = Buffer.from(nonce);
    return Buffer.concat(kept.pieces.flatMap((piece, at) => (at === 0 ? [piece] : [mark, piece])));
  }

  /** Keeps a page; those longest unused make room for it. `nonce` must be what its scripts carry, and not guessable. */
  keep(made: string, html: string, nonce: string): void {
    const pieces = html.split(nonce).map((piece) => Buffer.from(piece));
    // a letter of the key is one byte or two
    const bytes = 2 * made.length + pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (nonce.length < 16 || bytes > this.#most || this.#pages.has(made)) return;
    this.#pages.set(made, { pieces, bytes });
    this.#bytes += bytes;
    for (const [oldest, { bytes: freed }] of this.#pages) {
      if (this.#bytes <= this.#most) break;
      this.#pages.delete(oldest);
      this.#bytes -= freed;
    }
  }
}
