import { describe, expect, it } from "vitest";
import {
  airAt,
  applyAgent,
  createHazard,
  freshAir,
  type Hazard,
  type HazardFire,
  type HazardInput,
  type HazardVent,
  indexOf,
  layerExtinction,
  layerHeight,
  leafTemperature,
  sealVent,
  stepHazard,
  upperTemperature,
} from "./index";
import { AIR_O2, O2, SPECIES } from "./species";
import { GAMMA } from "./state";

const constant = (kw: number): [number, number][] => [
  [0, kw],
  [1e6, kw],
];
const fire = (over: Partial<HazardFire> = {}): HazardFire => ({ id: "fire", room: "a", x: 2, y: 2, ...over });
const door = (over: Partial<HazardVent> = {}): HazardVent => ({
  id: "door",
  from: "a",
  to: null,
  kind: "wall",
  width: 1,
  sill: 0,
  soffit: 2,
  ...over,
});

function run(h: Hazard, seconds: number, openings: number[] = h.vents.map(() => 1)): Hazard {
  const steps = Math.round(seconds / (h.tickSeconds * h.ticksPerStep));
  for (let i = 0; i < steps; i++) stepHazard(h, openings);
  return h;
}

const sum = (array: Float64Array) => array.reduce((a, b) => a + b, 0);
const energy = (h: Hazard) =>
  h.roomVolume.reduce((e, v, r) => e + ((h.atmosphere + h.pressure[r]!) * v) / (GAMMA - 1), 0);

