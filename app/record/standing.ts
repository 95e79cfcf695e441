// How far one holder of a post is: what the rule rows demand of the post, held against the record, on a day. Every
// later stage includes the earlier ones, so that the five counts nest: due ⊇ started ⊇ trained ⊇ certified ⊇ valid.
// Hours are seconds inside, 学时 only where a rule row says how many minutes make one.
import { toDay } from "~/platform/day";
import { addMonths, dueDay } from "~/rules/due";
import { hoursOwed, type Requirement } from "~/rules/requirement";
import type { RecordRow } from "./row";

export type Gap =
  | { code: "hours"; done: number; owed: number } // seconds
  | { code: "course"; course: string }
  | { code: "drill"; drill: string; done: number; owed: number }
  | { code: "exam-not-sat"; subject: string }
  | { code: "exam-failed"; subject: string }
  | { code: "certificate-missing"; subject: string } // the subject is empty where the post asks for no exam
  | { code: "certificate-suspended"; subject: string }
  | { code: "certificate-revoked"; subject: string }
  | { code: "certificate-expired"; subject: string; day: string };

export type Stage = "due" | "started" | "trained" | "certified" | "valid";
export const STAGES: readonly Stage[] = ["due", "started", "trained", "certified", "valid"];

export type Standing = {
  stage: Stage;
  /** by which day the training must be done; null when nothing further is due */
  dueDay: string | null;
  overdue: boolean;
  /** training before this day no longer counts */
  freshFrom: string;
  hours: { done: number; owed: number };
  courses: { course: string; done: boolean }[];
  drills: { drill: string; done: number; owed: number }[];
  exam: { subject: string; passed: boolean; score: number | null } | null;
  certificate: { state: string; until: string; id: string } | null;
  gaps: Gap[];
};

/** `rows`: the person's rows that hold; `since`: first day in the post; `today`: calendar day. */
export function standingOf(
  requirement: Requirement,
  { rows, since, today }: { rows: readonly RecordRow[]; since: string; today: string },
): Standing {
  const freshFrom = freshDay(requirement.due?.value ?? null, today);
  const fresh = rows.filter((row) => toDay(row.to) >= freshFrom);
  const wanted = requirement.courses?.value.courses ?? [];
  const courses = wanted.map((course) => ({ course, done: fresh.some((row) => isCourse(row, course)) }));
  const hours = hoursOf(requirement, { rows, fresh, wanted, freshFrom });
  const perYear = requirement.drills?.value.perYear ?? 0;
  const drills = (requirement.drills?.value.drills ?? []).map((drill) => ({
    drill,
    done: fresh.filter((row) => isRun(row, drill)).length,
    owed: perYear,
  }));
  const exam = examOf(requirement, fresh);
  const certificate = certificateOf(requirement, rows, today);

  const training = trainingGaps({ hours, courses, drills });
  const certification = certificationGaps({ requirement, exam, certificate });
  const trained = training.length === 0;
  const certified =
    trained &&
    (requirement.certificate === null ||
      (certificate !== null && certificate.state !== "revoked" && certificate.state !== "suspended"));
  const valid = certified && (requirement.certificate === null || certificate?.state === "valid");
  const started = trained || fresh.some((row) => belongs(row, wanted, requirement));
  const lastDone = trained ? lastTraining(fresh, wanted) : null;
  const due = requirement.due ? dueDay(requirement.due.value, { since, lastDone }) : null;
  return {
    stage: valid ? "valid" : certified ? "certified" : trained ? "trained" : started ? "started" : "due",
    dueDay: due,
    overdue: due !== null && due < today && !trained,
    freshFrom,
    hours,
    courses,
    drills,
    exam,
    certificate,
    gaps: [...training, ...certification],
  };
}

/** The first day whose training still counts today. */
function freshDay(due: NonNullable<Requirement["due"]>["value"] | null, today: string): string {
  if (!due || due.again.type === "never") return "0000-01-01";
  if (due.again.type === "every-months") return addMonths(today, -due.again.months);
  const thisYear = `${today.slice(0, 4)}-${due.again.monthDay}`;
  const deadline = thisYear <= today ? thisYear : `${Number(today.slice(0, 4)) - 1}-${due.again.monthDay}`;
  return addMonths(deadline, -due.again.freshMonths);
}

const isCourse = (row: RecordRow, course: string) =>
  row.kind === "course" && row.outcome === "completed" && row.facts.course === course;
