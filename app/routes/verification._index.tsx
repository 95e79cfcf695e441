import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { CaseTable } from "~/drill/verification/case-table";
import { MethodView } from "~/drill/verification/method-view";
import { readOverview } from "~/drill/verification/overview.server";
import { SummaryView } from "~/drill/verification/summary-view";
import { guard } from "~/people/guard.server";
import { PageHeader } from "~/ui/page-header";
import { Plot, PlotGrid } from "~/ui/plot";
import { PublicShell } from "~/ui/public-shell";
import { Section } from "~/ui/section";
import { textLinkClass } from "~/ui/text-link";

export const meta: MetaFunction = () => [
  { title: "验证报告 · 安鼎" },
  {
    name: "description",
    content: "演练里的人、火、烟和毒气是怎样算的，用哪些公开的试验核对过，测得多少，有没有通过。",
  },
];

export const loader = guard("verification.read", () => readOverview());

export default function Verification() {
  const facts = useLoaderData<typeof loader>();
  return (
    <PublicShell>
      <PageHeader
        title="验证报告"
        lead="演练里的人怎么走、烟怎么漫、毒气多久伤人，都由程序按公开的公式一步步算出来。这里列出我们怎样核对：用了谁的试验，测得多少，要求多少，有没有通过。"
      />
      <div className="grid gap-14">
        <SummaryView facts={facts} />
        <MethodView />
        <nav aria-label="试验分类">
          <ul className="flex flex-wrap gap-x-6 gap-y-1">
            {facts.families.map((family) => (
              <li key={family.id}>
                <a
                  href={`#${family.id}`}
                  className={`${textLinkClass} inline-flex min-h-[2rem] items-center touch:min-h-tap`}
                >
                  {family.title}（{family.rows.length} 项）
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {facts.families.map((family) => (
          <Section key={family.id} id={family.id} title={family.title} lead={family.lead} className="scroll-mt-4">
            {family.plots.length > 0 && (
              <PlotGrid>
                {family.plots.map((plot) => (
                  <Plot key={plot.title} {...plot} />
                ))}
              </PlotGrid>
            )}
            <CaseTable caption={`${family.title}：试验`} rows={family.rows} />
          </Section>
        ))}
      </div>
    </PublicShell>
  );
}
