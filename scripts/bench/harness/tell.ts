import { BENCHES } from "./budgets";
import type { Judged } from "./judge";
import type { Machine } from "./machine";

// What was measured, for people to read.

export function machineLine({ cpu, cores, node, loadAverage, score, took }: Machine): string {
  const one = (name: string, value: number, ms: number) => `${name} ${value} (${ms} ms)`;
  return `machine: ${cores} × ${cpu}, Node ${node}, load ${loadAverage}; score, 100 being the first one: ${[
    one("computing", score.cpu, took.cpuMs),
    one("memory", score.memory, took.memoryMs),
    one("durable write", score.fsync, took.fsyncMs),
  ].join(", ")}`;
}

export function tell(name: string, judged: Judged): string {
  const lines = [`\n${name}: ${judged.about}`];
  for (const { within, what, against, work, floor, ofFloor, atLeast, unit, rounds } of Object.values(judged.ratios))
    lines.push(
      `  ${mark(within)} ${ofFloor.median} % of the floor (${ofFloor.least}–${ofFloor.most} in ${rounds} turns), at least ${atLeast} % wanted`,
      `       ${what}: ${work.median} ${unit} (${work.least}–${work.most})`,
      `       ${against}: ${floor.median} ${unit} (${floor.least}–${floor.most})`,
    );
  for (const { within, what, measured, atMost } of Object.values(judged.musts))
    lines.push(`  ${mark(within)} ${what}: ${measured}, at most ${atMost}`);
  for (const { what, measured, promised, kept } of Object.values(judged.promises))
    lines.push(`       ${what}: ${measured} (promised: ${promised}; ${kept ? "kept" : "not on this machine now"})`);
  return lines.join("\n");
}

const mark = (within: boolean): string => (within ? "ok  " : "OVER");

/** All benches with their budgets. */
export function listed(): string {
  return Object.entries(BENCHES)
    .flatMap(([name, { about, ratios, musts, promises }]) => [
      `${name}: ${about}`,
      ...Object.values(ratios).map(
        ({ work, floor, least }) => `    ≥ ${least} % of the floor · ${work} · floor: ${floor}`,
      ),
      ...Object.values(musts).map(({ what, most }) => `    ≤ ${most} · ${what}`),
      ...Object.values(promises as Record<string, { what: string; most?: number; least?: number }>).map(
        ({ what, most, least }) => `    promised ${most === undefined ? `≥ ${least}` : `≤ ${most}`} · ${what}`,
      ),
    ])
    .join("\n");
}
