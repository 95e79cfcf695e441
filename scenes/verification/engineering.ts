// Engineering tests: the Jülich list (J-1 … J-6) and our own on determinism (D-2 … D-6). D-1, equal hashes over 100,000
// ticks in several browsers, is run by the test suite on the built engine file; here its Node half stands.
import { TICKS_PER_SECOND } from "../sim/time";
import { createLogWriter, createReplay, createRun, ENGINE, idle, replay, type Inputs } from "../mechanics/engine";
import { cos, sin } from "../sim/maths";
import { DOWN, OUT, type People } from "../sim/people";
import type { Scene } from "../sim/scene";
import { createWorld } from "../sim/create-world";
import { step } from "../sim/tick";
import { toSeed } from "../sim/rng";
import { drillRoom } from "./drill-room";
import type { VerificationCase } from "./case";
import { counterflowScene } from "./imo";
import { exit, group, outTimes, rect, round, run, SEED, sceneOf, seedOf } from "./lab";
import { chiSquareProbability } from "./statistics";

const WATCHED = [
  "sin",
  "cos",
  "tan",
  "asin",
  "acos",
  "atan",
  "atan2",
  "exp",
  "log",
  "log2",
  "log10",
  "pow",
  "hypot",
  "cbrt",
  "random",
  "Date.now",
];
const JUELICH = "jpscore system tests",
  OWN = "drills.md §3, own";

function turned(degrees: number): number {
  const a = (degrees * 3.141592653589793) / 180,
    c = cos(a),
    s = sin(a);
  const at = (x: number, y: number): [number, number] => [c * x - s * y + 20, s * x + c * y + 20];
  const done = run(
    sceneOf({
      rooms: [{ id: "c", polygon: rect(0, -1, 12, 1).map(([x, y]) => at(x, y)) }],
      exits: [exit("e", "c", [at(12, -1), at(12, 1)])],
      population: { persons: [{ id: "p", storey: "s", at: at(1, 0), speed: { kind: "fixed", value: 1.1 } }] },
    }),
    SEED,
    60,
  );
  return Math.round(outTimes(done.world)[0]! * TICKS_PER_SECOND);
}

/** How far two bodies on one plane lie in each other now, metres. */
export function deepestOverlap(p: People): number {
  let most = 0;
  for (let i = 0; i < p.count; i++) {
    if (p.state[i] === OUT || p.state[i] === DOWN) continue;
    for (let j = i + 1; j < p.count; j++) {
      if (p.state[j] === OUT || p.state[j] === DOWN || p.plane[i] !== p.plane[j]) continue;
      const dx = p.x[i]! - p.x[j]!,
        dy = p.y[i]! - p.y[j]!,
        contact = p.radius[i]! + p.radius[j]!,
        d2 = dx * dx + dy * dy;
      if (d2 < (contact - most) * (contact - most)) most = contact - Math.sqrt(d2);
    }
  }
  return most;
}

function deepest(scene: Scene, seconds: number): { deepest: number; left: number } {
  const world = createWorld(scene, toSeed(SEED)),
    p = world.people;
  let most = 0;
  while (world.tick < seconds * TICKS_PER_SECOND && p.state.some((s) => s !== OUT)) {
    step(world, idle());
    most = Math.max(most, deepestOverlap(p));
  }
  return { deepest: most, left: p.state.reduce((n, s) => n + (s === OUT ? 0 : 1), 0) };
}

/** A player's inputs that wander, from a fixed sequence. */
export function wander(tick: number): Inputs {
  const turn = (tick * 37) & 65535,
    leg = Math.floor(tick / 40);
  return {
    ...idle(),
    forward: leg % 5 === 4 ? 0 : 127 - (leg % 3) * 40,
    right: (leg % 7) - 3,
    yaw: (turn + leg * 9000) & 65535,
    posture: leg % 11 === 10 ? 1 : 0,
    verb: tick % 97 === 13 ? 3 + (leg % 3) : 0,
    target: leg % 4,
    acceleration: tick % 50 === 0 ? [[tick % 300, -981, 12]] : [],
  };
}

