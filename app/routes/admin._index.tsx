import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { guard } from "~/people/guard.server";
import { recentChanges } from "~/people/administrator-news.server";
import { retirementsToConfirm } from "~/people/custodian-retirement.server";
import { resetsToConfirm } from "~/people/factor-reset.server";
import { mayDo } from "~/people/policies";
import { ResetNotice } from "~/people/reset-notice";
import { RetirementNotice } from "~/people/retirement-notice";
import { LinkNotices } from "~/people/setup/link-notices";
import { recentSetupLinks } from "~/people/setup/setup-links.server";
import { StaffPage } from "~/people/staff-page";
import { judge, type Check, type CheckState } from "~/platform/health";
import { readHealth } from "~/platform/health.server";
import { readReadiness } from "~/readiness/facts.server";
import { StepTable } from "~/readiness/step-table";
import { stepGroups } from "~/readiness/steps";
import { LinkButton } from "~/ui/button";
import { DefinitionList } from "~/ui/definition-list";
import { EmptyState } from "~/ui/empty-state";
import { formatBytes, formatDateTime, formatDuration } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "运行状况 · 安鼎" }];

export const loader = guard("admin.health", async ({ db, now, actor }) => {
  const facts = await readHealth(db, now);
  const groups = stepGroups(await readReadiness(db, now, facts));
  return {
    checks: judge(facts),
    facts,
    lacking: groups.flatMap((group) => group.steps).filter((one) => one.state === "missing"),
    links: await recentSetupLinks(db, now),
    changes: await recentChanges(db, now),
    resets: mayDo("account.reset", actor) ? await resetsToConfirm(db, now, actor.accountId) : [],
    retirements: mayDo("admin.custody", actor) ? await retirementsToConfirm(db, now, actor.accountId) : [],
  };
});

const STATES: Record<CheckState, readonly ["done" | "late" | "refused", string]> = {
  well: ["done", "正常"],
  look: ["late", "要看一下"],
  mend: ["refused", "要处理"],
};
const JOBS: Record<string, string> = {
  "roster.check": "核对名册",
  "roster.write": "写入名册",
  "keys.change": "更换主密钥",
};
const JOB_STATES = {
  waiting: ["waiting", "等待"],
  running: ["doing", "进行中"],
  done: ["done", "完成"],
  failed: ["refused", "出错"],
} as const;

