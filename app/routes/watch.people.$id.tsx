import { data, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { CheckedMark, ExternalStatus, nextWords } from "~/certificate/external/external-status";
import { ownExternal } from "~/certificate/external/query.server";
import { rowsOfPerson } from "~/coverage/count-sql.server";
import { describeRows } from "~/coverage/people-due.server";
import { recordLine } from "~/coverage/record-words";
import { refreshCoverage } from "~/coverage/refresh.server";
import { reachOf } from "~/people/actor.server";
import { isOwn } from "~/people/another-person";
import { registrationsOf } from "~/people/identity.server";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { personPage, resetPin } from "~/people/person-page.server";
import { mayDo } from "~/people/policies";
import { StaffPage } from "~/people/staff-page";
import { endAllSessions } from "~/platform/session.server";
import { recordOf } from "~/record/query.server";
import { Button, LinkButton } from "~/ui/button";
import { Card } from "~/ui/card";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { DefinitionList } from "~/ui/definition-list";
import { EmptyState } from "~/ui/empty-state";
import { formatDate, formatDateTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "人员 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("people.read", async ({ params, db, now, actor }) => {
  await refreshCoverage(db, now);
  const id = params.id ?? "";
  const person = await personPage(db, now, id, await reachOf(db, "people.read", actor));
  const posts = await describeRows(db, now, await rowsOfPerson(db, id));
  const record = (await recordOf(db, id)).map(recordLine).reverse();
  const external = (await ownExternal(db, now, id)).map(
    ({ id: externalId, title, maskedNumber, validity, checked }) => ({
      id: externalId,
      title,
      maskedNumber,
      validity,
      checked,
    }),
  );
  return {
    person,
    posts,
    external,
    mayEnter: mayDo("external.enter", actor),
    record: record.slice(0, 200),
    rows: record.length,
    mayActivate: mayDo("people.activate", actor),
    mayChange: mayDo("people.change", actor) && !isOwn(await registrationsOf(db, actor.personId), [id]),
  };
});

export const action = guard("people.activate", { takes: ["intent"] }, async ({ params, request, db, now, actor }) => {
  if ((await request.formData()).get("intent") !== "reset-pin") return data({ done: "", error: "" }, { status: 400 });
  try {
    const accounts = await resetPin(db, now, {
      id: params.id ?? "",
      reach: await reachOf(db, "people.activate", actor),
      actorId: actor.accountId,
    });
    for (const account of accounts) await endAllSessions(account, { now, why: "device" });
    return data({ done: "这个人的所有设备都已停用。请打印一张新的激活单给本人。", error: "" });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return data({ done: "", error: error.message }, { status: error.status });
  }
});

const SLIP_WORDS = { good: "有效，还没有用", used: "已使用", revoked: "已作废", over: "已过期" } as const;

