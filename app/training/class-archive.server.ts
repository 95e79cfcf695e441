import { subjectTitles, type SubjectCode } from "#content/schema/subject-titles";
import { makeTextDocument } from "~/document/document.server";
import type { DocumentText, Part } from "~/document/parts";
import type { Db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { formatDateTime, formatPeriod, formatTime } from "~/ui/format";
import { classPage, type ClassPage, type ClassScope } from "./class-view.server";
import { ASSESSMENTS, RESULTS, toHourWords, type Assessment, type ClassResult } from "./class-words";

// 培训档案 of one class (一期一档, 安全生产法 28): when, what, who with how many hours, and how they were assessed. Names in
// full, ID numbers masked.

export type ClassArchive = { id: string; text: DocumentText; closed: boolean };

export async function classArchive(db: Db, now: Date, scope: ClassScope, id: string): Promise<ClassArchive> {
  const page = await classPage(db, now, scope, id);
  return {
    id: page.id,
    closed: page.closedAt !== null,
    text: {
      title: "安全生产教育培训档案",
      under: page.title,
      parts: [{ kind: "facts", rows: factRows(page) }, people(page), ...closing(page)],
    },
  };
}

export function classArchivePdf(
  { text }: ClassArchive,
  { now, takenBy }: { now: Date; takenBy: string },
): Promise<Buffer> {
  return makeTextDocument(
    {
      now,
      takenBy,
      source: "安鼎　培训档案（一期一档）",
      ...(env().DEMO !== "0" && { watermark: "演示 · 没有任何效力" }),
    },
    text,
  );
}

function factRows(page: ClassPage): [string, string][] {
  return [
    ["时间", `${formatPeriod(page.from, page.to)}，${toHourWords(page.lessonSeconds, page.minutesPerHour)}`],
    ["地点", page.place],
    ["培训机构", page.provider],
    ["授课人", page.teachers.join("、")],
    ["科目", subjectTitles[page.subject as SubjectCode] ?? page.subject],
    ["内容", page.content],
    ["考核方式", ASSESSMENTS[page.assessment as Assessment] ?? page.assessment],
    [
      "参加人员",
      `名单 ${page.roster.length} 人，计学时 ${page.roster.filter((one) => (one.credited ?? one.attendance.seconds) > 0).length} 人，见下表`,
    ],
  ];
}

function people({ roster, minutesPerHour }: ClassPage): Part {
  const rows = roster.map(({ name, maskedId, attendance, credited, corrected, result }, i) => [
    String(i + 1),
    name,
    maskedId,
    `${attendance.firstIn ? formatTime(attendance.firstIn) : "未到"}${attendance.byHand ? "*" : ""}`,
    attendance.lastOut ? formatTime(attendance.lastOut) : "—",
    `${Math.floor(((credited ?? attendance.seconds) / 60 / minutesPerHour) * 100) / 100}${corrected ? "（更正）" : ""}`,
    RESULTS[result as ClassResult] ?? "—",
    "",
  ]);
  return {
    kind: "table",
    caption: "参加人员与考核结果",
    rows,
    empty: "名单上没有人",
    least: 8,
    columns: [
      { head: "序号", width: 11 },
      { head: "姓名", width: 24, rowHeader: true },
      { head: "身份证号", width: 40 },
      { head: "签到", width: 16 },
      { head: "签退", width: 15 },
      { head: "学时", width: 19 },
      { head: "考核结果", width: 18 },
      { head: "本人核对签名" },
    ],
  };
}

function closing(page: ClassPage): Part[] {
  return [
    {
      kind: "note",
      words: `带 * 的签到签退由授课机构人工登记，以签字的纸质签到表为凭。备案 ${formatDateTime(page.filedAt)}；${page.closedAt ? `结班 ${formatDateTime(page.closedAt)}` : "尚未结班，学时和考核结果可能还会变"}。`,
    },
    { kind: "signatures", names: ["授课人签名", "培训机构（盖章）"] },
    {
      kind: "note",
      words:
        "依据《中华人民共和国安全生产法》（2021年修正）第二十八条：如实记录安全生产教育和培训的时间、内容、参加人员以及考核结果等情况。",
    },
  ];
}
