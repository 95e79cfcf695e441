import { BENCHES, type BenchBudget, type BenchName } from "./budgets";
import type { Compared } from "./compare";

// What a bench measured beside its budgets, and a sentence for each that it does not keep.

type Of<N extends BenchName, K extends "ratios" | "musts" | "promises", V> = Record<keyof (typeof BENCHES)[N][K], V>;

/** What a bench gives back: a value for each row of its budget, and whatever else it counted. */
export interface Measured<N extends BenchName> {
  ratios: Of<N, "ratios", Compared>;
  musts: Of<N, "musts", number>;
  promises: Of<N, "promises", number>;
  figures: object;
}
export interface Judged {
  about: string;
  ratios: Record<string, Compared & { what: string; against: string; atLeast: number; within: boolean }>;
  musts: Record<string, { what: string; measured: number; atMost: number; within: boolean }>;
  promises: Record<string, { what: string; measured: number; promised: string; kept: boolean }>;
  over: string[];
  figures: object;
}

export function judge<N extends BenchName>(name: N, measured: Measured<N>): Judged {
  return judgeBy(BENCHES[name], measured);
}

export function judgeBy(
  budget: BenchBudget,
  {
    ratios,
    musts,
    promises,
    figures,
  }: Omit<Measured<BenchName>, "ratios" | "musts" | "promises"> & {
    ratios: Record<string, Compared>;
    musts: Record<string, number>;
    promises: Record<string, number>;
  },
): Judged {
  const judged: Judged = { about: budget.about, ratios: {}, musts: {}, promises: {}, over: [], figures };
  for (const [key, { work, floor, least }] of Object.entries(budget.ratios)) {
    const compared = ratios[key]!;
    // A figure that could not be taken is none that was kept.
    const within = compared.ofFloor.median >= least;
    judged.ratios[key] = { what: work, against: floor, atLeast: least, within, ...compared };
    if (!within)
      judged.over.push(
        `${work}: ${compared.work.median} ${compared.unit} where ${floor} takes ${compared.floor.median}: ${compared.ofFloor.median} % of the floor, at least ${least} % wanted`,
      );
  }
  for (const [key, { what, most }] of Object.entries(budget.musts)) {
    const value = musts[key]!;
    const within = value <= most;
    judged.musts[key] = { what, measured: value, atMost: most, within };
    if (!within) judged.over.push(`${what}: ${value}, at most ${most} wanted`);
  }
  for (const [key, { what, most, least }] of Object.entries(budget.promises)) {
    const value = promises[key]!;
    const kept = most === undefined ? value >= least! : value <= most;
    const promised = most === undefined ? `at least ${least}` : `at most ${most}`;
    judged.promises[key] = { what, measured: value, promised, kept };
  }
  return judged;
}
