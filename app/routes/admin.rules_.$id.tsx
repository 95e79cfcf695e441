import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { toDay } from "~/platform/day";
import { DomainError } from "~/platform/errors";
import { ruleHistory } from "~/rules/history";
import { loadRules } from "~/rules/load.server";
import { notAppliedSentence } from "~/rules/not-applied";
import { certaintyWords } from "~/rules/rules";
import { ruleKindTitles, ruleSentence, whereSentence } from "~/rules/words";
import { Card } from "~/ui/card";
import { DefinitionList } from "~/ui/definition-list";
import { PageHeader } from "~/ui/page-header";
import { Status } from "~/ui/status";

export const meta: MetaFunction = () => [{ title: "规则的变化 · 安鼎" }];

export const loader = guard("admin.rules", ({ params, now }) => {
  const all = loadRules();
  const history = ruleHistory(all, params.id ?? "");
  if (!history) throw new DomainError("not-found", `没有编号是 ${params.id} 的规则。`);
  const today = toDay(now);
  return {
    title: ruleKindTitles[history[0]!.rule.kind],
    where: whereSentence(history[0]!.rule, all, today),
    versions: history.map(({ rule, changes }) => ({
      id: rule.id,
      says: ruleSentence(rule),
      from: rule.from,
      until: rule.until,
      source: rule.source,
      clause: rule.clause,
      certainty: certaintyWords[rule.certainty],
      note: rule.note ?? "",
      notApplied: notAppliedSentence(rule),
      changes,
      region: rule.where.region ?? "全国",
      state:
        rule.from > today
          ? ("future" as const)
          : rule.until !== null && rule.until <= today
            ? ("past" as const)
            : ("now" as const),
    })),
  };
});

const STATES = { now: ["done", "现在有效"], past: ["none", "已失效"], future: ["waiting", "还没到"] } as const;

export default function RuleHistory() {
  const { title, where, versions } = useLoaderData<typeof loader>();
  return (
    <StaffPage>
      <PageHeader
        title={`${title}：${where}`}
        back={{ to: "/admin/rules", label: "规则" }}
        facts={`共 ${versions.length} 版`}
        lead="新的在前。已经发生的事按当时有效的一版算，旧版不改不删。"
      />
      <ol className="grid max-w-page gap-4">
        {versions.map((one) => (
          <li key={`${one.id}-${one.from}`}>
            <Card className="grid gap-4">
              <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
                <h2 className="text-lg font-semibold">
                  {one.from} 起{one.until ? `，${one.until} 止` : "，长期"}
                </h2>
                <Status state={STATES[one.state][0]}>{STATES[one.state][1]}</Status>
              </div>
              <p className="max-w-prose">{one.says}</p>
              <DefinitionList
                items={[
                  ["地方", one.region],
                  ["出处", `${one.source} ${one.clause}`],
                  ["把握", one.certainty],
                  ...(one.notApplied ? [["照办情况", one.notApplied] as const] : []),
                  ...(one.note ? [["说明", one.note] as const] : []),
                  [
                    "编号",
                    <code key="id" className="font-mono">
                      {one.id}
                    </code>,
                  ],
                ]}
              />
              {one.changes.length > 0 && (
                <div className="border-t border-line pt-3">
                  <h3 className="mb-2 font-medium">和前一版不同</h3>
                  <ul className="grid gap-2">
                    {one.changes.map((change) => (
                      <li key={change.what} className="grid gap-0.5">
                        <span className="text-sm text-muted">{change.what}</span>
                        <del className="max-w-prose text-muted">{change.before}</del>
                        <ins className="max-w-prose no-underline">{change.after}</ins>
                      </li>
                    ))}
                  </ul>
                </div>
              )}
            </Card>
          </li>
        ))}
      </ol>
    </StaffPage>
  );
}
