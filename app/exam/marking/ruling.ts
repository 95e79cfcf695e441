import { DomainError } from "~/platform/errors";
import type { Hold } from "./holds";

// What two persons rule on a held result. 成绩有效: it counts as marked. 成绩无效: this subject's result is annulled, score
// nought, no certificate. 本次不计、重考: it is as if this sitting had not been, through no fault of the candidate's.

export const RULINGS = ["valid", "void", "resit"] as const;
export type Ruling = (typeof RULINGS)[number];
export const RULING_WORDS: Record<Ruling, string> = {
  valid: "成绩有效",
  void: "成绩无效（取消本科目成绩，按 0 分）",
  resit: "本次不计，安排重考",
};

/** How a result stands: without holds, waiting for a ruling, or ruled. */
export const STANDINGS = ["counts", "held", ...RULINGS] as const;
export type ResultStanding = (typeof STANDINGS)[number];

/** Whether the mark is the result; a held, annulled or uncounted one is no pass and no fail. */
export const countsAsMarked = (standing: string): boolean => standing === "counts" || standing === "valid";

const REASONS = {
  valid: {
    "no-breach": "查无违纪",
    "no-effect": "没有影响作答",
    "as-recorded": "按已收到的作答计",
    "minor-breach": "情节轻微，已当场警告",
    "error-mended": "记录有误，已查清",
  },
  void: {
    cheating: "作弊",
    impersonation: "替考",
    breach: "违反考场纪律",
    "two-places": "同时在两场考试作答",
    "not-verified": "身份没有核验",
  },
  resit: {
    technical: "设备、网络或停电",
    environment: "考场环境",
    office: "考务操作有误",
    ill: "身体不适",
  },
} as const satisfies Record<Ruling, Record<string, string>>;

export const reasonsFor = (ruling: Ruling): Readonly<Record<string, string>> => REASONS[ruling];
/** One field of the form: ruling and reason together, so that no pair can be chosen that does not fit. */
export const RULING_CHOICES = RULINGS.flatMap((ruling) =>
  Object.entries(REASONS[ruling]).map(([code, words]) => ({ value: `${ruling}.${code}`, ruling, words })),
);
export function parseChoice(value: string): { ruling: Ruling; reason: string } {
  const found = RULING_CHOICES.find((one) => one.value === value);
  if (!found) throw new DomainError("invalid", "选一个认定和理由。");
  return { ruling: found.ruling, reason: value };
}
export const rulingOf = (reason: string): Ruling | null =>
  RULING_CHOICES.find((one) => one.value === reason)?.ruling ?? null;
export const rulingReasonWords = (value: string): string =>
  RULING_CHOICES.find((one) => one.value === value)?.words ?? value;

/**
 * A stop for impersonation, a device, notes or talking leads to 成绩无效. It counts after all only where nothing was found
 * or the record was wrong; it is never simply sat again.
 */
export function requireFits(holds: readonly Hold[], ruling: Ruling, reason: string): void {
  const stop = holds.find(({ code }) => code === "stopped-misconduct");
  if (!stop) return;
  const clears = ["valid.no-breach", "valid.error-mended"];
  const minor = stop.reason === "candidate.talk" ? ["valid.minor-breach"] : [];
  if (ruling === "void" || [...clears, ...minor].includes(reason)) return;
  throw new DomainError("invalid", "因违纪被终止的，只能认定成绩无效；查无违纪或记录有误，才能认定有效。");
}

export interface RulingOn {
  print: string;
  ruling: Ruling;
}
/** A ruling holds for the holds it was made on; anything new waits for another. Without holds a ruling stands too. */
export function standingOf(holds: readonly Hold[], print: string, ruled: RulingOn | null): ResultStanding {
  if (ruled && (ruled.print === print || holds.length === 0)) return ruled.ruling;
  return holds.length > 0 ? "held" : "counts";
}
