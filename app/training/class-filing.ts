// The form by which a class is filed, and what can be wrong with one. 学时 are turned into seconds by the rule row.
import { z } from "zod";
import { SubjectCode } from "#content/schema/subject";
import { toDay } from "~/platform/day";
import { ASSESSMENTS, keysOf } from "./class-words";

const words = (min: number, max: number, what: string) =>
  z.string().trim().min(min, `${what}太短，至少 ${min} 个字`).max(max, `${what}太长，最多 ${max} 个字`);

export const ClassFiling = z.strictObject({
  providerId: z.string().min(1, "选一个培训机构"),
  subject: SubjectCode,
  course: z.string().max(60),
  title: words(2, 60, "名称"),
  content: words(10, 2_000, "培训内容"),
  place: words(2, 80, "地点"),
  from: z.date({ error: "填开班时间" }),
  to: z.date({ error: "填结束时间" }),
  hours: z.number({ error: "填学时" }).multipleOf(0.5, "学时以半学时为单位").min(0.5, "至少半学时"),
  capacity: z.int({ error: "填人数上限" }).min(1, "至少 1 人").max(500, "一个班最多 500 人"),
  assessment: z.enum(keysOf(ASSESSMENTS), { error: "选考核方式" }),
  teacherIds: z.array(z.string().min(1)).min(1, "至少有一名授课人").max(10, "授课人最多 10 名"),
});
export type ClassFiling = z.infer<typeof ClassFiling>;

type HourRule = { minutesPerHour: number; dailyCapHours: number };

/** Why the times of a filing will not do, as a sentence; null when they will. */
export function timesFault(
  { from, to, hours }: Pick<ClassFiling, "from" | "to" | "hours">,
  rule: HourRule,
  now: Date,
): string | null {
  if (from <= now) return "开班时间已经过了。面授班要在开班前备案，开班以后不能补备案。";
  if (to <= from) return "结束时间要晚于开班时间。";
  if (toDay(from) !== toDay(to)) return "一个班在一天之内。几天的培训，请每天备案一个班。";
  if (hours > rule.dailyCapHours) return `一天最多计 ${rule.dailyCapHours} 学时，这里填了 ${hours} 学时。`;
  const minutes = (to.getTime() - from.getTime()) / 60_000;
  if (hours * rule.minutesPerHour > minutes)
    return `${hours} 学时要 ${hours * rule.minutesPerHour} 分钟，这个班只有 ${minutes} 分钟。`;
  return null;
}
