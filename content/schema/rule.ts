// Dated rule rows: every number that a law, a standard, a city or we ourselves set (law L4). Days are Asia/Shanghai.
// A row says for whom it holds (`where`, all given filters must fit), from when until when, and where that is written.
import { z } from "zod";
import { Certainty, Day, Slug } from "./basis";
import { CertificateKind, JobCode } from "./certificate-job";
import { SubjectCode } from "./subject";

export const DutyClass = z.enum(["cadre", "flood", "worker"]);
export type DutyClass = z.infer<typeof DutyClass>;
export const dutyClassTitles: Record<DutyClass, string> = {
  cadre: "基层应急管理干部",
  flood: "防汛防台责任人",
  worker: "企业从业人员",
};

/** One duty in the field's dictionary, e.g. flood.evacuation-lead. */
export const DutyCode = z.string().regex(/^(cadre|flood|worker)\.[a-z]+(-[a-z]+)*$/);

export const OrganisationKind = z.enum([
  "company",
  "village",
  "township",
  "bureau",
  "station",
  "school",
  "training-provider",
  "exam-centre",
]);
export type OrganisationKind = z.infer<typeof OrganisationKind>;

/** high-risk kinds are named by 安全生产法 24, 27 and 3号令; trade is what 13号令 calls 工贸 */
export const Industry = z.enum([
  "mine",
  "metal-smelting",
  "construction",
  "transport",
  "dangerous-goods",
  "fireworks",
  "trade",
  "other",
]);
export type Industry = z.infer<typeof Industry>;
export const industryTitles: Record<Industry, string> = {
  mine: "矿山",
  "metal-smelting": "金属冶炼",
  construction: "建筑施工",
  transport: "运输",
  "dangerous-goods": "危险物品",
  fireworks: "烟花爆竹",
  trade: "工贸",
  other: "其他",
};

/** 安全生产法 28 names dispatched workers and interns */
export const EmploymentType = z.enum(["正式", "派遣", "实习", "外包"]);
export type EmploymentType = z.infer<typeof EmploymentType>;

export const RuleWhere = z.strictObject({
  /** GB/T 2260 prefix: 33, 3306, 330602, 330602003 */
  region: z
    .string()
    .regex(/^\d{2}(\d{2}(\d{2}(\d{3})?)?)?$/)
    .optional(),
  organisation: z.array(OrganisationKind).min(1).optional(),
  industry: z.array(Industry).min(1).optional(),
  dutyClass: z.array(DutyClass).min(1).optional(),
  duty: z.array(DutyCode).min(1).optional(),
  job: z.array(z.string().min(2)).min(1).optional(),
  employment: z.array(EmploymentType).min(1).optional(),
  subject: z.array(SubjectCode).min(1).optional(),
  headcountAbove: z.int().min(0).optional(),
  headcountUpTo: z.int().min(1).optional(),
});
export type RuleWhere = z.infer<typeof RuleWhere>;

const separationDuties = z.array(z.enum(["set", "review", "open", "invigilate", "assess", "release"])).min(1);
const hours = z.number().min(0).max(400);
const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
const dutyNeed = z.strictObject({
  duty: DutyCode,
  title: z.string().min(2),
  dutyClass: DutyClass,
  atLeast: z.int().min(1),
});

