import { redirect, type MetaFunction } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import { reachOf } from "~/people/actor.server";
import { guard } from "~/people/guard.server";
import {
  badCells,
  commitRoster,
  discardRoster,
  rosterView,
  stopRoster,
  type RosterView,
} from "~/people/roster/import.server";
import { StaffPage } from "~/people/staff-page";
import { Button, LinkButton } from "~/ui/button";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { formatDateTime, formatNumber } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { readPage } from "~/ui/page-window";
import { Pagination } from "~/ui/pagination";
import { Progress } from "~/ui/progress";
import { Section } from "~/ui/section";
import { Stat, StatRow } from "~/ui/stat";
import { Stepper } from "~/ui/stepper";
import { Table } from "~/ui/table";
import { useRefresh } from "~/ui/use-refresh";

export const meta: MetaFunction = () => [{ title: "核对名册 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("roster.import", async ({ params, url, db, actor }) => {
  const roster = await rosterView(db, params.id ?? "", actor.accountId);
  const first = await badCells(roster.id, 0, 1);
  const { page, pages, skip, take } = readPage(url.searchParams, first.total);
  const { cells, total } = roster.bad > 0 ? await badCells(roster.id, skip, take) : { cells: [], total: 0 };
  return { roster, cells, total, page, pages };
});

export const action = guard("roster.import", { takes: ["intent"] }, async ({ params, request, db, now, actor }) => {
  const id = params.id ?? "";
  const intent = (await request.formData()).get("intent");
  if (intent === "discard") await discardRoster(db, now, id, actor.accountId);
  else if (intent === "stop") await stopRoster(db, id, actor.accountId);
  else
    await commitRoster(db, now, {
      importId: id,
      ownerId: actor.accountId,
      reach: await reachOf(db, "roster.import", actor),
    });
  return redirect(`/watch/import/${id}`);
});

const STEP: Record<string, number> = {
  reading: 1,
  checked: 2,
  refused: 1,
  writing: 3,
  stopping: 3,
  stopped: 3,
  done: 4,
};

export default function RosterImport() {
  const { roster } = useLoaderData<typeof loader>();
  const lost = useWatch(roster);
  return (
    <StaffPage>
      <PageHeader
        title={roster.fileName}
        back={{ to: "/watch/import", label: "导入名册" }}
        facts={`上传于 ${formatDateTime(roster.createdAt)}`}
      />
      {isBusy(roster) && (
        <noscript>
          <meta httpEquiv="refresh" content="3" />
        </noscript>
      )}
      <div className="grid gap-8">
        <Stepper label="导入的步骤" steps={["上传", "核对", "确认", "写入"]} current={STEP[roster.state] ?? 1} />
        {lost && (
          <Notice tone="warn" title="没有连上服务器" role="alert">
            下面的数字停在断开的时候，服务器上照常进行；连上以后自己更新。
          </Notice>
        )}
        <div aria-live="polite">
          <State roster={roster} />
        </div>
        {roster.state !== "reading" && roster.total > 0 && <Figures roster={roster} />}
        {(roster.state === "checked" || roster.state === "stopped") && <Decide roster={roster} />}
        {roster.bad > 0 && <BadCells />}
      </div>
    </StaffPage>
  );
}

type Shown = ReturnType<typeof useLoaderData<typeof loader>>["roster"];

const isBusy = ({ state, job }: Pick<RosterView, "state" | "job">): boolean =>
  job?.state !== "failed" && ["reading", "writing", "stopping"].includes(state);

/** How fast the job goes and how long it still takes, once it has run long enough to tell. */
function pace(job: Shown["job"], from: number, to: number): string {
  if (!job || job.seconds < 2 || job.done === 0 || from >= to) return "";
  const rate = job.done / job.seconds;
  const left = Math.ceil((to - from) / rate);
  return `每秒约 ${formatNumber(Math.max(1, Math.round(rate)))} 行，还要${left < 60 ? ` ${left} 秒` : `约 ${Math.ceil(left / 60)} 分钟`}`;
}

/** While a job runs the page asks again each second; true while it gets no answer. */
function useWatch(roster: Pick<RosterView, "state" | "job">): boolean {
  const { refresh, lost, idle } = useRefresh();
  const busy = isBusy(roster);
  useEffect(() => {
    if (!busy || !idle) return;
    const timer = setInterval(refresh, 1000);
    return () => clearInterval(timer);
  }, [busy, idle, refresh, roster]);
  return lost;
}