export default function Health() {
  const { checks, facts, lacking, links, changes, resets, retirements } = useLoaderData<typeof loader>();
  const mend = checks.filter((one) => one.state === "mend").length;
  const look = checks.filter((one) => one.state === "look").length;
  return (
    <StaffPage>
      <PageHeader title="运行状况" facts={`${formatDateTime(facts.at)} 看到的`} />
      <div className="grid gap-8">
        <ResetNotice resets={resets} />
        <RetirementNotice retirements={retirements} />
        <LinkNotices links={links} changes={changes} />
        {mend > 0 ? (
          <Notice tone="forbid" title={`${mend} 项要马上处理`}>
            在下面的表里排在最前，每项写着怎么办。
          </Notice>
        ) : look > 0 ? (
          <Notice tone="warn" title={`${look} 项要看一下`}>
            在下面的表里排在最前，每项写着怎么办。
          </Notice>
        ) : (
          <Notice tone="safe" title="都正常">
            磁盘、备份、证书、考试日志、时钟和后台任务都在正常范围里。
          </Notice>
        )}
        <Checks checks={checks} />
        {lacking.length > 0 && (
          <Section
            title={`投用前还缺 ${lacking.length} 项`}
            lead="从空机器到发出第一张证书要有的；做到一项少一项。"
            actions={<LinkButton to="/admin/setup">看全部</LinkButton>}
          >
            <StepTable caption="投用前还缺" steps={lacking} />
          </Section>
        )}
        <Section title="版本与方式">
          <DefinitionList
            items={[
              ...facts.versions.map(({ name, version }) => [name, version] as const),
              [
                "方式",
                facts.rehearsal
                  ? "恢复演练：备份里的数据，正式的在别处"
                  : facts.demo
                    ? "演示：人员是虚构的，发出的都带“演示”"
                    : "正式",
              ],
              ["开放的部分", facts.zones.map((zone) => ZONES[zone] ?? zone).join("、")],
              [
                "证书里的名字",
                facts.front?.https ? (
                  <span key="names" className="break-all">
                    {facts.front.https.names.join("、")}
                  </span>
                ) : (
                  "没有"
                ),
              ],
              [
                "根证书",
                facts.front?.https?.root ? (
                  <span key="root" className="break-all">
                    SHA-256 <code className="font-mono">{facts.front.https.root}</code>，
                    <TextLink to="/trust">安装说明</TextLink>
                  </span>
                ) : (
                  "没有用到"
                ),
              ],
            ]}
          />
        </Section>
        <Section title="数据文件" lead="-wal 是还没有并入主库的写入。">
          <Table
            caption="数据文件"
            captionHidden
            rows={facts.files}
            rowKey={(row) => row.name}
            unit="个"
            columns={[
              {
                key: "name",
                header: "文件",
                rowHeader: true,
                cell: (row) => <code className="font-mono">{row.name}</code>,
              },
              { key: "bytes", header: "大小", align: "end", cell: (row) => formatBytes(row.bytes) },
            ]}
          />
        </Section>
        <Section title="后台任务">
          <Jobs jobs={facts.jobs.recent} />
        </Section>
      </div>
    </StaffPage>
  );
}

const ZONES: Record<string, string> = { public: "公众", learn: "学习", exam: "考试", staff: "工作人员" };

function Checks({ checks }: { checks: readonly Check[] }) {
  return (
    <Table
      caption="检查"
      captionHidden
      rows={checks}
      rowKey={(row) => row.key}
      unit="项"
      columns={[
        {
          key: "state",
          header: "状态",
          beside: true,
          cell: (row) => <Status state={STATES[row.state][0]}>{STATES[row.state][1]}</Status>,
        },
        { key: "title", header: "项目", rowHeader: true, className: "whitespace-nowrap", cell: (row) => row.title },
        {
          key: "now",
          header: "现在",
          className: "min-w-[16em]",
          cell: (row) => <span className="break-words">{row.now}</span>,
        },
        { key: "todo", header: "怎么办", className: "min-w-[16em]", cell: (row) => row.todo },
      ]}
    />
  );
}

type JobRow = ReturnType<typeof useLoaderData<typeof loader>>["facts"]["jobs"]["recent"][number];

function Jobs({ jobs }: { jobs: readonly JobRow[] }) {
  return (
    <Table
      caption="后台任务"
      captionHidden
      rows={jobs}
      rowKey={(row) => row.id}
      unit="个"
      empty={<EmptyState>还没有后台任务。</EmptyState>}
      columns={[
        { key: "kind", header: "任务", rowHeader: true, cell: (row) => JOBS[row.kind] ?? row.kind },
        {
          key: "state",
          header: "状态",
          beside: true,
          cell: (row) => {
            const [state, word] = JOB_STATES[row.state as keyof typeof JOB_STATES] ?? ["none", row.state];
            return <Status state={state}>{word}</Status>;
          },
        },
        { key: "progress", header: "进度", align: "end", cell: (row) => `${row.done} / ${row.total}` },
        { key: "at", header: "开始", cell: (row) => formatDateTime(row.createdAt) },
        {
          key: "took",
          header: "用时",
          cell: (row) =>
            row.finishedAt
              ? formatDuration(new Date(row.finishedAt).getTime() - new Date(row.createdAt).getTime())
              : "",
        },
        { key: "note", header: "说明", cell: (row) => row.note },
      ]}
    />
  );
}
