// What a step of fire and smoke costs: two storeys of 14 rooms and a corridor each, a stair shaft through both, 32
// rooms in all, a door opens or shuts every 2 s, a fast fire. One thread; the budget is 0.1 ms a step at 30 rooms.

import { createHazard, type HazardRoom, type HazardVent, stepHazard } from "../../scenes/sim/hazard/index";

/** Steps whose mean is one sample: long enough for the clock, short enough to tell a busy machine from a slow model. */
const WINDOW = 50;

export async function run(): Promise<object> {
  measure(2, 14, 500);
  const budget = measure(2, 14, 3000);
  const large = measure(10, 18, 600);
  return { smoke: { budgetMs: 0.1, pass: budget.medianMs <= 0.1, building30: budget, building200: large } };
}

function measure(storeys: number, perStorey: number, steps: number) {
  const hazard = createHazard({
    ...building(storeys, perStorey),
    fires: [{ id: "f", room: "r0-0", x: 0, y: 0, growth: "fast", peak: 2000 }],
  });
  const openings = hazard.vents.map((vent): number => (vent.id.startsWith("w") ? 0.1 : 0));
  const doors = hazard.vents.flatMap((vent, v) => (vent.id.startsWith("w") ? [] : [v]));
  let rounds = 0;
  const windows: number[] = [];
  const start = performance.now();
  for (let from = 0; from < steps; from += WINDOW) {
    const before = performance.now();
    for (let i = from; i < from + WINDOW; i++) {
      if (i % 10 === 0) openings[doors[(i / 10) % doors.length]!] = 1 - openings[doors[(i / 10) % doors.length]!]!;
      stepHazard(hazard, openings);
      rounds += hazard.effort.rounds;
    }
    windows.push((performance.now() - before) / WINDOW);
  }
  const ms = performance.now() - start;
  windows.sort((a, b) => a - b);
  return {
    rooms: hazard.rooms.length,
    vents: hazard.vents.length,
    steps,
    meanMs: round(ms / steps),
    medianMs: round(windows[windows.length >> 1]!),
    slowestMs: round(windows.at(-1)!),
    newtonRounds: round(rounds / steps),
  };
}

function building(storeys: number, perStorey: number): { rooms: HazardRoom[]; vents: HazardVent[] } {
  const rooms: HazardRoom[] = [{ id: "shaft", area: 15, height: 3 * storeys, floor: 0 }];
  const vents: HazardVent[] = [{ id: "exit", from: "shaft", to: null, kind: "wall", width: 1.2, sill: 0, soffit: 2 }];
  for (let s = 0; s < storeys; s++) {
    const floor = 3 * s;
    rooms.push({ id: `c${s}`, area: 60, height: 2.7, floor });
    vents.push({ id: `s${s}`, from: `c${s}`, to: "shaft", kind: "wall", width: 1.2, sill: floor, soffit: floor + 2 });
    for (let i = 0; i < perStorey; i++) {
      rooms.push({ id: `r${s}-${i}`, area: 20, height: 2.7, floor });
      vents.push({
        id: `d${s}-${i}`,
        from: `r${s}-${i}`,
        to: `c${s}`,
        kind: "wall",
        width: 0.9,
        sill: floor,
        soffit: floor + 2,
      });
      vents.push({
        id: `w${s}-${i}`,
        from: `r${s}-${i}`,
        to: null,
        kind: "wall",
        width: 1.5,
        sill: floor + 1,
        soffit: floor + 2.2,
      });
    }
  }
  return { rooms, vents };
}

function round(x: number): number {
  return Math.round(x * 10000) / 10000;
}
