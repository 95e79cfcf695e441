// From hands to compressions: a key, a mouse or a thumb goes down and up. One press each, whichever it is.
import type { PlaySession } from "../../play/session";
import type { Hold } from "../mechanic-face";

export function createPresser(session: PlaySession): Hold {
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
