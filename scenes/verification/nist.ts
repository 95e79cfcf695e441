// NIST TN 1822 and ISO 20414: distributions, reduced visibility, incapacitation, route choice, social influence,
// stairs.
import { TICK } from "../sim/time";
import { gammaCdf, lognormalCdf, normalCdf, weibullCdf } from "../sim/distribution";
import type { Distribution, Group, Scene } from "../sim/scene";
import type { VerificationCase } from "./case";
import { cabins, corner, counterflow, queues, stairTime } from "./imo";
import { exit, group, mean, outTimes, rect, round, run, SEED, sceneOf, seedOf } from "./lab";
import { shortOrLong } from "./rimea";
import { ksProbability } from "./statistics";

const SOURCE = "NIST TN 1822 / ISO 20414";
const SEEDS = Array.from({ length: 40 }, (_, k) => seedOf(k));

const LAWS: { name: string; law: Distribution; cdf: (x: number) => number }[] = [
  { name: "uniform", law: { kind: "uniform", min: 10, max: 100 }, cdf: (x) => Math.min(1, Math.max(0, (x - 10) / 90)) },
  { name: "gamma", law: { kind: "gamma", shape: 1.291, scale: 103.901 }, cdf: (x) => gammaCdf(x, 1.291, 103.901) },
  { name: "lognormal", law: { kind: "lognormal", mu: 4.586, sigma: 0.967 }, cdf: (x) => lognormalCdf(x, 4.586, 0.967) },
  {
    name: "weibull",
    law: { kind: "weibull", scale: 139.285, shape: 1.195 },
    cdf: (x) => weibullCdf(x, 139.285, 1.195),
  },
];

function drawn(law: Distribution): number[] {
  return SEEDS.flatMap((s) =>
    [
      ...run(
        sceneOf({
          rooms: [{ id: "r", polygon: rect(0, 0, 8, 5) }],
          population: { groups: [group("g", 10, ["r"], { preMovement: law, preMovementFrom: "start" })] },
        }),
        s,
        0.05,
      ).world.people.delay,
    ].map((t) => t * TICK),
  );
}

/** Seconds over 100 m of a corridor in unchanging smoke, whose gases do no harm. */
export function smokyCorridor(k: number, law: NonNullable<Scene["smoke"]>["law"], speed: number, length = 100): number {
  const scene = sceneOf({
    rooms: [{ id: "c", polygon: rect(0, 0, length + 1, 2) }],
    exits: [
      exit(
        "e",
        "c",
        [
          [length + 1, 0],
          [length + 1, 2],
        ],
        { service: 0 },
      ),
    ],
    smoke: { law, fixed: { extinction: k } },
    population: {
      persons: [{ id: "p", storey: "s", at: [1, 1], speed: { kind: "fixed", value: speed }, preMovementFrom: "start" }],
    },
  });
  return outTimes(run(scene, SEED, 4000).world)[0] ?? Infinity;
}

function twoExits(more: Partial<Group>, seed: string, exit1 = 1): { one: number; two: number } {
  const done = run(
    sceneOf({
      rooms: [{ id: "r", polygon: rect(0, 0, 20, 10) }],
      exits: [
        exit("one", "r", [
          [0, 4.5],
          [0, 4.5 + exit1],
        ]),
        exit("two", "r", [
          [20, 4.5],
          [20, 5.5],
        ]),
      ],
      population: { groups: [group("g", 100, ["r"], more)] },
    }),
    seed,
    400,
  );
  const used = (id: string) => done.world.passed[done.world.ground.portalIndex.get(id)!]!;
  return { one: used("one"), two: used("two") };
}

