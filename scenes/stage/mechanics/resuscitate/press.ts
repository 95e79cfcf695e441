// From hands to compressions: a key, a mouse or a thumb goes down and up. One press each, whichever it is.
import type { Acts } from "../../play/watched";
import type { Hold } from "../mechanic-face";

export function createPresser(acts: Acts): Hold {
  const code = acts.verbCode("compress");
  let held = false;
  return {
    down(ms) {
      if (held) return;
      held = true;
      acts.actAt(ms, code, 0);
    },
    up(ms) {
      if (!held) return;
      held = false;
      acts.actAt(ms, code, 1);
    },
  };
}