const isRun = (row: RecordRow, drill: string) =>
  row.kind === "run" && row.outcome === "passed" && row.facts.scene === drill;
const isHours = (row: RecordRow) => row.kind === "hours" || row.kind === "class";
const countsFor = (row: RecordRow, wanted: readonly string[]) =>
  wanted.length === 0 || wanted.includes(String(row.facts.course ?? ""));

function hoursOf(
  requirement: Requirement,
  {
    rows,
    fresh,
    wanted,
    freshFrom,
  }: { rows: readonly RecordRow[]; fresh: readonly RecordRow[]; wanted: readonly string[]; freshFrom: string },
) {
  const before = rows.some(
    (row) => row.kind === "course" && toDay(row.to) < freshFrom && wanted.includes(String(row.facts.course)),
  );
  const owed = Math.round(hoursOwed(requirement, before) * requirement.lessonTime.value.minutesPerHour * 60);
  const done = fresh.filter((row) => isHours(row) && countsFor(row, wanted)).reduce((sum, row) => sum + row.amount, 0);
  return { done, owed };
}

function examOf(requirement: Requirement, fresh: readonly RecordRow[]): Standing["exam"] {
  const subject = requirement.exam?.value.subject;
  if (!subject) return null;
  const results = fresh.filter((row) => row.kind === "result" && row.subject === subject);
  const passed = results.some((row) => row.outcome === "passed");
  const last = results.at(-1);
  return { subject, passed, score: last ? last.amount / 100 : null };
}

/** The certificate that says most: a valid one before an expired one before a suspended or revoked one. */
function certificateOf(requirement: Requirement, rows: readonly RecordRow[], today: string): Standing["certificate"] {
  if (!requirement.certificate) return null;
  const subject = requirement.exam?.value.subject;
  const { title } = requirement.certificate.value;
  const fits = (row: RecordRow) => (subject ? row.subject === subject : row.facts.title === title);
  const held = rows
    .filter((row) => row.kind === "certificate" && fits(row))
    .map((row) => {
      const until = toDay(row.to);
      return {
        state: row.outcome === "valid" && until < today ? "expired" : row.outcome,
        until,
        id: row.objectVersion,
      };
    });
  const order = ["valid", "expired", "suspended", "revoked"];
  return (
    held.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || (a.until < b.until ? 1 : -1))[0] ?? null
  );
}

function trainingGaps({ hours, courses, drills }: Pick<Standing, "hours" | "courses" | "drills">): Gap[] {
  return [
    ...(hours.done < hours.owed ? [{ code: "hours" as const, ...hours }] : []),
    ...courses.filter((one) => !one.done).map(({ course }) => ({ code: "course" as const, course })),
    ...drills.filter((one) => one.done < one.owed).map((one) => ({ code: "drill" as const, ...one })),
  ];
}

function certificationGaps({
  requirement,
  exam,
  certificate,
}: {
  requirement: Requirement;
  exam: Standing["exam"];
  certificate: Standing["certificate"];
}): Gap[] {
  if (certificate?.state === "valid" || !requirement.certificate) return [];
  const subject = exam?.subject ?? "";
  if (certificate?.state === "suspended") return [{ code: "certificate-suspended", subject }];
  if (certificate?.state === "revoked") return [{ code: "certificate-revoked", subject }];
  if (exam && !exam.passed)
    return [
      exam.score === null ? { code: "exam-not-sat", subject } : { code: "exam-failed", subject },
      ...expiredGap(certificate, subject),
    ];
  return certificate ? expiredGap(certificate, subject) : [{ code: "certificate-missing", subject }];
}

const expiredGap = (certificate: Standing["certificate"], subject: string): Gap[] =>
  certificate?.state === "expired" ? [{ code: "certificate-expired", subject, day: certificate.until }] : [];

function belongs(row: RecordRow, wanted: readonly string[], requirement: Requirement): boolean {
  if (row.facts.course !== undefined) return countsFor(row, wanted);
  if (row.kind === "run") return requirement.drills?.value.drills.includes(String(row.facts.scene)) ?? false;
  return isHours(row) && wanted.length === 0;
}

function lastTraining(fresh: readonly RecordRow[], wanted: readonly string[]): string | null {
  const done = fresh
    .filter((row) => (row.kind === "course" || isHours(row)) && countsFor(row, wanted))
    .map((row) => toDay(row.to));
  return done.length ? done.reduce((a, b) => (a > b ? a : b)) : null;
}