export function playWander(scene: Scene, ticks: number, change?: (tick: number, i: Inputs) => Inputs) {
  const game = createRun(scene, SEED),
    log = createLogWriter(),
    pieces: Uint8Array[] = [];
  for (let t = 0; t < ticks && !game.done; t++) {
    const inputs = change ? change(t, wander(t)) : wander(t);
    game.step(inputs);
    log.add(inputs);
    if (log.pending >= 83) pieces.push(log.cut());
  }
  pieces.push(log.cut());
  return { hashes: [...game.hashes], final: game.hash(), verdict: game.verdict(), pieces, ticks: game.tick };
}

/** The same JSON with keys and lists in another order. */
export function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) {
    const list = value.map(shuffled);
    return list.length > 1 && list.every((o) => o !== null && typeof o === "object" && !Array.isArray(o) && "id" in o)
      ? list.reverse()
      : list;
  }
  if (value && typeof value === "object")
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([k, v]) => [k, shuffled(v)]),
    );
  return value;
}

export const ENGINEERING_CASES: VerificationCase[] = [
  {
    id: "J-1",
    family: "crowd",
    title: "Turned geometry",
    source: JUELICH,
    parameters: { angles: "0/30/45/90°", speed: 1.1, length: 11 },
    seeds: [SEED],
    run() {
      const ticks = [0, 30, 45, 90].map(turned);
      return {
        measured: { t0: ticks[0]!, t30: ticks[1]!, t45: ticks[2]!, t90: ticks[3]! },
        criterion: "10 s (200 ticks), equal within 1 tick",
        pass: ticks.every((t) => Math.abs(t - 200) <= 1),
      };
    },
  },
  {
    id: "J-2",
    family: "crowd",
    title: "Passing one who stands",
    source: JUELICH,
    parameters: { corridor: "12 × 2 m" },
    seeds: [SEED],
    run() {
      const done = run(
        sceneOf({
          rooms: [{ id: "c", polygon: rect(0, 0, 12, 2) }],
          exits: [
            exit("e", "c", [
              [12, 0],
              [12, 2],
            ]),
          ],
          population: {
            persons: [
              { id: "a", storey: "s", at: [1, 1], speed: { kind: "fixed", value: 1.2 } },
              { id: "b", storey: "s", at: [6, 1], stays: true },
            ],
          },
        }),
        SEED,
        60,
      );
      const s = outTimes(done.world)[0] ?? Infinity;
      return { measured: { seconds: round(s) }, criterion: "passes in under 15 s", pass: s < 15 };
    },
  },
  {
    id: "J-3",
    family: "crowd",
    title: "No room to pass: stops, does not overlap",
    source: JUELICH,
    parameters: { corridor: "12 × 0.7 m" },
    seeds: [SEED],
    run() {
      const done = run(
        sceneOf({
          rooms: [{ id: "c", polygon: rect(0, 0, 12, 0.7) }],
          exits: [
            exit("e", "c", [
              [12, 0.05],
              [12, 0.65],
            ]),
          ],
          population: {
            persons: [
              { id: "a", storey: "s", at: [1, 0.35], speed: { kind: "fixed", value: 1.2 } },
              { id: "b", storey: "s", at: [6, 0.35], stays: true },
            ],
          },
        }),
        SEED,
        30,
      );
      const p = done.world.people,
        gap = Math.sqrt((p.x[0]! - p.x[1]!) * (p.x[0]! - p.x[1]!) + (p.y[0]! - p.y[1]!) * (p.y[0]! - p.y[1]!));
      return {
        measured: { gap: round(gap), state: p.state[0]! },
        criterion: "stands before the other, centres 0.40 m apart (1 mm)",
        pass: p.state[0] !== OUT && gap >= 0.399 && p.x[0]! < p.x[1]!,
      };
    },
  },
  {
    id: "BODY-1",
    family: "crowd",
    title: "Bodies never run into each other",
    source: OWN,
    parameters: { radius: 0.2, places: "IMO-8 with 100 against 100; 60 people at a door 0.7 m wide" },
    seeds: [SEED],
    slow: true,
    run() {
      const jam = deepest(counterflowScene(100), 240);
      const door = deepest(
        sceneOf({
          rooms: [
            { id: "r", polygon: rect(0, 0, 6, 6) },
            { id: "out", polygon: rect(6, 0, 9, 6) },
          ],
          doors: [
            {
              id: "d",
              rooms: ["r", "out"],
              segment: [
                [6, 2.6],
                [6, 3.3],
              ],
              leaf: "none",
            },
          ],
          exits: [
            exit("e", "out", [
              [9, 0.5],
              [9, 5.5],
            ]),
          ],
          population: { groups: [group("g", 60, ["r"])] },
        }),
        240,
      );
      const pass = jam.deepest <= 0.151 && door.deepest <= 0.151 && jam.left + door.left === 0;
      return {
        measured: {
          deepestAgainst: round(jam.deepest),
          deepestAtDoor: round(door.deepest),
          left: jam.left + door.left,
        },
        criterion: "no body gives way by more than 0.15 m: turned sideways it is 0.25 m deep; nobody left",
        pass,
      };
    },
  },
  {
    id: "J-4",
    family: "crowd",
    title: "An obstacle hides the exit",
    source: JUELICH,
    parameters: { wall: "6 m across" },
    seeds: [SEED],
    run() {
      const done = run(
        sceneOf({
          rooms: [{ id: "r", polygon: rect(0, 0, 12, 8) }],
          obstacles: [{ id: "o", storey: "s", polygon: rect(6, 1, 6.5, 7) }],
          exits: [
            exit("e", "r", [
              [12, 3.5],
              [12, 4.5],
            ]),
          ],
          population: { persons: [{ id: "p", storey: "s", at: [2, 4], speed: { kind: "fixed", value: 1.2 } }] },
        }),
        SEED,
        60,
      );
      const s = outTimes(done.world)[0] ?? Infinity,
        metres = done.world.people.travelled[0]!;
      return {
        measured: { seconds: round(s), metres: round(metres) },
        criterion: "way round it, at most 5 % longer than the shortest (11.86 m)",
        pass: metres <= 12.45 && s < Infinity,
      };
    },
  },
  {
    id: "J-5",
    family: "crowd",
    title: "Starting places are spread evenly",
    source: JUELICH,
    parameters: { people: 100, fields: "5 × 5", seeds: 40 },
    seeds: Array.from({ length: 40 }, (_, k) => seedOf(k)),
    run() {
      const p: number[] = [];
      for (let k = 0; k < 40; k++) {
        const q = run(
          sceneOf({
            rooms: [{ id: "r", polygon: rect(0, 0, 25.4, 25.4) }],
            population: { groups: [group("g", 100, ["r"])] },
          }),
          seedOf(k),
          0.05,
        ).world.people;
        const count = new Array<number>(25).fill(0);
        for (let i = 0; i < q.count; i++) {
          const f = Math.min(4, Math.floor((q.x[i]! - 0.2) / 5)) + 5 * Math.min(4, Math.floor((q.y[i]! - 0.2) / 5));
          count[f] = count[f]! + 1;
        }
        p.push(
          chiSquareProbability(
            count.reduce((s, n) => s + ((n - 4) * (n - 4)) / 4, 0),
            24,
          ),
        );
      }
      const m = p.reduce((s, x) => s + x, 0) / p.length;
      return {
        measured: { meanP: round(m) },
        criterion: "χ², mean p .35–.75 over 40 seeds",
        pass: m > 0.35 && m < 0.75,
      };
    },
  },
  {
    id: "J-6",
    family: "determinism",
    title: "Result does not depend on the number of cores",
    source: JUELICH,
    parameters: { threads: 1 },
    seeds: [SEED],
    run() {
      const one = playWander(drillRoom(), 400),
        two = playWander(drillRoom(), 400);
      return {
        measured: { equal: one.final === two.final },
        criterion: "equal hashes of two runs",
        pass: one.final === two.final,
        why: "A world runs in one thread; workers run whole worlds.",
      };
    },
  },
  {
    id: "D-1",
    family: "determinism",
    title: "One run, twice, 100,000 ticks",
    source: OWN,
    parameters: { ticks: 100000 },
    seeds: [SEED],
    slow: true,
    run() {
      const scene = drillRoom(6000),
        a = createRun(scene, SEED),
        b = createRun(scene, SEED);
      for (let t = 0; t < 100000; t++) {
        a.step(wander(t));
        b.step(wander(t));
      }
      return {
        measured: { ticks: a.tick, hash: a.hash(), equal: a.hash() === b.hash() },
        criterion: "equal hashes in Node; the browser suite compares this hash",
        pass: a.hash() === b.hash() && a.tick === 100000,
      };
    },
  },
  {
    id: "D-2",
    family: "determinism",
    title: "Replay equals live",
    source: OWN,
    parameters: { ticks: 2000 },
    seeds: [SEED],
    run() {
      const live = playWander(drillRoom(), 2000),
        again = replay(drillRoom(), SEED, live.pieces);
      const joined = new Uint8Array(live.pieces.reduce((n, p) => n + p.length, 0));
      let at = 0;
      for (const p of live.pieces) {
        joined.set(p, at);
        at += p.length;
      }
      const whole = createReplay(drillRoom(), SEED);
      whole.feed(joined);
      const equal =
        again.finalHash === live.final &&
        whole.finish().finalHash === live.final &&
        JSON.stringify(again.verdict) === JSON.stringify(live.verdict) &&
        again.hashes.join() === live.hashes.join();
      return {
        measured: { hashes: live.hashes.length, bytes: joined.length, equal },
        criterion: "equal hashes, verdict and final state, from pieces and from the whole",
        pass: equal,
      };
    },
  },
  {
    id: "D-3",
    family: "determinism",
    title: "Order of keys and lists is of no effect",
    source: OWN,
    parameters: { ticks: 800 },
    seeds: [SEED],
    run() {
      const a = playWander(drillRoom(), 800),
        b = playWander(shuffled(drillRoom()) as Scene, 800);
      return { measured: { equal: a.final === b.final }, criterion: "equal hashes", pass: a.final === b.final };
    },
  },
  {
    id: "D-4",
    family: "determinism",
    title: "Order of people is of no effect",
    source: OWN,
    parameters: { people: 12 },
    seeds: [SEED],
    run() {
      const persons = Array.from({ length: 12 }, (_, k) => ({
        id: `p${String(k).padStart(2, "0")}`,
        storey: "s",
        at: [1 + (k % 4) * 1.5, 1 + Math.floor(k / 4) * 1.5] as [number, number],
      }));
      const scene = (list: typeof persons) =>
        sceneOf({
          rooms: [{ id: "r", polygon: rect(0, 0, 8, 6) }],
          exits: [
            exit("e", "r", [
              [8, 2],
              [8, 3],
            ]),
          ],
          population: { persons: list },
        });
      const hash = (s: Scene) => {
        const g = createRun(s, SEED);
        for (let t = 0; t < 200; t++) g.step(idle());
        return g.hash();
      };
      const equal = hash(scene(persons)) === hash(scene([...persons].reverse()));
      return { measured: { equal }, criterion: "equal hashes", pass: equal };
    },
  },
  {
    id: "D-5",
    family: "determinism",
    title: "One bit of input changes the hash",
    source: OWN,
    parameters: { tick: 500 },
    seeds: [SEED],
    run() {
      const a = playWander(drillRoom(), 800),
        b = playWander(drillRoom(), 800, (t, i) => (t === 500 ? { ...i, yaw: i.yaw ^ 1 } : i));
      const first = a.hashes.findIndex((h, k) => h !== b.hashes[k]);
      return {
        measured: { firstDivergentTick: (first + 1) * ENGINE.hashTicks },
        criterion: "the first hash after tick 500 differs (tick 520)",
        pass: (first + 1) * ENGINE.hashTicks === 520,
      };
    },
  },
  {
    id: "D-6",
    family: "determinism",
    title: "Nothing that differs between machines is called",
    source: OWN,
    parameters: { ticks: 400, watched: WATCHED.join(" ") },
    seeds: [SEED],
    run() {
      let calls = 0;
      const undo = WATCHED.map((name) => {
        const [home, key] =
          name === "Date.now"
            ? [Date as unknown as Record<string, unknown>, "now"]
            : [Math as unknown as Record<string, unknown>, name];
        const real = home[key] as (...a: unknown[]) => unknown;
        home[key] = (...a: unknown[]) => {
          calls++;
          return real(...a);
        };
        return () => {
          home[key] = real;
        };
      });
      try {
        playWander(drillRoom(), 400);
      } finally {
        undo.forEach((u) => u());
      }
      return {
        measured: { calls },
        criterion: "0 calls of transcendental functions, chance or the clock (a lint rule bans them too)",
        pass: calls === 0,
      };
    },
  },
];
