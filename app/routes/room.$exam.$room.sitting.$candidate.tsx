import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { actReasonsFor, isActReason } from "~/exam/room/act-reasons";
import { requireRoomReader } from "~/exam/room/room-view.server";
import { admitLate, reopenSitting, SITTING_REQUESTS } from "~/exam/room/sitting-requests.server";
import { sittingPage } from "~/exam/room/sitting-view.server";
import { actOnRequest } from "~/exam/two/request-list.server";
import { DecidedRequests, OpenRequests } from "~/exam/two/request-list";
import { askTwo } from "~/exam/two/request.server";
import { REQUEST_FIELDS } from "~/exam/two/request-words";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { Button, LinkButton } from "~/ui/button";
import { Checkbox } from "~/ui/checkbox";
import { DefinitionList } from "~/ui/definition-list";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/field";
import { formatDateTimeSecond, formatTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { Section } from "~/ui/section";
import { Select } from "~/ui/select";
import { TextInput } from "~/ui/text-input";
import { Timeline } from "~/ui/timeline";

export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("room.read", async ({ db, actor, params }) => {
  const reader = await requireRoomReader(db, actor, params.exam!, params.room!);
  const { personId: _person, ...page } = await sittingPage(db, actor, {
    examId: params.exam!,
    roomId: params.room!,
    candidateId: params.candidate!,
  });
  return { ...page, mayDecide: reader.duty !== "inspect" };
});

const words = z.string().trim().min(1, "写一句说明，第二人要看得懂为什么。").max(400);
const Ask = z.discriminatedUnion("act", [
  z.strictObject({
    act: z.literal("reopen"),
    minutes: z.coerce.number().int("写整数分钟").min(1, "至少 1 分钟").max(600, "最多 600 分钟"),
    reason: z.string().refine((code) => isActReason("reopen", code), "选一个合适的原因。"),
    words,
  }),
  z.strictObject({
    act: z.literal("admit"),
    incident: z.string().min(1, "先选盖住结束那一刻的异常。").max(64),
    late: z.array(z.coerce.number().int()).min(1, "先勾选要算进去的答案。"),
    reason: z.string().refine((code) => isActReason("incident", code), "选一个合适的原因。"),
    words,
  }),
]);

export const action = guard(
  "sitting.decide",
  { takes: [...fieldNames(Ask), ...REQUEST_FIELDS] },
  async ({ request, db, now, actor, params }) =>
    answerAct(
      (sentence: string) => sentence,
      async () => {
        const form = await request.formData();
        const [examId, candidateId] = [params.exam!, params.candidate!];
        const page = await sittingPage(db, actor, { examId, roomId: params.room!, candidateId });
        const answered = await actOnRequest(db, now, actor, SITTING_REQUESTS, { examId, form });
        if (answered) return answered;
        const parsed = Ask.safeParse({
          ...Object.fromEntries(form),
          ...(form.get("act") === "admit" ? { late: form.getAll("late").map(String) } : {}),
        });
        if (!parsed.success) throw new DomainError("invalid", parsed.error.issues[0]?.message ?? "填得不对。");
        const asked = {
          examId,
          subjectId: candidateId,
          reason: parsed.data.reason,
          words: parsed.data.words,
          aboutPersonId: page.personId,
        };
        if (parsed.data.act === "reopen")
          await askTwo(db, now, actor, reopenSitting, { ...asked, facts: { minutes: parsed.data.minutes } });
        else {
          const { late: chosen } = parsed.data;
          const items = page.late.flatMap(({ seq, item }) => (chosen.includes(seq) ? [item] : []));
          await askTwo(db, now, actor, admitLate, {
            ...asked,
            facts: {
              incident: parsed.data.incident,
              seqs: chosen,
              items: [...new Set(items)],
            },
          });
        }
        return "已提出，还没有执行。请另一名监考员或立计划的考务人员在这一页答复。";
      },
    ),
);

const ENDED = { submit: "考生交卷", time: "到时结束", stop: "被终止" } as const;
const STATUS = { waiting: "待开考", running: "作答中", paused: "暂停", ended: "已结束" } as const;
const reasons = (act: "reopen" | "incident") =>
  actReasonsFor(act).map((branch) => ({
    label: branch.words,
    options: branch.reasons.map((one) => ({ value: one.code, label: one.words })),
  }));

export default function SittingPage() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const waiting = page.late.filter((one) => !one.admitted && one.after === "time");
  return (
    <div className="grid gap-6">
      <ActNotice answer={answer} />
      <p>
        <LinkButton to={`/room/${page.examId}/${page.roomId}/board`}>回监控板</LinkButton>
      </p>
      <DefinitionList
        items={[
          ["考生", `${page.name}（${page.slipNumber}）`],
          ["座位", page.seat || "—"],
          ["现在", page.status ? STATUS[page.status] : "没有作答记录"],
          ...page.ends.map(
            (end, n) =>
              [
                page.ends.length > 1 ? `第 ${n + 1} 次结束` : "结束",
                `${formatDateTimeSecond(end.at)} ${ENDED[end.by]}，已答 ${end.answered} 题${
                  end.setAside ? `，${end.setAside} 处没有计入` : ""
                }`,
              ] as const,
          ),
        ]}
      />
      <OpenRequests lines={page.open} />
      <Section title="经过" lead="由考试记录自动列出，答案的内容不在这里。">
        {page.lines.length ? (
          <Timeline
            label="经过"
            items={page.lines.map((line) => ({
              key: line.key,
              at: formatTime(line.at),
              title: line.what,
              children: [line.detail, line.note, line.by.join("、")].filter(Boolean).join("；"),
            }))}
          />
        ) : (
          <EmptyState>还没有入座。</EmptyState>
        )}
      </Section>
      <DecidedRequests lines={page.decided} />
      {page.mayDecide && waiting.length > 0 && <AdmitForm page={page} />}
      {page.mayDecide && page.status === "ended" && ["opened", "closed"].includes(page.examStatus) && (
        <Section
          title="重开作答"
          lead="误交卷、误终止，或机器坏着就到了时间：两个人同意后接着考。时间从考生按“继续作答”起算；换了机器的，先重发座位票。晚到的答案不会因此计入。"
        >
          <Form method="post" className="grid max-w-prose gap-3">
            <Field label="还考几分钟" hint={`结束时还剩 ${page.leftMinutes} 分钟。`}>
              <TextInput
                name="minutes"
                type="number"
                min={1}
                max={600}
                defaultValue={page.leftMinutes || undefined}
                required
              />
            </Field>
            <Why act="reopen" />
            <div>
              <Button type="submit" name="act" value="reopen" look="main">
                提出重开作答
              </Button>
            </div>
          </Form>
        </Section>
      )}
    </div>
  );
}

