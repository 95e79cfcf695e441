// Zone model: flow through vents, plumes, radiation, sprinklers, a real room (Z-6, Z-8, Z-12 and our own checks F-...).

import { createHazard, layerHeight, lowerTemperature, pointFlux, upperTemperature } from "../sim/hazard/index";
import { type GROWTH, freeOutput, sprayTime } from "../sim/hazard/fire";
import { column } from "../sim/hazard/flows";
import { dimensionlessOutput, flameLength, plumeFlow, virtualOrigin } from "../sim/hazard/plume";
import { GAMMA, type Hazard } from "../sim/hazard/state";
import type { VerificationCase } from "./case";
import { compare, significant } from "./compare";
import { burner, runFor, tightRoom } from "./zone";

const CHAPTER = "CFAST Validation Guide, Verification chapter";

const supply: VerificationCase = {
  id: "Z-6",
  family: "zone",
  title: "Air blown into a room with a hole of 1 cm²",
  source: `${CHAPTER}, ventilation_1`,
  parameters: { "room m": "5 x 5 x 3", "supply m³/s": 0.01, "hole cm²": 1, C: 0.7, seconds: 20000 },
  seeds: [],
  run() {
    const h = createHazard(
      {
        rooms: [tightRoom("a", 25, 3, { mixed: true })],
        vents: [
          { id: "fan", from: "a", to: null, kind: "wall", width: 1, sill: 1, soffit: 2, fan: -0.01, leak: 0 },
          { id: "hole", from: "a", to: null, kind: "wall", width: 0.01, sill: 1, soffit: 1.01, leak: 0 },
        ],
      },
      { ticksPerStep: 20 },
    );
    const points: [number, number][] = [];
    runFor(h, 20000, [0, 1], (t) => {
      if (t % 500 === 0) points.push([t, significant(h.pressure[0]!)]);
    });
    const result = compare([["pressure Pa", h.pressure[0]!, 11022]], 0.02);
    return {
      ...result,
      criterion: "within 2 %",
      series: [{ name: "pressure", x: "s", y: "Pa", points, target: [[20000, 11022]] }],
    };
  },
};

const leak: VerificationCase = {
  id: "Z-6b",
  family: "zone",
  title: "Air blown into a cubic metre with a leak",
  source: `${CHAPTER}, Leakage_2`,
  parameters: { "room m": "1 x 1 x 1", "supply m³/s": 0.01, "leak m²": 0.01 },
  seeds: [],
  run() {
    const h = createHazard({
      rooms: [tightRoom("a", 1, 1, { leak: 0.01 })],
      vents: [{ id: "fan", from: "a", to: null, kind: "wall", width: 1, sill: 0, soffit: 1, fan: -0.01, leak: 0 }],
    });
    runFor(h, 600, [0]);
    const result = compare([["pressure Pa", h.pressure[0]!, 1.22]], 0.02);
    return { ...result, criterion: "within 2 %" };
  },
};

const pointSource: VerificationCase = {
  id: "Z-8",
  family: "zone",
  title: "Radiation of a point source of 50 kW",
  source: `${CHAPTER}, target_2`,
  parameters: { kW: 50, "distances m": ".5, 1, 2" },
  seeds: [],
  run() {
    const points: [number, number][] = [0.5, 1, 2, 4].map((r) => [r, significant(pointFlux(50, r))]);
    const result = compare(
      [
        ["kW/m² at .5 m", pointFlux(50, 0.5), 15.9155],
        ["kW/m² at 1 m", pointFlux(50, 1), 3.9789],
        ["kW/m² at 2 m", pointFlux(50, 2), 0.9947],
      ],
      0.01,
    );
    return {
      ...result,
      criterion: "within 1 %",
      series: [
        {
          name: "flux",
          x: "m",
          y: "kW/m²",
          points,
          target: [
            [0.5, 15.9155],
            [1, 3.9789],
            [2, 0.9947],
          ],
        },
      ],
    };
  },
};

