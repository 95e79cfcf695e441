import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { listScenes } from "~/drill/scenes.server";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { isDay, toDay } from "~/platform/day";
import { versionCounts } from "~/rules/history";
import { loadRules } from "~/rules/load.server";
import { notAppliedSentence } from "~/rules/not-applied";
import { certaintyWords } from "~/rules/rules";
import { ruleKindTitles, ruleSentence, whereSentence } from "~/rules/words";
import { Checkbox } from "~/ui/checkbox";
import { listCourses } from "~/training/courses.server";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/field";
import { FilterBar, FilterSelect } from "~/ui/filter-bar";
import { formatDate } from "~/ui/format";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";
import { TextInput } from "~/ui/text-input";

export const meta: MetaFunction = () => [{ title: "规则 · 安鼎" }];

type Row = {
  id: string;
  what: string;
  where: string;
  from: string;
  until: string | null;
  basis: string;
  certainty: string;
  note: string;
  notApplied: string | null;
  versions: number;
  state: "now" | "past" | "future";
};

export const loader = guard("admin.rules", async ({ url, now, db }) => {
  const names = new Map([
    ...(await listCourses(db)).map(({ course }) => [course.slug, `《${course.title}》`] as const),
    ...(await listScenes(db)).map(({ slug, title }) => [slug, `“${title}”`] as const),
  ]);
  const titleOf = (code: string) => names.get(code) ?? code;
  const asked = url.searchParams.get("on") ?? "";
  const on = isDay(asked) ? asked : toDay(now);
  const [kind, history] = [url.searchParams.get("kind"), url.searchParams.get("history") === "1"];
  const all = loadRules();
  const counts = versionCounts(all);
  const groups = new Map<string, { kind: string; title: string; rows: Row[] }>();
  for (const rule of [...all].sort((a, b) =>
    a.id.replace(/-\d{4}$/, "") === b.id.replace(/-\d{4}$/, "") ? (a.from < b.from ? 1 : -1) : a.id < b.id ? -1 : 1,
  )) {
    const state = rule.from > on ? "future" : rule.until !== null && rule.until <= on ? "past" : "now";
    if ((kind && rule.kind !== kind) || (state !== "now" && !history)) continue;
    const group = groups.get(rule.kind) ?? { kind: rule.kind, title: ruleKindTitles[rule.kind], rows: [] };
    groups.set(rule.kind, group);
    group.rows.push({
      id: rule.id,
      what: ruleSentence(rule, titleOf),
      where: whereSentence(rule, all, on),
      from: rule.from,
      until: rule.until,
      basis: `${rule.source} ${rule.clause}`,
      certainty: certaintyWords[rule.certainty],
      note: rule.note ?? "",
      notApplied: notAppliedSentence(rule),
      versions: counts.get(rule.id) ?? 1,
      state,
    });
  }
  return {
    on,
    groups: Object.keys(ruleKindTitles).flatMap((one) => groups.get(one) ?? []),
    kinds: Object.entries(ruleKindTitles).map(([value, label]) => ({ value, label })),
    total: all.length,
  };
});

const STATES = { now: ["done", "有效"], past: ["none", "已失效"], future: ["waiting", "还没到"] } as const;

export default function Rules() {
  const { on, groups, kinds, total } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  return (
    <StaffPage>
      <PageHeader
        title="规则"
        facts={`共 ${total} 条，按 ${formatDate(on)} 看`}
        lead="学时、合格线、时长、有效期都在这里，每条有起止日期和出处。改规则是新增一条带日期的规则，旧的留着：过去的事按当时的规则算。"
      />
      <FilterBar>
        <FilterSelect name="kind" label="哪一类" options={kinds} />
        <Field label="在哪一天">
          <TextInput type="date" name="on" defaultValue={on} className="w-44" />
        </Field>
        <Checkbox name="history" value="1" label="也看以前和将来的" defaultChecked={search.get("history") === "1"} />
      </FilterBar>
      {groups.length === 0 && <EmptyState>这一天没有这类规则。</EmptyState>}
      <div className="grid gap-8">
        {groups.map((group) => (
          <Section key={group.kind} title={group.title}>
            <Table
              caption={group.title}
              captionHidden
              rows={group.rows as Row[]}
              rowKey={(row) => `${row.id}-${row.from}`}
              unit="条"
              columns={[
                {
                  key: "what",
                  header: "内容",
                  rowHeader: true,
                  className: "min-w-[16em]",
                  cell: (row) => (
                    <>
                      {row.what}
                      {row.notApplied && <span className="block font-medium">{row.notApplied}</span>}
                      {row.note && <span className="block text-muted">{row.note}</span>}
                    </>
                  ),
                },
                { key: "where", header: "对谁", className: "min-w-[10em]", cell: (row) => row.where },
                {
                  key: "from",
                  header: "起止",
                  className: "whitespace-nowrap",
                  cell: (row) => (
                    <>
                      {row.from} 起<br />
                      {row.until ? `${row.until} 止` : "长期"}
                    </>
                  ),
                },
                {
                  key: "state",
                  header: "状态",
                  beside: true,
                  cell: (row) => <Status state={STATES[row.state][0]}>{STATES[row.state][1]}</Status>,
                },
                {
                  key: "basis",
                  header: "出处",
                  className: "min-w-[14em]",
                  cell: (row) => (
                    <>
                      {row.basis}
                      <span className="block text-muted">{row.certainty}</span>
                    </>
                  ),
                },
                {
                  key: "id",
                  header: "编号",
                  cell: (row) => (
                    <>
                      <code className="font-mono text-xs">{row.id}</code>
                      <TextLink to={`/admin/rules/${row.id}`} className="block whitespace-nowrap">
                        {row.versions > 1 ? `${row.versions} 版，看变化` : "看出处和变化"}
                        <span className="sr-only">：{row.what.slice(0, 20)}</span>
                      </TextLink>
                    </>
                  ),
                },
              ]}
            />
          </Section>
        ))}
      </div>
    </StaffPage>
  );
}
