import { makeTextDocument } from "~/document/document.server";
import type { DocumentText, Part } from "~/document/parts";
import { organisationsById } from "~/people/directory.server";
import { personText } from "~/people/person.server";
import { postsHeld } from "~/people/posts-held.server";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { loadRules } from "~/rules/load.server";
import { requireRule } from "~/rules/rules";
import { formatDate } from "~/ui/format";
import { recordHead, recordOf } from "./query.server";
import type { RecordKind, RecordRow } from "./row";
import { OUTCOME_WORDS, PROOF_WORDS } from "./words";

// 一人一档: all that one person has learned, rehearsed, sat and been certified for, each line with its day, who gave it and
// how it is proven. Made from the rows that hold.

/** What courses, drills, subjects and certificates are called: other rooms know it. */
export type FileTitles = {
  course: (slug: string) => string;
  drill: (slug: string) => string;
  subject: (code: string) => string;
};
export type PersonFile = { personId: string; text: DocumentText };

export async function personFile(db: Db, now: Date, personId: string, titles: FileTitles): Promise<PersonFile> {
  const today = toDay(now);
  const [text, posts, rows, { head }] = [
    (await personText(db, [personId])).get(personId),
    (await postsHeld(db, [personId], today)).get(personId) ?? [],
    await recordOf(db, personId),
    await recordHead(db),
  ];
  const organisations = await organisationsById(
    db,
    rows.flatMap((row) => row.provider || []),
  );
  const words: Words = {
    titles,
    minutesPerHour: requireRule(loadRules(), "lesson-time", { on: today }).value.minutesPerHour,
    provider: (id) => organisations.get(id)?.name ?? "",
    today,
  };
  const of = (...kinds: RecordKind[]) => rows.filter((row) => kinds.includes(row.kind));
  return {
    personId,
    text: {
      title: "安全生产教育培训个人档案",
      under: "一人一档",
      parts: [
        {
          kind: "facts",
          rows: [
            ["姓名", text?.name ?? "已删除"],
            ["身份证号", text?.maskedId ?? ""],
            [
              "岗位",
              posts.length
                ? posts
                    .map((post) => `${post.title}（${post.organisationName}，${formatDate(post.since)}起）`)
                    .join("\n")
                : "现在没有担任任何岗位",
            ],
            ["合计", totals(rows, words)],
          ],
        },
        ...section("培训", "还没有培训记录。", of("class", "course", "hours"), words),
        ...section("演练", "还没有演练记录。", of("run"), words),
        ...section("考核", "还没有考核记录。", of("result"), words),
        ...section("证书", "还没有证书。", of("certificate", "external-certificate"), words),
        { kind: "note", words: `记录只增不改，更正也是新的一行。导出时全库记录的校验值：${head}` },
        { kind: "signatures", names: ["本人核对签名", "经办人签名"] },
      ],
    },
  };
}

export function personFilePdf({ text }: PersonFile, { now, takenBy }: { now: Date; takenBy: string }): Promise<Buffer> {
  return makeTextDocument(
    {
      title: "安全生产教育培训个人档案",
      now,
      takenBy,
      source: "安鼎　个人档案（一人一档）",
      ...(env().DEMO !== "0" && { watermark: "演示 · 没有任何效力" }),
    },
    text,
  );
}

type Words = { titles: FileTitles; minutesPerHour: number; provider: (id: string) => string; today: string };

function totals(rows: readonly RecordRow[], words: Words): string {
  const seconds = rows
    .filter((row) => row.kind === "hours" || row.kind === "class")
    .reduce((sum, row) => sum + row.amount, 0);
  const count = (kind: RecordKind, outcome: string) =>
    rows.filter((row) => row.kind === kind && row.outcome === outcome).length;
  return `${hours(seconds, words)}，通过演练 ${count("run", "passed")} 次，通过考核 ${count("result", "passed")} 次，有效的内部证书 ${rows.filter((row) => row.kind === "certificate" && row.outcome === "valid" && toDay(row.to) >= words.today).length} 张`;
}

const hours = (seconds: number, { minutesPerHour }: Words): string =>
  `${Math.floor((seconds / 60 / minutesPerHour) * 100) / 100} 学时`;

function section(title: string, empty: string, rows: readonly RecordRow[], words: Words): Part[] {
  return [
    { kind: "heading", words: title },
    {
      kind: "table",
      caption: title,
      empty,
      rows: rows.map((row) => [
        formatDate(row.kind.includes("certificate") ? row.from : row.to),
        whatOf(row, words),
        saidOf(row, words),
        words.provider(row.provider),
        PROOF_WORDS[row.proofClass],
      ]),
      columns: [
        { head: "日期", width: 30 },
        { head: "内容", rowHeader: true },
        { head: "结果", width: 42 },
        { head: "培训或考核机构", width: 38 },
        { head: "凭据", width: 22 },
      ],
    },
  ];
}

function whatOf({ kind, subject, facts }: RecordRow, { titles }: Words): string {
  if (typeof facts.title === "string") return facts.title;
  if (kind === "run") return titles.drill(String(facts.scene ?? ""));
  const course = typeof facts.course === "string" ? titles.course(facts.course) : "";
  if (kind === "class") return `面授：${course || titles.subject(subject)}`;
  if (kind === "course") return `课程结业：${course}`;
  return course || titles.subject(subject);
}

function saidOf(row: RecordRow, words: Words): string {
  const outcome = OUTCOME_WORDS[row.outcome] ?? row.outcome;
  switch (row.kind) {
    case "hours":
    case "class":
      return `${hours(row.amount, words)}${row.facts.result === "passed" ? "，合格" : row.facts.result === "failed" ? "，不合格" : ""}`;
    case "run":
    case "result":
    case "course":
      return `${row.amount / 100} 分，${outcome}`;
    case "certificate":
    case "external-certificate":
      return row.outcome === "valid" && toDay(row.to) < words.today
        ? `已于 ${formatDate(row.to)} 到期`
        : `${outcome}，至 ${formatDate(row.to)}`;
    default:
      return outcome;
  }
}
