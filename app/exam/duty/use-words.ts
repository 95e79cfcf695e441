// What was done under a duty, in words: for the sentence that refuses and for the proof.

export const DUTY_ACTS = [
  "plan",
  "seal",
  "open",
  "check-in",
  "absent",
  "undo-check-in",
  "undo-absent",
  "ticket",
  "start",
  "grant",
  "pause",
  "resume",
  "warn",
  "move",
  "stop",
  "incident",
  "ask",
  "decide",
  "sign",
  "mark",
  "release",
] as const;
export type DutyActKind = (typeof DUTY_ACTS)[number];

const WORDS: Record<DutyActKind, (count: number) => string> = {
  plan: () => "立计划",
  seal: () => "封存试卷",
  open: () => "启封试卷",
  "check-in": (n) => `核对证件签到 ${n} 人`,
  absent: (n) => `记缺考 ${n} 人`,
  "undo-check-in": (n) => `撤销签到 ${n} 人`,
  "undo-absent": (n) => `撤销缺考 ${n} 人`,
  ticket: (n) => `发座位票 ${n} 张`,
  start: (n) => `开考 ${n} 人`,
  grant: (n) => `加时 ${n} 人次`,
  pause: (n) => `暂停 ${n} 人次`,
  resume: (n) => `继续 ${n} 人次`,
  warn: (n) => `提醒 ${n} 人次`,
  move: (n) => `换座 ${n} 人次`,
  stop: (n) => `终止 ${n} 人`,
  incident: (n) => `记异常 ${n} 人次`,
  ask: (n) => `提出两人办理 ${n} 次`,
  decide: (n) => `答复两人办理 ${n} 次`,
  sign: () => "签考场记录",
  mark: (n) => `阅卷 ${n} 遍`,
  release: () => "发布成绩",
};

/** In the order in which an exam's day has them. */
export const useWords = (uses: readonly { act: DutyActKind; count: number }[]): string =>
  DUTY_ACTS.flatMap((act) => {
    const count = uses.filter((use) => use.act === act).reduce((sum, use) => sum + use.count, 0);
    return count > 0 ? [WORDS[act](count)] : [];
  }).join("、");
