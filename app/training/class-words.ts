// The codes of face-to-face classes in plain words. Reasons are codes, so that no free text about a person is kept.

export const ASSESSMENTS = { written: "笔试", oral: "口头提问", practical: "实际操作" } as const;
export type Assessment = keyof typeof ASSESSMENTS;

export const RESULTS = { passed: "合格", failed: "不合格" } as const;
export type ClassResult = keyof typeof RESULTS;

/** Why someone is signed in or out by hand. */
export const HAND_REASONS = {
  "no-phone": "没有带手机",
  "no-account": "手机上还没有激活",
  "scan-failed": "扫码没有成功",
  "network-down": "现场网络不通",
  "left-early": "中途离开",
} as const;
export type HandReason = keyof typeof HAND_REASONS;

/** Why attendance is changed after the class was closed. */
export const CORRECTION_REASONS = {
  "sign-missed": "漏记签到或签退",
  "time-wrong": "时间记错",
  "not-there": "本人没有到场",
  "other-person": "记到了别人名下",
} as const;
export type CorrectionReason = keyof typeof CORRECTION_REASONS;

export const keysOf = <K extends string>(words: Record<K, string>) => Object.keys(words) as [K, ...K[]];
export const toOptions = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

/** 2.5 学时（112 分钟） of seconds, by the class's own rule; part of a 学时 is shown to the hundredth, rounded down. */
export function toHourWords(seconds: number, minutesPerHour: number): string {
  return `${Math.floor((seconds / 60 / minutesPerHour) * 100) / 100} 学时（${Math.floor(seconds / 60)} 分钟）`;
}
