// Smoke: extinction, what can be seen through it, and how fast one walks in it. Walkers here are one person on a line,
// ticked as in a drill; the crowd's own tests of the same laws are the crowd's family.

import { TICK } from "../sim/time";
import {
  airAt,
  createHazard,
  freshAir,
  meanExtinction,
  canRead,
  smokeFactor,
  type SmokeLaw,
  visibility,
} from "../sim/hazard/index";
import { SOOT, SOOT_EXTINCTION, SPECIES } from "../sim/hazard/species";
import type { VerificationCase } from "./case";
import { compare, significant } from "./compare";

/** Seconds for a walker of free speed v0 to cover a corridor full of smoke of extinction k. */
function walk(law: SmokeLaw, k: number, v0: number, metres: number): number {
  const h = createHazard(
    { rooms: [{ id: "corridor", area: 2 * metres, height: 3, floor: 0 }], vents: [] },
    { fixed: { extinction: k } },
  );
  const air = freshAir();
  let x = 0;
  let ticks = 0;
  while (x < metres && ticks < 1e6) {
    airAt(h, 0, x, 1, 1.6, air);
    x += v0 * smokeFactor(law, air.extinction, v0) * TICK;
    ticks++;
  }
  return ticks * TICK;
}

function factors(
  id: string,
  law: SmokeLaw,
  title: string,
  source: string,
  table: readonly (readonly [number, number])[],
): VerificationCase {
  return {
    id,
    family: "smoke",
    title,
    source,
    parameters: { law, "v0 m/s": 1 },
    seeds: [],
    run() {
      const curve: [number, number][] = [];
      for (let k = 0; k <= 12; k += 0.25) curve.push([k, significant(smokeFactor(law, k, 1))]);
      const result = compare(
        table.map(([k, f]) => [`factor at K ${k}`, smokeFactor(law, k, 1), f] as const),
        0.01,
      );
      return {
        ...result,
        criterion: "within 1 %",
        series: [{ name: law, x: "1/m", y: "1", points: curve, target: table.map(([k, f]) => [k, f]) }],
      };
    },
  };
}

const soot: VerificationCase = {
  id: "SMK-3",
  family: "smoke",
  title: "FDS+Evac’s speeds in 0 … 1500 mg/m³ of soot",
  source: "FDS+Evac Guide, smoke test: v0 1.5 m/s, Km 8700 m²/kg",
  parameters: { "v0 m/s": 1.5, law: "frantzich-nilsson", "soot mg/m³": "0, 500, 1000, 1500" },
  seeds: [],
  run() {
    const targets: [number, number][] = [
      [0, 1.5],
      [500, 0.973],
      [1000, 0.446],
      [1500, 0.15],
    ];
    const speeds = targets.map(([mg]) => 1.5 * smokeFactor("frantzich-nilsson", (mg / 1e6) * SOOT_EXTINCTION, 1.5));
    const result = compare(
      targets.map(([mg, v], i) => [`m/s at ${mg} mg/m³`, speeds[i]!, v] as const),
      0.01,
    );
    return { ...result, criterion: "within 1 %" };
  },
};

const nist: VerificationCase = {
  id: "SMK-5",
  family: "smoke",
  title: "Reduced visibility in a corridor of 100 m, one walker",
  source: "NIST TN 1822 test 2.5",
  parameters: { "corridor m": 100, "v0 m/s": 1.25, "K 1/m": 1, law: "nist", "tick s": TICK },
  seeds: [],
  run() {
    const seconds = walk("nist", 1, 1.25, 100);
    return {
      measured: { seconds: significant(seconds), "m/s": significant(100 / seconds) },
      criterion: "160 s ± .5, .625 m/s",
      pass: Math.abs(seconds - 160) <= 0.5,
    };
  },
};

