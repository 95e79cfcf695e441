import { IDBFactory, IDBKeyRange as KeyRange } from "fake-indexeddb";
import type { Chance } from "./shapes";
import type { WorldTime } from "./world-time";

// A machine at a seat: its IndexedDB, which outlives its pages, and the pages that write there. The disk takes time, can
// be full, and a page that dies leaves a transaction that is taken back or just got through.

const TASK_MS = 2;

/** One page's life; what it asked for comes to nobody once it is over. */
export class PageLife {
  alive = true;
  readonly open = new Set<IDBTransaction>();
}

export class Device {
  readonly factory = new IDBFactory();
  full = false;
  /** What the machine's own clock is off by. */
  skew: number;
  readonly #chance: Chance;

  constructor(skew: number, chance: Chance) {
    this.skew = skew;
    this.#chance = chance;
  }

  /** `indexedDB` as this page has it. */
  storeFor(page: PageLife): IDBFactory {
    const { factory } = this;
    return {
      open: (name: string, version?: number) => {
        const request = factory.open(name, version);
        request.addEventListener("success", () => this.#watch(request.result as unknown as IDBDatabase, page));
        return request;
      },
      deleteDatabase: (name: string) => factory.deleteDatabase(name),
    } as unknown as IDBFactory;
  }

  #watch(db: IDBDatabase, page: PageLife): void {
    const begin = db.transaction.bind(db);
    db.transaction = (stores, mode, options) => {
      if (!page.alive) throw new Error("this page is gone");
      const transaction = begin(stores, mode, options);
      page.open.add(transaction);
      for (const name of ["complete", "abort"]) transaction.addEventListener(name, () => page.open.delete(transaction));
      if (this.full && mode === "readwrite") refuseToGrow(transaction);
      return transaction;
    };
  }

  /** What lies in one of its stores, as the disk has it. */
  kept(store: string): unknown[] {
    type Raw = {
      _databases: Map<
        string,
        { rawObjectStores: Map<string, { records: { values(): Iterable<{ value: unknown }> } }> }
      >;
    };
    const [database] = [...(this.factory as unknown as Raw)._databases.values()];
    const raw = database?.rawObjectStores.get(store);
    return raw ? [...raw.records.values()].map(({ value }) => value) : [];
  }

  /** The page is closed, reloaded, or the power is cut: each of its unfinished writes is through or was never there. */
  end(page: PageLife): void {
    page.alive = false;
    for (const transaction of [...page.open])
      if (this.#chance() < 0.5)
        try {
          transaction.abort();
        } catch {
          // it was through
        }
  }
}

function refuseToGrow(transaction: IDBTransaction): void {
  const inner = transaction as IDBTransaction & { _abort(name: string): void };
  const storeOf = transaction.objectStore.bind(transaction);
  transaction.objectStore = (name) => {
    const store = storeOf(name);
    for (const verb of ["put", "add"] as const) {
      const write = store[verb].bind(store);
      store[verb] = (value, key) => {
        const request = key === undefined ? write(value) : write(value, key);
        queueMicrotask(() => {
          try {
            inner._abort("QuotaExceededError");
          } catch {
            // the first of its writes ended it
          }
        });
        return request;
      };
    }
    return store;
  };
}

/** Lets the IndexedDB of all devices go by the day's time; gives how to put things back. */
export function storesRunBy(time: () => WorldTime): () => void {
  const kept = [globalThis.setImmediate, globalThis.indexedDB, globalThis.IDBKeyRange] as const;
  globalThis.setImmediate = ((work: () => void) => time().after(TASK_MS, work)) as unknown as typeof setImmediate;
  globalThis.IDBKeyRange = KeyRange as unknown as typeof IDBKeyRange;
  return () => {
    [globalThis.setImmediate, globalThis.indexedDB, globalThis.IDBKeyRange] = kept;
  };
}
