import { DefinitionList } from "~/ui/definition-list";
import { Notice } from "~/ui/notice";
import { Plot, PlotGrid } from "~/ui/plot";
import { Section } from "~/ui/section";
import { type Column, Table } from "~/ui/table";
import { MeasuredValue } from "./measured-value";
import type { CaseView, MeasuredRow } from "./view";

const NAME: Column<MeasuredRow> = { key: "name", header: "测的是什么", rowHeader: true, cell: (row) => row.name };
const VALUE: Column<MeasuredRow> = {
  key: "value",
  header: "测得",
  align: "end",
  cell: (row) => (
    <span className={typeof row.value === "string" ? "[overflow-wrap:anywhere]" : "whitespace-nowrap"}>
      <MeasuredValue value={row.value} />
    </span>
  ),
};
const TARGET: Column<MeasuredRow> = {
  key: "target",
  header: "目标值",
  align: "end",
  cell: (row) => (row.target === undefined ? "–" : <MeasuredValue value={row.target} />),
};

/** One test in full: what was asked, measured and wanted, and how it was set up. */
export function CaseDetails({ view }: { view: CaseView }) {
  const aimed = view.measured.some((row) => row.target !== undefined);
  return (
    <div className="grid gap-10">
      {view.why && (
        <Notice tone={view.pass ? "info" : "forbid"} title={view.pass ? "说明" : "为什么没有通过"}>
          {view.why}
        </Notice>
      )}
      {view.plots.length > 0 && (
        <PlotGrid>
          {view.plots.map((plot) => (
            <Plot key={plot.title} {...plot} />
          ))}
        </PlotGrid>
      )}
      <div className="grid items-start gap-x-10 gap-y-10 lg:grid-cols-[3fr_2fr]">
        <Section title="测得多少" lead={`要求：${view.criterion}。`}>
          <Table
            caption="测得的值"
            captionHidden
            columns={aimed ? [NAME, VALUE, TARGET] : [NAME, VALUE]}
            rows={view.measured}
            rowKey={(row) => row.name}
            unit="项"
            phone="scroll"
          />
        </Section>
        <Section title="怎样设的">
          <DefinitionList
            items={[
              ...view.parameters.map(({ name, value }) => [name, <MeasuredValue value={value} />] as const),
              ["来源", view.source] as const,
            ]}
          />
          <Seeds seeds={view.seeds} />
        </Section>
      </div>
    </div>
  );
}

/** A seed fixes everything that is drawn by lot: whoever has it gets the same crowd again. */
function Seeds({ seeds }: { seeds: readonly string[] }) {
  if (seeds.length === 0) return <p className="max-w-prose text-sm text-muted">这项试验没有随机的成分，不用种子。</p>;
  return (
    <div className="grid gap-1 text-sm">
      <p className="text-muted">种子 {seeds.length} 个。种子定下一切抽取，同一个种子总得到同一群人。</p>
      <p className="flex flex-wrap gap-x-3 font-mono">
        {seeds.map((seed) => (
          <span key={seed}>{seed}</span>
        ))}
      </p>
    </div>
  );
}
