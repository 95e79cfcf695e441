// What one post demands of its holder on a day: hours, courses, drills, exam, certificate and when they are due.
// Each part comes with the row that binds it, so that a page can say which rule, from when, and how sure we are.
import type {
  DutyClass,
  EmploymentType,
  Industry,
  OrganisationKind,
  Rule,
  RuleKind,
  RuleValue,
} from "#content/schema/rule";
import { requireRule, ruleFor, type RuleQuery } from "./rules";

export type PostFacts = {
  dutyClass: DutyClass;
  duty: string;
  region: string;
  organisation: OrganisationKind;
  industry?: Industry | undefined;
  headcount?: number | undefined;
  job?: string | undefined;
  employment?: EmploymentType | undefined;
};

export type Bound<K extends RuleKind> = { value: RuleValue<K>; rule: Rule<K> };

export type Requirement = {
  lessonTime: Bound<"lesson-time">;
  /** hours in 学时; null where no number is set */
  hours: Bound<"training-hours"> | null;
  courses: Bound<"courses"> | null;
  drills: Bound<"drills"> | null;
  exam: Bound<"exam"> | null;
  blueprint: Bound<"blueprint"> | null;
  resit: Bound<"resit"> | null;
  certificate: Bound<"certificate"> | null;
  due: Bound<"due"> | null;
};

/** `on`: calendar day, Asia/Shanghai. Null parts are not demanded. */
export function resolveRequirement(rows: readonly Rule[], post: PostFacts, on: string): Requirement {
  const query: RuleQuery = { ...post, on };
  const bound = <K extends RuleKind>(kind: K, more: Partial<RuleQuery> = {}): Bound<K> | null =>
    toBound(ruleFor(rows, kind, { ...query, ...more }));
  const exam = bound("exam");
  const subject = exam?.value.subject;
  return {
    lessonTime: boundOf(requireRule(rows, "lesson-time", query)),
    hours: bound("training-hours"),
    courses: bound("courses"),
    drills: bound("drills"),
    exam,
    blueprint: subject ? bound("blueprint", { subject }) : null,
    resit: exam ? bound("resit", { subject }) : null,
    certificate: bound("certificate"),
    due: bound("due"),
  };
}

/**
 * Hours still owed count against `initial` for the first training of a post and against `annual` afterwards; 0 where
 * none is set.
 */
export function hoursOwed(requirement: Requirement, trainedBefore: boolean): number {
  const hours = requirement.hours?.value;
  return (trainedBefore ? hours?.annual : hours?.initial) ?? 0;
}

function boundOf<K extends RuleKind>(rule: Rule<K>): Bound<K> {
  return { value: rule.value as RuleValue<K>, rule };
}

function toBound<K extends RuleKind>(rule: Rule<K> | null): Bound<K> | null {
  return rule && boundOf(rule);
}
