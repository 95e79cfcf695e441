// Which seconds of study count. Only the server's instants go in: a beat credits the time since the last one, unless
// the gap says that the page was away or asleep, or a question “are you there” has stood unanswered past its grace.
// Units: milliseconds inside, whole seconds credited.
import type { RuleValue } from "#content/schema/rule";

type LessonTime = RuleValue<"lesson-time">;

export type SessionState = { lastBeatAt: Date; presenceDueAt: Date; askedAt: Date | null };
export type Beat = {
  creditedSeconds: number;
  next: SessionState;
  /** the page must ask now, or has asked and waits */
  asking: boolean;
  /** why time since the last beat did not count, for the learner to read */
  lost: "none" | "away" | "no-answer";
};

/** A beat at `now`; `present` says that the learner just answered the question. */
export function beat(
  state: SessionState,
  { now, present, rule }: { now: Date; present: boolean; rule: LessonTime },
): Beat {
  const elapsed = Math.max(0, now.getTime() - state.lastBeatAt.getTime());
  const away = elapsed > rule.heartbeatSeconds * 3_000;
  const graceEnds = state.askedAt ? state.askedAt.getTime() + rule.presenceGraceSeconds * 1000 : Infinity;
  const countable = Math.max(0, Math.min(now.getTime(), graceEnds) - state.lastBeatAt.getTime());
  const credited = away ? 0 : countable;
  const lost = away ? "away" : countable < elapsed ? "no-answer" : "none";
  const asking = !present && (state.askedAt !== null || now >= state.presenceDueAt);
  const next: SessionState = {
    lastBeatAt: new Date(state.lastBeatAt.getTime() + (lost === "none" ? Math.floor(credited / 1000) * 1000 : elapsed)),
    presenceDueAt: present ? new Date(now.getTime() + rule.presenceSeconds * 1000) : state.presenceDueAt,
    askedAt: asking ? (state.askedAt ?? now) : null,
  };
  return { creditedSeconds: Math.floor(credited / 1000), next, asking, lost };
}

/** What a day still allows: seconds already credited that day against the daily cap. */
export function leftToday(creditedToday: number, rule: LessonTime): number {
  return Math.max(0, Math.round(rule.dailyCapHours * rule.minutesPerHour * 60) - creditedToday);
}
