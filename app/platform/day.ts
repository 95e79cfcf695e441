// Calendar days in Asia/Shanghai as YYYY-MM-DD. China has kept UTC+8 without summer time since 1992.

const OFFSET_MS = 8 * 3_600_000;

/** The calendar day on which the instant falls. */
export const toDay = (instant: Date): string => new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, 10);

/** The instant at which the day begins. */
export const startOfDay = (day: string): Date => new Date(Date.parse(`${day}T00:00:00Z`) - OFFSET_MS);

/** The last millisecond of the day. */
export const endOfDay = (day: string): Date => new Date(startOfDay(day).getTime() + 86_400_000 - 1);

/** Whether the text is a calendar day that exists: 2026-02-30 is none. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}
