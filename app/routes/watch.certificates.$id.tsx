import { data, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { PeriodFields } from "~/certificate/external/external-fields";
import { CheckedMark, ExternalStatus, nextWords } from "~/certificate/external/external-status";
import { PERIOD_FIELDS, readPeriod } from "~/certificate/external/form";
import { externalPage, requireExternal } from "~/certificate/external/query.server";
import { changeExternal, type Change } from "~/certificate/external/register.server";
import { CHECK_WAYS, EVENT_WORDS, type CheckWay, type ExternalEventKind } from "~/certificate/external/state";
import { reachOf } from "~/people/actor.server";
import { guard } from "~/people/guard.server";
import { mayDo } from "~/people/policies";
import { StaffPage } from "~/people/staff-page";
import { DomainError } from "~/platform/errors";
import { certaintyWords } from "~/rules/rules";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { DefinitionList } from "~/ui/definition-list";
import { Field } from "~/ui/field";
import { formatDate, formatDateTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Select } from "~/ui/select";
import { Table } from "~/ui/table";
import { TextInput } from "~/ui/text-input";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "外部证书 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("external.read", async ({ params, db, now, actor }) => {
  const page = await externalPage(db, now, params.id ?? "", {
    reach: await reachOf(db, "external.read", actor),
    accountId: actor.accountId,
  });
  return {
    page,
    mayEnter: mayDo("external.enter", actor),
    mayCheck: mayDo("external.check", actor) && !page.writtenByMe && page.personId !== actor.personId,
  };
});

/** Whoever may enter may change; a check asks for the checkers' policy besides. */
export const action = guard(
  "external.enter",
  { takes: ["kind", "way", "note", ...PERIOD_FIELDS] },
  async ({ params, request, db, now, actor }) => {
    const form = await request.formData();
    try {
      const change = readChange(form);
      const act = change.kind === "checked" || change.kind === "refused" ? "external.check" : "external.enter";
      if (!mayDo(act, actor)) throw new DomainError("forbidden", "您的角色不能做这一步。");
      const row = await requireExternal(db, params.id ?? "", await reachOf(db, act, actor));
      await changeExternal(db, now, row.id, { change, byAccount: actor.accountId, byPerson: actor.personId });
      return data({ done: `${EVENT_WORDS[change.kind]}，已记入。`, error: "" });
    } catch (error) {
      if (error instanceof DomainError) return data({ done: "", error: error.message }, { status: error.status });
      throw error;
    }
  },
);

function readChange(form: FormData): Change {
  const text = (key: string) =>
    String(form.get(key) ?? "")
      .trim()
      .slice(0, 400);
  const kind = text("kind");
  switch (kind) {
    case "corrected":
    case "renewed":
      return { kind, ...readPeriod(form) };
    case "reviewed":
      return { kind, reviewedOn: text("reviewedOn") };
    case "checked":
    case "refused":
      if (!Object.hasOwn(CHECK_WAYS, text("way"))) throw new DomainError("invalid", "选怎样核对的。");
      return { kind, way: text("way") as CheckWay, note: text("note") };
    case "revoked":
    case "cancelled":
      return { kind, note: text("note") };
    default:
      throw new DomainError("invalid", "没有这样的操作。");
  }
}

