// RiMEA tests (numbers as in drills.md §3; the guideline itself is CC BY-ND and not copied). R-4 stands in curves.ts,
// are IMO-5, IMO-6 and IMO-10 with RiMEA's tolerances.
import { isInside } from "../sim/geometry";
import { AGE_SD, speedAtAge } from "../sim/mobility";
import { WALKING } from "../sim/people";
import type { Scene } from "../sim/scene";
import type { VerificationCase } from "./case";
import { bottleneckFlow } from "./curves";
import { bigRoom, cabins, corner, stairTime } from "./imo";
import { exit, group, mean, outTimes, rect, round, run, SEED, sceneOf, seedOf } from "./lab";

const SOURCE = "RiMEA 4.1.1";
const SEEDS = [0, 1, 2].map(seedOf),
  STAIR_SEEDS = Array.from({ length: 20 }, (_, k) => seedOf(k)),
  TEN = STAIR_SEEDS.slice(0, 10);

/** Three storeys of offices on both sides of a corridor, a stair at its end; people as RiMEA counts them. */
export function threeStoreysScene(speed: number): Scene {
  const rooms: Parameters<typeof sceneOf>[0]["rooms"] = [],
    doors: NonNullable<Scene["doors"]> = [],
    stairs: NonNullable<Scene["stairs"]> = [];
  const groups = [],
    storeys: Scene["storeys"] = [];
  for (let f = 0; f < 3; f++) {
    const s = `f${f}`,
      n = f === 0 ? 18 : 19;
    storeys.push({ id: s, elevation: f * 3, height: 2.8 });
    rooms.push({ id: `${s}.corridor`, polygon: rect(0, 3, 40, 5), storey: s });
    for (let k = 0; k < 2 * n; k++) {
      const north = k >= n,
        x = (k % n) * 2,
        y = north ? 5 : 3,
        id = `${s}.room${k}`;
      rooms.push({ id, storey: s, polygon: north ? rect(x, 5, x + 2, 8) : rect(x, 0, x + 2, 3) });
      doors.push({
        id: `${id}.door`,
        rooms: [id, `${s}.corridor`],
        segment: [
          [x + 0.5, y],
          [x + 1.4, y],
        ],
        state: "open",
      });
      groups.push(group(id, 4, [id], { speed: { kind: "fixed", value: speed } }));
    }
    rooms.push({ id: `${s}.landing`, polygon: rect(40, 1, 43, 7), storey: s });
    doors.push({
      id: `${s}.stairdoor`,
      rooms: [`${s}.corridor`, `${s}.landing`],
      segment: [
        [40, 3.4],
        [40, 4.6],
      ],
      state: "open",
    });
  }
  // two straight flights side by side; the upper one's foot leads back past the lower one's head
  rooms.push(
    { id: "f0.foot", storey: "f0", polygon: rect(47, 1, 49, 6.5) },
    {
      id: "f1.foot",
      storey: "f1",
      polygon: [
        [43, 2.5],
        [47, 2.5],
        [47, 1],
        [49, 1],
        [49, 5],
        [43, 5],
      ],
    },
  );
  doors.push({
    id: "f1.turn",
    rooms: ["f1.foot", "f1.landing"],
    segment: [
      [43, 2.5],
      [43, 5],
    ],
    leaf: "none",
    service: 0,
  });
  stairs.push(
    {
      id: "stair1",
      storey: "f0",
      to: "f1",
      polygon: rect(43, 5, 47, 6.5),
      top: [
        [43, 5],
        [43, 6.5],
      ],
      bottom: [
        [47, 5],
        [47, 6.5],
      ],
      topRoom: "f1.landing",
      bottomRoom: "f0.foot",
    },
    {
      id: "stair2",
      storey: "f1",
      to: "f2",
      polygon: rect(43, 1, 47, 2.5),
      top: [
        [43, 1],
        [43, 2.5],
      ],
      bottom: [
        [47, 1],
        [47, 2.5],
      ],
      topRoom: "f2.landing",
      bottomRoom: "f1.foot",
    },
  );
  const exits = [
    exit("main", "f0.landing", [
      [40.5, 1],
      [42, 1],
    ]),
    exit("foot", "f0.foot", [
      [49, 2],
      [49, 3.5],
    ]),
  ];
  return sceneOf({ rooms, doors, stairs, exits, storeys, population: { groups } });
}

