// From hands to compressions: a key, a mouse or a thumb goes down and up. One press each, whichever it is.
import type { PlaySession } from "../../play/session";

/** `ms`: when the hand moved by the page's clock (an event's timeStamp), however late the page hears of it. */
export interface Presser {
  down(ms: number): void;
  up(ms: number): void;
}

export function createPresser(session: PlaySession): Presser {
  const code = session.engine.verbCode("compress");
  let held = false;
  return {
    down(ms) {
      if (held) return;
      held = true;
      session.intent.actAt(ms, code, 0);
    },
    up(ms) {
      if (!held) return;
      held = false;
      session.intent.actAt(ms, code, 1);
    },
  };
}
