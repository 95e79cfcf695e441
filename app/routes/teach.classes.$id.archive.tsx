import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { subjectTitles, type SubjectCode } from "#content/schema/subject";
import { guard } from "~/people/guard.server";
import { toHourWords } from "~/training/class-state-mark";
import { classPage, classScope } from "~/training/class-view.server";
import { ASSESSMENTS, RESULTS, type Assessment, type ClassResult } from "~/training/class-words";
import { formatDateTime, formatPeriod, formatTime } from "~/ui/format";
import { PrintPage, PrintSheet } from "~/ui/print-page";

export const meta: MetaFunction = () => [{ title: "培训档案 · 安鼎" }];

const PER_SHEET = 24;

export const loader = guard("class.teach", async ({ params, db, now, actor }) => {
  const page = await classPage(db, now, await classScope(db, actor), params.id ?? "");
  const people = page.roster.map(({ name, maskedId, result, credited, corrected, attendance }, i) => ({
    number: i + 1, name, maskedId, firstIn: attendance.firstIn?.toISOString() ?? null, lastOut: attendance.lastOut?.toISOString() ?? null, byHand: attendance.byHand, corrected,
    seconds: credited ?? attendance.seconds, result,
  }));
  return {
    id: page.id, title: page.title, subject: page.subject, content: page.content, place: page.place, from: page.from.toISOString(), to: page.to.toISOString(), lessonSeconds: page.lessonSeconds,
    minutesPerHour: page.minutesPerHour, provider: page.provider, teachers: page.teachers, assessment: page.assessment, filedAt: page.filedAt.toISOString(), closedAt: page.closedAt?.toISOString() ?? null, people,
    printedAt: now.toISOString(),
  };
});

type Page = ReturnType<typeof useLoaderData<typeof loader>>;

export default function Archive() {
  const page = useLoaderData<typeof loader>();
  const sheets = Array.from({ length: Math.max(1, Math.ceil(page.people.length / PER_SHEET)) }, (_, i) => page.people.slice(i * PER_SHEET, (i + 1) * PER_SHEET));
  return (
    <PrintPage back={{ to: `/teach/classes/${page.id}`, label: "回到这个班" }} note={`A4 纵向，共 ${sheets.length} 页。学员核对后签名，按规定年限保存。${page.closedAt ? "" : "还没有结班，学时和考核结果可能还会变。"}`}>
      {sheets.map((people, i) => (
        <PrintSheet key={i} label={`培训档案第 ${i + 1} 页`}>
          <header className="mb-[5mm] text-center">
            <h1 className="text-[18pt] font-semibold">安全生产教育培训档案</h1>
            <p className="text-[10pt]">{page.title}　第 {i + 1} 页，共 {sheets.length} 页</p>
          </header>
          {i === 0 && <Facts page={page} />}
          <People page={page} people={people} />
          {i === sheets.length - 1 && <Signatures page={page} />}
        </PrintSheet>
      ))}
    </PrintPage>
  );
}

const CELL = "border border-[#666] px-[2mm] py-[1.2mm] text-left align-top font-normal";

function Facts({ page }: { page: Page }) {
  const rows: [string, string][] = [
    ["时间", `${formatPeriod(page.from, page.to)}，${toHourWords(page.lessonSeconds, page.minutesPerHour)}`], ["地点", page.place],
    ["培训机构", page.provider], ["授课人", page.teachers.join("、")], ["科目", subjectTitles[page.subject as SubjectCode] ?? page.subject], ["内容", page.content],
    ["考核方式", ASSESSMENTS[page.assessment as Assessment] ?? page.assessment],
    ["参加人员", `名单 ${page.people.length} 人，计学时 ${page.people.filter((one) => one.seconds > 0).length} 人，见下表`],
  ];
  return (
    <table className="mb-[4mm] w-full border-collapse text-[10pt]">
      <caption className="sr-only">培训的时间、内容和考核方式</caption>
      <tbody>{rows.map(([term, words]) => <tr key={term}><th scope="row" className={`${CELL} w-[24mm] whitespace-nowrap font-semibold`}>{term}</th><td className={`${CELL} whitespace-pre-line`}>{words}</td></tr>)}</tbody>
    </table>
  );
}

function People({ page, people }: { page: Page; people: Page["people"] }) {
  return (
    <table className="w-full border-collapse text-[9.5pt]">
      <caption className="sr-only">参加人员与考核结果</caption>
      <thead><tr>{["序号", "姓名", "身份证号", "签到", "签退", "学时", "考核结果", "本人核对签名"].map((head) => <th key={head} scope="col" className={`${CELL} whitespace-nowrap font-semibold`}>{head}</th>)}</tr></thead>
      <tbody>
        {people.map((one) => (
          <tr key={one.number} className="break-inside-avoid">
            <td className={CELL}>{one.number}</td><th scope="row" className={`${CELL} whitespace-nowrap`}>{one.name}</th><td className={`${CELL} font-mono`}>{one.maskedId}</td>
            <td className={CELL}>{one.firstIn ? formatTime(one.firstIn) : "未到"}{one.byHand && "*"}</td><td className={CELL}>{one.lastOut ? formatTime(one.lastOut) : "—"}</td>
            <td className={CELL}>{Math.floor((one.seconds / 60 / page.minutesPerHour) * 100) / 100}{one.corrected && "（更正）"}</td><td className={CELL}>{RESULTS[one.result as ClassResult] ?? "—"}</td><td className={`${CELL} w-[28mm]`} />
          </tr>
        ))}
        {people.length === 0 && <tr><td colSpan={8} className={CELL}>名单上没有人</td></tr>}
      </tbody>
    </table>
  );
}

function Signatures({ page }: { page: Page }) {
  return (
    <footer className="mt-[6mm] grid gap-[4mm] text-[9.5pt]">
      <p>带 * 的签到签退由授课机构人工登记，以签字的纸质签到表为凭。备案 {formatDateTime(page.filedAt)}；{page.closedAt ? `结班 ${formatDateTime(page.closedAt)}` : "尚未结班"}；打印 {formatDateTime(page.printedAt)}。</p>
      <p className="flex flex-wrap gap-x-[20mm]"><span>授课人签名：________________</span><span>培训机构（盖章）：________________</span></p>
      <p className="text-[8.5pt]">依据《中华人民共和国安全生产法》（2021年修正）第二十八条：如实记录安全生产教育和培训的时间、内容、参加人员以及考核结果等情况。</p>
    </footer>
  );
}
