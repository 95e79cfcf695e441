import { data, redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { SubjectCode } from "#content/schema/subject";
import { blueprintChoices } from "~/exam/blueprint/blueprint-choices.server";
import { openCentres, whyNoCentre } from "~/exam/centre/centre.server";
import { examSubjects } from "~/exam/exam-rules";
import { ExamPlan, planExam } from "~/exam/plan/plan.server";
import { subjectTitle } from "~/exam/plan/eligibility";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { toDay } from "~/platform/day";
import { env } from "~/platform/env.server";
import { DomainError } from "~/platform/errors";
import { loadRules } from "~/rules/load.server";
import { Button, LinkButton } from "~/ui/button";
import { Checkbox } from "~/ui/checkbox";
import { Field, FieldErrors } from "~/ui/field";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { fromLocalInput, toLocalInput } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Select } from "~/ui/select";
import { TextInput } from "~/ui/text-input";

export const meta: MetaFunction = () => [{ title: "新建考试 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("exam.plan", async ({ db, now }) => {
  return {
    blueprints: await blueprintChoices(db, now, { demonstration: env().DEMO !== "0" }),
    centres: await openCentres(db),
    noCentre: await whyNoCentre(db),
    subjects: examSubjects(loadRules(), toDay(now)),
    soon: toLocalInput(new Date(now.getTime() + 3_600_000)),
  };
});

export const action = guard(
  "exam.plan",
  { takes: ["title", "subject", "blueprintHash", "roomIds", "startsAt"] },
  async ({ request, db, now, actor }) => {
    const form = await request.formData();
    const blueprintHash = String(form.get("blueprintHash") ?? "");
    const parsed = ExamPlan.safeParse({
      title: String(form.get("title") ?? ""),
      subject: SubjectCode.safeParse(form.get("subject")).data,
      blueprintHash,
      roomIds: form.getAll("roomIds").map(String),
      startsAt: fromLocalInput(String(form.get("startsAt") ?? "")) ?? undefined,
    });
    if (!parsed.success) return data({ faults: parsed.error.flatten().fieldErrors, error: null }, { status: 400 });
    try {
      return redirect(
        `/centre/exams/${await planExam(db, now, actor, { ...parsed.data, demonstration: env().DEMO !== "0" })}/candidates`,
      );
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return data({ faults: {}, error: error.message }, { status: error.status });
    }
  },
);

type Faults = Partial<Record<keyof ExamPlan, string[]>>;

export default function NewExam() {
  const { centres, noCentre, blueprints, subjects, soon } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const faults: Faults = answer?.faults ?? {};
  return (
    <StaffPage>
      <PageHeader
        title="新建考试"
        back={{ to: "/centre", label: "考试计划" }}
        lead="时长、合格分和最晚入场按规则来，不在这里填。建计划的人承担命题组卷，不能发布成绩。"
      />
      {noCentre && (
        <Notice
          tone="must"
          title={noCentre.rooms ? "现在没有能用的考场" : "还没有能用的考场"}
          className="mb-4"
          actions={<LinkButton to="/centre/ground">{noCentre.rooms ? "去考试场地" : "去建考场"}</LinkButton>}
        >
          {noCentre.why}
        </Notice>
      )}
      {blueprints.length === 0 && (
        <Notice
          tone="must"
          title="还没有组卷蓝图"
          className="mb-4"
          actions={<LinkButton to="/centre/blueprints/new">去写蓝图</LinkButton>}
        >
          先发布一份蓝图，再排考试。
        </Notice>
      )}
      <Form method="post" className="grid max-w-3xl gap-4">
        <FormErrorSummary errors={answer?.error ? [answer.error] : null} />
        <Field label="考试名称" errors={faults.title}>
          <TextInput name="title" maxLength={60} required />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="科目" errors={faults.subject}>
            <Select name="subject" options={subjects.map((value) => ({ value, label: subjectTitle(value) }))} />
          </Field>
          <Field label="组卷蓝图" errors={faults.blueprintHash}>
            <Select name="blueprintHash" blank="请选择" options={blueprints} />
          </Field>
        </div>
        <Field label="开考时间" errors={faults.startsAt}>
          <TextInput name="startsAt" type="datetime-local" defaultValue={soon} required />
        </Field>
        {centres.map((centre) => (
          <fieldset key={centre.id}>
            <legend className="font-medium">{centre.name}</legend>
            <div className="grid gap-x-6 sm:grid-cols-2 lg:grid-cols-3">
              {centre.rooms.map((room) => (
                <Checkbox key={room.id} name="roomIds" value={room.id} label={`${room.name}，${room.seats} 座`} />
              ))}
            </div>
          </fieldset>
        ))}
        <FieldErrors id="rooms-error" errors={faults.roomIds} />
        <div>
          <Button type="submit" look="main">
            建立计划
          </Button>
        </div>
      </Form>
    </StaffPage>
  );
}
