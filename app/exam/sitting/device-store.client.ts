// What a seat keeps on its own device: the lease, every change the server has not confirmed, and, sealed, what it needs
// to go on without a network. IndexedDB with strict durability; where there is none, memory, and `lasting` says so
// before the start.

import type { NewChange, QueuedChange, QueueStore } from "./answer-queue";
import { SealedShelf, SHELF, type Sealed, type Shelved, type ShelfStore } from "./sealed-shelf.client";

export interface SeatLease {
  sittingId: string;
  epoch: number;
  token: string;
}
export interface SeatDevice {
  /** False: a reload of this device loses what the server does not have yet. */
  lasting: boolean;
  lease(): Promise<SeatLease | null>;
  /** The lease of another sitting that it takes the place of is put aside while changes of that one wait here. */
  keepLease(lease: SeatLease): Promise<void>;
  /** Leases put aside: their changes can still be handed over. */
  leftLeases(): Promise<SeatLease[]>;
  queueOf(sittingId: string): QueueStore;
  shelfOf(sittingId: string): SealedShelf;
  /**
   * Clears what this device keeps of a sitting; false, and nothing cleared, while a change waits that the server has
   * not confirmed.
   */
  forget(sittingId: string): Promise<boolean>;
}

const NAME = "anding-seat";
const LEFT = "left:";

export async function openSeatDevice(): Promise<SeatDevice> {
  try {
    return new IndexedDevice(await openDatabase());
  } catch {
    return new MemoryDevice();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 2);
    request.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion < 1) {
        request.result.createObjectStore("lease");
        request.result.createObjectStore("change", { keyPath: ["sitting", "seq"] });
        request.result.createObjectStore("last");
      }
      request.result.createObjectStore("key");
      request.result.createObjectStore("sealed");
    };
    request.onsuccess = () => {
      // A newer version of the page wants the database: it is not kept waiting.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error ?? new Error("indexedDB"));
    request.onblocked = () => reject(new Error("indexedDB blocked"));
  });
}

type Kept = { sitting: string; seq: number; change: QueuedChange };

class IndexedDevice implements SeatDevice {
  readonly lasting = true;
  readonly #db: IDBDatabase;
  constructor(db: IDBDatabase) {
    this.#db = db;
  }