describe("the two-zone model", () => {
  it("raises the pressure of a sealed adiabatic room by (gamma - 1) Q / V", () => {
    const h = createHazard({
      rooms: [{ id: "a", area: 25, height: 5, floor: 0, wall: "adiabatic", leak: 0 }],
      vents: [],
      fires: [fire({ fuel: "methane", curve: constant(100) })],
    });
    run(h, 60, []);
    expect(h.pressure[0]! / 19200).toBeCloseTo(1, 9);
  });

  it("conserves mass and energy in a sealed building with doors, plumes and holes in ceilings", () => {
    const input: HazardInput = {
      rooms: [
        { id: "a", area: 20, height: 2.6, floor: 0, wall: "adiabatic", leak: 0 },
        { id: "b", area: 30, height: 2.6, floor: 0, wall: "adiabatic", leak: 0 },
        { id: "c", area: 15, height: 3, floor: 2.6, wall: "adiabatic", leak: 0 },
      ],
      vents: [door({ to: "b" }), door({ id: "hole", from: "b", to: "c", kind: "ceiling", width: 2 })],
      fires: [fire({ curve: constant(80), fuel: "methane" })],
    };
    const h = createHazard(input);
    const [m0, e0, o0] = [sum(h.mass), energy(h), speciesSum(h, O2)];
    run(h, 300);
    const fuel = (80 * 300) / 50_000;
    expect(sum(h.mass) - m0).toBeCloseTo(fuel, 9);
    expect((energy(h) - e0) / (80_000 * 300)).toBeCloseTo(1, 9);
    expect(o0 - speciesSum(h, O2)).toBeCloseTo(fuel * 3.989, 3);
  });

  it("keeps the pressure of a room with an open door at tenths of a pascal at 5 Hz", () => {
    const h = createHazard({
      rooms: [{ id: "a", area: 25, height: 3, floor: 0 }],
      vents: [door()],
      fires: [fire({ curve: constant(100) })],
    });
    for (let i = 0; i < 3000; i++) {
      stepHazard(h, [1]);
      if (i > 50) expect(Math.abs(h.pressure[0]!)).toBeLessThan(1);
    }
    expect(layerHeight(h, 0)).toBeGreaterThan(0.9);
    expect(layerHeight(h, 0)).toBeLessThan(1.6);
    expect(upperTemperature(h, 0)).toBeGreaterThan(55);
    // A steady room: what flows in flows out, fuel apart.
    expect(Math.abs(h.ventFlow[0]!)).toBeLessThan(0.01);
  });

  it("gives the same steady room at 4, 5 and 10 steps a second", () => {
    const at = (ticksPerStep: number) =>
      run(
        createHazard(
          {
            rooms: [{ id: "a", area: 25, height: 3, floor: 0 }],
            vents: [door()],
            fires: [fire({ curve: constant(100) })],
          },
          { ticksPerStep },
        ),
        300,
      );
    for (const ticks of [2, 5]) {
      expect(layerHeight(at(ticks), 0)).toBeCloseTo(layerHeight(at(4), 0), 2);
      expect(upperTemperature(at(ticks), 0)).toBeCloseTo(upperTemperature(at(4), 0), 0);
    }
  });

  it("starves a fire in a shut room, which then makes carbon monoxide", () => {
    const h = createHazard({
      rooms: [{ id: "a", area: 12, height: 2.5, floor: 0 }],
      vents: [],
      fires: [fire({ growth: "fast" })],
    });
    run(h, 400, []);
    const air = airAt(h, 0, 0, 0, 2, freshAir());
    expect(h.fireOutput[0]!).toBeLessThan(60);
    expect(air.o2).toBeLessThan(15);
    expect(air.co).toBeGreaterThan(2000);
  });

  it("keeps smoke behind a shut door, and more of it behind wet cloth", () => {
    const building: HazardInput = {
      rooms: [
        { id: "a", area: 20, height: 2.6, floor: 0 },
        { id: "b", area: 20, height: 2.6, floor: 0 },
      ],
      vents: [door({ to: "b" }), door({ id: "window", width: 0.6, sill: 1, soffit: 2 })],
      fires: [fire({ growth: "medium", peak: 500 })],
    };
    const soot = (opening: number, sealed: boolean) => {
      const h = createHazard(building);
      if (sealed) sealVent(h, indexOf(h.vents, "door", "vent"), true);
      run(h, 300, [opening, 1]);
      return layerExtinction(h, 3) * (2.6 - layerHeight(h, 1));
    };
    expect(soot(0, false)).toBeLessThan(0.4 * soot(1, false));
    expect(soot(0, true)).toBeLessThan(0.5 * soot(0, false));
  });

  it("heats the face of a door on the side of the fire, and the other face after it", () => {
    const h = createHazard({
      rooms: [
        { id: "a", area: 16, height: 2.6, floor: 0 },
        { id: "b", area: 30, height: 2.6, floor: 0 },
      ],
      vents: [door({ to: "b" }), door({ id: "window", width: 1.2, sill: 1, soffit: 2 })],
      fires: [fire({ growth: "fast", peak: 1000 })],
    });
    run(h, 600, [0, 1]);
    expect(leafTemperature(h, 0, 0)).toBeGreaterThan(55);
    expect(leafTemperature(h, 0, 1)).toBeGreaterThan(21);
    expect(leafTemperature(h, 0, 1)).toBeLessThan(leafTemperature(h, 0, 0));
  });

  it("burns its fuel once, and decays over the last 30 %", () => {
    const h = createHazard({
      rooms: [{ id: "a", area: 100, height: 5, floor: 0 }],
      vents: [door({ width: 4, soffit: 4 })],
      fires: [fire({ growth: "fast", peak: 500, load: 100 })],
    });
    let total = 0;
    let atDecay = 0;
    for (let i = 0; i < 5000; i++) {
      stepHazard(h, [1]);
      total += (h.fireOutput[0]! * 0.2) / 1000;
      if (!atDecay && i > 100 && h.fireOutput[0]! < 499 && total > 50) atDecay = total;
    }
    expect(total).toBeGreaterThan(99);
    expect(total).toBeLessThan(100.2);
    expect(atDecay).toBeCloseTo(70, 0);
    expect(h.fireOutput[0]).toBe(0);
  });

  it("goes out under the right agent, regrows from too little, and flares under water on oil", () => {
    const make = (fireClass: "A" | "F") =>
      run(
        createHazard({
          rooms: [{ id: "a", area: 60, height: 4, floor: 0 }],
          vents: [door()],
          fires: [fire({ growth: "medium", fireClass })],
        }),
        120,
      );
    const powder = make("A");
    expect(applyAgent(powder, 0, "powder", 2)).toBe(0);
    run(powder, 60);
    expect(powder.fireOutput[0]).toBe(0);
    const little = make("A");
    expect(applyAgent(little, 0, "powder", 0.1)).toBeGreaterThan(0.3);
    run(little, 20);
    const low = little.fireOutput[0]!;
    run(little, 60);
    expect(little.fireOutput[0]!).toBeGreaterThan(low * 1.2);
    const oil = make("F");
    const before = oil.fireOutput[0]!;
    expect(applyAgent(oil, 0, "water", 1)).toBeGreaterThan(1);
    run(oil, 1);
    expect(oil.fireOutput[0]!).toBeGreaterThan(2 * before);
  });

  it("sets off smoke detector, heat detector and sprinkler in this order, and the sprinkler stops the fire", () => {
    const h = createHazard({
      rooms: [{ id: "a", area: 60, height: 3, floor: 0 }],
      vents: [door()],
      fires: [fire({ growth: "fast" })],
      detectors: [
        { id: "1", room: "a", kind: "smoke", x: 4, y: 2 },
        { id: "2", room: "a", kind: "heat", x: 4, y: 2 },
        { id: "3", room: "a", kind: "sprinkler", x: 4, y: 2 },
      ],
    });
    run(h, 300);
    const [smoke, heat, sprinkler] = h.detectedAt;
    expect(smoke).toBeGreaterThan(0);
    expect(heat).toBeGreaterThan(smoke!);
    expect(sprinkler).toBeGreaterThan(heat!);
    expect(sprinkler! * 0.05).toBeLessThan(150);
    expect(h.fireOutput[0]!).toBeLessThan(0.0469 * (sprinkler! * 0.05) * (sprinkler! * 0.05));
  });

  it("stays as it is without a fire: no flow, no drift, fresh air", () => {
    const h = run(
      createHazard({
        rooms: [
          { id: "a", area: 20, height: 2.6, floor: 0 },
          { id: "b", area: 200, height: 9, floor: -3 },
        ],
        vents: [door({ to: "b" })],
      }),
      600,
    );
    expect(Math.abs(h.pressure[0]!)).toBeLessThan(1e-3);
    expect(layerHeight(h, 0)).toBeGreaterThan(2.59);
    expect(h.species[O2]! / h.mass[0]!).toBeCloseTo(AIR_O2, 12);
  });

  it("holds a fixed atmosphere as the scene gives it", () => {
    const h = createHazard(
      { rooms: [{ id: "a", area: 20, height: 3, floor: 0 }], vents: [] },
      { fixed: { co: 5000, co2: 2, o2: 18, hcn: 40, extinction: 3, temperature: 60 } },
    );
    run(h, 10, []);
    const air = airAt(h, 0, 0, 0, 1.6, freshAir());
    for (const [name, value] of [
      ["co", 5000],
      ["co2", 2],
      ["o2", 18],
      ["hcn", 40],
      ["extinction", 3],
      ["temperature", 60],
    ] as const) {
      expect(air[name] / value, name).toBeCloseTo(1, 10);
    }
  });
});

function speciesSum(h: Hazard, s: number): number {
  let total = 0;
  for (let l = 0; l < h.mass.length; l++) total += h.species[l * SPECIES + s]!;
  return total;
}
