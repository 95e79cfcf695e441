import { type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { subjectTitles } from "#content/schema/subject-titles";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { nextToReview, readyToGoLive, stepMany, type Judgement, type ReadyItem } from "~/exam/bank/review.server";
import { KIND_WORDS, type ItemKind } from "~/exam/blueprint/blueprint";
import { subjectTitle } from "~/exam/plan/eligibility";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { DomainError } from "~/platform/errors";
import { QuestionView } from "~/question/question-view";
import { toResult } from "~/question/result";
import { toShown } from "~/question/shown";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { tickClass } from "~/ui/checkbox";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/field";
import { FilterBar, FilterSelect } from "~/ui/filter-bar";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Badge } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextInput } from "~/ui/text-input";

export const meta: MetaFunction = () => [{ title: "审题 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";
const A_PAGE = 20;

export const loader = guard("bank.review", async ({ db, now, actor, url }) => {
  const { items, total } = await nextToReview(db, now, actor, {
    take: A_PAGE,
    subject: url.searchParams.get("subject") || undefined,
  });
  return {
    total,
    ready: await readyToGoLive(db, actor),
    items: items.map(({ question, figures, ...item }) => ({
      ...item,
      subject: question.subject,
      point: question.point,
      difficulty: question.difficulty,
      kind: question.kind,
      shown: toShown(question, item.versionId, figures),
      result: toResult(question, null),
    })),
  };
});

const Version = z.string().min(8).max(64);
const Verdict = z.enum(["approve", "return", ""]);

/** `verdict.<version>` and `note.<version>` for each item of the page; `live` for each to be put in use. */
function readJudgements(form: FormData): Judgement[] {
  const judgements: Judgement[] = [];
  for (const [name, value] of form) {
    const version = Version.safeParse(name === "live" ? value : name.slice(name.indexOf(".") + 1));
    if (name === "live" && version.success) judgements.push({ versionId: version.data, step: "live" });
    if (!name.startsWith("verdict.")) continue;
    const verdict = Verdict.safeParse(value);
    if (!version.success || !verdict.success) throw new DomainError("invalid", "这个请求不完整，没有执行。");
    if (verdict.data !== "")
      judgements.push({
        versionId: version.data,
        step: verdict.data,
        note: String(form.get(`note.${version.data}`) ?? "")
          .trim()
          .slice(0, 2000),
      });
  }
  return judgements;
}

export const action = guard(
  "bank.review",
  { takes: ["live", "verdict.*", "note.*"] },
  async ({ request, db, now, actor }) =>
    answerAct(
      ({ done, refused, live }: { done: number; refused: string[]; live: boolean }) =>
        `${live ? `已启用 ${done} 道。` : `已记下 ${done} 道的审题意见。`}${refused.length ? `有的没有做成：${refused.join("")}` : ""}`,
      async () => {
        const judgements = readJudgements(await request.formData());
        if (judgements.length > 1000) throw new DomainError("invalid", "一次最多 1,000 道。");
        const result = await stepMany(db, now, actor, judgements);
        if (result.done === 0) throw new DomainError("wrong-state", result.refused.join(""));
        return { ...result, live: judgements[0]!.step === "live" };
      },
    ),
);

export default function Review() {
  const { items, total, ready } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state === "submitting";
  return (
    <StaffPage>
      <PageHeader
        title="审题"
        back={{ to: "/centre/bank", label: "题库" }}
        lead="别人写的草稿，逐题读过再定。打开这一页，页上每一道都记为您打开过；自己写的不在这里。"
        facts={
          <>
            <span>等您审 {total} 道</span>
            <span>审过待启用 {ready.length} 道</span>
          </>
        }
      />
      <ActNotice answer={answer} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
        {ready.length > 0 && <Ready />}
        <Section title={total > items.length ? `这一页 ${items.length} 道，共 ${total} 道` : `等审的 ${total} 道`}>
          <FilterBar>
            <FilterSelect
              name="subject"
              label="科目"
              options={Object.entries(subjectTitles).map(([value, label]) => ({ value, label }))}
            />
          </FilterBar>
          {items.length === 0 && <EmptyState>没有等您审的题。</EmptyState>}
          {items.length > 0 && (
            <Form method="post" className="grid max-w-4xl gap-6" key={items[0]!.versionId}>
              {items.map((item) => (
                <Judged key={item.versionId} item={item} />
              ))}
              <div className="sticky bottom-0 z-10 -mx-4 border-t border-line bg-paper px-4 py-2">
                <Button type="submit" look="main" pending={busy} pendingLabel="正在记">
                  记下这一页的审题意见
                </Button>
              </div>
            </Form>
          )}
        </Section>
      </div>
    </StaffPage>
  );
}

type Shown = ReturnType<typeof useLoaderData<typeof loader>>["items"][number];

function Judged({ item }: { item: Shown }) {
  const verdict = (value: string, label: string, chosen = false) => (
    <label className="flex min-h-tap items-center gap-2">
      <input
        type="radio"
        name={`verdict.${item.versionId}`}
        value={value}
        defaultChecked={chosen}
        className={tickClass}
      />
      {label}
    </label>
  );
  return (
    <Card as="article" aria-label={item.code}>
      <p className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted">
        <span className="font-mono text-ink">{item.code}</span>
        <span>{subjectTitle(item.subject)}</span>
        <span>{item.point}</span>
        <span>{KIND_WORDS[item.kind]}</span>
        <span>难度 {item.difficulty}</span>
        <span>命题人 {item.author || "—"}</span>
        {item.version > 1 && <Badge>第 {item.version} 版</Badge>}
      </p>
      <QuestionView shown={item.shown} value={null} onChange={() => undefined} disabled result={item.result} keyOnly />
      <fieldset className="mt-3 grid gap-2 border-t border-line pt-3">
        <legend className="sr-only">{item.code} 的审题意见</legend>
        <div className="flex flex-wrap gap-x-6">
          {verdict("approve", "审过")}
          {verdict("return", "退回")}
          {verdict("", "先不定", true)}
        </div>
        <Field label="退回时写明哪里要改">
          <TextInput name={`note.${item.versionId}`} maxLength={2000} />
        </Field>
      </fieldset>
    </Card>
  );
}

function Ready() {
  const { ready } = useLoaderData<typeof loader>();
  const busy = useNavigation().state === "submitting";
  return (
    <Section title="审过，待启用" lead="启用以后才会抽进试卷；同一道题的旧版同时停用。">
      <Form method="post" className="grid gap-3">
        <Table<ReadyItem>
          caption="审过，待启用"
          captionHidden
          rows={ready}
          rowKey={(row) => row.versionId}
          unit="道"
          columns={[
            {
              key: "pick",
              header: "启用",
              cell: (row) => (
                <input
                  type="checkbox"
                  name="live"
                  value={row.versionId}
                  defaultChecked
                  aria-label={`启用 ${row.code}`}
                  className={tickClass}
                />
              ),
            },
            {
              key: "code",
              header: "编号",
              rowHeader: true,
              cell: (row) => <span className="font-mono">{row.code}</span>,
            },
            { key: "subject", header: "科目", cell: (row) => subjectTitle(row.subject) },
            { key: "point", header: "知识点", cell: (row) => row.point },
            { key: "kind", header: "题型", cell: (row) => KIND_WORDS[row.kind as ItemKind] },
            { key: "difficulty", header: "难度", align: "end", cell: (row) => row.difficulty },
            { key: "version", header: "版", align: "end", cell: (row) => `第 ${row.version} 版` },
          ]}
        />
        <div>
          <Button type="submit" look="main" pending={busy} pendingLabel="正在启用">
            启用选中的题
          </Button>
        </div>
      </Form>
    </Section>
  );
}