/** ISO 12: persons/s over a stair of this width, down. */
function stairFlow(width: number, seed: string): number {
  const scene = sceneOf({
    rooms: [
      { id: "r", polygon: rect(0, 0, 10, 10) },
      { id: "out", polygon: rect(15, 5 - width / 2, 18, 5 + width / 2) },
    ],
    stairs: [
      {
        id: "st",
        storey: "s",
        polygon: rect(10, 5 - width / 2, 15, 5 + width / 2),
        top: [
          [10, 5 - width / 2],
          [10, 5 + width / 2],
        ],
        bottom: [
          [15, 5 - width / 2],
          [15, 5 + width / 2],
        ],
        topRoom: "r",
        bottomRoom: "out",
        rise: 3,
      },
    ],
    exits: [
      exit(
        "e",
        "out",
        [
          [18, 5 - width / 2],
          [18, 5 + width / 2],
        ],
        { service: 0 },
      ),
    ],
    population: { groups: [group("g", 150, ["r"])] },
  });
  const t = outTimes(run(scene, seed, 600).world);
  return t.length < 120 ? 0 : 100 / (t[115]! - t[15]!);
}

/**
 * 20 people one storey up, some of them on wheels, a stair of 6 m along the slope beside a lift; seconds until all are
 * out, and how many took which.
 */
function lastOut(
  kind: "stair" | "escalator",
  lift: "none" | "ordinary" | "evacuation",
  wheels = 0,
): { seconds: number; stair: number; lift: number; left: number } {
  let byLift = 0;
  const done = run(
    sceneOf({
      storeys: [
        { id: "low", elevation: 0, height: 3 },
        { id: "high", elevation: 3, height: 3 },
      ],
      rooms: [
        {
          id: "street",
          storey: "low",
          polygon: [
            [5, 0],
            [15, 0],
            [15, 8],
            [-10, 8],
            [-10, 6],
            [5, 6],
          ],
        },
        { id: "up", storey: "high", polygon: rect(-10, 0, 0, 6) },
      ],
      stairs: [
        {
          id: "flight",
          storey: "low",
          to: "high",
          polygon: rect(0, 2, 5, 4),
          top: [
            [0, 2],
            [0, 4],
          ],
          bottom: [
            [5, 2],
            [5, 4],
          ],
          topRoom: "up",
          bottomRoom: "street",
          kind,
        },
      ],
      lifts:
        lift === "none"
          ? []
          : [
              {
                id: "lift",
                storey: "high",
                room: "up",
                segment: [
                  [-6, 6],
                  [-5, 6],
                ],
                stops: ["low", "high"],
                evacuation: lift === "evacuation",
              },
            ],
      exits: [
        exit("e", "street", [
          [15, 2],
          [15, 4],
        ]),
      ],
      population: {
        groups: [
          group("g", 20 - wheels, ["up"]),
          ...(wheels ? [group("w", wheels, ["up"], { mobility: "wheelchair" })] : []),
        ],
      },
    }),
    SEED,
    300,
    (w) => {
      for (const e of w.events) if (e.kind === "lift" || (e.kind === "carried" && e.value === 1)) byLift++;
    },
  );
  return {
    seconds: outTimes(done.world).pop() ?? Infinity,
    stair: done.world.passed[done.world.ground.portalIndex.get("flight.bottom")!]!,
    lift: byLift,
    left: done.left,
  };
}

