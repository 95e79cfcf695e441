import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { shortages } from "~/exam/blueprint/blueprint";
import { blueprintSupply, requireBlueprint } from "~/exam/blueprint/blueprint.server";
import { barToAct } from "~/exam/duty/act.server";
import { requireExam } from "~/exam/exam.server";
import { closeExam } from "~/exam/marking/marking.server";
import { missingBeforeSeal, sealPapers } from "~/exam/paper/papers.server";
import { opensAt } from "~/exam/paper/opening.server";
import { cancelExam, moveExam } from "~/exam/plan/change.server";
import { dutyLines, usedRooms } from "~/exam/plan/exam-list.server";
import { mayReadRooms } from "~/exam/room/room-view.server";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { Button, LinkButton } from "~/ui/button";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { DefinitionList } from "~/ui/definition-list";
import { Field } from "~/ui/field";
import { formatDateTime, formatTimeBeside, fromLocalInput, toLocalInput } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { Section } from "~/ui/section";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextInput } from "~/ui/text-input";
import { TextLink } from "~/ui/text-link";

export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("exam.read", async ({ db, now, actor, params }) => {
  const exam = await requireExam(db, params.exam!);
  const blueprint = await requireBlueprint(db, exam.blueprintHash);
  const supply = await blueprintSupply(db, blueprint.body, {
    factor: exam.rules.bankSize.value.itemsPerCellFactor,
    demonstration: exam.demonstration,
  });
  const has = (role: string) => actor.grants.some((grant) => grant.role === role);
  const { exam: rule, examDay, separation, marking } = exam.rules;
  return {
    id: exam.id,
    status: exam.status,
    startsAt: exam.startsAt.toISOString(),
    latestEntryAt: exam.latestEntryAt.toISOString(),
    opensAt: opensAt(exam).toISOString(),
    minutes: exam.minutes,
    totalMark: exam.totalMark,
    passMark: exam.passMark,
    overlap: exam.overlap,
    target: exam.rules.bankSize.value.neighbourSharePercent,
    sealedAt: exam.sealedAt?.toISOString() ?? null,
    openedAt: exam.openedAt?.toISOString() ?? null,
    blueprint: { title: blueprint.title, hash: blueprint.hash },
    short: exam.status === "planned" ? shortages(supply) : [],
    missing: exam.status === "planned" ? await missingBeforeSeal(db, exam) : [],
    rooms: await usedRooms(db, exam.id),
    duties: (await dutyLines(db, exam.id)).length,
    sources: [rule, examDay, separation, marking].map((one) => ({ id: one.id, words: `${one.source} ${one.clause}` })),
    officer: has("exam-officer"),
    opener: exam.status === "sealed" && has("opener") && !(await barToAct(db, now, actor, { exam, kind: "open" })),
    readsRooms: await mayReadRooms(db, actor, exam.id),
  };
});

const Act = z.discriminatedUnion("act", [
  z.strictObject({ act: z.literal("seal") }),
  z.strictObject({ act: z.literal("close") }),
  z.strictObject({ act: z.literal("cancel") }),
  z.strictObject({ act: z.literal("move"), startsAt: z.string().max(20) }),
]);

export const action = guard("paper.seal", { takes: fieldNames(Act) }, async ({ request, db, now, actor, params }) =>
  answerAct(
    (sentence: string) => sentence,
    async () => {
      const parsed = Act.safeParse(Object.fromEntries(await request.formData()));
      if (!parsed.success) throw new DomainError("invalid", "没有这样的操作。");
      const examId = params.exam!;
      switch (parsed.data.act) {
        case "seal":
          await sealPapers(db, now, actor, examId);
          return "试卷已生成并封存。开考前，任何人都看不到试卷。";
        case "close":
          await closeExam(db, now, actor, examId);
          return "考试已结束，可以阅卷。";
        case "cancel":
          await cancelExam(db, now, actor, examId);
          return "考试已取消。";
        case "move": {
          const startsAt = fromLocalInput(parsed.data.startsAt);
          if (!startsAt) throw new DomainError("invalid", "写上开考时间。");
          await moveExam(db, now, actor, { examId, startsAt });
          return `开考时间已改为 ${formatDateTime(startsAt)}。`;
        }
      }
    },
  ),
);

