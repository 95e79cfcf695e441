import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { itemCount, shortages, totalMark } from "~/exam/blueprint/blueprint";
import { allBlueprints, blueprintSupply, requireBlueprint } from "~/exam/blueprint/blueprint.server";
import { subjectTitle } from "~/exam/plan/eligibility";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { toDay } from "~/platform/day";
import { env } from "~/platform/env.server";
import { loadRules } from "~/rules/load.server";
import { requireRule } from "~/rules/rules";
import { LinkButton } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { formatDate } from "~/ui/format";
import { PageHeader } from "~/ui/page-header";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "组卷蓝图 · 安鼎" }];

export const loader = guard("exam.plan", async ({ db, now }) => {
  const factor = requireRule(loadRules(), "bank-size", { on: toDay(now) }).value.itemsPerCellFactor;
  const rows = [];
  for (const { hash, title, publishedAt } of await allBlueprints(db)) {
    const { body } = await requireBlueprint(db, hash);
    const short = shortages(await blueprintSupply(db, body, { factor, demonstration: env().DEMO !== "0" })).length;
    rows.push({
      hash,
      title,
      subject: body.subject,
      items: itemCount(body),
      mark: totalMark(body) / 100,
      cells: body.cells.length,
      short,
      publishedAt,
    });
  }
  return { rows, factor };
});

export default function Blueprints() {
  const { rows, factor } = useLoaderData<typeof loader>();
  return (
    <StaffPage>
      <PageHeader
        title="组卷蓝图"
        lead={`一份卷要哪些题、各几道、各几分。每格在题库里要有 ${factor} 倍的题。`}
        actions={
          <LinkButton to="/centre/blueprints/new" look="main">
            新蓝图
          </LinkButton>
        }
      />
      <Table
        caption="蓝图"
        captionHidden
        rows={rows}
        rowKey={(row) => row.hash}
        unit="份"
        empty={
          <EmptyState action={<LinkButton to="/centre/blueprints/new">新蓝图</LinkButton>}>还没有蓝图。</EmptyState>
        }
        columns={[
          {
            key: "title",
            header: "蓝图",
            rowHeader: true,
            cell: (row) => <TextLink to={`/centre/blueprints/${row.hash}`}>{row.title}</TextLink>,
          },
          { key: "subject", header: "科目", cell: (row) => subjectTitle(row.subject) },
          { key: "items", header: "题数", align: "end", cell: (row) => `${row.items} 题` },
          { key: "mark", header: "满分", align: "end", cell: (row) => `${row.mark} 分` },
          { key: "cells", header: "格数", align: "end", cell: (row) => `${row.cells} 格` },
          {
            key: "short",
            header: "题库余量",
            cell: (row) => (
              <Status state={row.short ? "late" : "done"}>{row.short ? `${row.short} 格不够` : "够"}</Status>
            ),
          },
          { key: "at", header: "发布", cell: (row) => formatDate(row.publishedAt) },
        ]}
      />
    </StaffPage>
  );
}
