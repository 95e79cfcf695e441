import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { data, type MetaFunction } from "@remix-run/node";
import { z } from "zod";
import { subjectTitles, type SubjectCode } from "#content/schema/subject-titles";
import { guard } from "~/people/guard.server";
import { LearnerPage } from "~/people/learner-page";
import { DomainError } from "~/platform/errors";
import { signByCode } from "~/training/class-attendance.server";
import { ClassStateMark } from "~/training/class-state-mark";
import { toHourWords } from "~/training/class-words";
import { myClass } from "~/training/my-classes.server";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DefinitionList } from "~/ui/definition-list";
import { Field } from "~/ui/field";
import { formatPeriod, formatTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { TextInput } from "~/ui/text-input";

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: `${page?.title ?? "面授班"} · 安鼎` }];

const Code = z
  .string()
  .transform((text) => text.normalize("NFKC").replace(/\s/g, ""))
  .pipe(z.string().regex(/^\d{6}$/));

export const loader = guard("learn.read", async ({ params, url, db, now, actor }) => {
  const scanned = Code.safeParse(url.searchParams.get("code") ?? "");
  return { ...(await myClass(db, now, actor.personId, params.id ?? "")), scanned: scanned.success ? scanned.data : "" };
});

export const action = guard("learn.study", { takes: ["code"] }, async ({ request, params, db, now, actor }) => {
  const code = Code.safeParse((await request.formData()).get("code") ?? "");
  if (!code.success) return data({ kind: null, fault: "请输入讲师屏幕上的 6 位数字。" }, { status: 400 });
  try {
    return data({
      kind: await signByCode(db, now, {
        personId: actor.personId,
        accountId: actor.accountId,
        classId: params.id ?? "",
        code: code.data,
      }),
      fault: null,
    });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return data({ kind: null, fault: error.message }, { status: error.status });
  }
});

export default function MyClassPage() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const canSign = page.here
    ? page.state === "running" || page.state === "over"
    : page.state === "running" || (page.state === "coming" && page.signInOpen);
  return (
    <LearnerPage>
      <PageHeader
        title={page.title}
        back={{ to: "/learn/classes", label: "我的面授班" }}
        facts={
          <>
            <ClassStateMark state={page.state} />
            <span>{formatPeriod(page.from, page.to)}</span>
          </>
        }
      />
      <div className="grid gap-6">
        {answer?.kind === "in" && (
          <Notice tone="safe" role="status" title="已签到">
            下课时别忘了签退，没有签退不计学时。
          </Notice>
        )}
        {answer?.kind === "out" && (
          <Notice tone="safe" role="status" title="已签退">
            结班以后，学时写入您的学习记录。
          </Notice>
        )}
        {!answer?.kind && page.here && (
          <Notice tone="safe" title={`${formatTime(page.firstIn!)} 已签到`}>
            下课时再扫一次码签退，没有签退不计学时。
          </Notice>
        )}
        {page.credited !== null && (
          <Notice
            tone={page.credited > 0 ? "safe" : "info"}
            title={page.credited > 0 ? `已计 ${toHourWords(page.credited, page.minutesPerHour)}` : "没有计学时"}
          >
            {page.credited > 0 ? "已写入您的学习记录。" : "记录里没有您完整的签到和签退。有疑问请找讲师核对。"}
          </Notice>
        )}
        {canSign && !answer?.kind && <SignForm here={page.here} scanned={page.scanned} fault={answer?.fault ?? null} />}
        {page.state === "coming" && !page.signInOpen && (
          <Notice title="还没有到签到时间">开班前 1 小时开始签到。请带上手机，按时到 {page.place}。</Notice>
        )}
        <DefinitionList
          items={[
            ["地点", page.place],
            ["授课人", page.teachers.join("、")],
            ["培训机构", page.provider],
            ["科目", subjectTitles[page.subject as SubjectCode] ?? page.subject],
            ["学时", `最多 ${toHourWords(page.lessonSeconds, page.minutesPerHour)}`],
            [
              "内容",
              <p key="content" className="whitespace-pre-line">
                {page.content}
              </p>,
            ],
            ...(page.firstIn && page.lastOut
              ? [["签到签退", `${formatTime(page.firstIn)} – ${formatTime(page.lastOut)}`] as const]
              : []),
          ]}
        />
      </div>
    </LearnerPage>
  );
}

function SignForm({ here, scanned, fault }: { here: boolean; scanned: string; fault: string | null }) {
  const busy = useNavigation().state === "submitting";
  const word = here ? "签退" : "签到";
  return (
    <Card>
      <Form method="post" className="grid gap-4">
        <Field label={`${word}码`} hint="看讲师屏幕，6 位数字，30 秒换一次。" errors={fault ? [fault] : null}>
          <TextInput
            key={scanned}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            defaultValue={fault ? "" : scanned}
            required
            className="font-mono text-2xl tracking-[0.2em]"
          />
        </Field>
        <Button type="submit" look="main" size="big" wide pending={busy} pendingLabel={`正在${word}`}>
          {word}
        </Button>
      </Form>
    </Card>
  );
}
