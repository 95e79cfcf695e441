import { takeAllowance } from "~/platform/rate-limit.server";

// How often one account may ask. What is bounded is a program in a person's name (or a stolen session) that copies
// everything, fills the tables or keeps the machine busy; a person's own hands stay far below. Counted for the account
// alone, so that nobody slows another. Callers without an account are bounded where they are served
// (docs/security/limits.md).

export const ALLOWANCES = {
  /** Pages and what they ask for. */
  read: { limit: 1_200, seconds: 60 },
  /** What changes something. */
  change: { limit: 300, seconds: 60 },
  /** Files made on demand: exports, PDFs, sheets; and files brought in. */
  file: { limit: 60, seconds: 600 },
} as const;

export type Cost = keyof typeof ALLOWANCES;
export type Taken = "taken" | "over" | "over-first";

/**
 * Takes one act of this cost; `over-first` when this is the first refusal of its window, to be told once and not each
 * time.
 */
export function takeOwn(accountId: string, cost: Cost, now: Date): Taken {
  const { limit, seconds } = ALLOWANCES[cost];
  if (takeAllowance(`own:${cost}:${accountId}`, { limit, seconds, now })) return "taken";
  return takeAllowance(`own-told:${cost}:${accountId}`, { limit: 1, seconds, now }) ? "over-first" : "over";
}
