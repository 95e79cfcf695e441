// IMO MSC.1/Circ.1533 Annex 3, tests 1–11 (the same as Circ.1238). Geometry and numbers are the circular's; how we read
// a measure is said in each criterion. IMO-4 runs on the regulatory set, shown beside the set without a cap.
import { TICK } from "../sim/time";
import { isInside } from "../sim/geometry";
import { OUT, WALKING } from "../sim/people";
import type { VerificationCase } from "./case";
import { exit, group, mean, meanFlow, outTimes, rect, round, run, SEED, sceneOf, seedOf } from "./lab";
import type { Scene } from "../sim/scene";

const SOURCE = "IMO MSC.1/Circ.1533 Annex 3";
const one = { speed: { kind: "fixed" as const, value: 1 } };
const men = { mobility: "imo-m-30-50" as const };

/** A straight way of 40 m; a person walks it from end to end. */
function corridorTime(): number {
  const scene = sceneOf({
    rooms: [{ id: "c", polygon: rect(0, 0, 41, 2) }],
    exits: [
      exit("e", "c", [
        [41, 0],
        [41, 2],
      ]),
    ],
    population: { persons: [{ id: "p", storey: "s", at: [1, 1], ...one }] },
  });
  return run(scene, SEED, 100).seconds < 100 ? outTimes(run(scene, SEED, 100).world)[0]! : Infinity;
}

/** Seconds on a stair of 10 m along the slope, 2 m wide, one person at 1 m/s there. */
export function stairTime(way: "up" | "down", speed = 1): number {
  const steep = 8.66,
    [bottom, top] = way === "up" ? [5, 5 + steep] : [5 + steep, 5];
  const scene = sceneOf({
    rooms: [
      { id: "a", polygon: rect(0, 0, 5, 2) },
      { id: "b", polygon: rect(5 + steep, 0, 20 + steep, 2) },
    ],
    stairs: [
      {
        id: "st",
        storey: "s",
        polygon: rect(5, 0, 5 + steep, 2),
        bottom: [
          [bottom, 0],
          [bottom, 2],
        ],
        top: [
          [top, 0],
          [top, 2],
        ],
        bottomRoom: way === "up" ? "a" : "b",
        topRoom: way === "up" ? "b" : "a",
        slopeLength: 10,
        rise: 5,
        up: 1,
        down: 1,
      },
    ],
    exits: [
      exit("e", "b", [
        [20 + steep, 0],
        [20 + steep, 2],
      ]),
    ],
    population: { persons: [{ id: "p", storey: "s", at: [1, 1], speed: { kind: "fixed", value: speed } }] },
  });
  let on = 0,
    off = 0;
  run(scene, SEED, 200, (w) => {
    for (const e of w.events) {
      if (e.kind !== "crossed") continue;
      if (on === 0) on = e.tick;
      else if (off === 0) off = e.tick;
    }
  });
  return (off - on) * TICK;
}

function roomWithDoor(people: number, more: object, parameters: Scene["meta"]["parameters"], service?: number): Scene {
  return sceneOf({
    parameters,
    rooms: [{ id: "r", polygon: rect(0, 0, 8, 5) }],
    exits: [
      exit(
        "e",
        "r",
        [
          [8, 2],
          [8, 3],
        ],
        service === undefined ? {} : { service },
      ),
    ],
    population: { groups: [group("g", people, ["r"], more)] },
  });
}

const CORNER: [number, number][] = [
  [0, 0],
  [12, 0],
  [12, 12],
  [10, 12],
  [10, 2],
  [0, 2],
];

