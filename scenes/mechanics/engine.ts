// THE ENGINE: the one entry of the file that browser and server load to play and replay drills (law L6).
//
//   const run = createRun(scene, seed);         scene: the JSON of format 1; seed: 16 hex digits given by the server
//   ENGINE                                      what this engine says of itself: format, ticks a second, hash step
//   run.step(inputs)                            one tick; inputs: integers, see sim/inputs.ts;
//                                               idle() is "nothing"
//   run.view()                                  what to draw: live typed arrays; copy what you want to interpolate
//   run.done, run.verdict()                     over? and what it came to
//   run.hashes                                  the state hash at each ENGINE.hashTicks-th tick, as 16 hex digits
//
//   const log = createLogWriter(); log.add(inputs) each tick beside run.step(inputs); log.cut() → a piece for the server
//
//   const replay = createReplay(scene, seed);   server: replay.feed(piece) as pieces come;
//                                               throws LogError for a forged one
//   replay.finish() → { verdict, hashes, finalHash, ticks, done }
//   replay(scene, seed, pieces)                 the same in one call
//
// Player: its index among people is view.player (−1: none). Axes are relative to yaw; yaw 0 looks east (+x) and turns
// counter-clockwise; plan (x, y) is drawn in three.js at (x, z up, −y).
// Acts: view().prompts lists what can be done now; send prompt.code and prompt.target in one tick's inputs.
// Plan route: verb 'go' with an index into run.places walks there by the sim's own way-finding (doors that are shut stop
// one in front of them); any axis input or 'stop' ends it. run.waysFromHere() lists places with walking distances.
// Indices: run.names.* give the ids behind each index; doors are scene.doors by id, then scene.exits by id.
// Same scene version, seed and inputs give the same bits in every browser and in Node.
import { type World } from "../sim/world";
import { createWorld } from "../sim/create-world";
import { step as stepWorld } from "../sim/tick";
import { hashWorld } from "../sim/hash";
import { toSeed } from "../sim/rng";
import { listPlaces, waysFromHere, type Place, type WayFromHere } from "../sim/places";
import { listActs } from "../sim/acts";
import { hazardView } from "../sim/air";
import type { HazardRooms } from "../sim/state/air";
import { verbCode, type Inputs } from "../sim/inputs";
import type { Scene } from "../sim/scene";
import { TICKS_PER_SECOND } from "../sim/time";
import { createLogReader, LOG_VERSION } from "./log";
import { findMechanic, type MechanicPart } from "./registry";
import type { Caption, Procedure, Prompt, Verdict } from "./mechanic";

export {
  VERBS,
  POSTURES,
  verbCode,
  idle,
  findBadInput,
  MAX_SAMPLES,
  type Inputs,
  type Verb,
  type Posture,
  type Acceleration,
} from "../sim/inputs";
export {
  createLogWriter,
  createLogReader,
  LogError,
  LOG_VERSION,
  MAX_TICKS,
  MAX_PIECE_TICKS,
  MAX_LOG_BYTES,
  type LogWriter,
  type LogReader,
} from "./log";
export { wallSegments, type WallSegment } from "../sim/walls";
export { propSize } from "../sim/props";
export { findBadScene } from "../sim/check";
export type { Place, WayFromHere } from "../sim/places";
export type {
  Caption,
  Course,
  Outcome,
  PartScore,
  PointKind,
  Prompt,
  ScorePoint,
  TracePoint,
  Verdict,
} from "./mechanic";
export type { Scene } from "../sim/scene";

export type { MechanicName, MechanicPart } from "./registry";

/**
 * What this engine says of itself; whoever reads a run reads by its engine's own words. `format` goes up when what is
 * below changes its shape (view, verdict, calls): readers by format stand in app/drill/engine-formats.ts. Format 1 had
 * no such record.
 */
export const ENGINE = {
  format: 2,
  ticksPerSecond: TICKS_PER_SECOND,
  /** Ticks from one state hash to the next. */
  hashTicks: 20,
  /** Version of the input log. */
  log: LOG_VERSION,
} as const;

export interface View {
  readonly tick: number;
  /** Index of the player among people; −1 without one. */
  readonly player: number;
  readonly people: {
    readonly count: number;
    /** Plan metres; z = height of the feet above the scene's zero. */
    readonly x: Float64Array;
    readonly y: Float64Array;
    readonly z: Float64Array;
    readonly storey: Uint8Array;
    /** 1/65536 turn */
    readonly yaw: Uint16Array;
    /** m/s */
    readonly speed: Float64Array;
    /** 0 stand, 1 crouch, 2 crawl */
    readonly posture: Uint8Array;
    /** 0 waiting, 1 walking, 2 out, 3 down, 4 sheltered, 5 standing */
    readonly state: Uint8Array;
    readonly radius: Float64Array;
    /**
     * For drawing: bit 0 woman, bits 1–2 age (0 child, 1 adult, 2 older), bit 3 wheelchair; from bit 4 a stable random
     * byte.
     */
    readonly look: Uint16Array;
  };
  readonly doors: {
    /** 0 shut … 1 wide open */
    readonly openness: Float64Array;
    /** 0 closed, 1 open or opening, 2 locked */
    readonly state: Uint8Array;
  };
  /** Air by room; layer = height of the smoke's lower face above the floor. K = extinction 1/m, T = °C. */
  readonly rooms: HazardRooms;
  /** Heat release by fire, kW. */
  readonly fires: Float64Array;
  readonly alarm: { readonly sounding: boolean; readonly since: number };
  readonly self: {
    /** Share of an incapacitating dose, 0…1. */
    readonly fed: number;
    /** How far one sees a reflecting thing from here, metres (at most 30). */
    readonly visibility: number;
    /** °C at the head. */
    readonly heat: number;
    readonly room: number;
    /** Extinguisher carried, or −1. */
    readonly carries: number;
    /** Share of its agent that is left, 0…1. */
    readonly agent: number;
    readonly spraying: boolean;
    readonly mouthCovered: boolean;
    /** Walking by 'go': index of the place, or −1. */
    readonly goal: number;
  };
  readonly prompts: readonly Prompt[];
  /** Captions that began in this tick. */
  readonly captions: readonly Caption[];
  /** What the mechanic shows of itself, told apart by its name; null: nothing. */
  readonly part: MechanicPart | null;
}

