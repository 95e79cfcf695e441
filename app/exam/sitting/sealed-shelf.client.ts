// What a seat must have to go on without a network, sealed on the device under a key of this one sitting that no script
// can read out: the paper, who sits here, what was answered, how much time was left. The key goes with the sitting, and
// nothing opens it then.

export const SHELF = ["facts", "paper", "answers", "time", "box"] as const;
export type Shelved = (typeof SHELF)[number];

/** Where sealed things and the key lie. */
export interface ShelfStore {
  key(): Promise<CryptoKey | null>;
  /** Keeps the key unless there is one; gives the one that is there now. */
  keepKey(key: CryptoKey): Promise<CryptoKey>;
  get(what: Shelved): Promise<Sealed | null>;
  put(what: Shelved, sealed: Sealed): Promise<void>;
  drop(what: readonly Shelved[]): Promise<void>;
}
export interface Sealed {
  nonce: Uint8Array<ArrayBuffer>;
  bytes: ArrayBuffer;
}

export class SealedShelf {
  readonly #sitting: string;
  readonly #store: ShelfStore;
  readonly #waiting = new Map<Shelved, unknown>();
  #tail: Promise<unknown> = Promise.resolve();

  constructor(sitting: string, store: ShelfStore) {
    this.#sitting = sitting;
    this.#store = store;
  }

  /** Kept one after another; of what waits for its turn, the newest alone. What the device can't keep is not kept. */
  keep(what: Shelved, value: unknown): void {
    const waits = this.#waiting.has(what);
    this.#waiting.set(what, value);
    if (waits) return;
    this.#next(async () => {
      const newest = this.#waiting.get(what);
      this.#waiting.delete(what);
      await this.#seal(what, newest);
    });
  }

  drop(what: readonly Shelved[]): void {
    this.#next(() => this.#store.drop(what));
  }

  /** Null when it is not there, or is not what this sitting sealed. */
  async take<T>(what: Shelved): Promise<T | null> {
    try {
      await this.settled();
      const [key, sealed] = [await this.#store.key(), await this.#store.get(what)];
      if (!key || !sealed) return null;
      const plain = await crypto.subtle.decrypt(this.#method(what, sealed.nonce), key, sealed.bytes);
      return JSON.parse(new TextDecoder().decode(plain)) as T;
    } catch {
      return null;
    }
  }

  /** Resolves when all that was given so far lies on the device. */
  async settled(): Promise<void> {
    await this.#tail;
  }

  #next(work: () => Promise<unknown>): void {
    this.#tail = this.#tail.then(work).catch(() => undefined);
  }

  async #seal(what: Shelved, value: unknown): Promise<void> {
    const key = await this.#ownKey();
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(value));
    await this.#store.put(what, { nonce, bytes: await crypto.subtle.encrypt(this.#method(what, nonce), key, plain) });
  }

  /** Asked for each time: another window may have ended the sitting and thrown the key away. */
  async #ownKey(): Promise<CryptoKey> {
    const before = await this.#store.key();
    if (before) return before;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    return this.#store.keepKey(made);
  }

  /** Bound to the sitting and to what it is: a value moved elsewhere does not open. */
  #method(what: Shelved, iv: Uint8Array<ArrayBuffer>): AesGcmParams {
    return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(`seat:${this.#sitting}:${what}`) };
  }
}
