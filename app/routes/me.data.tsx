import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { data, type MetaFunction } from "@remix-run/node";
import { z } from "zod";
import { findCertificates } from "~/certificate/query.server";
import { countOwnRuns } from "~/drill/own-runs.server";
import { slipsOf } from "~/exam/sitting/slips.server";
import type { HeldKey } from "~/people/data-held";
import { askAboutData, requestsOf, type DataRequestView } from "~/people/data-request.server";
import { guard } from "~/people/guard.server";
import { LearnerPage } from "~/people/learner-page";
import { maskIdNumber } from "~/people/masking";
import { heldTable, ownData } from "~/people/own-data.server";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { recordOf } from "~/record/query.server";
import { ownTraining } from "~/training/own-training.server";
import { Button, toButtonClass } from "~/ui/button";
import { Card } from "~/ui/card";
import { ConfirmOnDemand } from "~/ui/confirm-on-demand";
import { DefinitionList } from "~/ui/definition-list";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/field";
import { formatDate, formatDateTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Status } from "~/ui/status";
import { TextArea } from "~/ui/text-area";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "我的数据 · 安鼎" }];

export const loader = guard("me.read", async ({ db, now, actor }) => {
  const { personId } = actor;
  if (!personId) return data({ own: null }, { headers: { "Cache-Control": "no-store" } });
  const [{ region, ...people }, training, runs, slips, certificates, record, requests] = await Promise.all([
    ownData(db, personId),
    ownTraining(db, personId),
    countOwnRuns(db, personId),
    slipsOf(db, personId),
    findCertificates(db, now, { personId }),
    recordOf(db, personId),
    requestsOf(db, personId),
  ]);
  const counts: Partial<Record<HeldKey, string>> = {
    posts: `${people.posts.length} 个`,
    devices: `${people.devices.length} 台`,
    study: `${training.courses.length} 门课`,
    classes: `${training.classes.length} 个班`,
    drills: `${runs} 次`,
    exams: `${slips.length} 场`,
    certificates: `${certificates.length} 张`,
    record: `${record.length} 行`,
    requests: `${requests.length} 个`,
  };
  const held = heldTable(now, region).map((row) => ({ ...row, count: counts[row.key] ?? "" }));
  return data(
    { own: { ...people, maskedId: maskIdNumber(people.identity.idNumber), held, requests } },
    { headers: { "Cache-Control": "no-store" } },
  );
});

const Ask = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("correction"),
    text: z.string().trim().min(4, "写清楚哪一项错了、应该是什么").max(500, "最多 500 字"),
  }),
  z.strictObject({ kind: z.literal("deletion"), text: z.string().trim().max(500, "最多 500 字") }),
]);

export const action = guard("me.change", { takes: fieldNames(Ask) }, async ({ request, db, now, actor }) => {
  const parsed = Ask.safeParse(Object.fromEntries(await request.formData()));
  if (!parsed.success)
    return data(
      { done: "", faults: parsed.error.flatten().fieldErrors.text ?? ["申请不完整"], error: "" },
      { status: 400 },
    );
  if (!actor.personId) throw new DomainError("forbidden", "这个账号没有对应的人员。");
  try {
    await askAboutData(db, now, { personId: actor.personId, accountId: actor.accountId, ...parsed.data });
    return data({ done: "申请已送到经办人，办理结果会写在这一页。", faults: [] as string[], error: "" });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return data({ done: "", faults: [] as string[], error: error.message }, { status: error.status });
  }
});

type Own = NonNullable<ReturnType<typeof useLoaderData<typeof loader>>["own"]>;

export default function MyData() {
  const { own } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <LearnerPage wide>
      <PageHeader
        title="我的数据"
        back={{ to: "/me", label: "我的" }}
        lead="系统里存着哪些关于您的信息，为什么存，存多久。您可以看、可以下载，也可以申请更正或删除。"
      />
      {answer?.done && (
        <Notice tone="safe" role="status" className="mb-6">
          {answer.done}
        </Notice>
      )}
      {answer?.error && (
        <Notice tone="forbid" role="alert" title="没有提交" className="mb-6">
          {answer.error}
        </Notice>
      )}
      {own ? (
        <Whole own={own} faults={answer?.faults ?? []} />
      ) : (
        <EmptyState>这个账号没有对应的人员，系统里没有您的个人资料。</EmptyState>
      )}
    </LearnerPage>
  );
}

