// Why somebody is taken off an exam's list.

export const WITHDRAW_REASONS = {
  "own-wish": "本人申请不考",
  mistaken: "排错了人",
  "not-eligible": "查明不符合报考条件",
  "other-exam": "改到别的场次",
} as const;
export type WithdrawReason = keyof typeof WITHDRAW_REASONS;
export const WITHDRAW_REASON_CODES = Object.keys(WITHDRAW_REASONS) as [WithdrawReason, ...WithdrawReason[]];

export const withdrawWords = (reason: string): string => WITHDRAW_REASONS[reason as WithdrawReason] ?? "";
