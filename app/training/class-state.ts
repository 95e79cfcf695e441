// Where a filed class stands at an instant, and which seconds of it a learner attended. A class is open for signing in
// an hour before it begins; only what lies between its filed begin and end counts, never more than the filed 学时.

export type ClassTimes = { from: Date; to: Date; closedAt: Date | null; cancelledAt: Date | null };
export type ClassState = "coming" | "running" | "over" | "closed" | "cancelled";

export function classState({ from, to, closedAt, cancelledAt }: ClassTimes, now: Date): ClassState {
  if (cancelledAt) return "cancelled";
  if (closedAt) return "closed";
  if (now < from) return "coming";
  return now <= to ? "running" : "over";
}

const SIGN_IN_OPENS_MS = 3_600_000;
export const signInOpensAt = (from: Date): Date => new Date(from.getTime() - SIGN_IN_OPENS_MS);

export type Sign = { kind: string; way: string; at: Date };
export type Attendance = {
  here: boolean; // signed in and not out
  came: boolean;
  seconds: number;
  firstIn: Date | null;
  lastOut: Date | null;
  byHand: boolean; // at least one of the signs that count was entered by hand
};

/**
 * Folds one learner's signs, in any order. A second sign-in before a sign-out changes nothing, nor does a sign-out
 * before a sign-in; a stay without a sign-out counts for nothing.
 */
export function attendanceOf(
  signs: readonly Sign[],
  { from, to, lessonSeconds }: { from: Date; to: Date; lessonSeconds: number },
): Attendance {
  const clamp = (at: Date) => Math.min(Math.max(at.getTime(), from.getTime()), to.getTime());
  let open: Sign | null = null;
  const fold: Attendance = { here: false, came: false, seconds: 0, firstIn: null, lastOut: null, byHand: false };
  let total = 0;
  for (const sign of [...signs].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    if (sign.kind === "in" && !open) {
      open = sign;
      fold.came = true;
      fold.firstIn ??= new Date(clamp(sign.at));
      fold.byHand ||= sign.way === "hand";
    } else if (sign.kind === "out" && open) {
      total += clamp(sign.at) - clamp(open.at);
      open = null;
      fold.lastOut = new Date(clamp(sign.at));
      fold.byHand ||= sign.way === "hand";
    }
  }
  return { ...fold, here: open !== null, seconds: Math.min(Math.floor(total / 1000), lessonSeconds) };
}
