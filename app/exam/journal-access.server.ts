import type { JournalPort } from "./journal/journal-port";
import { journalClient } from "./journal/client.server";

// The journal as this process reaches it: over the loopback in service, in the process itself where a test or the seed
// hands one in.

let handedIn: JournalPort | null = null;

export const journal = (): JournalPort => handedIn ?? journalClient();
export function useJournal(port: JournalPort | null): void {
  handedIn = port;
}
