import { describe, expect, it } from "vitest";
import { pow } from "../maths";
import { toSeed, uniform } from "../rng";
import { createHazard, type Hazard, type HazardInput, hazardState, type HazardVent, stepHazard } from "./index";
import { SPECIES } from "./species";
import { GAMMA } from "./state";

/** A building nobody would draw: rooms from cupboards to halls, vents of every kind between random pairs. */
function randomBuilding(n: number): HazardInput {
  const seed = toSeed(`building ${n}`);
  const u = (id: number, purpose: number) => uniform(seed, id, 0, purpose);
  const pick = (id: number, purpose: number, count: number) => Math.floor(u(id, purpose) * count);
  const rooms = Array.from({ length: 1 + pick(0, 1, 12) }, (_, i) => ({
    id: `r${i}`,
    area: 0.3 * pow(2000, u(i, 2)),
    height: 0.5 + 9 * u(i, 3) * u(i, 3) + 1.5,
    floor: 3 * pick(i, 4, 4),
    ...(u(i, 5) < 0.3 ? { leak: 0 } : {}),
    wall: (["concrete", "gypsum", "steel", "adiabatic", "wood"] as const)[pick(i, 6, 5)]!,
  }));
  const vents = Array.from({ length: pick(0, 7, 20) }, (_, i): HazardVent => {
    const from = rooms[pick(i, 8, rooms.length)]!;
    const to = rooms[pick(i, 9, rooms.length)]!;
    const sill = from.floor + u(i, 10) * 1.5 * u(i, 11);
    return {
      id: `v${i}`,
      from: from.id,
      to: u(i, 12) < 0.25 || to === from ? null : to.id,
      kind: u(i, 13) < 0.25 ? "ceiling" : "wall",
      width: 0.05 + 2 * u(i, 14),
      sill,
      soffit: sill + 2 * u(i, 15),
      ...(u(i, 16) < 0.2 ? { fan: 3 * (u(i, 17) - 0.5) } : {}),
      wind: 10 * (u(i, 18) - 0.5),
      leak: u(i, 19) < 0.3 ? 0 : 0.01,
    };
  });
  const fires = Array.from({ length: 1 + pick(0, 20, 3) }, (_, i) => ({
    x: 2,
    y: 2,
    id: `f${i}`,
    room: rooms[pick(i, 21, rooms.length)]!.id,
    peak: 50 * pow(200, u(i, 22)),
    growth: (["slow", "medium", "fast", "ultra-fast"] as const)[pick(i, 23, 4)]!,
    load: 20 + 2000 * u(i, 24),
    fuel: (["wood", "polyurethane", "oil", "battery", "pvc"] as const)[pick(i, 25, 5)]!,
  }));
  return { rooms, vents, fires };
}

function expectSane(h: Hazard, where: string): void {
  for (let l = 0; l < h.mass.length; l++) {
    const r = l >> 1;
    if (!(h.mass[l]! > 0) || !(h.temperature[l]! > 150 && h.temperature[l]! < 3400)) {
      throw new Error(`${where}: layer ${l} has ${h.mass[l]} kg at ${h.temperature[l]} K`);
    }
    if (!(h.interfaceHeight[r]! > 0 && h.interfaceHeight[r]! < h.height[r]!))
      throw new Error(`${where}: interface ${h.interfaceHeight[r]}`);
    let named = 0;
    for (let s = 0; s < SPECIES; s++) {
      const y = h.species[l * SPECIES + s]! / h.mass[l]!;
      if (!(y >= 0)) throw new Error(`${where}: species ${s} is ${y}`);
      named += y;
    }
    if (named > 1.0001) throw new Error(`${where}: species add up to ${named}`);
    if (!(Math.abs(h.pressure[r]!) < 1e7)) throw new Error(`${where}: pressure ${h.pressure[r]}`);
  }
}

function run(h: Hazard): Hazard {
  for (let i = 0; i < 300; i++)
    stepHazard(
      h,
      h.vents.map(() => 1),
    );
  return h;
}

describe("the two-zone model under buildings that nobody checked", () => {
  it("survives 150 random buildings with doors that open and shut", () => {
    const seed = toSeed("doors");
    for (let n = 0; n < 150; n++) {
      const h = createHazard(randomBuilding(n));
      const openings = h.vents.map(() => 1);
      for (let i = 0; i < 300; i++) {
        if (i % 25 === 0)
          for (let v = 0; v < openings.length; v++)
            openings[v] = uniform(seed, v, i, n) < 0.5 ? 0 : uniform(seed, v, i, n);
        stepHazard(h, openings);
        expectSane(h, `building ${n}, step ${i}`);
      }
    }
  }, 60_000);

  it("loses no gram and no joule in 40 of them when they are sealed", () => {
    for (let n = 0; n < 40; n++) {
      const input = randomBuilding(n);
      const h = createHazard({
        rooms: input.rooms.map((room) => ({ ...room, leak: 0, wall: "adiabatic" as const })),
        vents: input.vents.filter((vent) => vent.to !== null),
        fires: input.fires!,
      });
      const mass = () => h.mass.reduce((a, b) => a + b, 0);
      const energy = () => h.roomVolume.reduce((e, v, r) => e + ((h.atmosphere + h.pressure[r]!) * v) / (GAMMA - 1), 0);
      const [m0, e0] = [mass(), energy()];
      let fuel = 0;
      let heat = 0;
      const open = h.vents.map(() => 1);
      for (let i = 0; i < 500; i++) {
        if (i % 50 === 0) open.forEach((_, v) => (open[v] = uniform(toSeed("sealed"), v, i, n) < 0.4 ? 0 : 1));
        stepHazard(h, open);
        for (let l = 0; l < h.mass.length; l++) {
          fuel += h.flows.sourceMass[l]! * 0.2;
          heat += h.flows.sourceHeat[l]! * 0.2;
        }
      }
      expect(Math.abs(mass() - m0 - fuel) / m0, `mass of building ${n}`).toBeLessThan(1e-9);
      expect(Math.abs(energy() - e0 - heat) / e0, `energy of building ${n}`).toBeLessThan(1e-9);
    }
  }, 60_000);

  it("keeps its bits: a checksum of the state of a burning building must change only with the model", () => {
    const h = createHazard(randomBuilding(7));
    for (let i = 0; i < 500; i++)
      stepHazard(
        h,
        h.vents.map((_, v) => (uniform(toSeed("golden"), v, i >> 6, 1) < 0.5 ? 0 : 1)),
      );
    let sum = 0x811c9dc5;
    for (const array of hazardState(h)) {
      const words =
        array instanceof Float64Array ? new Uint32Array(array.buffer, array.byteOffset, array.length * 2) : array;
      let mixed = 0;
      words.forEach(
        (word, i) => (mixed ^= array instanceof Float64Array && i % 2 === 1 ? Math.imul(word, 0x9e3779b1) : word),
      );
      sum = Math.imul(sum ^ mixed, 0x01000193);
    }
    expect(sum >>> 0).toMatchInlineSnapshot(`3133614937`);
  });

  it("does not care about the order of rooms, vents and fires", () => {
    for (let n = 0; n < 20; n++) {
      const input = randomBuilding(n);
      const turned: HazardInput = {
        rooms: [...input.rooms].reverse(),
        vents: [...input.vents].reverse(),
        fires: [...input.fires!].reverse(),
      };
      const a = run(createHazard(input));
      const b = run(createHazard(turned));
      hazardState(a).forEach((array, i) => expect(hazardState(b)[i]).toEqual(array));
    }
  });
});