export default function Overview() {
  const exam = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const early = exam.status === "planned" || exam.status === "sealed";
  return (
    <div className="grid gap-8">
      <div>
        <ActNotice answer={answer} />
        <NextStep exam={exam} />
      </div>
      <Section title="计划">
        <DefinitionList
          items={[
            ["开考", formatDateTime(exam.startsAt)],
            ["启封", `${formatTimeBeside(exam.opensAt, exam.startsAt)} 起`],
            ["最晚入场", formatTimeBeside(exam.latestEntryAt, exam.startsAt)],
            ["时长", `${exam.minutes} 分钟，从各人开考算起`],
            ["分数", `满分 ${exam.totalMark} 分，${exam.passMark} 分合格`],
            [
              "组卷蓝图",
              exam.officer ? (
                <TextLink key="b" to={`/centre/blueprints/${exam.blueprint.hash}`}>
                  {exam.blueprint.title}
                </TextLink>
              ) : (
                exam.blueprint.title
              ),
            ],
            ...(exam.overlap.papers
              ? [["邻座重题", <OverlapNote key="o" overlap={exam.overlap} target={exam.target} />] as const]
              : []),
            [
              "依据",
              <ul key="s">
                {exam.sources.map((one) => (
                  <li key={one.id}>{one.words}</li>
                ))}
              </ul>,
            ],
          ]}
        />
      </Section>
      <Section title="考场">
        <Table
          caption="考场"
          captionHidden
          rows={exam.rooms}
          rowKey={(row) => row.id}
          unit="个考场"
          columns={[
            {
              key: "name",
              header: "考场",
              rowHeader: true,
              cell: (row) =>
                exam.readsRooms ? <TextLink to={`/room/${exam.id}/${row.id}`}>{row.name}</TextLink> : row.name,
            },
            { key: "candidates", header: "考生", align: "end", cell: (row) => `${row.candidates} 人` },
            { key: "seats", header: "座位", align: "end", cell: (row) => `${row.seats} 个` },
          ]}
        />
      </Section>
      {exam.officer && early && (
        <Section title="改期或取消">
          <div className="flex flex-wrap items-end gap-4">
            <Form method="post" className="flex flex-wrap items-end gap-2">
              <Field label="开考时间">
                <TextInput name="startsAt" type="datetime-local" defaultValue={toLocalInput(exam.startsAt)} />
              </Field>
              <Button type="submit" name="act" value="move">
                改期
              </Button>
            </Form>
            <ConfirmDialog label="取消考试" question="取消这场考试？" consequence="考生的准考证随之作废，不能恢复。">
              <input type="hidden" name="act" value="cancel" />
            </ConfirmDialog>
          </div>
        </Section>
      )}
    </div>
  );
}

function OverlapNote({
  overlap,
  target,
}: {
  overlap: { worst?: number; mean?: number; pairs?: number };
  target: number;
}) {
  const fine = (overlap.worst ?? 0) <= target;
  return (
    <span>
      {overlap.pairs} 对邻座，最多相同 {overlap.worst}%，平均 {overlap.mean}%　
      <Status state={fine ? "done" : "late"}>
        {fine ? `不超过 ${target}%` : `目标 ${target}%，题库再多一些才能做到`}
      </Status>
    </span>
  );
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

/** The one thing to do now, and what it waits for. */
function NextStep({ exam }: { exam: Data }) {
  if (exam.status === "planned") {
    return (
      <Notice
        tone={exam.missing.length ? "warn" : "must"}
        title={exam.missing.length ? "封卷前还缺这些" : "可以封卷"}
        actions={
          exam.officer &&
          exam.missing.length === 0 && (
            <Form method="post">
              <Button type="submit" name="act" value="seal" look="main">
                生成并封存试卷
              </Button>
            </Form>
          )
        }
      >
        {exam.missing.length > 0 && (
          <ul className="list-disc pl-5">
            {exam.missing.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        )}
        {exam.short.length > 0 && (
          <>
            <p className="mt-2">题库余量不够，演示考试可以继续，正式考试不行：</p>
            <ul className="list-disc pl-5">
              {exam.short.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          </>
        )}
        {exam.missing.length === 0 && <p>封存以后考生名单和开卷人不能再改。</p>}
      </Notice>
    );
  }
  if (exam.status === "sealed")
    return (
      <Notice
        tone="must"
        title={`试卷已封存，${formatDateTime(exam.opensAt)} 起由两名开卷人启封`}
        actions={
          exam.opener && (
            <LinkButton to={`/centre/open/${exam.id}`} look="main">
              启封试卷
            </LinkButton>
          )
        }
      />
    );
  if (exam.status === "opened")
    return (
      <Notice
        tone="must"
        title="考试进行中"
        actions={
          exam.officer && (
            <Form method="post">
              <Button type="submit" name="act" value="close">
                全部结束，转入阅卷
              </Button>
            </Form>
          )
        }
      >
        各考场由监考员签到、开考、收卷。
      </Notice>
    );
  if (exam.status === "closed") return <Notice tone="must" title="等考评员阅卷" />;
  if (exam.status === "marked")
    return (
      <Notice tone="must" title="等成绩发布人核对并发布">
        发布人不能是组卷或阅卷的人。
      </Notice>
    );
  return <Notice title={exam.status === "released" ? "成绩已发布" : "考试已取消"} />;
}
