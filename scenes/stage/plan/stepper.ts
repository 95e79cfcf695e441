// When time passes on the plan route. Real pace: always, by the clock. Stepped pace: only while an act or a walk lasts,
// and it stops by itself when something new is seen, heard or felt, so that one can think it over. Ticks of the engine.
import type { View } from "../engine";
import type { Hold } from "../mechanics/mechanic-face";
import type { PlaySession } from "../play/session";

export const ACT_TICKS = 12;
export const WAIT_TICKS = 40;
/** After hands have pressed something time goes on at its own pace for so long, so that a rhythm is one. */
const HAND_TICKS = 30;
/** Stepped time passes this many times faster than the clock. */
export const STEPPED_SPEED = 4;

/** Seconds of one late picture that are caught up. What measures by the clock must not lose any. */
const CAUGHT_UP = { usual: 0.25, byTheClock: 1.5 };

export interface Stepper {
  /** Time goes on for so many ticks, or until a walk ends (`walk`). */
  spend(ticks: number): void;
  walk(): void;
  /** Hands are at work: time runs as it does, and stops by itself when they rest. */
  keepTime(): void;
  /** Hands hold something down (`on`): time runs as it does until they let go, and a moment longer. */
  hold(on: boolean): void;
  /**
   * Seconds of the real clock passed up to `now` (ms of the page's clock): runs what is due, each tick at its own
   * moment.
   */
  advance(seconds: number, now: number): void;
  readonly running: boolean;
  /** A walk was halted by news and can go on. */
  readonly halted: boolean;
}

export function createStepper(session: PlaySession, stepped: boolean): Stepper {
  let budget = 0;
  let walking = false;
  let kept = 0;
  let holding = false;
  let halted = false;
  let held = 0;
  const tick = 1 / session.ticksPerSecond;
  const longest = session.face.byTheClock ? CAUGHT_UP.byTheClock : CAUGHT_UP.usual;
  const wants = () => !session.over && (!stepped || budget > 0 || walking || kept > 0);
  const after = (view: View) => {
    if (!stepped) return;
    if (budget > 0) budget--;
    if (kept > 0 && !holding) kept--;
    if (walking && budget === 0 && view.self.goal < 0) walking = false;
    if (walking && view.captions.some((c) => session.face.news.includes(c.text))) {
      walking = false;
      budget = 0;
      halted = view.self.goal >= 0;
    }
  };
  return {
    spend(ticks) {
      halted = false;
      budget = Math.max(budget, ticks);
    },
    keepTime() {
      kept = HAND_TICKS;
    },
    hold(on) {
      if (on || holding) kept = HAND_TICKS;
      holding = on;
    },
    walk() {
      halted = false;
      walking = true;
      // the order itself takes a tick before the walk shows
      budget = Math.max(budget, 2);
    },
    get running() {
      return wants();
    },
    get halted() {
      return halted;
    },
    advance(seconds, now) {
      if (!wants()) {
        held = 0;
        return;
      }
      const speed = stepped && kept === 0 ? STEPPED_SPEED : 1;
      held = Math.min(held + Math.min(seconds, longest) * speed, 2 * longest);
      while (held >= tick && wants()) {
        held -= tick;
        session.tick(now - (held / speed) * 1000);
        after(session.view);
      }
    },
  };
}

/** In the untimed pace time runs while hands hold something down. */
export function keepingTime(hold: Hold, stepper: Pick<Stepper, "hold">): Hold {
  return {
    down: (ms) => {
      stepper.hold(true);
      hold.down(ms);
    },
    up: (ms) => {
      stepper.hold(false);
      hold.up(ms);
    },
  };
}
