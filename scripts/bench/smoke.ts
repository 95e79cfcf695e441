import { createHazard, type HazardRoom, type HazardVent, stepHazard } from "../../scenes/sim/hazard/index";
import { bareFlows } from "./floors/bare-flows";
import { alternate, cpuMs, type Compared } from "./harness/compare";
import type { Measured } from "./harness/judge";

// What a step of fire and smoke costs: two storeys of 14 rooms and a corridor each, a stair shaft through both (31 rooms
// in all), and ten storeys of 18; a door opens or shuts every half second, a fast fire. One thread, milliseconds of CPU.

/** Steps of one turn: long enough for the clock. */
const TURN = 200;

export async function run(): Promise<Measured<"smoke">> {
  const ratios = { rooms31: await measure(2, 14, 15), rooms191: await measure(10, 18, 7) };
  return { ratios, musts: {}, promises: { rooms31Ms: ratios.rooms31.work.median }, figures: {} };
}

async function measure(storeys: number, perStorey: number, rounds: number): Promise<Compared> {
  const hazard = createHazard({
    ...building(storeys, perStorey),
    fires: [{ id: "f", room: "r0-0", x: 0, y: 0, growth: "fast", peak: 2000 }],
  });
  const openings = hazard.vents.map((vent): number => (vent.id.startsWith("w") ? 0.1 : 0));
  const doors = hazard.vents.flatMap((vent, v) => (vent.id.startsWith("w") ? [] : [v]));
  let [step, solved, sum] = [0, 0, 0];
  const work = () => {
    solved = 0;
    const before = cpuMs();
    for (let i = 0; i < TURN; i++, step++) {
      if (step % 10 === 0)
        openings[doors[(step / 10) % doors.length]!] = 1 - openings[doors[(step / 10) % doors.length]!]!;
      stepHazard(hazard, openings);
      solved += hazard.effort.rounds;
    }
    return (cpuMs() - before) / TURN;
  };
  work();
  // As many rounds as the turn before it needed; often enough for the clock.
  const floor = () => {
    const before = cpuMs();
    for (let k = 0; k < 10; k++) sum += bareFlows(hazard.flows, solved);
    return (cpuMs() - before) / 10 / TURN;
  };
  const compared = await alternate({ unit: "ms of CPU", rounds, warm: 3, floor, work });
  if (!Number.isFinite(sum)) throw new Error("the floor's flows came to nothing");
  return compared;
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