const iso18: VerificationCase = {
  id: "SMK-6",
  family: "smoke",
  title: "Walking times in smoke of five densities, four speeds, three laws",
  source: "ISO 20414 test 18",
  parameters: {
    "corridor m": "2 x 100",
    "K 1/m": ".5, 1, 3, 7.5, 10",
    "v0 m/s": "1; at K = 1 also .75, .5, .25",
    laws: "all three",
    "tick s": TICK,
  },
  seeds: [],
  run() {
    const cases: [number, number][] = [
      [0.5, 1],
      [1, 1],
      [3, 1],
      [7.5, 1],
      [10, 1],
      [1, 0.75],
      [1, 0.5],
      [1, 0.25],
    ];
    const laws: SmokeLaw[] = ["fridolf", "frantzich-nilsson", "nist"];
    let worst = 0;
    const measured: Record<string, number> = {};
    for (const law of laws) {
      for (const [k, v0] of cases) {
        const ratio = walk(law, k, v0, 100) / (100 / v0);
        worst = Math.max(worst, Math.abs(ratio * smokeFactor(law, k, v0) - 1));
        measured[`${law} K ${k} v0 ${v0}: time ratio`] = significant(ratio, 4);
      }
    }
    return {
      measured: { ...measured, "largest deviation %": significant(100 * worst, 3) },
      criterion: "time ratio = 1 / f(K) ± 8 %",
      pass: worst <= 0.08,
    };
  },
};

const sight: VerificationCase = {
  id: "SMK-4",
  family: "smoke",
  title: "Reading a sign through the mean extinction of the ray",
  source: "Jin: V = C / K, C 8 lit, 3 reflecting; Börger 2024, FSJ 150:104269",
  parameters: { rooms: "clear 6 m, smoke K .8 above 1.5 m over 4 m", "eye m": 1.6, "sign m": 2.2 },
  seeds: [],
  run() {
    const h = createHazard({
      rooms: [
        { id: "a", area: 20, height: 3, floor: 0 },
        { id: "b", area: 20, height: 3, floor: 0 },
      ],
      vents: [],
    });
    // Half of room b's height is a smoke layer of K = .8.
    for (const list of [h.mass, h.enthalpy]) {
      const both = list[2]! + list[3]!;
      list[2] = list[3] = both / 2;
    }
    h.interfaceHeight[1] = 1.5;
    h.species[3 * SPECIES + SOOT] = ((0.8 / SOOT_EXTINCTION) * h.mass[3]!) / h.density[3]!;
    const eyeToDoor = 1.6 + (2.2 - 1.6) * 0.6;
    const k = meanExtinction(h, [0, 6, 1.6, eyeToDoor, 1, 4, eyeToDoor, 2.2]);
    const rising = meanExtinction(h, [1, 4, 1, 2]);
    const result = compare(
      [
        ["mean K of the ray", k, 0.32],
        ["mean K of a ray that leaves the clear layer half-way", rising, 0.4],
        ["m, reflecting", visibility(k), 9.375],
        ["m, lit", visibility(k, true), 25],
      ],
      0.01,
    );
    const seen = !canRead(10, k, false) && canRead(10, k, true);
    return {
      measured: { ...result.measured, "at 10 m: lit read, reflecting not": seen },
      criterion: "within 1 %; at 10 m the lit sign is read and the reflecting one is not",
      pass: result.pass && seen,
    };
  },
};

export const smokeCases: readonly VerificationCase[] = [
  factors(
    "SMK-1",
    "fridolf",
    "Speed in smoke, Fridolf",
    "Fridolf et al. 2019, 10.1016/j.tust.2019.04.016: V / (V + 2), V = 3 / K",
    [
      [0.5, 0.75],
      [1, 0.6],
      [3, 1 / 3],
      [10, 3 / 23],
    ],
  ),
  factors("SMK-2", "frantzich-nilsson", "Speed in smoke, Frantzich and Nilsson", "FDS+Evac: max(.1, 1 - .0807 K)", [
    [0.5, 0.9596],
    [1, 0.9193],
    [3, 0.7578],
    [7.5, 0.3945],
    [10, 0.1926],
    [12, 0.1],
  ]),
  soot,
  nist,
  iso18,
  sight,
];