/** Samples outside of the corridor, people not out. */
export function corner(seed: string, inset = 0.001): { outside: number; left: number; seconds: number } {
  const scene = sceneOf({
    rooms: [{ id: "c", polygon: CORNER }],
    exits: [
      exit("e", "c", [
        [10, 12],
        [12, 12],
      ]),
    ],
    population: {
      groups: [group("g", 20, [], { rooms: undefined as never, storey: "s", area: rect(0.1, 0, 6, 2), ...men })],
    },
  });
  let outside = 0;
  const done = run(scene, seed, 120, (w) => {
    const p = w.people;
    for (let i = 0; i < p.count; i++) {
      if (p.state[i] === OUT) continue;
      const x = p.x[i]!,
        y = p.y[i]!;
      if (
        !isInside(CORNER, x, y) &&
        !(x > -inset && x < 12 + inset && y > -inset && y < 2 + inset) &&
        !(x > 10 - inset && x < 12 + inset)
      )
        outside++;
    }
  });
  return { outside, left: done.left, seconds: done.seconds };
}

/** IMO-8: two rooms joined by a corridor, 100 people one way and so many the other. */
export function counterflowScene(against: number): Scene {
  return sceneOf({
    rooms: [
      { id: "a", polygon: rect(0, 0, 10, 10) },
      { id: "c", polygon: rect(10, 4, 20, 6) },
      { id: "b", polygon: rect(20, 0, 30, 10) },
    ],
    doors: [
      {
        id: "ac",
        rooms: ["a", "c"],
        segment: [
          [10, 4],
          [10, 6],
        ],
        leaf: "none",
      },
      {
        id: "cb",
        rooms: ["c", "b"],
        segment: [
          [20, 4],
          [20, 6],
        ],
        leaf: "none",
      },
    ],
    exits: [
      exit("west", "a", [
        [0, 0.2],
        [0, 9.8],
      ]),
      exit("east", "b", [
        [30, 0.2],
        [30, 9.8],
      ]),
    ],
    population: {
      groups: [
        group("one", 100, ["a"], { ...men, assigned: [{ exit: "east", share: 1 }] }),
        ...(against ? [group("two", against, ["b"], { ...men, assigned: [{ exit: "west", share: 1 }] })] : []),
      ],
    },
  });
}

/** Seconds until the last of room 1 is in room 2; people left over. */
export function counterflow(against: number, seed: string): { seconds: number; left: number } {
  let last = 0;
  const done = run(counterflowScene(against), seed, 900, (w) => {
    for (const e of w.events)
      if (e.kind === "crossed" && e.subject === "cb" && e.value === 1 && w.people.group[e.who] === 0)
        last = e.tick * w.dt;
  });
  return { seconds: last, left: done.left };
}

/** 30 × 20 m, four doors of 1 m, 1,000 people; with all or half of the doors. */
export function bigRoom(
  doors: number,
  seed: string,
  size: [number, number] = [30, 20],
): { seconds: number; left: number } {
  const [w, h] = size;
  const all = [
    exit("d1", "r", [
      [2, 0],
      [3, 0],
    ]),
    exit("d2", "r", [
      [w - 3, 0],
      [w - 2, 0],
    ]),
    exit("d3", "r", [
      [2, h],
      [3, h],
    ]),
    exit("d4", "r", [
      [w - 3, h],
      [w - 2, h],
    ]),
  ];
  const done = run(
    sceneOf({
      rooms: [{ id: "r", polygon: rect(0, 0, w, h) }],
      exits: doors === 4 ? all : all.slice(0, 2),
      population: { groups: [group("g", 1000, ["r"], men)] },
    }),
    seed,
    1500,
  );
  return { seconds: outTimes(done.world).pop() ?? Infinity, left: done.left };
}