function threeStoreys(speed: number, seed: string): { seconds: number; left: number; people: number } {
  const done = run(threeStoreysScene(speed), seed, 1800);
  return { seconds: outTimes(done.world).pop() ?? Infinity, left: done.left, people: done.world.people.count };
}

/** seconds until the last has passed a bottleneck of 1 m, and until he is at a goal so far behind it. */
function goalBehind(distance: number, seed: string): { passed: number; there: number } {
  const scene = sceneOf({
    parameters: "lab",
    rooms: [
      { id: "r", polygon: rect(0, 0, 10, 10) },
      ...(distance ? [{ id: "b", polygon: rect(10, 0, 10 + distance, 10) }] : []),
    ],
    ...(distance
      ? {
          doors: [
            {
              id: "d",
              rooms: ["r", "b"] as [string, string],
              segment: [
                [10, 4.5],
                [10, 5.5],
              ] as [[number, number], [number, number]],
              leaf: "none" as const,
            },
          ],
        }
      : {}),
    exits: [
      distance
        ? exit(
            "e",
            "b",
            [
              [10 + distance, 4.5],
              [10 + distance, 5.5],
            ],
            { service: 0 },
          )
        : exit("e", "r", [
            [10, 4.5],
            [10, 5.5],
          ]),
    ],
    population: { groups: [group("g", 150, ["r"])] },
  });
  let passed = 0;
  const done = run(scene, seed, 600, (w) => {
    for (const e of w.events)
      if (e.kind === "crossed" && e.subject === (distance ? "d" : "e")) passed = (e.tick + 1) * w.dt;
  });
  return { passed, there: outTimes(done.world).pop() ?? Infinity };
}

function twoBottlenecks(seed: string): { first: number; second: number; left: number } {
  const scene = sceneOf({
    parameters: "lab",
    rooms: [
      { id: "r", polygon: rect(0, 0, 10, 10) },
      { id: "b", polygon: rect(10, 0, 20, 10) },
      { id: "c", polygon: rect(20, 0, 24, 10) },
    ],
    doors: [
      {
        id: "d1",
        rooms: ["r", "b"],
        segment: [
          [10, 4.5],
          [10, 5.5],
        ],
        leaf: "none",
      },
      {
        id: "d2",
        rooms: ["b", "c"],
        segment: [
          [20, 4.5],
          [20, 5.5],
        ],
        leaf: "none",
      },
    ],
    exits: [
      exit("e", "c", [
        [24, 0.2],
        [24, 9.8],
      ]),
    ],
    population: { groups: [group("g", 150, ["r"])] },
  });
  const zones = [rect(7, 3, 10, 7), rect(17, 3, 20, 7)],
    peak: number[][] = [[], []];
  const done = run(scene, seed, 600, (w) => {
    if (w.tick % 20) return;
    zones.forEach((z, k) =>
      peak[k]!.push(
        w.people.x.reduce(
          (n, x, i) => n + (w.people.state[i] === WALKING && isInside(z, x, w.people.y[i]!) ? 1 : 0),
          0,
        ) / 12,
      ),
    );
  });
  return { first: Math.max(...peak[0]!), second: Math.max(...peak[1]!), left: done.left };
}

const BANDS: Record<"down" | "up", [number, number, number][]> = {
  down: [
    [0.6, 0.66, 1.12],
    [0.8, 0.6, 1],
    [1, 0.55, 0.89],
    [1.2, 0.5, 0.81],
    [1.4, 0.48, 0.76],
    [1.5, 0.48, 0.73],
  ],
  up: [
    [0.6, 0.48, 1.02],
    [0.8, 0.46, 0.93],
    [1, 0.46, 0.86],
    [1.2, 0.46, 0.8],
    [1.4, 0.46, 0.76],
    [1.5, 0.46, 0.74],
  ],
};

