import { data, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useLocation } from "@remix-run/react";
import { Download } from "lucide-react";
import { readAuditFilter } from "~/people/audit-filter.server";
import { actWord } from "~/people/audit-words";
import { guard } from "~/people/guard.server";
import { recentChanges } from "~/people/administrator-news.server";
import { LinkNotices } from "~/people/setup/link-notices";
import { recentSetupLinks } from "~/people/setup/setup-links.server";
import { accountNames } from "~/people/staff-accounts.server";
import { StaffPage } from "~/people/staff-page";
import { audit } from "~/platform/audit.server";
import { lastChainCheck, type ChainCheck, type Walked } from "~/platform/chain-check.server";
import { env } from "~/platform/env.server";
import { unprovenWords } from "~/platform/health";
import { keys } from "~/platform/keys.server";
import { strangeMark } from "~/platform/restore-mark.server";
import { auditedActs, auditHead, countAudit, searchAudit } from "~/platform/audit-search.server";
import { checkChains } from "~/record/check-chains.server";
import { Button, LinkButton } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/field";
import { FilterBar, FilterSelect } from "~/ui/filter-bar";
import { formatDateTimeSecond } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { readPage } from "~/ui/page-window";
import { Pagination } from "~/ui/pagination";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextInput } from "~/ui/text-input";

export const meta: MetaFunction = () => [{ title: "审计 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("admin.audit", async ({ url, db, actor, now }) => {
  const filter = await readAuditFilter(db, url);
  const total = await countAudit(db, filter);
  const { page, pages, skip, take } = readPage(url.searchParams, total);
  const rows = await searchAudit(db, filter, { skip, take });
  const names = await accountNames(
    db,
    rows.map((row) => row.actorId),
  );
  if (url.search)
    await audit(db, now, {
      actorId: actor.accountId,
      act: "audit.read",
      outcome: "done",
      facts: { rows: rows.length, page },
    });
  return {
    rows: rows.map((row) => ({
      ...row,
      actor: row.actorId ? (names.get(row.actorId) ?? row.actorId) : "系统或未登录",
    })),
    total,
    page,
    pages,
    acts: await auditedActs(db),
    head: await auditHead(db),
    checked: lastChainCheck(keys(), now),
    mark: strangeMark(keys(), env().dataDir, now),
    from: filter.from ?? null,
    to: filter.to ?? null,
    links: await recentSetupLinks(db, now),
    changes: await recentChanges(db, now),
  };
});

export const action = guard("admin.audit", { takes: [] }, async ({ db, now, actor }) => {
  await checkChains(db, now, actor.accountId);
  return data({ checked: true });
});

const WORDS = { done: ["done", "完成"], refused: ["refused", "拒绝"], failed: ["late", "失败"] } as const;
const FAULT_WORDS: Record<string, string> = {
  missing: "缺失",
  "previous hash differs": "与前一行接不上",
  "content differs from its hash": "内容被改过",
  "differs from what was kept": "与密钥目录或备份里记下的不同，它和后面的行可能整段改过",
  lost: "从这一行起丢了，密钥目录或备份记得它",
  "kept head forged": "密钥目录里记的链头不是本系统签的",
  "end differs": "记到这里，现在的行对不上；正在逐行找第一行",
};