/** Cabins of 3 × 2.5 m along a corridor; which exit each person took. */
export function cabins(seed: string): { right: number; all: number } {
  const rooms: Parameters<typeof sceneOf>[0]["rooms"] = [{ id: "corridor", polygon: rect(0, 4, 18, 5.2) }];
  const doors: NonNullable<Scene["doors"]> = [];
  const groups = [];
  const share = [2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 2, 2];
  for (let k = 0; k < 12; k++) {
    const north = k >= 6,
      x = (k % 6) * 3,
      id = `cabin${k + 1}`;
    rooms.push({ id, polygon: north ? rect(x, 5.2, x + 3, 9.2) : rect(x, 0, x + 3, 4) });
    const y = north ? 5.2 : 4;
    doors.push({
      id: `door${k + 1}`,
      rooms: [id, "corridor"],
      segment: [
        [x + 1, y],
        [x + 1.9, y],
      ],
      state: "open",
    });
    const main = (k >= 0 && k <= 3) || (k >= 6 && k <= 9);
    groups.push(group(id, share[k]!, [id], { ...men, assigned: [{ exit: main ? "main" : "secondary", share: 1 }] }));
  }
  const scene = sceneOf({
    rooms,
    doors,
    exits: [
      exit("main", "corridor", [
        [0, 4],
        [0, 5.2],
      ]),
      exit("secondary", "corridor", [
        [18, 4],
        [18, 5.2],
      ]),
    ],
    population: { groups },
  });
  const done = run(scene, seed, 200);
  const p = done.world.people;
  let right = 0;
  for (let i = 0; i < p.count; i++) {
    const choice = done.world.choices.list[p.choice[i]!]!;
    if (p.outPortal[i]! >= 0 && choice.exits?.includes(p.outPortal[i]!)) right++;
  }
  return { right, all: p.count };
}

/** IMO-11: peak densities at the room's exit, in the middle of the corridor and before the stair. */
export function queues(seed: string): { neck: number; middle: number; base: number; left: number } {
  const scene = sceneOf({
    rooms: [
      { id: "r", polygon: rect(0, 0, 8, 5) },
      { id: "c", polygon: rect(8, 1.5, 20, 3.5) },
      { id: "out", polygon: rect(25, 1.5, 30, 3.5) },
    ],
    doors: [
      {
        id: "d",
        rooms: ["r", "c"],
        segment: [
          [8, 1.5],
          [8, 3.5],
        ],
        leaf: "none",
        service: 0,
      },
    ],
    stairs: [
      {
        id: "st",
        storey: "s",
        polygon: rect(20, 1.5, 25, 3.5),
        bottom: [
          [20, 1.5],
          [20, 3.5],
        ],
        top: [
          [25, 1.5],
          [25, 3.5],
        ],
        bottomRoom: "c",
        topRoom: "out",
        rise: 3,
      },
    ],
    exits: [
      exit(
        "e",
        "out",
        [
          [30, 1.5],
          [30, 3.5],
        ],
        { service: 0 },
      ),
    ],
    population: { groups: [group("g", 150, ["r"], men)] },
  });
  const zones = [rect(6, 1.5, 8, 3.5), rect(12, 1.5, 14, 3.5), rect(18, 1.5, 20, 3.5)];
  const series: number[][] = [[], [], []];
  const done = run(scene, seed, 400, (w) => {
    if (w.tick % 20 || w.tick < 200 || w.tick > 1200) return;
    zones.forEach((z, k) =>
      series[k]!.push(
        w.people.x.reduce(
          (n, x, i) => n + (w.people.state[i] === WALKING && isInside(z, x, w.people.y[i]!) ? 1 : 0),
          0,
        ) / 4,
      ),
    );
  });
  const [neck, middle, base] = series.map(mean);
  return { neck: neck!, middle: middle!, base: base!, left: done.left };
}

const TWENTY = Array.from({ length: 20 }, (_, k) => seedOf(k));
const FEW = [0, 1, 2].map(seedOf);