export default function External() {
  const { page, mayEnter, mayCheck } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { validity, facts } = page;
  return (
    <StaffPage>
      <PageHeader
        title={`${page.name}：${page.title}`}
        back={{ to: "/watch/certificates", label: "外部证书" }}
        facts={
          <>
            <ExternalStatus state={validity.state} />
            <CheckedMark checked={page.checked} />
            <span>{nextWords(validity)}</span>
          </>
        }
      />
      {answer?.done && <Notice tone="safe" role="status" title={answer.done} className="mb-4" />}
      {answer?.error && (
        <Notice tone="warn" role="alert" title="没有改" className="mb-4">
          {answer.error}
        </Notice>
      )}
      <div className="grid gap-10">
        <DefinitionList
          items={[
            [
              "持证人",
              <TextLink key="p" to={`/watch/people/${page.personId}`}>
                {page.name}
              </TextLink>,
            ],
            ["单位", page.organisation],
            ["证书", page.kindTitle],
            ["类别和项目", `${page.group}，${page.title}`],
            [
              "编号",
              <span key="n" className="font-mono">
                {page.maskedNumber}
              </span>,
            ],
            ["发证机关", page.issuer],
            [
              "有效期",
              `${formatDate(facts.validFrom)} 至 ${formatDate(validity.expires)}${facts.printedUntil ? "（证上所印）" : ""}`,
            ],
            [
              "应复审",
              validity.reviewDue
                ? `${formatDate(validity.reviewDue)}${facts.reviewedOn ? `，已于 ${formatDate(facts.reviewedOn)}复审` : ""}`
                : facts.long
                  ? "延长复审，与换证同时"
                  : "这类证书不复审",
            ],
            [
              "依据",
              `${page.rule.source} ${page.rule.clause}（${certaintyWords[page.rule.certainty as keyof typeof certaintyWords]}）`,
            ],
          ]}
        />
        {!facts.ended && mayCheck && <Check />}
        {!facts.ended && mayEnter && <Changes />}
        <Section title="经过" lead="只增不改，更正也是新的一行。">
          <Table<ReturnType<typeof useLoaderData<typeof loader>>["page"]["events"][number]>
            caption="经过"
            captionHidden
            rows={page.events}
            rowKey={(row) => row.id}
            unit="行"
            empty={null}
            columns={[
              { key: "at", header: "时间", cell: (row) => formatDateTime(row.at) },
              {
                key: "kind",
                header: "事项",
                rowHeader: true,
                cell: (row) => EVENT_WORDS[row.kind as ExternalEventKind],
              },
              {
                key: "note",
                header: "说明",
                cell: (row) => [CHECK_WAYS[row.way as CheckWay], row.note].filter(Boolean).join("："),
              },
              { key: "by", header: "", cell: (row) => (row.mine ? "本账号" : "") },
            ]}
          />
        </Section>
      </div>
    </StaffPage>
  );
}

function Check() {
  return (
    <Section title="核对" lead="对照国家查询平台或原件逐项看过，再写。本系统不查国家平台，也不证明真伪。">
      <Form method="post" className="grid max-w-xl gap-4">
        <Field label="怎样核对的">
          <Select
            name="way"
            options={Object.entries(CHECK_WAYS).map(([value, label]) => ({ value, label }))}
            required
          />
        </Field>
        <Field label="看到了什么">
          <TextInput name="note" maxLength={200} required />
        </Field>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="main" name="kind" value="checked">
            核对无误
          </Button>
          <Button type="submit" name="kind" value="refused">
            对不上
          </Button>
        </div>
      </Form>
    </Section>
  );
}

function Changes() {
  const {
    page: { facts, issuer, validity },
  } = useLoaderData<typeof loader>();
  const draft = { ...facts, printedUntil: facts.printedUntil ?? "", reviewedOn: facts.reviewedOn ?? "", issuer };
  return (
    <Section title="登记变化">
      <div className="grid gap-3">
        {validity.reviewDue && (
          <details>
            <summary className="cursor-pointer py-1">登记复审</summary>
            <Form method="post" className="mt-2 flex flex-wrap items-end gap-3">
              <Field label="复审日期">
                <TextInput name="reviewedOn" type="date" required />
              </Field>
              <Button type="submit" name="kind" value="reviewed">
                登记复审
              </Button>
            </Form>
          </details>
        )}
        <details>
          <summary className="cursor-pointer py-1">登记换证延期</summary>
          <Form method="post" className="mt-2 grid max-w-xl gap-4">
            <PeriodFields draft={{ issuer }} faults={{}} review={false} />
            <div>
              <Button type="submit" name="kind" value="renewed">
                登记换证
              </Button>
            </div>
          </Form>
        </details>
        <details>
          <summary className="cursor-pointer py-1">更正</summary>
          <Form method="post" className="mt-2 grid max-w-xl gap-4">
            <PeriodFields draft={draft} faults={{}} />
            <div>
              <Button type="submit" name="kind" value="corrected">
                更正
              </Button>
            </div>
          </Form>
        </details>
        <p className="flex flex-wrap gap-2">
          <ConfirmDialog
            label="登记撤销"
            question="登记这张证已被发证机关撤销？"
            consequence="持证人的这一项从此按无证计算，不能再改回来。"
          >
            <input type="hidden" name="kind" value="revoked" />
          </ConfirmDialog>
          <ConfirmDialog
            label="登记注销"
            question="登记这张证已注销？"
            consequence="持证人的这一项从此按无证计算，不能再改回来。"
          >
            <input type="hidden" name="kind" value="cancelled" />
          </ConfirmDialog>
        </p>
      </div>
    </Section>
  );
}
