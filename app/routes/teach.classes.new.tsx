import { data, redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { SubjectCode } from "#content/schema/subject";
import { subjectTitles } from "#content/schema/subject-titles";
import { guard } from "~/people/guard.server";
import { personText } from "~/people/person.server";
import { StaffPage } from "~/people/staff-page";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { ClassFiling } from "~/training/class-filing";
import { fileClass, teachersOf } from "~/training/class-filing.server";
import { classScope } from "~/training/class-view.server";
import { ASSESSMENTS, toOptions } from "~/training/class-words";
import { listCourses } from "~/training/courses.server";
import { lessonTime } from "~/training/study.server";
import { Button } from "~/ui/button";
import { Checkbox } from "~/ui/checkbox";
import { Field, FieldErrors } from "~/ui/field";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { fromLocalInput, toLocalInput } from "~/ui/format";
import { PageHeader } from "~/ui/page-header";
import { RadioGroup } from "~/ui/radio-group";
import { Select } from "~/ui/select";
import { TextArea } from "~/ui/text-area";
import { TextInput } from "~/ui/text-input";

export const meta: MetaFunction = () => [{ title: "备案面授班 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("class.teach", async ({ db, now, actor }) => {
  const { providers } = await classScope(db, actor);
  const teachers = await Promise.all(
    providers.map(async (provider) => {
      const ids = await teachersOf(db, now, provider.id);
      const texts = await personText(db, ids);
      return {
        provider,
        people: ids.map((id) => ({ id, name: texts.get(id)?.name ?? "已删除", self: id === actor.personId })),
      };
    }),
  );
  const courses = (await listCourses(db)).map(({ course }) => ({
    slug: course.slug,
    title: course.title,
    subject: subjectTitles[course.subject],
  }));
  const { minutesPerHour, dailyCapHours } = lessonTime(now);
  const tomorrow = new Date(now.getTime() + 86_400_000);
  const from = fromLocalInput(`${toLocalInput(tomorrow).slice(0, 10)}T09:00`)!;
  return {
    teachers,
    courses,
    minutesPerHour,
    dailyCapHours,
    from: toLocalInput(from),
    to: toLocalInput(new Date(from.getTime() + 3 * 3_600_000)),
  };
});

function readForm(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "");
  const number = (name: string) => (text(name) === "" ? undefined : Number(text(name)));
  return ClassFiling.safeParse({
    providerId: text("providerId"),
    subject: text("subject"),
    course: text("course"),
    title: text("title"),
    content: text("content"),
    place: text("place"),
    from: fromLocalInput(text("from")) ?? undefined,
    to: fromLocalInput(text("to")) ?? undefined,
    hours: number("hours"),
    capacity: number("capacity"),
    assessment: text("assessment"),
    teacherIds: form.getAll("teacherIds").map(String),
  });
}

export const action = guard("class.teach", { takes: fieldNames(ClassFiling) }, async ({ request, db, now, actor }) => {
  const parsed = readForm(await request.formData());
  if (!parsed.success) return data({ faults: parsed.error.flatten().fieldErrors, error: null }, { status: 400 });
  try {
    return redirect(`/teach/classes/${await fileClass(db, now, await classScope(db, actor), parsed.data)}`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return data({ faults: {}, error: error.message }, { status: error.status });
  }
});

const SUBJECTS = SubjectCode.options.map((value) => ({ value, label: subjectTitles[value] }));

export default function NewClass() {
  const { teachers, courses, minutesPerHour, dailyCapHours, from, to } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state === "submitting";
  const faults: Partial<Record<keyof ClassFiling, string[]>> = answer?.faults ?? {};
  return (
    <StaffPage>
      <PageHeader
        title="备案面授班"
        back={{ to: "/teach", label: "面授班" }}
        lead="开班前备案，开班以后不能补。备案写下谁教、教什么，考试时据此避开授课人。"
      />
      <Form method="post" className="grid max-w-3xl gap-5">
        <FormErrorSummary
          errors={answer?.error ? [answer.error] : null}
          title={answer?.error ? "还没有备案" : undefined}
        />
        <Field label="班名" errors={faults.title}>
          <TextInput name="title" maxLength={60} required />
        </Field>
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <Field label="科目" errors={faults.subject}>
            <Select name="subject" options={SUBJECTS} />
          </Field>
          <Field
            label="学时计到哪门课程"
            optional
            errors={faults.course}
            hint="岗位要求学某门课程的，选上才算这门课程的学时。"
          >
            <Select
              name="course"
              blank="不计到课程"
              options={courses.map((one) => ({ value: one.slug, label: `${one.title}（${one.subject}）` }))}
            />
          </Field>
        </div>
        <Field label="培训内容" errors={faults.content} hint="写入培训档案：讲哪些内容、演示什么、练什么。">
          <TextArea name="content" rows={4} maxLength={2000} required />
        </Field>
        <Field label="地点" errors={faults.place}>
          <TextInput name="place" maxLength={80} required />
        </Field>
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <Field label="开班时间" errors={faults.from}>
            <TextInput name="from" type="datetime-local" defaultValue={from} required />
          </Field>
          <Field label="结束时间" errors={faults.to} hint="同一天之内。">
            <TextInput name="to" type="datetime-local" defaultValue={to} required />
          </Field>
          <Field
            label="学时"
            errors={faults.hours}
            hint={`1 学时 ${minutesPerHour} 分钟，一天最多 ${dailyCapHours} 学时。`}
          >
            <TextInput name="hours" type="number" step="0.5" min="0.5" max={dailyCapHours} required />
          </Field>
          <Field label="人数上限" errors={faults.capacity}>
            <TextInput name="capacity" type="number" min="1" max="500" defaultValue="40" required />
          </Field>
        </div>
        <RadioGroup
          name="assessment"
          legend="考核方式"
          inline
          options={toOptions(ASSESSMENTS)}
          defaultValue="written"
          errors={faults.assessment}
        />
        {teachers.length === 1 && <input type="hidden" name="providerId" value={teachers[0]!.provider.id} />}
        {teachers.length > 1 && (
          <Field label="培训机构" errors={faults.providerId}>
            <Select
              name="providerId"
              options={teachers.map(({ provider }) => ({ value: provider.id, label: provider.name }))}
            />
          </Field>
        )}
        {teachers.map(({ provider, people }) => (
          <fieldset key={provider.id}>
            <legend className="font-medium">
              授课人<span className="ml-2 font-normal text-muted">{provider.name}</span>
            </legend>
            <div className="flex flex-wrap gap-x-6">
              {people.map((one) => (
                <Checkbox
                  key={one.id}
                  name="teacherIds"
                  value={one.id}
                  label={one.self ? `${one.name}（本人）` : one.name}
                  defaultChecked={one.self}
                />
              ))}
            </div>
          </fieldset>
        ))}
        <FieldErrors id="teachers-error" errors={faults.teacherIds} />
        <div>
          <Button type="submit" look="main" pending={busy} pendingLabel="正在备案">
            备案
          </Button>
        </div>
      </Form>
    </StaffPage>
  );
}
