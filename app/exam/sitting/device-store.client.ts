// What a seat keeps on its own device: the lease, and every change the server has not confirmed. IndexedDB with strict
// durability; where there is none, memory, and `lasting` says so before the start.

import type { NewChange, QueuedChange, QueueStore } from "./answer-queue";

export interface SeatLease {
  sittingId: string;
  epoch: number;
  token: string;
}
export interface SeatDevice {
  /** False: a reload of this device loses what the server does not have yet. */
  lasting: boolean;
  lease(): Promise<SeatLease | null>;
  keepLease(lease: SeatLease | null): Promise<void>;
  queueOf(sittingId: string): QueueStore;
  /**
   * Clears what this device keeps of a sitting; false, and nothing cleared, while a change waits that the server has
   * not confirmed.
   */
  forget(sittingId: string): Promise<boolean>;
}

const NAME = "anding-seat";

export async function openSeatDevice(): Promise<SeatDevice> {
  try {
    return new IndexedDevice(await openDatabase());
  } catch {
    return new MemoryDevice();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("lease");
      request.result.createObjectStore("change", { keyPath: ["sitting", "seq"] });
      request.result.createObjectStore("last");
    };
    request.onsuccess = () => resolve(request.result);
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
  keepLease = (lease: SeatLease | null) =>
    this.#write(["lease"], (t) =>
      lease ? t.objectStore("lease").put(lease, "lease") : t.objectStore("lease").delete("lease"),
    );

  async forget(sitting: string): Promise<boolean> {
    let cleared = false;
    await this.#write(["lease", "change", "last"], (t) => {
      const waiting = t.objectStore("change").count(IDBKeyRange.bound([sitting, 0], [sitting, Infinity]));
      waiting.onsuccess = () => {
        if (waiting.result > 0) return;
        cleared = true;
        t.objectStore("last").delete(sitting);
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
        const range = IDBKeyRange.bound([sitting, 0], [sitting, Infinity]);
        const kept = (await this.#read("change", (store) => store.getAll(range))) as Kept[];
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
}

class MemoryDevice implements SeatDevice {
  readonly lasting = false;
  #lease: SeatLease | null = null;
  lease = () => Promise.resolve(this.#lease);
  keepLease = (lease: SeatLease | null) => {
    this.#lease = lease;
    return Promise.resolve();
  };
  forget = (sittingId: string) => {
    if (this.#lease?.sittingId === sittingId) this.#lease = null;
    return Promise.resolve(true);
  };
  queueOf = (): QueueStore => ({
    load: () => Promise.resolve({ changes: [], lastSeq: 0 }),
    put: () => Promise.reject(new Error("no storage")),
    remove: () => Promise.resolve(),
  });
}
