// A good walk out of the office storey as a log, made by playing the engine: for tests, the golden log and the
// benchmark.
import {
  createLogWriter,
  createRun,
  idle,
  verbCode,
  type Inputs,
  type Scene,
  type Verb,
} from "#scenes/mechanics/engine";

export interface PlayedLog {
  pieces: { bytes: Uint8Array; ticks: number; hashes: string[]; finalHash?: string }[];
  ticks: number;
  finalHash: string;
  outcome: string;
  score: number;
  passed: boolean;
}

/** Plays the steps by the plan route's own acts; cuts a piece each 80 ticks. */
export function playOut(
  scene: Scene,
  seed: string,
  way: readonly string[],
  { pieceTicks = 80, waste = 0 } = {},
): PlayedLog {
  const run = createRun(scene, seed);
  const log = createLogWriter();
  const pieces: PlayedLog["pieces"] = [];
  let told = 0;
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
  const step = (inputs: Inputs) => {
    if (run.done) return;
    log.add(inputs);
    run.step(inputs);
    if (log.pending >= pieceTicks || run.done) cut();
  };
  const act = (verb: Verb, target = 0) => step({ ...idle(), verb: verbCode(verb), target });
  const rest = (ticks: number) => {
    for (let i = 0; i < ticks; i++) step(idle());
  };
  rest(waste);
  for (const id of way) {
    for (let tries = 0; tries < 6 && !run.done; tries++) {
      act("go", run.places.find((p) => p.id === id)!.index);
      for (let t = 0; t < 1200 && !run.done && run.view().self.goal >= 0; t++) step(idle());
      const shut = run.view().prompts.find((p) => p.verb === "open");
      if (!shut || run.done) break;
      act("feel", shut.target);
      act("open", shut.target);
      rest(16);
    }
  }
  cut();
  const v = run.verdict();
  return {
    pieces,
    ticks: run.tick,
    finalHash: run.hash(),
    outcome: run.done ? v.outcome : "",
    score: v.score,
    passed: run.done && v.passed,
  };
}