export default function Person() {
  const { person, posts, external, record, rows, mayChange, mayEnter } = useLoaderData<typeof loader>();
  return (
    <StaffPage>
      <PageHeader
        title={person.name}
        back={{ to: "/watch/people", label: "人员" }}
        facts={
          <>
            <span className="font-mono">{person.maskedId}</span>
            <span>{person.organisation}</span>
            <span>{person.district}</span>
          </>
        }
        actions={<LinkButton to={`/watch/people/${person.id}/file`}>个人档案，打印或下载</LinkButton>}
      />
      <div className="grid gap-10">
        <Section title="岗位与要求">
          <Table
            caption="岗位与要求"
            captionHidden
            rows={posts}
            rowKey={(row) => row.postId}
            unit="岗"
            empty={<EmptyState>现在没有担任任何岗位。</EmptyState>}
            columns={[
              { key: "title", header: "责任岗位", rowHeader: true, cell: (row) => row.title },
              { key: "class", header: "责任类别", cell: (row) => row.dutyClass },
              { key: "organisation", header: "单位", cell: (row) => row.organisation },
              { key: "stage", header: "到哪一步", cell: (row) => <Status state={row.state}>{row.stage}</Status> },
              {
                key: "reason",
                header: "差什么",
                cell: (row) => row.reason || (row.expiresOn ? `有效至 ${formatDate(row.expiresOn)}` : "没有要求"),
              },
              { key: "due", header: "期限", cell: (row) => (row.dueOn ? formatDate(row.dueOn) : "") },
            ]}
          />
        </Section>
        <Section
          title="外部证书"
          actions={
            mayEnter &&
            !person.erased && <LinkButton to={`/watch/certificates/new?person=${person.id}`}>登记一张</LinkButton>
          }
        >
          <Table
            caption="外部证书"
            captionHidden
            rows={external}
            rowKey={(row) => row.id}
            unit="张"
            empty={<EmptyState>没有登记别的机关发的证。</EmptyState>}
            columns={[
              {
                key: "title",
                header: "项目",
                rowHeader: true,
                cell: (row) => <TextLink to={`/watch/certificates/${row.id}`}>{row.title}</TextLink>,
              },
              {
                key: "number",
                header: "编号",
                cell: (row) => <span className="font-mono text-sm">{row.maskedNumber}</span>,
              },
              {
                key: "state",
                header: "状态",
                beside: true,
                cell: (row) => <ExternalStatus state={row.validity.state} />,
              },
              { key: "next", header: "复审和到期", cell: (row) => nextWords(row.validity) },
              { key: "checked", header: "核对", cell: (row) => <CheckedMark checked={row.checked} /> },
            ]}
          />
        </Section>
        <div className="grid gap-6 lg:grid-cols-2">
          <WayIn />
          <Card as="section" className="grid content-start gap-4">
            <h2 className="text-xl font-semibold">资料</h2>
            <DefinitionList
              items={[
                [
                  "手机",
                  <span key="p" className="font-mono">
                    {person.maskedPhone || "没有登记"}
                  </span>,
                ],
                ["工种", person.jobType || "没有登记"],
                ["用工形式", person.employment],
                ["单位", person.organisation],
              ]}
            />
            {mayChange && !person.erased && (
              <p>
                <TextLink to={`/watch/people/${person.id}/correct`}>更正姓名或手机</TextLink>
              </p>
            )}
          </Card>
        </div>
        <Section
          title="学习与考核记录"
          lead={rows > record.length ? `只列最近 ${record.length} 行，共 ${rows} 行。` : undefined}
        >
          <Table
            caption="学习与考核记录"
            captionHidden
            rows={record}
            rowKey={(row) => row.id}
            total={rows}
            unit="行"
            empty={<EmptyState>还没有任何记录。</EmptyState>}
            columns={[
              { key: "at", header: "时间", cell: (row) => formatDateTime(row.at) },
              { key: "what", header: "内容", rowHeader: true, cell: (row) => row.what },
              { key: "proof", header: "凭据", cell: (row) => row.proof },
            ]}
          />
        </Section>
      </div>
    </StaffPage>
  );
}

function WayIn() {
  const { person, mayActivate } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const live = person.devices.filter((device) => !device.revoked);
  return (
    <Card as="section" className="grid content-start gap-4">
      <h2 className="text-xl font-semibold">登录</h2>
      {answer?.done && (
        <Notice tone="safe" role="status" title="PIN 已重置">
          {answer.done}
        </Notice>
      )}
      {answer?.error && (
        <Notice tone="warn" role="alert" title="没有停用">
          {answer.error}
        </Notice>
      )}
      <DefinitionList
        items={[
          [
            "设备",
            live.length === 0
              ? "还没有激活"
              : live.map((device) => (
                  <span key={device.id} className="block">
                    {device.label}，{formatDate(device.createdAt)} 激活
                  </span>
                )),
          ],
          [
            "激活单",
            person.slip
              ? `${SLIP_WORDS[person.slip.state]}，${formatDate(person.slip.createdAt)} 打印，${formatDate(person.slip.expiresAt)} 到期`
              : "没有打印过",
          ],
        ]}
      />
      {mayActivate && !person.erased && (
        <div className="flex flex-wrap gap-2">
          <Form method="post" action="/watch/slips">
            <input type="hidden" name="person" value={person.id} />
            <Button type="submit">打印激活单</Button>
          </Form>
          {live.length > 0 && (
            <ConfirmDialog
              label="重置 PIN"
              question={`重置 ${person.name} 的 PIN？`}
              consequence={`本人在 ${live.length} 台设备上都要重新激活，正在进行的学习会退出登录。这次重置会记入审计。`}
            >
              <input type="hidden" name="intent" value="reset-pin" />
            </ConfirmDialog>
          )}
        </div>
      )}
    </Card>
  );
}