function State({ roster }: { roster: Shown }) {
  const { job } = roster;
  const sound = roster.total - roster.bad;
  if (job?.state === "failed" && roster.state === "reading")
    return (
      <Notice tone="forbid" role="alert" title="核对时出了错">
        没有写入任何人。请再上传一次；仍然出错时请联系系统管理员。
      </Notice>
    );
  if (job?.state === "failed")
    return (
      <Notice
        tone="forbid"
        role="alert"
        title="中途出了错"
        actions={
          <Form method="post">
            <Button type="submit" look="main">
              继续写入
            </Button>
          </Form>
        }
      >
        已经写入 {formatNumber(roster.written)} 行，都是完整的；还有 {formatNumber(sound - roster.written)}{" "}
        行没有写入。继续写入会从停下的地方接着做，写过的不会重复。
      </Notice>
    );
  if (roster.state === "reading")
    return (
      <Progress
        label="正在核对，还没有写入任何人"
        value={job?.done ?? 0}
        max={job?.total ?? 0}
        unit="行"
        text={job?.total ? undefined : "正在打开文件"}
      />
    );
  if (roster.state === "writing") return <Writing roster={roster} sound={sound} />;
  if (roster.state === "stopping")
    return <Progress label="写完手上这一组就停" value={roster.written} max={sound} unit="行" />;
  if (roster.state === "stopped")
    return (
      <Notice tone="warn" title={`已停止，写入了 ${formatNumber(roster.written)} 行`}>
        还有 {formatNumber(sound - roster.written)}{" "}
        行没有写入。写入的行都是完整的，不会退回；可以继续写入，也可以丢弃其余的行。
      </Notice>
    );
  if (roster.state === "refused")
    return (
      <Notice tone="forbid" title="没有写入">
        {roster.refusal}
      </Notice>
    );
  if (roster.state === "done")
    return (
      <Notice
        tone="safe"
        title={`已写入 ${formatNumber(roster.written)} 行`}
        actions={
          <>
            <LinkButton to={`/watch/slips?batch=${roster.id}`} look="main">
              打印这批人的激活单
            </LinkButton>
            <LinkButton to="/watch">看覆盖</LinkButton>
          </>
        }
      >
        {roster.bad > 0 ? `另有 ${roster.bad} 行没有写入，改好后可以单独再导入。` : "这份名册全部写入。"}
      </Notice>
    );
  return roster.bad > 0 ? (
    <Notice tone="warn" title={`有 ${formatNumber(roster.bad)} 行要改`}>
      其余 {formatNumber(roster.total - roster.bad)} 行已核对，尚未写入。可以先写入其余的，也可以改好后重新上传整份。
    </Notice>
  ) : (
    <Notice tone="safe" title="每一行都核对过了">
      共 {formatNumber(roster.total)} 行，尚未写入。
    </Notice>
  );
}

function Writing({ roster, sound }: { roster: Shown; sound: number }) {
  return (
    <div className="grid gap-3">
      <Progress label="正在写入，离开这一页也会继续" value={roster.written} max={sound} unit="行" />
      <p className="text-muted tabular">{pace(roster.job, roster.written, sound)}</p>
      <div>
        <ConfirmDialog
          label="停止写入"
          question="停止写入？"
          consequence={`已写入的 ${formatNumber(roster.written)} 行不会退回，手上这一组写完就停。以后可以接着写。`}
        >
          <input type="hidden" name="intent" value="stop" />
        </ConfirmDialog>
      </div>
    </div>
  );
}

function Figures({ roster }: { roster: Shown }) {
  return (
    <StatRow>
      <Stat label="新增" value={roster.fresh} unit="行" note="系统里还没有的人" />
      <Stat label="变更" value={roster.changed} unit="行" note="单位、岗位、手机等有变" />
      <Stat label="不变" value={roster.unchanged} unit="行" />
      <Stat label="要改" value={roster.bad} unit="行" note="不会写入" />
    </StatRow>
  );
}

function Decide({ roster }: { roster: Shown }) {
  const left = roster.total - roster.bad - roster.written;
  return (
    <div className="flex flex-wrap gap-2">
      {roster.fresh + roster.changed > 0 ? (
        <Form method="post">
          <Button type="submit" look="main">
            {roster.written > 0 ? "继续写入" : "写入"} {formatNumber(left)} 行
          </Button>
        </Form>
      ) : (
        <p className="self-center text-muted">没有新增也没有变更，不用写入。</p>
      )}
      <ConfirmDialog
        label="丢弃"
        question={`丢弃 ${roster.fileName}？`}
        consequence={
          roster.written > 0
            ? `其余 ${formatNumber(left)} 行不再写入，已写入的 ${formatNumber(roster.written)} 行不变。`
            : "上传的内容会删除，系统里的人员不变。"
        }
      >
        <input type="hidden" name="intent" value="discard" />
      </ConfirmDialog>
    </div>
  );
}

function BadCells() {
  const { roster, cells, total, page, pages } = useLoaderData<typeof loader>();
  return (
    <Section
      title="要改的地方"
      actions={
        <>
          <LinkButton to={`/watch/import/${roster.id}/errors`} reloadDocument>
            下载要改的行，带原因
          </LinkButton>
          <LinkButton to={`/watch/import/${roster.id}/errors?rows=all`} reloadDocument>
            下载整份，带原因
          </LinkButton>
        </>
      }
    >
      <Table
        caption="要改的地方"
        captionHidden
        rows={cells}
        rowKey={(row) => `${row.line}-${row.column}-${row.reason}`}
        total={total}
        unit="处"
        columns={[
          {
            key: "line",
            header: "行",
            rowHeader: true,
            className: "whitespace-nowrap",
            cell: (row) => `第 ${row.line} 行`,
          },
          { key: "column", header: "列", cell: (row) => row.column },
          { key: "value", header: "现在的内容", cell: (row) => <span className="font-mono">{row.value || "空"}</span> },
          { key: "reason", header: "要改什么", cell: (row) => row.reason },
        ]}
      />
      <Pagination page={page} pages={pages} />
    </Section>
  );
}
