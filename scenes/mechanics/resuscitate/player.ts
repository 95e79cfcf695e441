// Plays a resuscitation as told, for stories, the golden log and the bench: acts by name, compressions by taps or as a
// phone's signal.
import {
  createLogWriter,
  createRun,
  idle,
  verbCode,
  type Acceleration,
  type Inputs,
  type Run,
  type Scene,
} from "../engine";
import { partOf } from "../part";
import { sin, TAU } from "../../sim/maths";
import { CHOICES, type Choice } from "./acts";
import { TICKS } from "./plan";

export interface Played {
  run: Run;
  pieces: { bytes: Uint8Array; ticks: number; hashes: string[]; finalHash?: string }[];
}
export type Hands = ReturnType<typeof createHands>;

/**
 * A phone on a cushion: 50 Hz, gravity on z, rounded to 0.1 m/s² as browsers give it. `noise` is a fixed small series.
 */
export function sampleAt(k: number, rate: number, amplitude: number, noise = 0.15): Acceleration {
  const t = k / 50,
    wobble = noise * (((k * 7919) % 13) / 6 - 1);
  const az = 9.8 + amplitude * sin(TAU * (rate / 60) * t) + wobble;
  return [Math.round((0.4 + wobble) * 10) * 10, Math.round(-0.3 * 10) * 10, Math.round(az * 10) * 10];
}

export function createHands(scene: Scene, seed: string, pieceTicks = 80) {
  const run = createRun(scene, seed),
    log = createLogWriter(),
    pieces: Played["pieces"] = [];
  let told = 0,
    sample = 0;
  const cut = () => {
    const ticks = log.pending;
    if (!ticks) return;
    pieces.push({
      bytes: log.cut(),
      ticks,
      hashes: run.hashes.slice(told),
      ...(run.done ? { finalHash: run.hash() } : {}),
    });
    told = run.hashes.length;
  };
  const step = (more: Partial<Inputs> = {}) => {
    if (run.done) return;
    const inputs = { ...idle(), ...more };
    log.add(inputs);
    run.step(inputs);
    if (log.pending >= pieceTicks || run.done) cut();
  };
  const rest = (seconds: number) => {
    for (let t = 0; t < seconds * TICKS; t++) step();
  };
  const offered = (choice: Choice) => run.view().prompts.find((p) => p.label === `act.${choice}`);
  const act = (choice: Choice): boolean => {
    const p = offered(choice);
    if (p) step({ verb: p.code, target: p.target });
    return p !== undefined;
  };
  const go = (place: string) => {
    step({ verb: verbCode("go"), target: run.places.find((p) => p.id === place)!.index });
    for (let t = 0; t < 1200 && !run.done && run.view().self.goal >= 0; t++) step();
  };
  /** Presses for so many seconds at a rate; `held` is the share of a cycle in which the key stays down. */
  const tap = (
    seconds: number,
    rate: number,
    { held = 0, until = () => false }: { held?: number; until?: () => boolean } = {},
  ) => {
    let due = 0,
      up = -1;
    for (let t = 0; t < seconds * TICKS && !run.done && !until(); t++) {
      if (t >= due) {
        step({ verb: verbCode("compress") });
        up = held > 0 ? t + (held * 60 * TICKS) / rate : -1;
        due += (60 * TICKS) / rate;
      } else if (up >= 0 && t >= up) {
        step({ verb: verbCode("compress"), target: 1 });
        up = -1;
      } else step();
    }
  };
  const shake = (seconds: number, rate: number, amplitude: number) => {
    for (let t = 0; t < seconds * TICKS && !run.done; t++) {
      const n = Math.floor((t + 1) * 2.5) - Math.floor(t * 2.5);
      step({ acceleration: Array.from({ length: n }, () => sampleAt(sample++, rate, amplitude)) });
    }
  };
  const breathe = () => {
    for (let k = 0; k < 2; k++) {
      step({ verb: verbCode("breathe") });
      rest(1.1);
    }
  };
  const finish = () => step({ verb: verbCode("finish") });
  return {
    run,
    pieces,
    step,
    rest,
    act,
    go,
    tap,
    shake,
    breathe,
    finish,
    offered,
    cut,
    care: () => partOf(run.view(), "resuscitate")!,
  };
}

/** Up to the moment at which compressions begin. */
export function recognise(h: Hands, { safe = true, call = true, send = true, checkSeconds = 5 } = {}): void {
  h.rest(1);
  if (safe) {
    h.go("plug-spot");
    h.act("cut-power");
  }
  h.go("patient-spot");
  h.act("check-response");
  if (call) h.act("call");
  if (send) h.act("send-aed");
  h.act("check-breath");
  h.rest(checkSeconds);
  h.act("breath-abnormal");
}

/** 30:2 until something new stands at hand, or time is over. */
export function cycles(
  h: Hands,
  {
    rate = 110,
    seconds = 400,
    breaths = true,
    held = 0,
    stop = () => false,
  }: { rate?: number; seconds?: number; breaths?: boolean; held?: number; stop?: () => boolean } = {},
): void {
  const end = h.run.tick + seconds * TICKS;
  while (!h.run.done && h.run.tick < end && !stop()) {
    const sets = () => h.care().count === 30;
    h.tap((end - h.run.tick) / TICKS, rate, { held, until: () => stop() || (breaths && sets()) });
    if (breaths && !stop() && !h.run.done && sets()) h.breathe();
  }
}

/** Puts the AED on, with or without a wrong try, and follows it until it lets one press again. */
export function useAed(h: Hands, { wrong = false, clear = true, slow = 0 } = {}): void {
  h.act("aed-on");
  h.rest(1);
  h.act("bare-chest");
  h.rest(1.5);
  if (wrong) {
    h.act("pads-left");
    h.rest(4);
  }
  h.act("pads-right");
  h.rest(slow);
  followAed(h, clear);
}

export function followAed(h: Hands, clear = true): void {
  for (let t = 0; t < 40 * TICKS && !h.run.done && h.care().aed !== "after"; t++) {
    if (h.care().aed === "armed") {
      if (clear) h.act("clear");
      h.act("shock");
    } else h.step();
  }
}

/** Everything right, to the end. */
export function playWell(h: Hands, { rate = 110, held = 0 } = {}): void {
  recognise(h);
  cycles(h, { rate, held, stop: () => h.care().aed === "here" });
  useAed(h);
  while (!h.run.done) {
    cycles(h, { rate, held, stop: () => h.care().aed === "analysing" });
    if (!h.run.done) followAed(h);
  }
}
export { CHOICES };
