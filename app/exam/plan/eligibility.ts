// Whether a person may be proposed for an exam: what the post demands (hours, courses, drills) against what the record
// holds. Every reason is a sentence; a person with none is eligible. Hours are seconds of study ÷ (minutes a 学时 × 60).

import type { Requirement } from "~/rules/requirement";
import { hoursOwed } from "~/rules/requirement";

export interface TrainingRow { kind: string; subject: string; objectVersion: string; outcome: string; amount: number; to: Date; facts: Record<string, unknown> }
export interface EligibilityFacts {
  requirement: Pick<Requirement, "lessonTime" | "hours" | "courses" | "drills">;
  rows: readonly TrainingRow[];
  /** Training that ended before this counts no more. */
  since: Date;
  trainedBefore: boolean;
  /** Which course and which drill a version belongs to. */
  slugOf: (row: TrainingRow) => string | null;
}

export function reasonsAgainst({ requirement, rows, since, trainedBefore, slugOf }: EligibilityFacts): string[] {
  const fresh = rows.filter((row) => row.to >= since);
  return [...hoursReason(requirement, fresh, trainedBefore), ...courseReasons(requirement, fresh, slugOf), ...drillReason(requirement, fresh, slugOf)];
}

function hoursReason(requirement: EligibilityFacts["requirement"], rows: readonly TrainingRow[], trainedBefore: boolean): string[] {
  const owed = hoursOwed(requirement as Requirement, trainedBefore);
  const seconds = rows.filter(({ kind }) => kind === "hours" || kind === "class").reduce((sum, { amount }) => sum + amount, 0);
  const done = seconds / (requirement.lessonTime.value.minutesPerHour * 60);
  return done + 1e-9 >= owed ? [] : [`学时不够：应有 ${owed} 学时，记录里有 ${Math.floor(done * 10) / 10} 学时。`];
}

function courseReasons(requirement: EligibilityFacts["requirement"], rows: readonly TrainingRow[], slugOf: EligibilityFacts["slugOf"]): string[] {
  const done = new Set(rows.filter(({ kind, outcome }) => kind === "course" && outcome === "completed").map(slugOf));
  const missing = (requirement.courses?.value.courses ?? []).filter((slug) => !done.has(slug));
  return missing.map((slug) => `课程没有学完：${slug}。`);
}

function drillReason(requirement: EligibilityFacts["requirement"], rows: readonly TrainingRow[], slugOf: EligibilityFacts["slugOf"]): string[] {
  const wanted = requirement.drills?.value;
  if (!wanted || wanted.drills.length === 0) return [];
  const held = rows.filter((row) => row.kind === "run" && row.outcome === "passed" && wanted.drills.includes(slugOf(row) ?? "")).length;
  return held >= wanted.perYear ? [] : [`演练不够：应通过 ${wanted.perYear} 次，记录里有 ${held} 次。`];
}
