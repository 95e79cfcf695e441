// From hands to compressions: a key, a mouse or a thumb goes down and up. One press each, whichever it is.
import type { PlaySession } from '../play/session'

export interface Presser { down(): void; up(): void }

export function createPresser(session: PlaySession): Presser {
  const code = session.engine.verbCode('compress')
  let held = false
  return {
    down() {
      if (held) return
      held = true
      session.intent.actAt(performance.now(), code, 0)
    },
    up() {
      if (!held) return
      held = false
      session.intent.actAt(performance.now(), code, 1)
    },
  }
}