export default function Audit() {
  const { rows, total, page, pages, acts, head, from, to, checked, mark, links, changes } =
    useLoaderData<typeof loader>();
  const just = useActionData<typeof action>();
  const { search } = useLocation();
  return (
    <StaffPage>
      <PageHeader
        title="审计"
        lead="谁在什么时候做了什么，或者被拒绝了什么。每一行都接着前一行的哈希，只增不改；这里只有编号，没有姓名和证号。"
        facts={
          head && (
            <>
              共 {head.rowNumber} 行，链头 <code className="font-mono">{head.hash.slice(0, 16)}</code>
            </>
          )
        }
        actions={
          <>
            <LinkButton
              to={{ pathname: "/admin/audit/export", search }}
              reloadDocument
              icon={<Download aria-hidden className="size-4" />}
            >
              导出这些行
            </LinkButton>
            <Form method="post">
              <Button type="submit">校验整条链</Button>
            </Form>
          </>
        }
      />
      <LinkNotices links={links} changes={changes} />
      {mark && (
        <Notice tone="forbid" title="要处理：恢复的记号不可信" className="mb-4">
          {mark}。
        </Notice>
      )}
      <Verdict checked={checked} just={Boolean(just)} />
      <FilterBar>
        <Day name="from" label="从" value={from} />
        <Day name="to" label="到" value={to} />
        <FilterSelect name="act" label="动作" options={acts.map((value) => ({ value, label: actWord(value) }))} />
        <FilterSelect
          name="outcome"
          label="结果"
          options={Object.entries(WORDS).map(([value, [, label]]) => ({ value, label }))}
        />
        <Field label="登录名">
          <TextInput name="login" maxLength={64} className="w-40" autoCapitalize="none" />
        </Field>
        <Field label="对象编号">
          <TextInput name="object" maxLength={100} className="w-48 font-mono" />
        </Field>
      </FilterBar>
      <Table
        caption="审计"
        captionHidden
        rows={rows}
        rowKey={(row) => String(row.rowNumber)}
        total={total}
        unit="行"
        empty={<EmptyState>没有符合条件的行。</EmptyState>}
        columns={[
          { key: "rowNumber", header: "行号", align: "end", cell: (row) => row.rowNumber },
          { key: "at", header: "时间", className: "whitespace-nowrap", cell: (row) => formatDateTimeSecond(row.at) },
          { key: "actor", header: "谁", rowHeader: true, cell: (row) => row.actor },
          {
            key: "act",
            header: "动作",
            cell: (row) => (
              <span className="grid leading-snug">
                {actWord(row.act)}
                <code className="font-mono text-xs text-muted">{row.act}</code>
              </span>
            ),
          },
          {
            key: "outcome",
            header: "结果",
            cell: (row) => {
              const [state, word] = WORDS[row.outcome as keyof typeof WORDS] ?? ["none", row.outcome];
              return (
                <Status state={state}>
                  {word}
                  {row.reason && ` · ${row.reason}`}
                </Status>
              );
            },
          },
          {
            key: "object",
            header: "对象",
            className: "min-w-[13em]",
            cell: (row) => <code className="break-all font-mono text-xs">{row.object}</code>,
          },
          {
            key: "facts",
            header: "事实",
            className: "min-w-[14em]",
            cell: (row) => (row.facts === "{}" ? "" : <code className="break-all font-mono text-xs">{row.facts}</code>),
          },
        ]}
      />
      <div className="mt-4">
        <Pagination page={page} pages={pages} />
      </div>
    </StaffPage>
  );
}

function Day({ name, label, value }: { name: string; label: string; value: string | null }) {
  return (
    <Field label={label}>
      <TextInput type="date" name={name} defaultValue={value ?? ""} className="w-44" />
    </Field>
  );
}

/** What the last check established: at that time, up to that row, against what. */
function Verdict({ checked, just }: { checked: ChainCheck | null; just: boolean }) {
  if (!checked)
    return (
      <Notice title="两条链还没有核对过" className="mb-4">
        每天自动核对一次；也可以现在按“校验整条链”。
      </Notice>
    );
  const bad = Boolean(checked.audit.fault || checked.record.fault);
  const unproven = Boolean(checked.audit.unproven || checked.record.unproven);
  return (
    <Notice
      tone={bad ? "forbid" : unproven ? "warn" : "safe"}
      role={just ? "status" : undefined}
      title={bad ? "要处理：链断了" : unproven ? "两条链前后相接，但有一段无法证明" : "两条链都完整"}
      className="mb-4"
    >
      {formatDateTimeSecond(checked.at)} 核对：{walkedWords("审计链", checked.audit)}
      {walkedWords("学习记录链", checked.record)}
      {bad ? "请保全磁盘，不要重启，用最近的备份核对。" : "以后写的行要到下次核对才算。"}
    </Notice>
  );
}

function walkedWords(name: string, { fault, upTo, keptUpTo, unproven, restored }: Walked): string {
  const back = restored
    ? `${formatDateTimeSecond(restored.at)} 从 ${formatDateTimeSecond(restored.from)} 的备份恢复过，恢复到第 ${restored.upTo} 行。`
    : "";
  if (fault) return `${name}从第 ${fault.seq} 行起不可信：${FAULT_WORDS[fault.wrong] ?? fault.wrong}。${back}`;
  const kept = keptUpTo > 0 ? `，前 ${Math.min(keptUpTo, upTo)} 行与密钥目录里记下的逐行相同` : "";
  const proven =
    restored && restored.upTo > 0 && !unproven
      ? `其中恢复出来的第 1–${restored.upTo} 行，与恢复以前记下的或备份里签名的链头相同。`
      : "";
  return `${name}到第 ${upTo} 行前后相接${kept}。${back}${proven}${unproven ? `${unprovenWords(name, unproven)}。` : ""}`;
}
