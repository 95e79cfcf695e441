import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { data, type MetaFunction } from "@remix-run/node";
import { subjectTitles, type SubjectCode } from "#content/schema/subject-titles";
import { issueForTraining } from "~/certificate/issue.server";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { ClassAct, readResults } from "~/training/class-acts";
import { setResults, signByHand } from "~/training/class-attendance.server";
import { closeClass, correctAttendance } from "~/training/class-closing.server";
import { cancelClass } from "~/training/class-filing.server";
import { addLearners, removeLearner } from "~/training/class-roster.server";
import { ClassStateMark } from "~/training/class-state-mark";
import { classPage, classScope, type ClassScope } from "~/training/class-view.server";
import { ASSESSMENTS, type Assessment, toHourWords } from "~/training/class-words";
import { findCourse } from "~/training/courses.server";
import { RosterTable, type RosterRow } from "~/training/roster-table";
import { Button, LinkButton } from "~/ui/button";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { DefinitionList } from "~/ui/definition-list";
import { Field } from "~/ui/field";
import { formatDateTime, formatPeriod, toLocalInput } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { TextArea } from "~/ui/text-area";

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: `${page?.title ?? "面授班"} · 安鼎` }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("class.teach", async ({ params, db, now, actor }) => {
  const { roster, ...page } = await classPage(db, now, await classScope(db, actor), params.id ?? "");
  const course = page.course ? await findCourse(db, page.course) : null;
  const rows = roster.map(({ attendance, ...line }): RosterRow => ({
    ...line,
    ...attendance,
    firstIn: attendance.firstIn?.toISOString() ?? null,
    lastOut: attendance.lastOut?.toISOString() ?? null,
  }));
  const at = toLocalInput(now > page.to ? page.to : now);
  return {
    id: page.id,
    title: page.title,
    subject: page.subject,
    courseTitle: course?.course.title ?? "",
    content: page.content,
    place: page.place,
    from: page.from.toISOString(),
    to: page.to.toISOString(),
    lessonSeconds: page.lessonSeconds,
    minutesPerHour: page.minutesPerHour,
    capacity: page.capacity,
    assessment: page.assessment,
    filedAt: page.filedAt.toISOString(),
    state: page.state,
    provider: page.provider,
    teachers: page.teachers,
    rows,
    at,
  };
});

export const action = guard(
  "class.teach",
  { takes: [...fieldNames(ClassAct), "result:*"] },
  async ({ request, params, db, now, actor }) => {
    const scope = await classScope(db, actor);
    const form = await request.formData();
    try {
      return data({ error: "", ...(await act(db, now, { scope, form, classId: params.id ?? "" })) });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return data({ error: error.message, done: "", sentences: [] as string[] }, { status: error.status });
    }
  },
);

type Answer = { done: string; sentences: string[] };
const said = (done: string, sentences: string[] = []): Answer => ({ done, sentences });

