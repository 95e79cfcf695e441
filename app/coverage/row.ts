// One post → one row of the read model: five nested flags, the first gap, the days on which time alone changes it.
import type { OpenPost } from "~/people/people-sql.server";
import type { RecordRow } from "~/record/row";
import { STAGES, standingOf, type Standing } from "~/record/standing";
import { addDays, addMonths } from "~/rules/due";
import { type Requirement } from "~/rules/requirement";
import { toDay } from "~/platform/day";
import type { GapReason, GapDetail } from "./gap-reasons";

export type CoverageData = {
  postId: string;
  dutyClass: string;
  dutyCode: string;
  title: string;
  organisationId: string;
  districtCode: string;
  districtPath: string;
  personId: string | null;
  due: number;
  started: number;
  trained: number;
  certified: number;
  valid: number;
  reason: string;
  detail: string;
  dueOn: string;
  expiresOn: string;
  recheckOn: string;
};

const NEVER = "9999-12-31";

/** Whether the rule rows ask anything of the post at all. */
export const demandsAnything = ({ hours, courses, drills, exam, certificate }: Requirement): boolean =>
  Boolean(
    (hours && (hours.value.initial || hours.value.annual)) ||
    courses?.value.courses.length ||
    drills?.value.drills.length ||
    exam ||
    certificate,
  );

export function coverageRow(
  post: OpenPost,
  requirement: Requirement,
  rows: readonly RecordRow[],
  today: string,
): CoverageData {
  const { postId, title, organisationId, districtCode, districtPath, holder } = post;
  const base = {
    postId,
    dutyClass: post.facts.dutyClass,
    dutyCode: post.facts.duty,
    title,
    organisationId,
    districtCode,
    districtPath,
    personId: holder?.personId ?? null,
  };
  const none = {
    started: 0,
    trained: 0,
    certified: 0,
    valid: 0,
    detail: "{}",
    dueOn: "",
    expiresOn: "",
    recheckOn: NEVER,
  };
  if (!demandsAnything(requirement)) return { ...base, ...none, due: 0, reason: "" };
  if (!holder) return { ...base, ...none, due: 1, reason: "vacant" satisfies GapReason };
  const standing = standingOf(requirement, { rows, since: holder.since, today });
  const reached = STAGES.indexOf(standing.stage);
  const flag = (stage: (typeof STAGES)[number]) => (reached >= STAGES.indexOf(stage) ? 1 : 0);
  const gap = firstGap(standing, holder.activated, rows, requirement);
  return {
    ...base,
    due: 1,
    started: flag("started"),
    trained: flag("trained"),
    certified: flag("certified"),
    valid: flag("valid"),
    reason: gap?.reason ?? "",
    detail: JSON.stringify(gap?.detail ?? {}),
    dueOn: standing.dueDay ?? "",
    expiresOn: standing.certificate?.state === "valid" ? standing.certificate.until : "",
    recheckOn: recheckDay(standing, requirement, rows, today),
  };
}

function firstGap(
  standing: Standing,
  activated: boolean,
  rows: readonly RecordRow[],
  requirement: Requirement,
): { reason: GapReason; detail: GapDetail } | null {
  if (standing.stage === "valid") return null;
  if (standing.stage === "due") return { reason: activated ? "not-started" : "not-activated", detail: {} };
  const gap = standing.gaps[0];
  if (!gap) return { reason: "certificate-missing", detail: {} };
  switch (gap.code) {
    case "hours":
      return {
        reason: "hours",
        detail: { done: gap.done, owed: gap.owed, minutesPerHour: requirement.lessonTime.value.minutesPerHour },
      };
    case "course":
      return { reason: "course", detail: { course: gap.course } };
    case "drill":
      return { reason: "drill", detail: { drill: gap.drill, done: gap.done, owed: gap.owed } };
    case "certificate-expired":
      return { reason: gap.code, detail: { day: gap.day } };
    case "exam-not-sat":
      return { reason: isSeated(rows, gap.subject) ? "exam-seated" : "exam-not-sat", detail: {} };
    default:
      return { reason: gap.code, detail: {} };
  }
}

/** A seat was given and no result has come since. */
function isSeated(rows: readonly RecordRow[], subject: string): boolean {
  const last = rows
    .filter(
      (row) =>
        row.subject === subject &&
        ((row.kind === "milestone" && ["seated", "sat", "awaiting"].includes(row.outcome)) || row.kind === "result"),
    )
    .at(-1);
  return last?.kind === "milestone";
}

/** The first later day on which the same record gives another answer: a certificate ends, training grows too old. */
function recheckDay(standing: Standing, requirement: Requirement, rows: readonly RecordRow[], today: string): string {
  const days: string[] = [];
  if (standing.certificate?.state === "valid") days.push(addDays(standing.certificate.until, 1));
  const again = requirement.due?.value.again;
  if (again?.type === "every-months") {
    for (const row of rows) {
      const day = toDay(row.to);
      if (day >= standing.freshFrom) days.push(addDays(addMonths(day, again.months), 1));
    }
  }
  if (again?.type === "yearly-before") {
    const thisYear = `${today.slice(0, 4)}-${again.monthDay}`;
    days.push(thisYear > today ? thisYear : `${Number(today.slice(0, 4)) + 1}-${again.monthDay}`);
  }
  return days.filter((day) => day > today).sort()[0] ?? NEVER;
}
