// Rule rows in words, for pages that show them: what kind, for whom, what they say.
import { dutyClassTitles, industryTitles, type Rule, type RuleKind, type RuleValue } from "#content/schema/rule";
import { subjectTitles } from "#content/schema/subject-titles";
import { dutyDictionary } from "./duties-needed";

export const ruleKindTitles: Record<RuleKind, string> = {
  "lesson-time": "学时折算",
  "training-hours": "培训学时",
  courses: "必修课程",
  drills: "必做演练",
  exam: "考试",
  blueprint: "组卷",
  "bank-size": "题库余量",
  marking: "计分办法",
  resit: "补考",
  "exam-day": "考试当天",
  separation: "考培分离",
  certificate: "证书",
  "external-certificate": "外部证书",
  "certificate-needed": "持证上岗",
  due: "期限与复训",
  absence: "离岗复训",
  "duties-needed": "应有岗位",
  "coverage-levels": "覆盖级别",
  "campaign-target": "培训目标",
  "campaign-days": "宣传日",
  retention: "保存期限",
  "drill-cycle": "演练周期",
  "activation-slip": "激活单",
};

const hours = (value: number | null) => (value === null ? "不定学时" : `${value} 学时`);
const kept: Record<RuleValue<"retention">["what"], string> = {
  "training-record": "培训记录",
  "online-training-archive": "线上培训档案",
  "exam-events": "考试过程",
  "exam-answers": "答卷",
  "network-log": "网络日志",
  "impact-assessment": "影响评估报告",
  "roster-upload": "上传的名册",
  "key-backup": "密钥备份",
};
const atMost: ReadonlySet<string> = new Set(["roster-upload", "key-backup"]);
const separated = {
  set: "命题",
  review: "审题",
  open: "开卷",
  invigilate: "监考",
  assess: "考评阅卷",
  release: "发布成绩",
} as const;
const dutiesWords = (duties: readonly (keyof typeof separated)[]) => duties.map((duty) => separated[duty]).join("、");