async function act(
  db: Db,
  now: Date,
  { scope, form, classId }: { scope: ClassScope; form: FormData; classId: string },
): Promise<Answer> {
  const results = readResults(form);
  if (results) {
    await setResults(db, now, scope, { classId, results });
    return said("已保存考核结果。");
  }
  const parsed = ClassAct.safeParse(Object.fromEntries(form));
  if (!parsed.success) throw new DomainError("invalid", "填写不完整，没有执行。请核对时间和理由。");
  const it = parsed.data;
  switch (it.intent) {
    case "add": {
      const { added, already, sentences } = await addLearners(db, now, scope, { classId, text: it.list });
      return said(
        `加入 ${added} 人${already ? `，${already} 人已在名单里` : ""}${sentences.length ? `，${sentences.length} 行没有加入` : ""}。`,
        sentences,
      );
    }
    case "remove":
      await removeLearner(db, now, scope, { classId, personId: it.person });
      return said("已移出名单。");
    case "cancel":
      await cancelClass(db, now, scope, classId);
      return said("已撤销备案。");
    case "hand":
      await signByHand(db, now, scope, { classId, personId: it.person, kind: it.kind, at: it.at, reason: it.reason });
      return said(it.kind === "in" ? "已登记签到。" : "已登记签退。");
    case "close": {
      const persons = await closeClass(db, now, scope, classId);
      const issued = await issueForTraining(db, now, persons, { byAccount: scope.accountId });
      return said(
        `已结班，${persons.length} 人的学时写入学习记录${issued.length ? `，${issued.length} 人随即发证` : ""}。`,
      );
    }
    case "correct":
      await correctAttendance(db, now, scope, {
        classId,
        personId: it.person,
        from: it.from,
        to: it.to,
        result: it.result,
        reason: it.reason,
      });
      await issueForTraining(db, now, [it.person], { byAccount: scope.accountId });
      return said("更正已写入学习记录，原来的一行保留。");
  }
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>;

export default function ClassRoute() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const live = page.state === "running" || page.state === "over" || page.state === "coming";
  return (
    <StaffPage>
      <PageHeader
        title={page.title}
        back={{ to: "/teach", label: "面授班" }}
        facts={
          <>
            <ClassStateMark state={page.state} />
            <span>{formatPeriod(page.from, page.to)}</span>
            <span>{page.place}</span>
          </>
        }
        actions={
          <>
            {live && (
              <LinkButton to={`/teach/classes/${page.id}/sign-in`} look="main">
                签到屏
              </LinkButton>
            )}
            {page.state !== "coming" && page.state !== "cancelled" && (
              <LinkButton to={`/teach/classes/${page.id}/archive`}>培训档案</LinkButton>
            )}
          </>
        }
      />
      <ActAnswer answer={answer} />
      <div className="grid gap-8">
        <Section title={`学员 ${page.rows.length} 人`} lead={rosterLead(page)}>
          <RosterTable rows={page.rows} facts={page} />
          {page.state === "coming" && <AddForm key={answer?.done} page={page} />}
        </Section>
        {(page.state === "running" || page.state === "over") && <Closing page={page} />}
        <Section title="备案内容">
          <DefinitionList
            items={[
              ["培训机构", page.provider],
              ["授课人", page.teachers.join("、")],
              ["科目", subjectTitles[page.subject as SubjectCode] ?? page.subject],
              [
                "学时",
                `${toHourWords(page.lessonSeconds, page.minutesPerHour)}${page.courseTitle ? `，计到《${page.courseTitle}》` : ""}`,
              ],
              ["考核方式", ASSESSMENTS[page.assessment as Assessment] ?? page.assessment],
              ["人数上限", `${page.capacity} 人`],
              ["备案时间", formatDateTime(page.filedAt)],
              [
                "培训内容",
                <p key="content" className="max-w-prose whitespace-pre-line">
                  {page.content}
                </p>,
              ],
            ]}
          />
          {page.state === "coming" && (
            <div>
              <ConfirmDialog
                label="撤销备案"
                question={`撤销“${page.title}”的备案？`}
                consequence={`名单上的 ${page.rows.length} 人不再能签到。撤销以后不能恢复，要开班就重新备案。`}
              >
                <input type="hidden" name="intent" value="cancel" />
              </ConfirmDialog>
            </div>
          )}
        </Section>
      </div>
    </StaffPage>
  );
}

function rosterLead({ state }: Page): string {
  switch (state) {
    case "coming":
      return "开班前可以加人、移出；开班以后名单锁定。";
    case "running":
      return "名单已锁定。学员扫签到屏上的码签到签退，扫不了的在这里登记。";
    case "over":
      return "下课时间已过。给没有签退的人登记签退，登记考核结果，然后结班。";
    case "closed":
      return "学时已写入学习记录。要改只能更正，每次更正都有记录。";
    case "cancelled":
      return "备案已撤销，名单只作留存。";
  }
}

function ActAnswer({ answer }: { answer: { error: string; done: string; sentences: string[] } | undefined }) {
  if (!answer) return null;
  if (answer.error)
    return (
      <Notice tone="forbid" title="没有做成" role="alert" className="mb-6">
        {answer.error}
      </Notice>
    );
  return (
    <Notice tone={answer.sentences.length ? "warn" : "safe"} role="status" title={answer.done} className="mb-6">
      {answer.sentences.length > 0 && (
        <ul className="list-disc pl-5">
          {answer.sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

function AddForm({ page }: { page: Page }) {
  const busy = useNavigation().state === "submitting";
  return (
    <Form method="post" className="grid max-w-2xl gap-3">
      <input type="hidden" name="intent" value="add" />
      <Field
        label="加学员"
        hint={`一行一个人，写姓名和身份证号（或手机号），都对得上才加入，序号会忽略。还可以加 ${Math.max(0, page.capacity - page.rows.length)} 人。`}
      >
        <TextArea name="list" rows={6} required autoComplete="off" spellCheck={false} className="font-mono" />
      </Field>
      <div>
        <Button type="submit" look="main" pending={busy} pendingLabel="正在核对">
          加入名单
        </Button>
      </div>
    </Form>
  );
}

function Closing({ page }: { page: Page }) {
  const counted = page.rows.filter((row) => row.seconds > 0);
  const open = counted.filter((row) => row.result === "").length;
  const here = page.rows.filter((row) => row.here).length;
  return (
    <Section
      title="结班"
      lead={`现在结班，${counted.length} 人计学时；${page.rows.length - counted.length} 人没有签到或没有签退，不计。`}
    >
      {open > 0 && <p className="text-warn-ink">还有 {open} 名到课学员没有考核结果，登记以后才能结班。</p>}
      <div>
        <ConfirmDialog
          label="结班"
          question={`结班“${page.title}”？`}
          confirmLabel="结班，写入学习记录"
          consequence={`${counted.length} 人的学时写入学习记录，写入以后不能删，只能更正。${here ? `${here} 人还没有签退，他们不计学时。` : ""}授课人从此不能参加这些学员同科目的考务。`}
        >
          <input type="hidden" name="intent" value="close" />
        </ConfirmDialog>
      </div>
    </Section>
  );
}
