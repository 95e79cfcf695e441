import { audit } from "~/platform/audit.server";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { asText, makeWorkbook } from "~/people/roster/sheet-file.server";
import type { ReachOf } from "~/people/reach";
import { formatDateTime } from "~/ui/format";
import type { DueQuery } from "./due-query";
import { countDue, listDue } from "./people-due.server";

// The list as a file: masked, with who took it and when in its first line, and a row in the audit.

const HEADS = [
  "姓名",
  "身份证号（脱敏）",
  "责任类别",
  "责任岗位",
  "单位",
  "区划",
  "到哪一步",
  "差什么",
  "期限",
  "有效至",
];
const MOST = 20_000;
const PAGE = 1_000;

export type ExportRequest = {
  reach: ReachOf;
  query: DueQuery;
  format: "csv" | "xlsx";
  actor: { accountId: string; login: string | null };
};

export async function exportDue(
  db: Db,
  now: Date,
  { reach, query, format, actor }: ExportRequest,
): Promise<{ bytes: Buffer; type: string; name: string }> {
  const total = await countDue(db, now, reach, query);
  if (total > MOST) throw new DomainError("invalid", `超过 ${MOST} 岗，请先按地方或类别分开，再导出。`);
  const rows: string[][] = [];
  for (let skip = 0; skip < total; skip += PAGE) {
    const page = await listDue(db, now, reach, query, { order: "place", skip, take: PAGE });
    rows.push(
      ...page.map((one) => [
        one.name,
        one.maskedId,
        one.dutyClass,
        one.title,
        one.organisation,
        one.district,
        one.stage,
        one.reason,
        one.dueOn,
        one.expiresOn,
      ]),
    );
  }
  await audit(db, now, {
    actorId: actor.accountId,
    act: "people.export",
    outcome: "done",
    facts: { rows: rows.length, format, filter: { ...query, name: query.name ? 1 : undefined } },
  });
  const mark = `安鼎导出 · ${actor.login ?? ""} · ${formatDateTime(now)} · 仅限本单位工作使用`;
  const name = `anding-people-${toDay(now)}.${format}`;
  if (format === "xlsx")
    return {
      bytes: await makeWorkbook("人员", HEADS, rows, mark),
      type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      name,
    };
  const cell = (value: string) => `"${asText(value).replaceAll('"', '""')}"`;
  const lines = [[mark], HEADS, ...rows].map((row) => row.map(cell).join(","));
  return { bytes: Buffer.from(`\uFEFF${lines.join("\r\n")}\r\n`), type: "text/csv; charset=utf-8", name };
}
