import { readAuditFilter } from "~/people/audit-filter.server";
import { guard } from "~/people/guard.server";
import { accountNames } from "~/people/staff-accounts.server";
import { audit } from "~/platform/audit.server";
import { countAudit, searchAudit } from "~/platform/audit-search.server";
import { CSV_START, csvLine } from "~/platform/csv";
import { toDay } from "~/platform/day";

const PAGE = 2_000;
const HEADS = ["行号", "时间（UTC）", "谁", "账号编号", "动作", "结果", "原因", "对象", "事实"];

/** The rows that the page's filter finds, newest first, as a table for a spreadsheet. Taking it out is itself a row. */
export const loader = guard("admin.audit", { cost: "file" }, async ({ url, db, actor, now }) => {
  const filter = await readAuditFilter(db, url);
  const total = await countAudit(db, filter);
  await audit(db, now, { actorId: actor.accountId, act: "audit.export", outcome: "done", facts: { rows: total } });
  let skip = 0;
  // The rows that stand when it begins; what is written meanwhile comes before them and is left out by its number.
  const [newest] = await searchAudit(db, filter, { skip: 0, take: 1 });
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (skip === 0) controller.enqueue(new TextEncoder().encode(CSV_START + csvLine(HEADS)));
      const rows = newest ? await searchAudit(db, { ...filter, upTo: newest.rowNumber }, { skip, take: PAGE }) : [];
      const names = await accountNames(
        db,
        rows.map((row) => row.actorId),
      );
      controller.enqueue(
        new TextEncoder().encode(
          rows
            .map((row) =>
              csvLine([
                row.rowNumber,
                row.at.toISOString(),
                row.actorId ? (names.get(row.actorId) ?? "") : "系统或未登录",
                row.actorId,
                row.act,
                row.outcome,
                row.reason,
                row.object,
                row.facts,
              ]),
            )
            .join(""),
        ),
      );
      skip += rows.length;
      if (rows.length < PAGE) controller.close();
    },
  });
  return new Response(body, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="audit-${toDay(now)}.csv"`,
      "Cache-Control": "no-store",
    },
  });
});