/** The shape of `value` for each kind of rule. */
export const ruleValues = {
  /** 学时 = minutes of study; presence is asked every `presenceSeconds`, answered within `presenceGraceSeconds` */
  "lesson-time": z.strictObject({
    minutesPerHour: z.int().min(1),
    dailyCapHours: z.number().positive(),
    presenceSeconds: z.int().min(30),
    presenceGraceSeconds: z.int().min(10),
    heartbeatSeconds: z.int().min(5),
    quizPassPercent: z.int().min(1).max(100),
  }),
  /** null: no national or local number; the courses alone count */
  "training-hours": z.strictObject({ initial: hours.nullable(), annual: hours.nullable() }),
  courses: z.strictObject({ courses: z.array(Slug) }),
  drills: z.strictObject({ drills: z.array(Slug), perYear: z.int().min(1) }),
  exam: z.strictObject({
    subject: SubjectCode,
    items: z.int().min(1),
    totalMark: z.int().min(1),
    passMark: z.int().min(1),
    minutes: z.int().min(1),
  }),
  blueprint: z.strictObject({
    cells: z
      .array(
        z.strictObject({
          subject: SubjectCode,
          kind: z.enum(["single", "multiple", "truefalse", "fill", "order", "match", "hotspot"]),
          count: z.int().min(1),
          mark: z.number().positive(),
        }),
      )
      .min(1),
  }),
  "bank-size": z.strictObject({
    itemsPerCellFactor: z.number().min(1),
    neighbourSharePercent: z.int().min(0).max(100),
  }),
  marking: z.strictObject({
    multiple: z.enum(["all", "share-none-wrong", "share-minus-wrong"]),
    order: z.enum(["all", "pairs"]),
    match: z.enum(["all", "share"]),
    fill: z.enum(["all", "share"]),
  }),
  resit: z.strictObject({ times: z.int().min(0), passedPartMonths: z.int().min(0) }),
  "exam-day": z.strictObject({
    openMinutesBefore: z.int().min(0),
    lateMinutes: z.int().min(0),
    leaveAfterMinutes: z.int().min(0),
    invigilatorsPerRoom: z.int().min(1),
    openers: z.int().min(2),
    /** between two exams of one person: to clear the room and walk over; exams planned by older rows have none */
    turnoverMinutes: z.int().min(0).optional(),
  }),
  /**
   * `duties`: who taught, managed or belongs to the provider is refused these, `years` back · `items`: who wrote or
   * reviewed live items of the subject is refused these · `colleagues`: who shares the candidate's organisation is refused
   * these, `years` back · `ties`: who declared a tie is refused these. Exams planned by older rows have the first alone.
   */
  separation: z.strictObject({
    years: z.number().positive(),
    duties: separationDuties,
    items: separationDuties.optional(),
    colleagues: z
      .array(z.strictObject({ duties: separationDuties, years: z.number().positive() }))
      .min(1)
      .optional(),
    ties: separationDuties.optional(),
  }),
  certificate: z.strictObject({
    type: z.string().min(2),
    title: z.string().min(2),
    validMonths: z.int().min(1),
    reviewMonths: z.int().min(1).nullable(),
    remindDays: z.array(z.int().min(1)),
  }),
  /**
   * `dueDays` before a review or the end, the certificate reads 待复审 · `longReview`: who has worked that long may be
   * reviewed later
   */
  "external-certificate": z.strictObject({
    title: z.string().min(2),
    validMonths: z.int().min(1),
    reviewMonths: z.int().min(1).nullable(),
    longReview: z.strictObject({ afterYears: z.int().min(1), months: z.int().min(1) }).nullable(),
    dueDays: z.int().min(1),
    remindDays: z.array(z.int().min(1)).min(1),
  }),
  /** who holds such a post or job must hold one of these certificates */
  "certificate-needed": z.strictObject({
    title: z.string().min(2),
    kind: CertificateKind,
    jobs: z.array(JobCode).min(1),
  }),
  /**
   * initial: days after taking the post (null: before starting work) · annual: by that day of each year, or every so
   * many months
   */
  due: z.strictObject({
    initialDays: z.int().min(0).nullable(),
    again: z.discriminatedUnion("type", [
      /** training of the last `freshMonths` before that day still counts for it */
      z.strictObject({ type: z.literal("yearly-before"), monthDay, freshMonths: z.int().min(1).max(11) }),
      z.strictObject({ type: z.literal("every-months"), months: z.int().min(1) }),
      z.strictObject({ type: z.literal("never") }),
    ]),
  }),
  absence: z.strictObject({ months: z.int().min(1), levels: z.array(z.string().min(2)).min(1) }),
  "duties-needed": z.strictObject({ duties: z.array(dutyNeed).min(1) }),
  /** from the lowest: a share at or above `fromPercent` has this level */
  "coverage-levels": z.strictObject({
    levels: z
      .array(z.strictObject({ code: Slug, word: z.string().min(1), fromPercent: z.number().min(0).max(100) }))
      .min(2),
  }),
  "campaign-target": z.strictObject({
    campaign: Slug,
    title: z.string().min(2),
    dutyClass: DutyClass,
    persons: z.int().min(1),
  }),
  /**
   * public campaign days and months, the same days every year, last day included; `line` is what the front page says
   */
  "campaign-days": z.strictObject({
    campaigns: z.array(
      z.strictObject({
        title: z.string().min(2),
        first: monthDay,
        last: monthDay,
        line: z.string().min(4),
        dangers: z.array(Slug),
        source: z.string().min(2),
        certainty: Certainty,
      }),
    ),
  }),
  retention: z.strictObject({
    what: z.enum([
      "training-record",
      "online-training-archive",
      "exam-events",
      "exam-answers",
      "network-log",
      "impact-assessment",
      "roster-upload",
      "key-backup",
    ]),
    days: z.int().min(1),
  }),
  "drill-cycle": z.strictObject({ months: z.int().min(1) }),
  "activation-slip": z.strictObject({ days: z.int().min(1) }),
} as const;

export type RuleKind = keyof typeof ruleValues;
export type RuleValue<K extends RuleKind> = z.infer<(typeof ruleValues)[K]>;

const row = {
  id: Slug,
  where: RuleWhere,
  from: Day,
  until: Day.nullable(),
  source: z.string().min(2),
  clause: z.string().min(1),
  certainty: Certainty,
  note: z.string().optional(),
};
const kinds = Object.keys(ruleValues) as [RuleKind, ...RuleKind[]];

export type Rule<K extends RuleKind = RuleKind> = {
  [Kind in K]: { kind: Kind; value: RuleValue<Kind> } & {
    id: string;
    where: RuleWhere;
    from: string;
    until: string | null;
    source: string;
    clause: string;
    certainty: Certainty;
    note?: string | undefined;
  };
}[K];

export const Rule = z.strictObject({ ...row, kind: z.enum(kinds), value: z.unknown() }).transform((rule, ctx): Rule => {
  const value = ruleValues[rule.kind].safeParse(rule.value);
  if (!value.success)
    for (const issue of value.error.issues)
      ctx.addIssue({ code: "custom", message: `${rule.id}: ${issue.message}`, path: ["value", ...issue.path] });
  if (rule.until !== null && rule.until <= rule.from)
    ctx.addIssue({ code: "custom", message: `${rule.id}: until must lie after from` });
  return { ...rule, value: value.data } as Rule;
});

export const RuleFile = z.strictObject({ slug: Slug, title: z.string().min(2), rules: z.array(Rule).min(1) });
export type RuleFile = z.infer<typeof RuleFile>;