export const IMO_CASES: VerificationCase[] = [
  {
    id: "IMO-1",
    family: "crowd",
    title: "Walking speed in a corridor",
    source: SOURCE,
    parameters: { length: 40, width: 2, speed: 1 },
    seeds: [SEED],
    run() {
      const s = corridorTime();
      return { measured: { seconds: round(s) }, criterion: "40 s ± 0.5 s + 1 tick", pass: Math.abs(s - 40) <= 0.55 };
    },
  },
  ...(["up", "down"] as const).map((way, k): VerificationCase => ({
    id: `IMO-${k + 2}`,
    family: "crowd",
    title: `Walking speed on a stair, ${way}`,
    source: SOURCE,
    parameters: { slopeLength: 10, width: 2, speed: 1 },
    seeds: [SEED],
    run() {
      const s = stairTime(way);
      return { measured: { seconds: round(s) }, criterion: "10 s ± 0.1 s", pass: Math.abs(s - 10) <= 0.1 };
    },
  })),
  {
    id: "IMO-4",
    family: "crowd",
    title: "Exit flow of a 1 m door",
    source: SOURCE,
    parameters: { room: "8 × 5", people: 100, set: "regulatory" },
    seeds: FEW,
    run() {
      const capped = FEW.map((s) => meanFlow(outTimes(run(roomWithDoor(100, men, "regulatory"), s, 400).world)));
      const free = FEW.map((s) => meanFlow(outTimes(run(roomWithDoor(100, men, "regulatory", 0), s, 400).world)));
      const most = Math.max(...capped);
      return {
        measured: { flow: round(mean(capped)), flowMost: round(most), flowWithoutCap: round(mean(free)) },
        criterion: "mean flow over the whole period ≤ 1.33 persons/s",
        pass: most <= 1.3301,
        why: "The cap is a service regulator on the door, as drills.md §1.1 (b) decides; without it the same crowd passes flowWithoutCap.",
      };
    },
  },
  {
    id: "IMO-5",
    family: "crowd",
    title: "Response times",
    source: SOURCE,
    parameters: { room: "8 × 5", people: 10, response: "U(10, 100) s" },
    seeds: FEW,
    run() {
      let worst = 0,
        inside = 0;
      for (const s of FEW) {
        const done = run(
          roomWithDoor(
            10,
            { ...men, preMovement: { kind: "uniform", min: 10, max: 100 }, preMovementFrom: "start" },
            "standard",
          ),
          s,
          300,
        );
        const p = done.world.people;
        for (let i = 0; i < p.count; i++) {
          worst = Math.max(worst, Math.abs(p.moveTick[i]! - p.delay[i]!));
          if (p.delay[i]! >= 200 && p.delay[i]! <= 2000) inside++;
        }
      }
      return {
        measured: { worstTicks: worst, insideRange: inside },
        criterion: "each starts within 1 tick of its own time; 30 of 30 in 10–100 s",
        pass: worst <= 1 && inside === 30,
      };
    },
  },
  {
    id: "IMO-6",
    family: "crowd",
    title: "Rounding a corner",
    source: SOURCE,
    parameters: { people: 20, corridor: 2 },
    seeds: FEW,
    run() {
      const all = FEW.map((s) => corner(s));
      const outside = all.reduce((n, r) => n + r.outside, 0),
        left = all.reduce((n, r) => n + r.left, 0);
      return {
        measured: { outside, left },
        criterion: "no sample outside of the walls (1 mm), nobody lost",
        pass: outside === 0 && left === 0,
      };
    },
  },
  {
    id: "IMO-7",
    family: "crowd",
    title: "Speeds of a population",
    source: SOURCE,
    parameters: { people: 50, row: "males 30–50, U(.97, 1.62)" },
    seeds: TWENTY,
    run() {
      const speeds = TWENTY.flatMap((s) => [...run(roomWithDoor(50, men, "standard"), s, 0.05).world.people.freeSpeed]);
      const m = mean(speeds),
        variance = mean(speeds.map((v) => (v - m) * (v - m)));
      const inside = speeds.every((v) => v >= 0.97 && v <= 1.62);
      return {
        measured: { mean: round(m), variance: round(variance, 4), inside },
        criterion: "all in .97–1.62; mean 1.295 ± .02, variance .0352 ± .004",
        pass: inside && Math.abs(m - 1.295) <= 0.02 && Math.abs(variance - 0.0352) <= 0.004,
      };
    },
  },
  {
    id: "IMO-8",
    family: "crowd",
    title: "Counterflow: two rooms joined by a corridor",
    source: SOURCE,
    parameters: { people: 100, against: "0/10/50/100", corridor: "10 × 2", set: "standard" },
    seeds: TWENTY,
    slow: true,
    run() {
      const times: number[] = [],
        worst: number[] = [];
      let stuck = 0;
      for (const n of [0, 10, 50, 100]) {
        const runs = TWENTY.map((s) => counterflow(n, s));
        times.push(mean(runs.map((r) => r.seconds)));
        worst.push(Math.max(...runs.map((r) => r.seconds)));
        stuck += runs.filter((r) => r.left > 0).length;
      }
      const rising = times.every((t, k) => k === 0 || t > times[k - 1]!);
      return {
        measured: {
          s0: round(times[0]!, 1),
          s10: round(times[1]!, 1),
          s50: round(times[2]!, 1),
          s100: round(times[3]!, 1),
          longest: round(Math.max(...worst), 1),
          stuckRuns: stuck,
        },
        criterion: "mean time over 20 seeds rises with counterflow; 0 stuck runs",
        pass: rising && stuck === 0,
        series: [
          {
            name: "IMO-8",
            x: "people against",
            y: "s",
            points: [0, 10, 50, 100].map((n, k) => [n, round(times[k]!, 1)]),
            target: [
              [0, 50.01],
              [10, 75.04],
              [50, 106.85],
              [100, 136.14],
            ],
          },
        ],
      };
    },
  },
  {
    id: "IMO-9",
    family: "crowd",
    title: "Exit flow: four doors, then two",
    source: SOURCE,
    parameters: { room: "30 × 20", people: 1000, doors: "4 × 1 m" },
    seeds: [SEED],
    slow: true,
    run() {
      const four = bigRoom(4, SEED),
        two = bigRoom(2, SEED);
      const ratio = two.seconds / four.seconds;
      return {
        measured: {
          four: round(four.seconds, 1),
          two: round(two.seconds, 1),
          ratio: round(ratio, 2),
          left: four.left + two.left,
        },
        criterion: "time about doubles: ratio 1.6–2.4 (jpscore), nobody left",
        pass: ratio >= 1.6 && ratio <= 2.4 && four.left + two.left === 0,
      };
    },
  },
  {
    id: "IMO-10",
    family: "crowd",
    title: "Assigned exits from cabins",
    source: SOURCE,
    parameters: { cabins: 12, people: 23 },
    seeds: FEW,
    run() {
      const all = FEW.map(cabins);
      const right = all.reduce((n, r) => n + r.right, 0),
        people = all.reduce((n, r) => n + r.all, 0);
      return { measured: { right, people }, criterion: "100 % leave by the exit assigned", pass: right === people };
    },
  },
  {
    id: "IMO-11",
    family: "crowd",
    title: "Queues at the exit and at the foot of the stair",
    source: SOURCE,
    parameters: { people: 150, corridor: "12 × 2", stair: "up, 2 m" },
    seeds: FEW,
    run() {
      const all = FEW.map(queues);
      const m = (pick: (q: ReturnType<typeof queues>) => number) => mean(all.map(pick));
      const neck = m((q) => q.neck),
        middle = m((q) => q.middle),
        base = m((q) => q.base),
        left = all.reduce((n, q) => n + q.left, 0);
      return {
        measured: { neck: round(neck, 2), middle: round(middle, 2), base: round(base, 2), left },
        criterion: "density at the neck and at the stair above that in the middle of the corridor",
        pass: neck > middle && base > middle && left === 0,
      };
    },
  },
];
