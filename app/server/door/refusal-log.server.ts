import type { IncomingMessage } from "node:http";
import { addressShare } from "~/people/agent-words";
import { keys } from "~/platform/keys.server";
import { callerOf } from "./caller";
import { Refusals, type Refused } from "./refusals";

const LOOK_MS = 10_000;
const HASH_LENGTH = 12;
export interface RefusalLog {
  note(request: IncomingMessage, event: string, refused: Pick<Refused, "path" | "status" | "code">): void;
  end(): void;
}

/**
 * The front's refusals, each with the keyed hash of its caller's address: the same hash is the same caller, and no
 * address stands in the log.
 */
export function refusalLog(): RefusalLog {
  const refusals = new Refusals();
  const timer = setInterval(() => refusals.tellCounted(Date.now()), LOOK_MS);
  timer.unref();
  return {
    note: (request, event, refused) =>
      refusals.note(
        event,
        {
          ...refused,
          from: keys()
            .lookup("log-address", addressShare(callerOf(request).ip))
            .slice(0, HASH_LENGTH),
        },
        Date.now(),
      ),
    end: () => {
      clearInterval(timer);
      refusals.tellCounted(Date.now(), 0);
    },
  };
}
