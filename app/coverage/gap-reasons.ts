// Why a post is not covered: the first gap, in the order in which a person meets them. Numbers of hours are seconds.

export const GAP_REASONS = {
  vacant: "岗位空缺",
  "not-activated": "未激活",
  "not-started": "未开始",
  hours: "学时不足",
  course: "课程未学完",
  drill: "演练未做",
  "exam-not-sat": "考试未安排",
  "exam-seated": "待考",
  "exam-failed": "考试未通过",
  "certificate-missing": "证书待发",
  "certificate-expired": "证书过期",
  "certificate-suspended": "证书暂停",
  "certificate-revoked": "证书撤销",
} as const;
export type GapReason = keyof typeof GAP_REASONS;
export const GAP_REASON_CODES = Object.keys(GAP_REASONS) as GapReason[];
export const isGapReason = (value: string): value is GapReason => Object.hasOwn(GAP_REASONS, value);

export type GapDetail = {
  done?: number;
  owed?: number;
  minutesPerHour?: number;
  course?: string;
  drill?: string;
  day?: string;
};

/** The gap as one sentence: what is missing, how much of it. */
export function gapSentence(reason: GapReason, detail: GapDetail): string {
  switch (reason) {
    case "vacant":
      return "岗位空缺，还没有人";
    case "not-activated":
      return "未激活，还没有用过激活单";
    case "not-started":
      return "已激活，还没有开始学";
    case "hours":
      return `学时不足，还差 ${toHours((detail.owed ?? 0) - (detail.done ?? 0), detail.minutesPerHour)} 学时（已有 ${toHours(detail.done ?? 0, detail.minutesPerHour, true)}，应有 ${toHours(detail.owed ?? 0, detail.minutesPerHour)}）`;
    case "course":
      return "课程没有学完";
    case "drill":
      return `演练未做，还差 ${(detail.owed ?? 1) - (detail.done ?? 0)} 次`;
    case "exam-not-sat":
      return "培训已完成，考试还没有安排";
    case "exam-seated":
      return "已排考，等待考试";
    case "exam-failed":
      return "考试没有通过，等待补考";
    case "certificate-missing":
      return "考试已通过，证书还没有发";
    case "certificate-expired":
      return `证书已于 ${detail.day ?? ""} 到期`;
    case "certificate-suspended":
      return "证书暂停";
    case "certificate-revoked":
      return "证书已撤销";
  }
}

/** Seconds → 学时 with one decimal: what is owed rounds up, what is done rounds down, so that neither flatters. */
function toHours(seconds: number, minutesPerHour = 45, down = false): string {
  const tenths = (Math.max(0, seconds) / (minutesPerHour * 60)) * 10;
  const whole = down ? Math.floor(tenths + 1e-9) : Math.ceil(tenths - 1e-9);
  return String(whole / 10);
}
