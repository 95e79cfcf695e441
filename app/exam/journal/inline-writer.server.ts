import type Database from "libsql";
import { claim, type Claim } from "~/platform/claim.server";
import { GroupCommitter, type Group, type Written } from "./commit-group.server";
import { closeStore, openStore, type StoreOptions } from "./store.server";
import { NotWritten, type Writer } from "./writer.server";

/** What the journal needs of a writer: the thread in service, this one where a thread would only cost time. */
export type GroupWriter = Pick<Writer, "commit" | "close" | "failing" | "limitPages">;

/** Commits in the caller's own thread, with the same file, pragmas and chain. */
export class InlineWriter implements GroupWriter {
  #db: Database.Database;
  #committer: GroupCommitter;
  #claimed: Claim;
  #closed = false;
  failing: string | null = null;

  constructor(file: string, options: StoreOptions = {}) {
    this.#claimed = claim(file, options.busyTimeoutMs);
    this.#db = openStore(file, options);
    this.#committer = new GroupCommitter(this.#db);
  }

  commit(group: Omit<Group, "n">): Promise<Written[]> {
    // A statement outlives its connection in libsql, so a closed writer must refuse by itself.
    if (this.#closed) return Promise.reject(new NotWritten("CLOSED", "the journal is closed"));
    const [result] = this.#committer.commit([{ n: 0, ...group }]);
    this.failing = result && "code" in result ? result.code : null;
    return result && "written" in result
      ? Promise.resolve(result.written)
      : Promise.reject(new NotWritten(result?.code ?? "UNKNOWN", result?.error ?? "no result"));
  }

  limitPages(maxPages: number): void {
    this.#db.pragma(`max_page_count = ${maxPages}`);
  }

  close(): Promise<void> {
    if (!this.#closed) {
      closeStore(this.#db);
      this.#claimed.release();
    }
    this.#closed = true;
    return Promise.resolve();
  }
}
