// A certificate's state on a day is a fold over its events and its last day.

export type CertificateEventKind = "issued" | "suspended" | "reinstated" | "revoked";
export type CertificateState = "valid" | "expired" | "suspended" | "revoked";

export const STATE_WORDS: Record<CertificateState, string> = {
  valid: "有效",
  expired: "已过期",
  suspended: "已暂停",
  revoked: "已撤销",
};

/** Reasons a state is changed for; free text has no place in a chained row. */
export const CHANGE_REASONS = {
  "result-void": "考试成绩作废",
  "false-information": "提供虚假材料",
  "accident-responsibility": "对事故负有责任",
  "issued-in-error": "发证有误",
  "under-review": "正在核查",
  "review-cleared": "核查无误",
} as const;
export type ChangeReason = keyof typeof CHANGE_REASONS;

/** What a change may be made for: a suspension's reason is no ground for what cannot be undone. */
export const CHANGE_REASONS_FOR: Record<Exclude<CertificateEventKind, "issued">, readonly ChangeReason[]> = {
  suspended: ["under-review"],
  reinstated: ["review-cleared"],
  revoked: ["result-void", "false-information", "accident-responsibility", "issued-in-error"],
};

/** Which change may follow which state. */
const NEXT: Record<"valid" | "suspended" | "revoked", readonly CertificateEventKind[]> = {
  valid: ["suspended", "revoked"],
  suspended: ["reinstated", "revoked"],
  revoked: [],
};

function stateByEvents(events: readonly { kind: string }[]): "valid" | "suspended" | "revoked" {
  let state: "valid" | "suspended" | "revoked" = "valid";
  for (const { kind } of events) {
    if (kind === "revoked") return "revoked";
    if (kind === "suspended") state = "suspended";
    if (kind === "reinstated") state = "valid";
  }
  return state;
}

/** Events oldest first; `validUntil` is the last valid day. */
export function certificateState(
  events: readonly { kind: string }[],
  validUntil: string,
  today: string,
): CertificateState {
  const state = stateByEvents(events);
  return state === "valid" && today > validUntil ? "expired" : state;
}

export function mayFollow(events: readonly { kind: string }[], next: CertificateEventKind): boolean {
  return NEXT[stateByEvents(events)].includes(next);
}