function Whole({ own, faults }: { own: Own; faults: string[] }) {
  const { identity } = own;
  return (
    <div className="grid gap-10">
      <Section title="身份信息">
        <DefinitionList
          items={[
            ["姓名", identity.name],
            ["身份证号", <FullNumber key="id" masked={own.maskedId} full={identity.idNumber} />],
            ["手机号", identity.phone || "没有登记"],
            ["所在地区", identity.district],
            ["单位", identity.organisation || "没有登记"],
            ["工种", identity.jobType || "没有登记"],
            ["用工形式", identity.employment],
            ["登记时间", formatDateTime(identity.registeredAt)],
            [
              "岗位",
              own.posts.length ? (
                <ul key="posts">
                  {own.posts.map((post) => (
                    <li key={post.title + post.from}>
                      {post.organisation} {post.title}，{formatDate(post.from)}起
                      {post.to ? `，${formatDate(post.to)}止` : ""}
                    </li>
                  ))}
                </ul>
              ) : (
                "没有登记"
              ),
            ],
            [
              "设备",
              own.devices.length ? (
                <ul key="devices">
                  {own.devices.map((device) => (
                    <li key={device.since}>
                      {device.label || "没有名称的设备"}，{formatDate(device.since)}激活{device.until ? "，已停用" : ""}
                    </li>
                  ))}
                </ul>
              ) : (
                "没有激活过设备"
              ),
            ],
          ]}
        />
      </Section>
      <Section title="存了什么，为什么，存多久">
        <ul className="grid gap-4 lg:grid-cols-2">
          {own.held.map((row) => (
            <li key={row.key}>
              <HeldCard row={row} />
            </li>
          ))}
        </ul>
      </Section>
      <Section
        title="下载"
        lead="一个 JSON 文件，上面各类信息的全部内容，含完整的身份证号，请保管好。下载会记入操作日志。答卷原文密封保存，可以向考试机构申请查阅。"
      >
        <p>
          <a href="/me/data/export" download className={toButtonClass({ look: "main" })}>
            下载我的全部数据
          </a>
        </p>
      </Section>
      <Section title="更正或删除">
        <Form method="post" className="grid max-w-prose gap-3">
          <input type="hidden" name="kind" value="correction" />
          <Field
            label="哪里要更正"
            errors={faults}
            hint="写清楚哪一项错了、应该是什么。不要在这里写身份证号，经办人会当面核对。"
          >
            <TextArea name="text" rows={3} maxLength={500} required />
          </Field>
          <div>
            <Button type="submit">申请更正</Button>
          </div>
        </Form>
        <div>
          <ConfirmOnDemand
            label="申请删除我的资料"
            question={`申请删除 ${identity.name} 的全部个人资料？`}
            confirmLabel="提交删除申请"
            look="quiet"
            consequence="删除以后不能恢复：账号不能再登录，证书核验页不再显示姓名。还在岗位上的，或培训记录没有到保存期限的，依法要留存，经办人会写明留到哪天。"
          >
            <input type="hidden" name="kind" value="deletion" />
            <Field label="想告诉经办人的话" optional>
              <TextArea name="text" rows={2} maxLength={500} />
            </Field>
          </ConfirmOnDemand>
        </div>
        {own.requests.length > 0 && <Requests rows={own.requests} />}
      </Section>
    </div>
  );
}

function HeldCard({ row }: { row: Own["held"][number] }) {
  return (
    <Card className="grid h-full content-start gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="text-lg font-semibold">
          {row.title}
          {row.count && <span className="ml-2 text-base font-normal text-muted">{row.count}</span>}
        </h3>
        {row.seeAt && <TextLink to={row.seeAt.to}>{row.seeAt.label}</TextLink>}
      </div>
      <DefinitionList
        items={[
          ["具体内容", row.fields],
          ["用来做什么", row.purpose],
          [
            "存多久",
            <span key="kept">
              {row.kept.words}
              {row.kept.source && <span className="block text-sm text-muted">{row.kept.source}</span>}
            </span>,
          ],
          [
            "法律依据",
            <ul key="grounds" className="grid gap-1 text-sm">
              {row.grounds.map((ground) => (
                <li key={ground.law + ground.article}>
                  《{ground.law}》{ground.article}，{ground.edition}
                </li>
              ))}
            </ul>,
          ],
        ]}
      />
    </Card>
  );
}

function FullNumber({ masked, full }: { masked: string; full: string }) {
  if (!full) return <>没有登记</>;
  return (
    <details>
      <summary className="cursor-pointer font-mono">
        {masked}
        <span className="ml-2 font-sans text-sm text-bronze">看完整号码</span>
      </summary>
      <span className="font-mono">{full}</span>
    </details>
  );
}

const KIND = { correction: "更正", deletion: "删除" };
const STATE = {
  open: { state: "waiting", word: "等经办人办理" },
  done: { state: "done", word: "已办" },
  refused: { state: "refused", word: "没有办" },
} as const;

function Requests({ rows }: { rows: DataRequestView[] }) {
  return (
    <ul className="grid gap-3" aria-label="提过的申请">
      {rows.map((row) => (
        <li key={row.id} className="grid gap-1 border-t border-line pt-3">
          <p className="flex flex-wrap items-center gap-x-4">
            <span className="font-medium">申请{KIND[row.kind]}</span>
            <span className="text-sm text-muted">{formatDateTime(row.createdAt)}</span>
            <Status state={STATE[row.state].state}>{STATE[row.state].word}</Status>
          </p>
          {row.text && <p className="whitespace-pre-line">{row.text}</p>}
          {row.answer && <p className="text-muted">经办人：{row.answer}</p>}
        </li>
      ))}
    </ul>
  );
}
