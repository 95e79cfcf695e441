// Which duties one person may hold together in one exam, or have acted on: what was done counts for good. Setter and releaser differ; who marks does not release; an
// invigilator neither sets, reviews, marks nor releases; an item's own reviewer is another rule (bank/status.ts).

import type { DutyKind } from "./separation";
import { DUTY_WORDS } from "./sentences";

const PAIRS: readonly (readonly [DutyKind, DutyKind])[] = [
  ["set", "release"],
  ["assess", "release"],
  ["set", "review"],
  ["invigilate", "set"],
  ["invigilate", "review"],
  ["invigilate", "assess"],
  ["invigilate", "release"],
  ["open", "set"],
];

/** The duty already held that forbids the new one, or null. */
export const conflictWith = (wanted: DutyKind, held: readonly DutyKind[]): DutyKind | null =>
  held.find((one) => PAIRS.some(([a, b]) => (a === wanted && b === one) || (b === wanted && a === one))) ?? null;

/** `done`: not only held, but acted on: taking the duty back changes nothing of it. */
export const conflictSentence = (
  wanted: DutyKind,
  { kind, done }: { kind: DutyKind; done: boolean },
  who: string,
): string => `${who}已${done ? "做过" : "承担"}本场${DUTY_WORDS[kind]}，不能再承担${DUTY_WORDS[wanted]}。`;
