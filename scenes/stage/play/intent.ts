// What the player wants now, from whichever keys, thumbs or buttons, as the integers that one tick takes.
import type { Engine, Inputs } from "../engine";

type Sample = Inputs["acceleration"][number];

export interface Intent {
  /** Axes −1…1; several sources add up and are held until changed. */
  move(source: string, forward: number, right: number): void;
  /** Turns by radians; yaw counter-clockwise, pitch up. */
  turn(yaw: number, pitch: number): void;
  /** Sets the view outright: yaw 0…65535, pitch signed. */
  lookAt(yaw: number, pitch: number): void;
  setPosture(posture: number): void;
  readonly posture: number;
  /** Yaw and pitch in radians, for the eye, without the tick's lag. */
  readonly yaw: number;
  readonly pitch: number;
  readonly moving: boolean;
  /** Puts an act in the queue: one goes into each tick. */
  act(verb: number, target: number, arg?: number): void;
  /** An act at a moment of the page's clock (ms): it goes into the tick of that moment, however late the picture is. */
  actAt(ms: number, verb: number, target: number): void;
  /**
   * A phone's raw acceleration at 50 Hz, 0.01 m/s², at a moment of the page's clock (ms): it too goes into the tick of
   * its moment.
   */
  sense(sample: Sample, ms: number): void;
  /** The next tick's inputs. `ms`: the moment of the page's clock that the tick stands for; without it, now. */
  take(ms?: number): Inputs;
}

const TURN = Math.PI * 2;
/** Radians up and down. */
export const STEEPEST = 1.35;
/** What may wait for its tick: two seconds at 50 Hz, longer than a slow picture catches up. */
const MOST_SAMPLES = 100;
const TICK_SAMPLES = 3;

export function createIntent(engine: Pick<Engine, "idle">): Intent {
  const axes = new Map<string, [number, number]>();
  const acts: { verb: number; target: number; arg: number }[] = [];
  const timed: { ms: number; verb: number; target: number }[] = [];
  let samples: { ms: number; sample: Sample }[] = [];
  let yaw = 0;
  let pitch = 0;
  let posture = 0;
  const sum = (): [number, number] => {
    let [f, r] = [0, 0];
    for (const [af, ar] of axes.values()) {
      f += af;
      r += ar;
    }
    const l = Math.max(1, Math.hypot(f, r));
    return [Math.round((127 * f) / l), Math.round((127 * r) / l)];
  };
  return {
    move: (source, forward, right) =>
      void (forward || right ? axes.set(source, [forward, right]) : axes.delete(source)),
    turn(dYaw, dPitch) {
      yaw += dYaw;
      pitch = Math.max(-STEEPEST, Math.min(STEEPEST, pitch + dPitch));
    },
    lookAt(y, p) {
      yaw = (y / 65536) * TURN;
      pitch = (p / 65536) * TURN;
    },
    setPosture: (p) => void (posture = p),
    get posture() {
      return posture;
    },
    get yaw() {
      return yaw;
    },
    get pitch() {
      return pitch;
    },
    get moving() {
      return axes.size > 0;
    },
    act: (verb, target, arg = 0) => void (acts.length < 4 && acts.push({ verb, target, arg })),
    sense(sample, ms) {
      samples.push({ ms, sample });
      if (samples.length > MOST_SAMPLES) samples = samples.slice(-MOST_SAMPLES);
    },
    actAt: (ms, verb, target) => void (timed.length < 32 && timed.push({ ms, verb, target })),
    take(ms = Infinity) {
      const [forward, right] = sum();
      const due = timed[0] && timed[0].ms <= ms ? timed.shift()! : null;
      const act = due ? { verb: due.verb, target: due.target, arg: 0 } : acts.shift();
      const inputs: Inputs = {
        ...engine.idle(),
        forward,
        right,
        posture,
        yaw: ((Math.round((yaw / TURN) * 65536) % 65536) + 65536) % 65536,
        pitch: Math.round((pitch / TURN) * 65536),
      };
      if (act) Object.assign(inputs, act);
      // those of this tick's own twentieth of a second, two or three; what an earlier tick should have had is too late
      const now = samples.filter((s) => s.ms <= ms);
      if (now.length) {
        samples = samples.slice(now.length);
        inputs.acceleration = now.slice(-TICK_SAMPLES).map((s) => s.sample);
      }
      return inputs;
    },
  };
}