const steckler: VerificationCase = {
  id: "Z-12",
  family: "zone",
  title: "Steckler’s room, test 14",
  source: "Steckler, Quintiere, Rinkinen 1982 (set-up only; measured layer values unconfirmed)",
  parameters: { "room m": "2.8 x 2.8 x 2.13", "door m": ".74 x 1.83", kW: 62.9, "ambient °C": 29 },
  seeds: [],
  run() {
    const h = createHazard(
      {
        rooms: [{ id: "a", area: 7.84, height: 2.13, floor: 0, wall: "gypsum", leak: 0 }],
        vents: [{ id: "door", from: "a", to: null, kind: "wall", width: 0.74, sill: 0, soffit: 1.83 }],
        fires: [burner(62.9, { radiative: 0.2, diameter: 0.3 })],
      },
      { ambient: 29 },
    );
    const heights: [number, number][] = [];
    const warmth: [number, number][] = [];
    let earlier = 0;
    runFor(h, 1800, [1], (t) => {
      if (Math.abs(t - 1500) < 1e-6) earlier = layerHeight(h, 0);
      if (Math.round(t * 5) % 150 === 0) {
        heights.push([Math.round(t), significant(layerHeight(h, 0))]);
        warmth.push([Math.round(t), significant(upperTemperature(h, 0))]);
      }
    });
    const height = layerHeight(h, 0);
    return {
      measured: {
        "interface m": significant(height),
        "change of the interface in 300 s, m": significant(height - earlier, 2),
        "upper °C": significant(upperTemperature(h, 0), 4),
        "lower °C": significant(lowerTemperature(h, 0), 4),
        "net door flow kg/s": significant(h.ventFlow[0]!, 2),
      },
      criterion:
        "interface between sill (0) and soffit (1.83 m); steady: moves less than .02 m in the last 300 s; net flow below .01 kg/s",
      pass: height > 0.1 && height < 1.83 && Math.abs(height - earlier) < 0.02 && Math.abs(h.ventFlow[0]!) < 0.01,
      series: [
        { name: "interface", x: "s", y: "m", points: heights },
        { name: "upper layer", x: "s", y: "°C", points: warmth },
      ],
    };
  },
};

/** kg/s out and in through a door by summing many thin slices of the orifice equation. */
function sliced(h: Hazard, width: number, soffit: number): [number, number] {
  const slices = 20000;
  let out = 0;
  let back = 0;
  for (let i = 0; i < slices; i++) {
    const z = ((i + 0.5) * soffit) / slices;
    const drop = h.pressure[0]! - column(h, 0, z);
    const layer = z > h.interfaceHeight[0]! ? 1 : 0;
    const density = drop > 0 ? h.density[layer]! : h.outdoorDensity;
    const flow = (0.7 * Math.sqrt(2 * density * Math.abs(drop)) * width * soffit) / slices;
    if (drop > 0) out += flow;
    else back += flow;
  }
  return [out, back];
}

const doorFlow: VerificationCase = {
  id: "F-1",
  family: "zone",
  title: "Flow through a door against its integral",
  source: `${CHAPTER}, ventilation_4 (set-up); integral of the orifice equation by 20,000 slices`,
  parameters: { "room m": "5 x 5 x 5", "door m": "1.5 x 4", kW: 200, walls: "adiabatic" },
  seeds: [],
  run() {
    const h = createHazard({
      rooms: [tightRoom("a", 25, 5)],
      vents: [{ id: "door", from: "a", to: null, kind: "wall", width: 1.5, sill: 0, soffit: 4 }],
      fires: [
        burner(200, {
          curve: [
            [0, 0],
            [30, 200],
            [1e6, 200],
          ],
        }),
      ],
    });
    runFor(h, 600, [1]);
    const [out, back] = sliced(h, 1.5, 4);
    let forward = 0;
    let backward = 0;
    for (let s = 0; s < h.flows.count; s++) {
      forward += h.flows.forward[s]!;
      backward += h.flows.backward[s]!;
    }
    const result = compare(
      [
        ["out kg/s", forward, significant(out)],
        ["in kg/s", backward, significant(back)],
      ],
      0.01,
    );
    return { ...result, criterion: "within 1 %" };
  },
};

const conservation: VerificationCase = {
  id: "F-2",
  family: "zone",
  title: "Mass and energy of a sealed building with doors and a hole in a ceiling",
  source: "conservation",
  parameters: { rooms: 3, "methane kW": 80, seconds: 600 },
  seeds: [],
  run() {
    const h = createHazard({
      rooms: [tightRoom("a", 20, 2.6), tightRoom("b", 30, 2.6), tightRoom("c", 15, 3, { floor: 2.6 })],
      vents: [
        { id: "door", from: "a", to: "b", kind: "wall", width: 1, sill: 0, soffit: 2 },
        { id: "hole", from: "b", to: "c", kind: "ceiling", width: 2, sill: 2.6, soffit: 2.6 },
      ],
      fires: [burner(80)],
    });
    const mass = () => h.mass.reduce((a, b) => a + b, 0);
    const energy = () =>
      h.roomVolume.reduce((e, v, r) => e + ((h.atmosphere + h.pressure[r]!) * v) / (GAMMA - 1) / 1e6, 0);
    const [m0, e0] = [mass(), energy()];
    let fuel = 0;
    let heat = 0;
    runFor(h, 600, [1, 1], () => {
      heat += (h.fireOutput[0]! * 0.2) / 1000;
      fuel = h.fireBurnt[0]! / 50;
    });
    const result = compare(
      [
        ["mass gained kg", mass() - m0, significant(fuel, 9)],
        ["energy gained MJ", energy() - e0, significant(heat, 9)],
      ],
      1e-6,
    );
    return { ...result, criterion: "gains equal what the fire gave, to 1e-6" };
  },
};