/**
 * share of (density, speed) samples on the stair within the band, and the mean speed along the slope of those
 * samples.
 */
export function stairSamples(way: "up" | "down", seed: string): { share: number; samples: number; speed: number } {
  const [bottom, top] = way === "up" ? [12, 17] : [17, 12];
  const scene = sceneOf({
    rooms: [
      { id: "r", polygon: rect(0, 0, 10, 10) },
      { id: "in", polygon: rect(10, 4, 12, 6) },
      { id: "out", polygon: rect(17, 4, 19, 6) },
    ],
    doors: [
      {
        id: "d",
        rooms: ["r", "in"],
        segment: [
          [10, 4],
          [10, 6],
        ],
        leaf: "none",
      },
    ],
    stairs: [
      {
        id: "st",
        storey: "s",
        polygon: rect(12, 4, 17, 6),
        bottom: [
          [bottom, 4],
          [bottom, 6],
        ],
        top: [
          [top, 4],
          [top, 6],
        ],
        bottomRoom: way === "up" ? "in" : "out",
        topRoom: way === "up" ? "out" : "in",
        rise: 3,
      },
    ],
    exits: [
      exit(
        "e",
        "out",
        [
          [19, 4],
          [19, 6],
        ],
        { service: 0 },
      ),
    ],
    population: { groups: [group("g", 100, ["r"], { mobility: "weidmann" })] },
  });
  let inside = 0,
    samples = 0,
    sum = 0;
  run(scene, seed, 400, (w) => {
    if (w.tick % 20) return;
    const on: number[] = [];
    w.people.x.forEach((x, i) => {
      if (w.people.state[i] === WALKING && x > 13 && x < 16) on.push(w.people.vx[i]!);
    });
    const density = on.length / 6;
    // along the slope
    const v = mean(on) / 0.857;
    const band = BANDS[way].find(([d]) => Math.abs(d - density) <= 0.1);
    if (!band || !on.length) return;
    samples++;
    sum += v;
    if (v >= band[1] && v <= band[2]) inside++;
  });
  return { share: samples ? inside / samples : 0, samples, speed: samples ? sum / samples : 0 };
}

/** share of so many people who take the short way over two stairs rather than the long level one. */
export function shortOrLong(people: number, seed: string): number {
  const long = 4;
  const scene = sceneOf({
    rooms: [
      { id: "a", polygon: rect(0, 0, 6, 6) },
      { id: "top", polygon: rect(9, 2, 11, 4) },
      { id: "b", polygon: rect(14, 0, 20, 6) },
      {
        id: "way",
        polygon: [
          [0, 6],
          [2, 6],
          [2, 6 + long],
          [18, 6 + long],
          [18, 6],
          [20, 6],
          [20, 8 + long],
          [0, 8 + long],
        ],
      },
    ],
    doors: [
      {
        id: "d1",
        rooms: ["a", "way"],
        segment: [
          [0, 6],
          [2, 6],
        ],
        leaf: "single",
        state: "open",
        service: 0,
      },
      {
        id: "d2",
        rooms: ["way", "b"],
        segment: [
          [18, 6],
          [20, 6],
        ],
        leaf: "single",
        state: "open",
        service: 0,
      },
    ],
    stairs: [
      {
        id: "s1",
        storey: "s",
        polygon: rect(6, 2, 9, 4),
        bottom: [
          [6, 2],
          [6, 4],
        ],
        top: [
          [9, 2],
          [9, 4],
        ],
        bottomRoom: "a",
        topRoom: "top",
        rise: 1.7,
      },
      {
        id: "s2",
        storey: "s",
        polygon: rect(11, 2, 14, 4),
        bottom: [
          [14, 2],
          [14, 4],
        ],
        top: [
          [11, 2],
          [11, 4],
        ],
        bottomRoom: "b",
        topRoom: "top",
        rise: 1.7,
      },
    ],
    exits: [
      exit("e", "b", [
        [20, 1],
        [20, 5],
      ]),
    ],
    population: { groups: [group("g", people, ["a"])] },
  });
  const over = new Set<number>();
  run(scene, seed, 300, (w) => {
    for (const e of w.events) if (e.kind === "crossed" && e.subject === "s1.bottom") over.add(e.who);
  });
  return over.size / people;
}

