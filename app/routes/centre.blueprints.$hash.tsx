import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { cellName, itemCount, shortages, totalMark, type CellSupply } from "~/exam/blueprint/blueprint";
import { blueprintSupply, requireBlueprint } from "~/exam/blueprint/blueprint.server";
import { subjectTitle } from "~/exam/plan/eligibility";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { toDay } from "~/platform/day";
import { env } from "~/platform/env.server";
import { loadRules } from "~/rules/load.server";
import { requireRule } from "~/rules/rules";
import { LinkButton } from "~/ui/button";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";

export const meta: MetaFunction = () => [{ title: "组卷蓝图 · 安鼎" }];

export const loader = guard("exam.plan", async ({ db, now, params }) => {
  const { body, title } = await requireBlueprint(db, params.hash!);
  const rule = requireRule(loadRules(), "bank-size", { on: toDay(now), subject: body.subject });
  const supply = await blueprintSupply(db, body, {
    factor: rule.value.itemsPerCellFactor,
    demonstration: env().DEMO !== "0",
  });
  return {
    title,
    subject: body.subject,
    hash: params.hash!,
    items: itemCount(body),
    mark: totalMark(body) / 100,
    supply,
    short: shortages(supply),
    factor: rule.value.itemsPerCellFactor,
    source: `${rule.source} ${rule.clause}`,
  };
});

export default function BlueprintPage() {
  const blueprint = useLoaderData<typeof loader>();
  return (
    <StaffPage>
      <PageHeader
        title={blueprint.title}
        back={{ to: "/centre/blueprints", label: "组卷蓝图" }}
        facts={
          <>
            <span>{subjectTitle(blueprint.subject)}</span>
            <span>{blueprint.items} 题</span>
            <span>{blueprint.mark} 分</span>
          </>
        }
        actions={<LinkButton to={`/centre/blueprints/new?from=${blueprint.hash}`}>照此另写一份</LinkButton>}
      />
      {blueprint.short.length ? (
        <Notice tone="warn" title="题库余量不够" className="mb-4">
          <ul className="list-disc pl-5">
            {blueprint.short.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Notice>
      ) : (
        <Notice tone="safe" title="题库够用" className="mb-4">
          每格都有所需 {blueprint.factor} 倍的题（{blueprint.source}）。
        </Notice>
      )}
      <Table<CellSupply>
        caption="各格"
        captionHidden
        rows={blueprint.supply}
        rowKey={(row) => cellName(row.cell)}
        unit="格"
        columns={[
          { key: "cell", header: "格", rowHeader: true, cell: (row) => cellName(row.cell) },
          { key: "count", header: "每卷", align: "end", cell: (row) => `${row.cell.count} 题` },
          { key: "mark", header: "每题", align: "end", cell: (row) => `${row.cell.mark / 100} 分` },
          { key: "wants", header: "题库应有", align: "end", cell: (row) => `${row.wants} 道` },
          { key: "has", header: "题库现有", align: "end", cell: (row) => `${row.has} 道` },
          {
            key: "state",
            header: "够不够",
            cell: (row) => (
              <Status state={row.missing ? "late" : "done"}>{row.missing ? `差 ${row.missing} 道` : "够"}</Status>
            ),
          },
        ]}
      />
    </StaffPage>
  );
}