const plume: VerificationCase = {
  id: "F-3",
  family: "zone",
  title: "Heskestad’s flame and plume",
  source: "CFAST Tech. Ref.; values computed from the formulae with rho 1.2, cp 1.012, T 293",
  parameters: { "D m": 1, "Q kW": "500, 1000" },
  seeds: [],
  run() {
    const result = compare(
      [
        ["Q* 500 kW", dimensionlessOutput(500, 1, 1.2, 293), 0.449],
        ["flame m 500 kW", flameLength(500, 1), 1.67],
        ["Q* 1000 kW", dimensionlessOutput(1000, 1, 1.2, 293), 0.897],
        ["flame m 1000 kW", flameLength(1000, 1), 2.52],
        ["origin m 1000 kW", virtualOrigin(1000, 1), 0.32],
        [
          "half-way to the tip: share of the flow at the tip",
          plumeFlow(1000, 700, 1, flameLength(1000, 1) / 2, 1.2, 293) /
            plumeFlow(1000, 700, 1, flameLength(1000, 1), 1.2, 293),
          0.5,
        ],
      ],
      0.02,
    );
    const points: [number, number][] = [0.5, 1, 1.5, 2, 2.5, 3, 4, 5].map((z) => [
      z,
      significant(plumeFlow(1000, 700, 1, z, 1.2, 293)),
    ]);
    return {
      ...result,
      criterion: "within 2 % (targets have two or three digits)",
      series: [{ name: "entrained, 1000 kW", x: "m", y: "kg/s", points }],
    };
  },
};

const growth: VerificationCase = {
  id: "F-4",
  family: "zone",
  title: "Growth classes and decay",
  source: "NFPA 72 classes; decay from 70 % of the fuel",
  parameters: { classes: "slow, medium, fast, ultra-fast", "load MJ": 100, "peak kW": 500 },
  seeds: [],
  run() {
    const at = (growth: keyof typeof GROWTH, t: number) => freeOutput({ id: "", room: "", x: 0, y: 0, growth }, t, 0);
    const h = createHazard({
      rooms: [{ id: "a", area: 100, height: 5, floor: 0 }],
      vents: [{ id: "d", from: "a", to: null, kind: "wall", width: 4, sill: 0, soffit: 4 }],
      fires: [{ id: "f", room: "a", x: 0, y: 0, growth: "fast", peak: 500, load: 100 }],
    });
    let burnt = 0;
    let fullUntil = 0;
    const points: [number, number][] = [];
    runFor(h, 900, [1], (t) => {
      burnt += (h.fireOutput[0]! * 0.2) / 1000;
      if (h.fireOutput[0]! >= 499.9) fullUntil = burnt;
      if (Math.round(t * 5) % 50 === 0) points.push([Math.round(t), significant(h.fireOutput[0]!)]);
    });
    const result = compare(
      [
        ["slow kW at 600 s", at("slow", 600), 1055],
        ["medium kW at 300 s", at("medium", 300), 1055],
        ["fast kW at 150 s", at("fast", 150), 1055],
        ["ultra-fast kW at 75 s", at("ultra-fast", 75), 1055],
        ["fast kW at 60 s", at("fast", 60), 168.8],
        ["MJ burnt in all", burnt, 100],
        ["MJ burnt when decay begins", fullUntil, 70],
      ],
      0.01,
    );
    return { ...result, criterion: "within 1 %", series: [{ name: "output", x: "s", y: "kW", points }] };
  },
};

const sprinkler: VerificationCase = {
  id: "F-5",
  family: "zone",
  title: "A sprinkler operates and the fire dies down",
  source: `${CHAPTER}, sprinkler_1 (Evans: tau = 3 u^-1.8)`,
  parameters: { "room m": "4 x 4 x 4", kW: 10, "limit °C": 40, "spray mm/s": 0.07, "rti (m s)^½": 50 },
  seeds: [],
  run() {
    const h = createHazard({
      rooms: [tightRoom("a", 16, 4)],
      vents: [],
      fires: [burner(10)],
      detectors: [{ id: "s", room: "a", kind: "sprinkler", x: 0, y: 0, limit: 40, density: 0.07, rti: 50 }],
    });
    let operated = 0;
    let later = 0;
    const tau = sprayTime(0.07);
    const points: [number, number][] = [];
    runFor(h, 1500, [], (t) => {
      if (!operated && h.detectedAt[0]! >= 0) operated = t;
      if (operated && !later && t >= operated + tau) later = h.fireOutput[0]!;
      if (Math.round(t * 5) % 75 === 0) points.push([Math.round(t), significant(h.fireOutput[0]!)]);
    });
    const result = compare([["kW one tau after it operated", later, significant(10 / Math.E)]], 0.02);
    return {
      measured: { ...result.measured, "operated at s": operated, "tau s": significant(tau, 4) },
      pass: result.pass && operated > 0,
      criterion: "operates, and gives Q/e one tau later, within 2 %",
      series: [{ name: "output", x: "s", y: "kW", points }],
    };
  },
};

export const flowCases: readonly VerificationCase[] = [
  supply,
  leak,
  pointSource,
  steckler,
  doorFlow,
  conservation,
  plume,
  growth,
  sprinkler,
];
