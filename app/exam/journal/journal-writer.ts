import { parentPort, workerData } from "node:worker_threads";
import { claim } from "~/platform/claim.server";
import { GroupCommitter, type Group, type GroupResult } from "./commit-group.server";
import { closeStore, openStore, type StoreOptions } from "./store.server";

// The writer's thread: the only connection that writes journal.db. Each message is one group commit; after trouble with
// the disk the connection is opened anew, since what SQLite holds in memory may no longer be what lies on the disk.

export interface WriterData {
  file: string;
  options: StoreOptions;
}
export type ToWriter = { groups: Group[] } | { close: true } | { maxPages: number };
export type FromWriter = { ready: true } | { results: GroupResult[] } | { closed: true };

const port = parentPort;
if (!port) throw new Error("journal-writer runs as a worker thread");
const { file, options } = workerData as WriterData;

const claimed = claim(file, options.busyTimeoutMs);
let store = openStore(file, options);
let committer = new GroupCommitter(store);
port.postMessage({ ready: true } satisfies FromWriter);

port.on("message", (message: ToWriter) => {
  if ("close" in message) {
    try {
      closeStore(store);
    } finally {
      claimed.release();
      port.postMessage({ closed: true } satisfies FromWriter);
      port.close();
    }
  } else if ("maxPages" in message) {
    options.maxPages = message.maxPages;
    store.pragma(`max_page_count = ${message.maxPages}`);
  } else {
    const results = committer.commit(message.groups);
    port.postMessage({ results } satisfies FromWriter);
    if (results.some((r) => "code" in r && r.code.includes("IOERR"))) reopen();
  }
});

function reopen(): void {
  store.close();
  store = openStore(file, options);
  committer = new GroupCommitter(store);
}
