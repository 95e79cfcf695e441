import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { readHealth } from "~/platform/health.server";
import { DefinitionList } from "~/ui/definition-list";
import { EmptyState } from "~/ui/empty-state";
import { formatAgo, formatBytes, formatDateTime, formatDuration, formatPercent } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Stat, StatRow } from "~/ui/stat";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";

export const meta: MetaFunction = () => [{ title: "运行状况 · 安鼎" }];

export const loader = guard("admin.health", async ({ db, now }) => ({ health: await readHealth(db), at: now }));

const JOBS: Record<string, string> = { "roster.check": "核对名册", "roster.write": "写入名册" };
const STATES = { waiting: ["waiting", "等待"], running: ["doing", "进行中"], done: ["done", "完成"], failed: ["refused", "出错"] } as const;
const DAY_MS = 86_400_000;

export default function Health() {
  const { health, at } = useLoaderData<typeof loader>();
  const { disk, lastBackup } = health;
  const now = new Date(at);
  const stale = !lastBackup || now.getTime() - new Date(lastBackup.at).getTime() > DAY_MS;
  return (
    <StaffPage>
      <PageHeader title="运行状况" facts={`${formatDateTime(at)}，已连续运行 ${formatDuration(health.uptimeSeconds * 1000)}`} />
      <div className="grid gap-8">
        {disk.free < 2e9 && <Notice tone="forbid" title="磁盘快满了">只剩 {formatBytes(disk.free)}。写不下时系统会停止确认保存，请先清理或扩容。</Notice>}
        {stale && <Notice tone="warn" title={lastBackup ? "超过一天没有备份" : "没有找到备份"}>在服务器上运行 <code className="font-mono">npm run backup</code>，并把备份拷到别处。密钥目录要另外保管。</Notice>}
        <StatRow>
          <Stat label="磁盘可用" value={formatBytes(disk.free)} unit="" note={`共 ${formatBytes(disk.total)}，可用 ${formatPercent(disk.free, disk.total)}`} />
          <Stat label="内存占用" value={formatBytes(health.memoryBytes)} unit="" note="页面进程" />
          <Stat label="上次备份" value={lastBackup ? formatAgo(lastBackup.at, now) : "没有"} unit="" note={lastBackup?.folder} />
        </StatRow>
        <Section title="版本与方式">
          <DefinitionList items={[...health.versions.map(({ name, version }) => [name, version] as const), ["方式", health.demo ? "演示：人员是虚构的，发出的都带“演示”" : "正式"], ["对外地址", health.https ? "HTTPS" : "HTTP（仅限本机；考试机房请用 HTTPS）"]]} />
        </Section>
        <Section title="数据文件" lead="-wal 是还没有并入主库的写入；一直很大，说明有长时间的读占着。">
          <Table caption="数据文件" captionHidden rows={health.files} rowKey={(row) => row.name} unit="个"
            columns={[{ key: "name", header: "文件", rowHeader: true, cell: (row) => <code className="font-mono">{row.name}</code> }, { key: "bytes", header: "大小", align: "end", cell: (row) => formatBytes(row.bytes) }]} />
        </Section>
        <Section title="后台任务">
          <Table
            caption="后台任务" captionHidden rows={health.jobs} rowKey={(row) => row.id} unit="个" empty={<EmptyState>还没有后台任务。</EmptyState>}
            columns={[
              { key: "kind", header: "任务", rowHeader: true, cell: (row) => JOBS[row.kind] ?? row.kind },
              { key: "state", header: "状态", cell: (row) => { const [state, word] = STATES[row.state as keyof typeof STATES] ?? ["none", row.state]; return <Status state={state}>{word}</Status>; } },
              { key: "progress", header: "进度", align: "end", cell: (row) => `${row.done} / ${row.total}` },
              { key: "at", header: "开始", cell: (row) => formatDateTime(row.createdAt) },
              { key: "took", header: "用时", cell: (row) => (row.finishedAt ? formatDuration(new Date(row.finishedAt).getTime() - new Date(row.createdAt).getTime()) : "") },
              { key: "note", header: "说明", cell: (row) => row.note },
            ]}
          />
        </Section>
      </div>
    </StaffPage>
  );
}