export const NIST_CASES: VerificationCase[] = [
  ...LAWS.map((l): VerificationCase => ({
    id: `NIST-1.1-${l.name}`,
    family: "crowd",
    title: `Premovement times, ${l.name}`,
    source: SOURCE,
    parameters: { people: "10 × 40 seeds" },
    seeds: SEEDS,
    run() {
      const p = ksProbability(drawn(l.law), l.cdf);
      return { measured: { p: round(p) }, criterion: "Kolmogorov–Smirnov p > .05", pass: p > 0.05 };
    },
  })),
  {
    id: "NIST-2.1",
    family: "crowd",
    title: "Speed in a corridor",
    source: SOURCE,
    parameters: { length: 40, runIn: 10, speed: 1 },
    seeds: [SEED],
    run() {
      const scene = sceneOf({
        rooms: [{ id: "c", polygon: rect(0, 0, 60, 2) }],
        exits: [
          exit("e", "c", [
            [60, 0],
            [60, 2],
          ]),
        ],
        population: { persons: [{ id: "p", storey: "s", at: [0.5, 1], speed: { kind: "fixed", value: 1 } }] },
      });
      let on = 0,
        off = 0;
      run(scene, SEED, 100, (w) => {
        if (!on && w.people.x[0]! >= 10) on = w.tick;
        if (!off && w.people.x[0]! >= 50) off = w.tick;
      });
      const v = 40 / ((off - on) * TICK);
      return { measured: { speed: round(v) }, criterion: "1.0 ± .05 m/s", pass: Math.abs(v - 1) <= 0.05 };
    },
  },
  {
    id: "NIST-2.2",
    family: "crowd",
    title: "Speed on stairs",
    source: SOURCE,
    parameters: { speed: 1 },
    seeds: [SEED],
    run() {
      const v = [10 / stairTime("up"), 10 / stairTime("down")];
      return {
        measured: { up: round(v[0]!), down: round(v[1]!) },
        criterion: "1.0 ± .05 m/s",
        pass: v.every((x) => Math.abs(x - 1) <= 0.05),
      };
    },
  },
  {
    id: "NIST-2.3",
    family: "crowd",
    title: "Movement round a corner",
    source: SOURCE,
    parameters: { people: 20 },
    seeds: [SEED],
    run() {
      const r = corner(SEED);
      return {
        measured: { outside: r.outside, left: r.left },
        criterion: "0 points outside (1 mm)",
        pass: r.outside + r.left === 0,
      };
    },
  },
  {
    id: "NIST-2.4",
    family: "crowd",
    title: "Assigned demographics",
    source: SOURCE,
    parameters: { people: 100, law: "N(1.2, .2)" },
    seeds: SEEDS.slice(0, 10),
    run() {
      const v = SEEDS.slice(0, 10).flatMap((s) => [
        ...run(
          sceneOf({
            rooms: [{ id: "r", polygon: rect(0, 0, 12, 12) }],
            population: { groups: [group("g", 100, ["r"], { speed: { kind: "normal", mean: 1.2, sd: 0.2 } })] },
          }),
          s,
          0.05,
        ).world.people.freeSpeed,
      ]);
      const m = mean(v),
        sd = Math.sqrt(mean(v.map((x) => (x - m) * (x - m)))),
        p = ksProbability(v, (x) => normalCdf((x - 1.2) / 0.2));
      return {
        measured: { mean: round(m), sd: round(sd), p: round(p) },
        criterion: "mean 1.2 ± .02, σ .2 ± .02, KS p > .05",
        pass: Math.abs(m - 1.2) <= 0.02 && Math.abs(sd - 0.2) <= 0.02 && p > 0.05,
      };
    },
  },
  {
    id: "NIST-2.5",
    family: "smoke",
    title: "Reduced visibility",
    source: SOURCE,
    parameters: { length: 100, speed: 1.25, K: 1, law: "max(.3/v, 1 − .5 K)" },
    seeds: [SEED],
    run() {
      const s = smokyCorridor(1, "nist", 1.25);
      return { measured: { seconds: round(s) }, criterion: "160 s ± 0.5 s + 1 tick", pass: Math.abs(s - 160) <= 0.55 };
    },
  },
  {
    id: "ISO-18",
    family: "smoke",
    title: "Visibility and walking speed",
    source: SOURCE,
    parameters: { K: ".5/1/3/7.5/10", law: "frantzich-nilsson", speed: 1 },
    seeds: [SEED],
    run() {
      const clear = smokyCorridor(0, "frantzich-nilsson", 1),
        ks = [0.5, 1, 3, 7.5, 10];
      const ratios = ks.map(
        (k) => smokyCorridor(k, "frantzich-nilsson", 1) / clear / (1 / Math.max(0.1, 1 - 0.0807 * k)),
      );
      return {
        measured: Object.fromEntries(ks.map((k, j) => [`K${k}`, round(ratios[j]!)])),
        criterion: "time ratio = 1/f(K) ± 8 %",
        pass: ratios.every((r) => Math.abs(r - 1) <= 0.08),
      };
    },
  },
  {
    id: "NIST-2.6",
    family: "toxicity",
    title: "Incapacitation of a person in a room",
    source: SOURCE,
    parameters: { co: "5000 ppm", co2: "2 %", o2: "18 %" },
    seeds: [SEED],
    run() {
      const scene = sceneOf({
        rooms: [{ id: "r", polygon: rect(0, 0, 10, 10) }],
        smoke: { fixed: { co: 5000, co2: 2, o2: 18 } },
        population: {
          persons: [
            { id: "p", storey: "s", at: [5, 5], preMovement: { kind: "fixed", value: 1000 }, preMovementFrom: "start" },
          ],
        },
      });
      let down = 0;
      run(scene, SEED, 400, (w) => {
        for (const e of w.events) if (e.kind === "down") down = (e.tick + 1) * w.dt;
        return down === 0;
      });
      return {
        measured: { seconds: round(down, 2) },
        criterion: "208.7 s within one exposure step (0.2 s)",
        pass: Math.abs(down - 208.7) <= 0.2,
      };
    },
  },
  {
    id: "NIST-2.7",
    family: "crowd",
    title: "Lifts (ISO 20)",
    source: SOURCE,
    parameters: { people: 20, storeys: 2 },
    seeds: [SEED],
    run() {
      const r = lastOut("stair", "ordinary"),
        e = lastOut("stair", "evacuation", 3);
      return {
        measured: {
          byStairs: r.stair,
          byLift: r.lift,
          seconds: round(r.seconds, 1),
          carried: e.lift,
          left: e.left,
          secondsCarried: round(e.seconds, 1),
        },
        criterion:
          "documented: nobody evacuates by an ordinary lift, all take the stair; an evacuation lift carries the three on wheels, nobody is left",
        pass: r.stair === 20 && r.lift === 0 && r.seconds < 200 && e.lift === 3 && e.stair === 17 && e.left === 0,
      };
    },
  },
  {
    id: "ISO-21",
    family: "crowd",
    title: "Escalators",
    source: SOURCE,
    parameters: { people: 20, storeys: 2 },
    seeds: [SEED],
    run() {
      const moving = lastOut("escalator", "none"),
        fixed = lastOut("stair", "none");
      return {
        measured: { escalator: round(moving.seconds, 1), stair: round(fixed.seconds, 1) },
        criterion: "documented: an escalator stands still in an emergency and is walked like a stair",
        pass: moving.seconds === fixed.seconds,
      };
    },
  },
  {
    id: "ISO-17",
    family: "crowd",
    title: "Choice of the route",
    source: SOURCE,
    parameters: { shape: "R-14", people: "5 and 60" },
    seeds: [SEED],
    run() {
      const few = shortOrLong(5, SEED),
        many = shortOrLong(60, SEED);
      return {
        measured: { shortWhenFew: few, shortWhenMany: round(many, 2) },
        criterion: "documented: the shorter way in plan, a longer one when waits at doors make up for it",
        pass: few === 1 && many <= few,
      };
    },
  },
  {
    id: "NIST-2.8",
    family: "crowd",
    title: "Counterflow",
    source: SOURCE,
    parameters: { against: "0/10/50/100" },
    seeds: SEEDS.slice(0, 3),
    slow: true,
    run() {
      const t = [0, 10, 50, 100].map((n) => SEEDS.slice(0, 3).map((s) => counterflow(n, s)));
      const means = t.map((r) => mean(r.map((x) => x.seconds))),
        left = t.flat().reduce((n, r) => n + r.left, 0);
      return {
        measured: Object.fromEntries(means.map((m, k) => [`s${[0, 10, 50, 100][k]}`, round(m, 1)])),
        criterion: "rising; no deadlock",
        pass: left === 0 && means.every((m, k) => k === 0 || m > means[k - 1]!),
      };
    },
  },
  {
    id: "NIST-3.1",
    family: "crowd",
    title: "Exit route allocation",
    source: SOURCE,
    parameters: { people: 23 },
    seeds: [SEED],
    run() {
      const r = cabins(SEED);
      return { measured: { right: r.right, people: r.all }, criterion: "100 %", pass: r.right === r.all };
    },
  },
  {
    id: "NIST-3.2",
    family: "crowd",
    title: "Social influence",
    source: SOURCE,
    parameters: { people: 100, follows: "0 and 1", leaders: 20 },
    seeds: SEEDS,
    slow: true,
    run() {
      const share = (follows: number) =>
        mean(
          SEEDS.map((s) => {
            const done = run(
              sceneOf({
                rooms: [{ id: "r", polygon: rect(0, 0, 20, 10) }],
                exits: [
                  exit("one", "r", [
                    [0, 4.5],
                    [0, 5.5],
                  ]),
                  exit("two", "r", [
                    [20, 4.5],
                    [20, 5.5],
                  ]),
                ],
                population: {
                  groups: [
                    group("lead", 10, ["r"], { assigned: [{ exit: "two", share: 1 }] }),
                    group("many", 20, ["r"], { area: rect(5, 2, 10, 8), storey: "s", rooms: [], follows }),
                  ],
                },
              }),
              s,
              200,
            );
            return done.world.passed[done.world.ground.portalIndex.get("two")!]! - 10;
          }),
        );
      const alone = share(0),
        together = share(1);
      return {
        measured: { twoAlone: round(alone, 2), twoFollowing: round(together, 2) },
        criterion: "use of exit 2 rises when people follow others who take it",
        pass: together > alone,
      };
    },
  },
  {
    id: "NIST-3.3",
    family: "crowd",
    title: "Affiliation: the familiar exit",
    source: SOURCE,
    parameters: { shares: "50/50 and 20/80", people: 100 },
    seeds: SEEDS.slice(0, 20),
    run() {
      const half = mean(
        SEEDS.slice(0, 20).map(
          (s) =>
            twoExits(
              {
                familiar: [
                  { exit: "one", share: 50 },
                  { exit: "two", share: 50 },
                ],
              },
              s,
            ).two,
        ),
      );
      const most = mean(
        SEEDS.slice(0, 20).map(
          (s) =>
            twoExits(
              {
                familiar: [
                  { exit: "one", share: 20 },
                  { exit: "two", share: 80 },
                ],
              },
              s,
            ).two,
        ),
      );
      return {
        measured: { half: round(half, 1), most: round(most, 1) },
        criterion: "shares within 10 % of those set; exit 2 preferred at 20/80",
        pass: Math.abs(half - 50) <= 5 && Math.abs(most - 80) <= 8,
      };
    },
  },
  {
    id: "NIST-5.1",
    family: "crowd",
    title: "Congestion",
    source: SOURCE,
    parameters: { shape: "IMO-11" },
    seeds: [SEED],
    run() {
      const q = queues(SEED);
      return {
        measured: { neck: round(q.neck, 2), middle: round(q.middle, 2), base: round(q.base, 2) },
        criterion: "queues at the neck and at the foot of the stair",
        pass: q.neck > q.middle && q.base > q.middle,
      };
    },
  },
  {
    id: "ISO-12",
    family: "crowd",
    title: "Flow on stairs by width",
    source: SOURCE,
    parameters: { widths: "1.0–1.8 m" },
    seeds: [SEED],
    run() {
      const widths = [1, 1.2, 1.4, 1.6, 1.8],
        j = widths.map((w) => stairFlow(w, SEED));
      const mw = mean(widths),
        mj = mean(j);
      const slope =
        widths.reduce((s, w, k) => s + (w - mw) * (j[k]! - mj), 0) /
        widths.reduce((s, w) => s + (w - mw) * (w - mw), 0);
      return {
        measured: { ...Object.fromEntries(widths.map((w, k) => [`J${w}`, round(j[k]!)])), slope: round(slope) },
        criterion: "slope of flow over width > 0",
        pass: slope > 0,
        series: [{ name: "ISO-12", x: "m", y: "persons/s", points: widths.map((w, k) => [w, round(j[k]!)]) }],
      };
    },
  },
];