  /** Resolves when the transaction is complete, which with strict durability means: on the disk. */
  #write(stores: string[], work: (transaction: IDBTransaction) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const transaction = this.#db.transaction(stores, "readwrite", { durability: "strict" });
      transaction.oncomplete = () => resolve();
      transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error("indexedDB write"));
      work(transaction);
    });
  }

  #read<T>(store: string, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const request = ask(this.#db.transaction(store).objectStore(store));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error("indexedDB read"));
    });
  }

  lease = async () => ((await this.#read("lease", (store) => store.get("lease"))) as SeatLease | undefined) ?? null;
  keepLease = (lease: SeatLease) =>
    this.#write(["lease", "change"], (t) => {
      const leases = t.objectStore("lease");
      const before = leases.get("lease") as IDBRequest<SeatLease | undefined>;
      before.onsuccess = () => {
        leases.put(lease, "lease");
        const old = before.result;
        if (!old || old.sittingId === lease.sittingId) return;
        const waiting = t.objectStore("change").count(changesOf(old.sittingId));
        waiting.onsuccess = () => waiting.result > 0 && leases.put(old, LEFT + old.sittingId);
      };
    });

  async leftLeases(): Promise<SeatLease[]> {
    const range = IDBKeyRange.bound(LEFT, `${LEFT}\uffff`);
    return (await this.#read("lease", (store) => store.getAll(range))) as SeatLease[];
  }

  async forget(sitting: string): Promise<boolean> {
    let cleared = false;
    await this.#write(["lease", "change", "last", "key", "sealed"], (t) => {
      const waiting = t.objectStore("change").count(changesOf(sitting));
      waiting.onsuccess = () => {
        if (waiting.result > 0) return;
        cleared = true;
        t.objectStore("last").delete(sitting);
        t.objectStore("key").delete(sitting);
        for (const what of SHELF) t.objectStore("sealed").delete([sitting, what]);
        t.objectStore("lease").delete(LEFT + sitting);
        const held = t.objectStore("lease").get("lease") as IDBRequest<SeatLease | undefined>;
        held.onsuccess = () => held.result?.sittingId === sitting && t.objectStore("lease").delete("lease");
      };
    });
    return cleared;
  }

  /** The number is taken where the change is kept, in one transaction: two tabs never take the same. */
  async #number(sitting: string, change: NewChange, above: number): Promise<number> {
    let seq = 0;
    await this.#write(["change", "last"], (t) => {
      const last = t.objectStore("last").get(sitting) as IDBRequest<number | undefined>;
      last.onsuccess = () => {
        seq = Math.max(last.result ?? 0, above) + 1;
        t.objectStore("change").put({ sitting, seq, change: { ...change, seq } as QueuedChange } satisfies Kept);
        t.objectStore("last").put(seq, sitting);
      };
    });
    return seq;
  }

  queueOf(sitting: string): QueueStore {
    return {
      load: async () => {
        const kept = (await this.#read("change", (store) => store.getAll(changesOf(sitting)))) as Kept[];
        const lastSeq = ((await this.#read("last", (store) => store.get(sitting))) as number | undefined) ?? 0;
        return { changes: kept.map(({ change }) => change), lastSeq };
      },
      put: (change, above) => this.#number(sitting, change, above),
      remove: (seqs) =>
        this.#write(["change"], (t) => {
          for (const seq of seqs) t.objectStore("change").delete([sitting, seq]);
        }),
    };
  }

  shelfOf(sitting: string): SealedShelf {
    const store: ShelfStore = {
      key: async () => ((await this.#read("key", (keys) => keys.get(sitting))) as CryptoKey | undefined) ?? null,
      keepKey: async (made) => {
        let kept = made;
        await this.#write(["key"], (t) => {
          const before = t.objectStore("key").get(sitting) as IDBRequest<CryptoKey | undefined>;
          before.onsuccess = () => (before.result ? (kept = before.result) : t.objectStore("key").put(made, sitting));
        });
        return kept;
      },
      get: async (what) =>
        ((await this.#read("sealed", (all) => all.get([sitting, what]))) as Sealed | undefined) ?? null,
      put: (what, sealed) => this.#write(["sealed"], (t) => t.objectStore("sealed").put(sealed, [sitting, what])),
      drop: (many) =>
        this.#write(["sealed"], (t) => many.forEach((what) => t.objectStore("sealed").delete([sitting, what]))),
    };
    return new SealedShelf(sitting, store);
  }
}

const changesOf = (sitting: string): IDBKeyRange => IDBKeyRange.bound([sitting, 0], [sitting, Infinity]);

class MemoryDevice implements SeatDevice {
  readonly lasting = false;
  #lease: SeatLease | null = null;
  lease = () => Promise.resolve(this.#lease);
  keepLease = (lease: SeatLease) => {
    this.#lease = lease;
    return Promise.resolve();
  };
  leftLeases = () => Promise.resolve([]);
  forget = (sittingId: string) => {
    if (this.#lease?.sittingId === sittingId) this.#lease = null;
    return Promise.resolve(true);
  };
  queueOf = (): QueueStore => ({
    load: () => Promise.resolve({ changes: [], lastSeq: 0 }),
    put: () => Promise.reject(new Error("no storage")),
    remove: () => Promise.resolve(),
  });
  /** Nothing of a paper lies in the open where it can't be sealed for good. */
  shelfOf = (sitting: string) =>
    new SealedShelf(sitting, {
      key: () => Promise.resolve(null),
      keepKey: () => Promise.reject(new Error("no storage")),
      get: () => Promise.resolve(null),
      put: (_what: Shelved) => Promise.reject(new Error("no storage")),
      drop: () => Promise.resolve(),
    });
}