export interface Names {
  readonly storeys: readonly string[];
  readonly rooms: readonly string[];
  readonly doors: readonly string[];
  readonly fires: readonly string[];
  readonly people: readonly string[];
  readonly callPoints: readonly string[];
  readonly extinguishers: readonly string[];
  readonly lifts: readonly string[];
  readonly spots: readonly string[];
}

export interface Run {
  readonly scene: Scene;
  readonly tick: number;
  readonly done: boolean;
  readonly names: Names;
  readonly places: readonly Place[];
  readonly hashes: readonly string[];
  step(inputs: Inputs): void;
  view(): View;
  /** Of the state as it is now. */
  hash(): string;
  verdict(): Verdict;
  waysFromHere(): readonly WayFromHere[];
}

export function createRun(scene: Scene, seed: string): Run {
  const mechanic = findMechanic(scene.meta.mechanic);
  let observe: Procedure["observe"] = () => {};
  const world = createWorld(scene, toSeed(seed), { procedure: (inputs) => observe(inputs) });
  const judge = mechanic.create(world);
  observe = judge.observe;
  const hashes: string[] = [];
  const places = listPlaces(world);
  const hash = () => hashWorld(world, judge.digest());
  const over = () => judge.outcome() !== null;
  return {
    scene,
    places,
    hashes,
    hash,
    names: namesOf(world),
    get tick() {
      return world.tick;
    },
    get done() {
      return over();
    },
    step(inputs) {
      if (over()) return;
      stepWorld(world, inputs);
      if (world.tick % ENGINE.hashTicks === 0) hashes.push(hash());
    },
    view: () => viewOf(world, judge),
    verdict: () => judge.verdict(),
    waysFromHere: () => waysFromHere(world, places),
  };
}

export interface ReplayResult {
  verdict: Verdict;
  hashes: readonly string[];
  finalHash: string;
  ticks: number;
  done: boolean;
}
export interface Replay {
  readonly tick: number;
  readonly done: boolean;
  /** Whole pieces, in order. Throws LogError (from ./log) for bytes that are no true log; the replay is dead then. */
  feed(bytes: Uint8Array): void;
  finish(): ReplayResult;
}

export function createReplay(scene: Scene, seed: string): Replay {
  const run = createRun(scene, seed);
  // a client may run some ticks past the end before it notices; they are read and change nothing
  const reader = createLogReader({ maxTicks: Math.ceil(scene.meta.seconds * ENGINE.ticksPerSecond) + 200 });
  return {
    get tick() {
      return run.tick;
    },
    get done() {
      return run.done;
    },
    feed: (bytes) => reader.read(bytes, (inputs) => run.step(inputs)),
    finish: () => ({
      verdict: run.verdict(),
      hashes: run.hashes,
      finalHash: run.hash(),
      ticks: run.tick,
      done: run.done,
    }),
  };
}

export function replay(scene: Scene, seed: string, pieces: Iterable<Uint8Array>): ReplayResult {
  const runner = createReplay(scene, seed);
  for (const piece of pieces) runner.feed(piece);
  return runner.finish();
}

function viewOf(world: World, judge: Procedure): View {
  const p = world.people;
  const sim: Prompt[] = judge.outcome()
    ? []
    : listActs(world).map((a) => ({
        verb: a.verb,
        code: verbCode(a.verb),
        target: a.target,
        label: `act.${a.verb}`,
        subject: a.subject,
        distance: a.distance,
      }));
  const prompts = judge.outcome() ? [] : [...sim, ...judge.prompts()];
  const self = world.self;
  return {
    tick: world.tick,
    player: world.player,
    people: {
      count: p.count,
      x: p.x,
      y: p.y,
      z: p.z,
      storey: p.plane,
      yaw: p.yaw,
      speed: p.speed,
      posture: p.posture,
      state: p.state,
      radius: p.radius,
      look: p.look,
    },
    doors: { openness: world.doors.openness, state: world.doors.state },
    ...hazardView(world),
    alarm: { sounding: world.alarm.since >= 0, since: world.alarm.since },
    self: {
      fed: world.player < 0 ? 0 : p.fed[world.player]!,
      visibility: self.visibility,
      heat: self.heat,
      room: world.player < 0 ? -1 : p.room[world.player]!,
      carries: self.carries,
      agent: self.carries < 0 ? 0 : world.extinguishers.left[self.carries]!,
      spraying: self.spraying,
      mouthCovered: self.mouthCovered,
      goal: self.goal,
    },
    prompts: judge.arrange ? judge.arrange(prompts) : prompts,
    captions: judge.captions(),
    part: judge.part() as MechanicPart | null,
  };
}

function namesOf(world: World): Names {
  const ids = (list: readonly { id: string }[]) => list.map((o) => o.id);
  return {
    storeys: ids(world.ground.planes),
    rooms: ids(world.ground.rooms),
    doors: ids(world.doors.list),
    fires: ids(world.fires),
    people: world.people.ids,
    callPoints: ids(world.callPoints),
    extinguishers: ids(world.extinguishers.list),
    lifts: ids(world.lifts),
    spots: ids(world.spots),
  };
}