/** Why it is asked for: a reason of the tree, and words that the second person reads. */
function Why({ act }: { act: "reopen" | "incident" }) {
  return (
    <>
      <Field label="原因">
        <Select name="reason" options={reasons(act)} />
      </Field>
      <Field label="说明">
        <TextInput name="words" maxLength={400} required />
      </Field>
    </>
  );
}

function AdmitForm({ page }: { page: ReturnType<typeof useLoaderData<typeof loader>> }) {
  const known = page.incidents.filter((one) => one.from && one.to);
  return (
    <Section title="晚到的答案" lead="到时以后才送到，没有计入。记录的异常盖住结束的那一刻，两个人同意，才算进去。">
      {known.length === 0 ? (
        <Notice title="还不能算进去">先由监考员在监控板上记下这段异常（停电、断网），再回到这里。</Notice>
      ) : (
        <Form method="post" className="grid max-w-prose gap-3">
          <fieldset className="grid gap-1">
            <legend className="font-medium">算进哪几处</legend>
            {page.late
              .filter((one) => !one.admitted && one.after === "time")
              .map((one) => (
                <Checkbox
                  key={one.seq}
                  name="late"
                  value={one.seq}
                  defaultChecked
                  label={`第 ${one.item + 1} 题，${formatTime(one.at)} 送到`}
                />
              ))}
          </fieldset>
          <Field label="依据的异常">
            <Select
              name="incident"
              options={known.map((one) => ({
                value: one.id,
                label: `${one.words} ${formatTime(one.from!)}–${formatTime(one.to!)}`,
              }))}
            />
          </Field>
          <Why act="incident" />
          <div>
            <Button type="submit" name="act" value="admit" look="main">
              提出算进去
            </Button>
          </div>
        </Form>
      )}
    </Section>
  );
}