/** What the row says, in one line. `titleOf` names a course or a drill by its code. */
export function ruleSentence(rule: Rule, titleOf: (code: string) => string = (code) => code): string {
  switch (rule.kind) {
    case "lesson-time":
      return `${rule.value.minutesPerHour} 分钟计 1 学时，每天最多 ${rule.value.dailyCapHours} 学时，每 ${rule.value.presenceSeconds} 秒确认在场，${rule.value.presenceGraceSeconds} 秒内应答，测验 ${rule.value.quizPassPercent}% 通过`;
    case "training-hours":
      return `初训 ${hours(rule.value.initial)}，每年 ${hours(rule.value.annual)}`;
    case "courses":
      return `课程：${rule.value.courses.map(titleOf).join("、")}`;
    case "drills":
      return `演练：${rule.value.drills.map(titleOf).join("、")}，每年 ${rule.value.perYear} 次`;
    case "exam":
      return `${subjectTitles[rule.value.subject]}，${rule.value.items} 题，满分 ${rule.value.totalMark}，${rule.value.passMark} 分合格，${rule.value.minutes} 分钟`;
    case "blueprint":
      return `${rule.value.cells.length} 类，共 ${rule.value.cells.reduce((sum, cell) => sum + cell.count, 0)} 题`;
    case "bank-size":
      return `每类题库至少为组卷题数的 ${rule.value.itemsPerCellFactor} 倍，邻座相同的题不超过 ${rule.value.neighbourSharePercent}%`;
    case "marking":
      return `多选${rule.value.multiple === "all" ? "全对得分" : "可得部分分"}，排序${rule.value.order === "all" ? "全对得分" : "按对计分"}，配对${rule.value.match === "all" ? "全对得分" : "按对计分"}，填空${rule.value.fill === "all" ? "全对得分" : "按空计分"}`;
    case "resit":
      return `补考 ${rule.value.times} 次，已合格的部分保留 ${rule.value.passedPartMonths} 个月`;
    case "exam-day":
      return `提前 ${rule.value.openMinutesBefore} 分钟入场，迟到 ${rule.value.lateMinutes} 分钟不得入场，开考 ${rule.value.leaveAfterMinutes} 分钟后可离场，每场 ${rule.value.invigilatorsPerRoom} 名监考，${rule.value.openers} 人开卷${rule.value.turnoverMinutes ? `，同一人的两场之间至少隔 ${rule.value.turnoverMinutes} 分钟` : ""}`;
    case "separation":
      return `${rule.value.years} 年内教过、管过考生的人，不得${dutiesWords(rule.value.duties)}${[
        rule.value.items && `；本科目在用题的命题人和审题人不得${dutiesWords(rule.value.items)}`,
        ...(rule.value.colleagues ?? []).map(
          (one) => `；${one.years} 年内与考生同单位的人不得${dutiesWords(one.duties)}`,
        ),
        rule.value.ties && `；申报了亲属或利害关系的人不得${dutiesWords(rule.value.ties)}`,
      ]
        .filter(Boolean)
        .join("")}`;
    case "certificate":
    case "external-certificate":
      return `${rule.value.title}，有效 ${rule.value.validMonths} 个月${rule.value.reviewMonths ? `，每 ${rule.value.reviewMonths} 个月复审` : ""}，提前 ${rule.value.remindDays.join("、")} 天提醒`;
    case "certificate-needed":
      return `要持有${rule.value.title}`;
    case "due":
      return `${rule.value.initialDays === null ? "上岗前完成" : `到岗 ${rule.value.initialDays} 天内完成`}，${againWords(rule.value.again)}`;
    case "absence":
      return `离岗 ${rule.value.months} 个月以上，重新进行${rule.value.levels.join("、")}级教育`;
    case "duties-needed":
      return rule.value.duties.map((need) => `${need.title} ${need.atLeast} 人`).join("、");
    case "coverage-levels":
      return rule.value.levels.map((level) => `${level.fromPercent}% 起为${level.word}`).join("，");
    case "campaign-target":
      return `${rule.value.title}：${rule.value.persons.toLocaleString("en")} 人`;
    case "campaign-days":
      return rule.value.campaigns.map((one) => `${one.title}（${one.first} 至 ${one.last}）`).join("、");
    case "retention":
      return `${kept[rule.value.what]}${atMost.has(rule.value.what) ? "最多" : "至少"}保存 ${rule.value.days} 天`;
    case "drill-cycle":
      return `每 ${rule.value.months} 个月一次`;
    case "activation-slip":
      return `${rule.value.days} 天内有效`;
  }
}

function againWords(again: RuleValue<"due">["again"]): string {
  if (again.type === "never") return "以后不要求再培训";
  return again.type === "every-months"
    ? `每 ${again.months} 个月再培训`
    : `每年 ${again.monthDay} 前再培训（之前 ${again.freshMonths} 个月内的算数）`;
}

/** For whom the row holds. `rows` give duties their titles. */
export function whereSentence({ where }: Rule, rows: readonly Rule[], on: string): string {
  const titles = new Map(dutyDictionary(rows, on).map((one) => [one.duty, one.title]));
  const parts = [
    where.region && `区划 ${where.region}`,
    where.dutyClass?.map((one) => dutyClassTitles[one]).join("、"),
    where.duty?.map((one) => titles.get(one) ?? one).join("、"),
    where.organisation?.map((one) => organisationTitles[one]).join("、"),
    where.industry?.map((one) => industryTitles[one]).join("、"),
    where.job?.join("、"),
    where.employment?.join("、"),
    where.subject?.map((one) => subjectTitles[one]).join("、"),
    where.headcountAbove !== undefined && `${where.headcountAbove} 人以上`,
    where.headcountUpTo !== undefined && `${where.headcountUpTo} 人及以下`,
  ];
  return parts.filter(Boolean).join("；") || "所有";
}

const organisationTitles = {
  company: "企业",
  village: "村（社区）",
  township: "乡镇（街道）",
  bureau: "应急管理局",
  station: "应急消防管理站",
  school: "学校",
  "training-provider": "培训机构",
  "exam-centre": "考试机构",
} as const;
