// How 安鼎 says dates, times left, counts and shares. Every instant is told in Asia/Shanghai (UTC+8, no summer time),
// whatever the machine's zone; a calendar day ('2026-11-21') is told as it stands. `now` is handed in.

const SHANGHAI_OFFSET_MS = 8 * 3600_000;
const MINUTE_MS = 60_000;
const WEEKDAYS = ["日", "一", "二", "三", "四", "五", "六"] as const;

export type Instant = Date | string;

interface Parts {
  year: number;
  month: number;
  day: number;
  weekday: string;
  hour: string;
  minute: string;
  second: string;
}

/** 2026年11月21日 周六 14:30 */
export function formatDateTime(instant: Instant): string {
  const at = toParts(instant);
  return `${at.year}年${at.month}月${at.day}日 周${at.weekday} ${at.hour}:${at.minute}`;
}

/** 2026年11月21日 周六 14:30:05, where the second matters (receipts, journals). */
export function formatDateTimeSecond(instant: Instant): string {
  return `${formatDateTime(instant)}:${toParts(instant).second}`;
}

/** 2026年11月21日, of an instant or of a calendar day. */
export function formatDate(instant: Instant): string {
  const at = toParts(instant);
  return `${at.year}年${at.month}月${at.day}日`;
}

/** 2026年11月21日 周六 */
export function formatDay(instant: Instant): string {
  return `${formatDate(instant)} 周${toParts(instant).weekday}`;
}

/** 14:30 */
export function formatTime(instant: Instant): string {
  const at = toParts(instant);
  return `${at.hour}:${at.minute}`;
}

/** A time told beside another moment: 14:30 on that day, on another day with its date. */
export const formatTimeBeside = (instant: Instant, beside: Instant): string =>
  formatDate(instant) === formatDate(beside) ? formatTime(instant) : formatDateTime(instant);

/** One day: 2026年11月21日 周六 14:30–16:00; two days: both in full. */
export function formatPeriod(from: Instant, to: Instant): string {
  return formatDate(from) === formatDate(to)
    ? `${formatDateTime(from)}–${formatTime(to)}`
    : `${formatDateTime(from)} 至 ${formatDateTime(to)}`;
}

/** The calendar day in Asia/Shanghai, '2026-11-21'. */
export function toDay(instant: Instant): string {
  const at = toParts(instant);
  return `${at.year}-${pad(at.month)}-${pad(at.day)}`;
}

/** For <input type="datetime-local">: '2026-11-21T14:30' in Asia/Shanghai. */
export function toLocalInput(instant: Instant): string {
  const at = toParts(instant);
  return `${toDay(instant)}T${at.hour}:${at.minute}`;
}

/** '2026-11-21T14:30' as typed in Asia/Shanghai → the instant, or null when it is none. */
export function fromLocalInput(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text)) return null;
  const date = new Date(`${text}+08:00`);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** 还有 12 分钟 · 还有 3 小时 05 分 · 还有 2 天 · 已过 5 分钟 */
export function formatTimeLeft(until: Instant, now: Date): string {
  const left = toDate(until).getTime() - now.getTime();
  if (Math.abs(left) < 1000) return "就是现在";
  return left > 0 ? `还有 ${formatDuration(left)}` : `已过 ${formatDuration(-left)}`;
}

/** 刚刚 · 5 分钟前 · 3 小时 05 分前 · older than a day: the date */
export function formatAgo(instant: Instant, now: Date): string {
  const past = now.getTime() - toDate(instant).getTime();
  if (past < MINUTE_MS) return "刚刚";
  return past < 24 * 60 * MINUTE_MS ? `${formatDuration(past)}前` : formatDateTime(instant);
}

/** A span in milliseconds in its largest useful unit: 45 秒 · 12 分钟 · 3 小时 05 分 · 2 天 */
export function formatDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} 秒`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} 分钟`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} 小时` : `${hours} 小时 ${pad(minutes % 60)} 分`;
  return `${Math.floor(hours / 24)} 天`;
}

/** A running clock: 04:07, or 1:04:07 past the hour. */
export function formatClock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${pad(m)}:${pad(s)}`;
}

/** 12,345 人 (a count never goes without its unit) */
export function formatCount(count: number, unit: string): string {
  return `${formatNumber(count)} ${unit}`;
}

/** 12,345 · 8.5 */
export function formatNumber(value: number): string {
  const [whole, rest] = String(Math.abs(value)).split(".") as [string, string | undefined];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${value < 0 ? "−" : ""}${grouped}${rest ? `.${rest}` : ""}`;
}

/** A share of a whole: 86.4%. Only all is 100%, only none is 0%: rounding never claims either. */
export function formatPercent(part: number, whole: number): string {
  if (whole <= 0) return "无";
  const tenths = Math.round((part / whole) * 1000);
  if (part > 0 && tenths <= 0) return "不到 0.1%";
  if (part < whole && tenths >= 1000) return "99.9%";
  return tenths === 0 || tenths === 1000 ? `${tenths / 10}%` : `${(tenths / 10).toFixed(1)}%`;
}

/** 已用的字节: 512 B · 3.4 kB · 12.0 MB · 1.2 GB */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let [value, at] = [bytes, 0];
  while (value >= 1000 && at < units.length - 1) [value, at] = [value / 1000, at + 1];
  return at === 0 ? `${value} B` : `${value.toFixed(1)} ${units[at]}`;
}

function toParts(instant: Instant): Parts {
  const local = new Date(toDate(instant).getTime() + SHANGHAI_OFFSET_MS);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    weekday: WEEKDAYS[local.getUTCDay()] ?? "",
    hour: pad(local.getUTCHours()),
    minute: pad(local.getUTCMinutes()),
    second: pad(local.getUTCSeconds()),
  };
}

function toDate(instant: Instant): Date {
  if (instant instanceof Date) return instant;
  return new Date(/^\d{4}-\d{2}-\d{2}$/.test(instant) ? `${instant}T00:00:00+08:00` : instant);
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
