// Zone model against the field's hand formulae for a room fire: layer descent (Zukoski) and layer temperature
// (McCaffrey, Quintiere, Harkleroad). Gates are ours: correlations scatter by more than a closed solution does.

import { createHazard, layerHeight, upperTemperature, type WallName } from "../sim/hazard/index";
import { WALLS } from "../sim/hazard/surfaces";
import type { VerificationCase } from "./case";
import { compare, significant } from "./compare";
import { burner, runFor, tightRoom } from "./zone";

/** Zukoski's equation dy/dtau = -Q* - .21 Q*^(1/3) y^(5/3), in small steps; height of the clear layer at t. */
function zukoski(q: number, height: number, area: number, t: number): number {
  const strength = q / (1.2 * 1.012 * 293 * Math.sqrt(9.81 * height) * height * height);
  const tau = t * Math.sqrt(9.81 / height) * ((height * height) / area);
  let y = 1;
  // eslint-disable-next-line no-restricted-properties, no-restricted-syntax -- the closed form that it is held to
  for (let i = 0; i < 20000; i++) y -= ((strength + 0.21 * Math.cbrt(strength) * y ** (5 / 3)) * tau) / 20000;
  return y * height;
}

const TIMES = [15, 30, 60, 90, 120, 180];

const filling: VerificationCase = {
  id: "F-6",
  family: "zone",
  title: "Smoke fills a hall that leaks at the floor",
  source: "Zukoski 1978: dy/dtau = -Q* - .21 Q*^(1/3) y^(5/3)",
  parameters: { "hall m": "10 x 10 x 5", kW: 100, walls: "adiabatic" },
  seeds: [],
  run() {
    const h = createHazard({
      rooms: [tightRoom("a", 100, 5)],
      fires: [burner(100, { diameter: 0.5 })],
      vents: [{ id: "gap", from: "a", to: null, kind: "wall", width: 4, sill: 0, soffit: 0.2, leak: 1, leaf: null }],
    });
    const pairs: [string, number, number][] = [];
    const points: [number, number][] = [];
    runFor(h, 180, [1], (t) => {
      const whole = TIMES.find((at) => Math.abs(at - t) < 1e-6);
      if (whole) pairs.push([`m at ${whole} s`, layerHeight(h, 0), significant(zukoski(100, 5, 100, whole))]);
      if (Math.round(t * 5) % 25 === 0) points.push([Math.round(t), significant(layerHeight(h, 0))]);
    });
    const result = compare(pairs, 0.05);
    return {
      ...result,
      criterion: "height of the clear layer within 5 % (own)",
      series: [
        {
          name: "clear layer",
          x: "s",
          y: "m",
          points,
          target: TIMES.map((t) => [t, significant(zukoski(100, 5, 100, t))]),
        },
      ],
    };
  },
};

/** Rise of the upper layer by McCaffrey, Quintiere and Harkleroad, K. */
function correlation(q: number, wall: Exclude<WallName, "adiabatic">, t: number): number {
  const { conductivity: k, density, heat, thickness } = WALLS[wall];
  const through = ((density * heat) / k) * (thickness / 2) * (thickness / 2);
  const conductance = (t < through ? Math.sqrt((k * density * heat) / t) : k / thickness) / 1000;
  const surface = 2 * 9 + 12 * 2.4 - 1.8;
  // eslint-disable-next-line no-restricted-properties -- the closed form that it is held to
  return 6.85 * Math.cbrt((q * q) / (0.9 * 2 * Math.sqrt(2) * conductance * surface));
}

const temperature: VerificationCase = {
  id: "F-7",
  family: "zone",
  title: "Upper-layer temperature of a room fire",
  source: "McCaffrey, Quintiere, Harkleroad 1981: 6.85 (Q² / (A sqrt(H) hk AT))^(1/3)",
  parameters: { "room m": "3 x 3 x 2.4", "door m": ".9 x 2", kW: "100, 250, 500", walls: "gypsum, concrete" },
  seeds: [],
  run() {
    const measured: Record<string, number> = {};
    const points: [number, number][] = [];
    const target: [number, number][] = [];
    let worst = 0;
    for (const [q, wall] of [
      [100, "gypsum"],
      [250, "gypsum"],
      [250, "concrete"],
      [500, "concrete"],
    ] as const) {
      const h = createHazard({
        rooms: [{ id: "a", area: 9, height: 2.4, floor: 0, wall, leak: 0 }],
        fires: [burner(q, { fuel: "wood", radiative: 0.35 })],
        vents: [{ id: "door", from: "a", to: null, kind: "wall", width: 0.9, sill: 0, soffit: 2, leak: 1, leaf: null }],
      });
      runFor(h, 600, [1], (t) => {
        if (Math.round(t * 5) % 600 !== 0) return;
        const rise = upperTemperature(h, 0) - 20;
        const expected = correlation(q, wall, t);
        measured[`${q} kW, ${wall}, ${Math.round(t)} s: K`] = significant(rise, 4);
        measured[`${q} kW, ${wall}, ${Math.round(t)} s: K, target`] = significant(expected, 4);
        if (t > 599) worst = Math.max(worst, Math.abs(rise / expected - 1));
        if (q === 250 && wall === "gypsum") {
          points.push([Math.round(t), significant(rise, 4)]);
          target.push([Math.round(t), significant(expected, 4)]);
        }
      });
    }
    return {
      measured: { ...measured, "largest deviation at 600 s %": significant(100 * worst, 3) },
      pass: worst <= 0.2,
      criterion: "rise at 600 s within 20 % (own: the correlation itself scatters so)",
      why: "Behind concrete the layer is up to 45 % hotter in the first minutes: the correlation lets conduction alone hold back the heat (171 W/(m² K) into concrete after 2 min), the model has the film of gas at the wall as well.",
      series: [{ name: "250 kW, gypsum", x: "s", y: "K", points, target }],
    };
  },
};

export const roomFireCases: readonly VerificationCase[] = [filling, temperature];