export const RIMEA_CASES: VerificationCase[] = [
  {
    id: "R-1",
    family: "crowd",
    title: "Keeping a set walking speed",
    source: SOURCE,
    parameters: { corridor: "40 × 2 m", speed: 1.33, premovement: 1 },
    seeds: [SEED],
    run() {
      const done = run(
        sceneOf({
          rooms: [{ id: "c", polygon: rect(0, 0, 41, 2) }],
          exits: [
            exit("e", "c", [
              [41, 0],
              [41, 2],
            ]),
          ],
          population: {
            persons: [
              {
                id: "p",
                storey: "s",
                at: [1, 1],
                speed: { kind: "fixed", value: 1.33 },
                preMovement: { kind: "fixed", value: 1 },
                preMovementFrom: "start",
              },
            ],
          },
        }),
        SEED,
        60,
      );
      const s = outTimes(done.world)[0] ?? Infinity;
      return { measured: { seconds: round(s) }, criterion: "26–34 s", pass: s >= 26 && s <= 34 };
    },
  },
  ...(["up", "down"] as const).map((way, k): VerificationCase => ({
    id: `R-${k + 2}`,
    family: "crowd",
    title: `Set speed on a stair, ${way}`,
    source: SOURCE,
    parameters: { slopeLength: 10, speed: 0.675 },
    seeds: [SEED],
    run() {
      const ratio = 10 / stairTime(way, 0.675) / 0.675;
      return {
        measured: { ratio: round(ratio) },
        criterion: "measured over set speed .864–1.13",
        pass: ratio >= 0.864 && ratio <= 1.13,
      };
    },
  })),
  {
    id: "R-5",
    family: "crowd",
    title: "Premovement times 10, 20 … 100 s",
    source: SOURCE,
    parameters: { people: 10 },
    seeds: [SEED],
    run() {
      const done = run(
        sceneOf({
          rooms: [{ id: "r", polygon: rect(0, 0, 8, 5) }],
          exits: [
            exit("e", "r", [
              [8, 2],
              [8, 3],
            ]),
          ],
          population: {
            persons: Array.from({ length: 10 }, (_, k) => ({
              id: `p${k}`,
              storey: "s",
              at: [1 + (k % 5), 1 + 2 * Math.floor(k / 5)] as [number, number],
              preMovement: { kind: "fixed" as const, value: 10 * (k + 1) },
              preMovementFrom: "start" as const,
            })),
          },
        }),
        SEED,
        200,
      );
      const worst = Math.max(
        ...Array.from({ length: 10 }, (_, k) => Math.abs(done.world.people.moveTick[k]! - 200 * (k + 1))),
      );
      return {
        measured: { worstTicks: worst, left: done.left },
        criterion: "within 2 ticks",
        pass: worst <= 2 && done.left === 0,
      };
    },
  },
  {
    id: "R-6",
    family: "crowd",
    title: "Round a corner",
    source: SOURCE,
    parameters: { people: 20, forbidden: "x 0–10, y 2–12" },
    seeds: SEEDS,
    run() {
      const all = SEEDS.map((s) => corner(s));
      const outside = all.reduce((n, r) => n + r.outside, 0),
        left = all.reduce((n, r) => n + r.left, 0);
      return {
        measured: { outside, left },
        criterion: "0 samples in the forbidden box, 0 lost",
        pass: outside + left === 0,
      };
    },
  },
  {
    id: "R-7",
    family: "crowd",
    title: "Speeds by age",
    source: SOURCE,
    parameters: { people: 50, ages: "20–70" },
    seeds: SEEDS,
    run() {
      let outside = 0,
        people = 0;
      for (const s of SEEDS) {
        const p = run(
          sceneOf({
            rooms: [{ id: "r", polygon: rect(0, 0, 12, 8) }],
            population: { groups: [group("g", 50, ["r"], { mobility: "rimea-age" })] },
          }),
          s,
          0.05,
        ).world.people;
        for (let i = 0; i < p.count; i++) {
          people++;
          if (Math.abs(p.freeSpeed[i]! - speedAtAge(p.age[i]!)) > AGE_SD + 1e-9) outside++;
        }
      }
      return { measured: { people, outside }, criterion: "each speed within the age curve ± σ", pass: outside === 0 };
    },
  },
  {
    id: "R-8",
    family: "crowd",
    title: "A parameter moves the result: speed in a building of three storeys",
    source: SOURCE,
    parameters: { speeds: ".5/.75/1.0", people: 448 },
    seeds: [SEED],
    slow: true,
    run() {
      const all = [0.5, 0.75, 1].map((v) => threeStoreys(v, SEED));
      const t = all.map((r) => r.seconds),
        left = all.reduce((n, r) => n + r.left, 0);
      return {
        measured: { people: all[0]!.people, v05: round(t[0]!, 1), v075: round(t[1]!, 1), v1: round(t[2]!, 1), left },
        criterion: "evacuation time falls as speed rises; nobody left",
        pass: t[0]! > t[1]! && t[1]! > t[2]! && left === 0,
        series: [
          {
            name: "R-8",
            x: "m/s",
            y: "s",
            points: [
              [0.5, round(t[0]!, 1)],
              [0.75, round(t[1]!, 1)],
              [1, round(t[2]!, 1)],
            ],
          },
        ],
      };
    },
  },
  {
    id: "R-9",
    family: "crowd",
    title: "A large room, four doors then two",
    source: SOURCE,
    parameters: { room: "20 × 20", people: 1000 },
    seeds: [SEED],
    slow: true,
    run() {
      const four = bigRoom(4, SEED, [20, 20]),
        two = bigRoom(2, SEED, [20, 20]),
        ratio = two.seconds / four.seconds;
      return {
        measured: {
          four: round(four.seconds, 1),
          two: round(two.seconds, 1),
          ratio: round(ratio, 2),
          left: four.left + two.left,
        },
        criterion: "ratio 1.6–2.4",
        pass: ratio >= 1.6 && ratio <= 2.4 && four.left + two.left === 0,
      };
    },
  },
  {
    id: "R-10",
    family: "crowd",
    title: "Assigned exits",
    source: SOURCE,
    parameters: { people: 23 },
    seeds: SEEDS,
    run() {
      const all = SEEDS.map(cabins),
        right = all.reduce((n, r) => n + r.right, 0),
        people = all.reduce((n, r) => n + r.all, 0);
      return { measured: { right, people }, criterion: "100 %", pass: right === people };
    },
  },
  {
    id: "R-11",
    family: "crowd",
    title: "Choice between a nearer and a farther exit",
    source: SOURCE,
    parameters: { room: "30 × 20", people: 1000, exits: "x 22 and 28" },
    seeds: [SEED],
    slow: true,
    run() {
      const done = run(
        sceneOf({
          rooms: [{ id: "r", polygon: rect(0, 0, 30, 20) }],
          exits: [
            exit("near", "r", [
              [21.5, 0],
              [22.5, 0],
            ]),
            exit("far", "r", [
              [27.5, 0],
              [28.5, 0],
            ]),
          ],
          population: {
            groups: [group("g", 1000, [], { rooms: undefined as never, storey: "s", area: rect(0, 0, 10, 20) })],
          },
        }),
        SEED,
        1500,
      );
      const w = done.world,
        used = (id: string) => w.passed[w.ground.portalIndex.get(id)!]!;
      return {
        measured: { near: used("near"), far: used("far"), left: done.left },
        criterion: "the nearer is preferred, the farther is used",
        pass: used("near") > used("far") && used("far") > 0 && done.left === 0,
      };
    },
  },
  {
    id: "R-12",
    family: "bottleneck",
    title: "Effects of bottlenecks",
    source: SOURCE,
    parameters: { room: "10 × 10", people: 150, set: "lab", goals: "0/2/5/10 m" },
    seeds: TEN,
    slow: true,
    run() {
      const all = [0, 2, 5, 10].map((d) => TEN.map((s) => goalBehind(d, s))),
        flow = (width: number, length?: number) => mean(SEEDS.map((s) => bottleneckFlow(width, s, "lab", length)));
      const t = all.map((r) => mean(r.map((x) => x.passed))),
        there = all.map((r) => mean(r.map((x) => x.there))),
        behind = t.slice(1);
      const short = flow(1, 0.2),
        long = flow(1, 5),
        q = twoBottlenecks(SEED),
        j = [0.8, 1, 1.2].map((w) => flow(w));
      const a = Math.min(...behind) > t[0]! && Math.max(...behind) <= 1.05 * Math.min(...behind),
        b = long < short,
        c = q.first > q.second,
        d = j[0]! < j[1]! && j[1]! < j[2]!;
      return {
        measured: {
          t0: round(t[0]!, 1),
          t2: round(t[1]!, 1),
          t5: round(t[2]!, 1),
          t10: round(t[3]!, 1),
          goal10: round(there[3]!, 1),
          flowShort: round(short),
          flowLong: round(long),
          queue1: round(q.first, 2),
          queue2: round(q.second, 2),
          J08: round(j[0]!),
          J10: round(j[1]!),
          J12: round(j[2]!),
        },
        criterion:
          "a) mean time to pass rises once the goal lies behind the bottleneck, then is constant (within 5 % from 2 to 10 m); b) long bottleneck slower than a short one; c) queue 1 > queue 2; d) J rises with width",
        pass: a && b && c && d,
        ...(a && b && c && d ? {} : { why: `parts met: a ${a}, b ${b}, c ${c}, d ${d}` }),
      };
    },
  },
  {
    id: "R-13",
    family: "crowd",
    title: "Density and speed on stairs",
    source: "RiMEA 4.1.1; Corbetta",
    parameters: { stair: "5 × 2 m", people: 100, set: "standard", densities: ".6–1.5" },
    seeds: STAIR_SEEDS,
    slow: true,
    run() {
      const down = STAIR_SEEDS.map((s) => stairSamples("down", s)),
        up = STAIR_SEEDS.map((s) => stairSamples("up", s));
      const count = (all: typeof down) => all.reduce((n, r) => n + r.samples, 0);
      const share = (all: typeof down) => all.reduce((n, r) => n + r.share * r.samples, 0) / count(all),
        speed = (all: typeof down) => all.reduce((n, r) => n + r.speed * r.samples, 0) / count(all);
      const pass =
        share(down) >= 0.5 && share(up) >= 0.5 && count(down) >= 80 && count(up) >= 80 && speed(down) > speed(up);
      return {
        measured: {
          downInBand: round(share(down), 2),
          upInBand: round(share(up), 2),
          samplesDown: count(down),
          samplesUp: count(up),
          speedDown: round(speed(down)),
          speedUp: round(speed(up)),
        },
        criterion: "≥ 50 % of samples (at least 80) in the band, both ways; down faster than up",
        pass,
        ...(pass
          ? {}
          : { why: "Stair speeds follow Fruin’s shares of the level speed; the band was measured on other stairs." }),
      };
    },
  },
  {
    id: "R-14",
    family: "crowd",
    title: "A short way over stairs or a long level one",
    source: SOURCE,
    parameters: { short: "over two stairs", long: "16 m longer, level", people: "5 and 60" },
    seeds: [SEED],
    run() {
      const few = shortOrLong(5, SEED),
        many = shortOrLong(60, SEED);
      return {
        measured: { shortWhenFew: few, shortWhenMany: round(many, 2) },
        criterion: "documented: “short”, by metres in plan and waits at doors; that stairs are slower is not weighed",
        pass: few === 1 && many <= few,
      };
    },
  },
];
