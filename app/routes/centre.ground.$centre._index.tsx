import { data, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { CentreAct } from "~/exam/centre/ground-form";
import { addRoom, renameCentre, setCentreOpen } from "~/exam/centre/ground.server";
import { centrePage, type RoomLine } from "~/exam/centre/ground-view.server";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { fieldNames } from "~/platform/field-names";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/field";
import { formatDateTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextInput } from "~/ui/text-input";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "考试中心 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("ground.manage", ({ db, params }) => centrePage(db, params.centre!));

const DONE: Record<CentreAct["intent"], string> = {
  room: "已建考场。",
  rename: "已改名。",
  close: "已停用，不再排新的考试。",
  reopen: "已恢复使用。",
};

export const action = guard(
  "ground.manage",
  { takes: fieldNames(CentreAct) },
  async ({ request, db, now, actor, params }) => {
    const parsed = CentreAct.safeParse(Object.fromEntries(await request.formData()));
    if (!parsed.success)
      return data(
        { error: parsed.error.issues.map((issue) => issue.message).join("；"), done: undefined, given: null },
        { status: 400 },
      );
    const [act, centreId] = [parsed.data, params.centre!];
    return answerAct(
      (intent: CentreAct["intent"]) => DONE[intent],
      async () => {
        if (act.intent === "room")
          await addRoom(db, now, actor, { centreId, name: act.name, seats: act.seats, columns: act.columns });
        else if (act.intent === "rename") await renameCentre(db, now, actor, { centreId, name: act.name });
        else await setCentreOpen(db, now, actor, { centreId, open: act.intent === "reopen" });
        return act.intent;
      },
    );
  },
);

export default function CentreGround() {
  const centre = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const next = centre.rooms.find((room) => room.next)?.next;
  return (
    <StaffPage>
      <PageHeader
        title={centre.name}
        back={{ to: "/centre/ground", label: "考试场地" }}
        facts={
          <>
            <span>{centre.organisation}</span>
            {centre.closed ? (
              <Status state="none">已停用</Status>
            ) : centre.organisationClosed ? (
              <Status state="none">单位已停用，不排新的考试</Status>
            ) : (
              <Status state="done">在用</Status>
            )}
          </>
        }
      />
      <ActNotice answer={answer} />
      <div className="grid gap-10">
        <Table<RoomLine>
          caption="考场"
          captionHidden
          rows={centre.rooms}
          rowKey={(row) => row.id}
          unit="个"
          empty={<EmptyState>还没有考场。</EmptyState>}
          columns={[
            {
              key: "name",
              header: "考场",
              rowHeader: true,
              cell: (row) => <TextLink to={`/centre/ground/${centre.id}/${row.id}`}>{row.name}</TextLink>,
            },
            { key: "seats", header: "在用座位", align: "end", cell: (row) => `${row.seats} 座` },
            { key: "shut", header: "停用座位", align: "end", cell: (row) => (row.shut ? `${row.shut} 座` : "—") },
            { key: "exams", header: "排过考试", align: "end", cell: (row) => `${row.exams} 场` },
            {
              key: "next",
              header: "接下来",
              cell: (row) => (row.next ? `${row.next.title}，${formatDateTime(row.next.startsAt)}` : "没有"),
            },
            {
              key: "state",
              header: "状态",
              beside: true,
              cell: (row) => (row.closed ? <Status state="none">已停用</Status> : <Status state="done">在用</Status>),
            },
          ]}
        />
        {!centre.closed && <NewRoom />}
        <Section title="这个考试中心">
          {next && (
            <Notice title="这里排了考试">
              “{next.title}”（{formatDateTime(next.startsAt)}）考完以前，考试中心不改名、不停用。
            </Notice>
          )}
          {!next && (
            <Form method="post" className="grid max-w-phone gap-4">
              <input type="hidden" name="intent" value="rename" />
              <Field label="中心名称">
                <TextInput key={centre.name} name="name" defaultValue={centre.name} maxLength={40} required />
              </Field>
              <div className="flex flex-wrap gap-2">
                <Button type="submit">改名</Button>
              </div>
            </Form>
          )}
          <div>
            {next ? null : centre.closed ? (
              <Form method="post">
                <input type="hidden" name="intent" value="reopen" />
                <Button type="submit">恢复使用</Button>
              </Form>
            ) : (
              <ConfirmDialog
                label="停用考试中心"
                confirmLabel="停用"
                question={`停用 ${centre.name}？`}
                consequence="以后不能在这里排新的考试；以前的考试和成绩不受影响。可以恢复。"
              >
                <input type="hidden" name="intent" value="close" />
              </ConfirmDialog>
            )}
          </div>
        </Section>
      </div>
    </StaffPage>
  );
}

function NewRoom() {
  const centre = useLoaderData<typeof loader>();
  return (
    <Section
      title="加考场"
      lead="座位从第一排起逐排编号，例如 01-07 是第 1 考场第 7 座。编号和机器名可以在考场页里改。"
    >
      <Form method="post" key={centre.rooms.length} className="grid max-w-2xl items-end gap-4 sm:grid-cols-3">
        <input type="hidden" name="intent" value="room" />
        <Field label="考场名称">
          <TextInput name="name" maxLength={20} required />
        </Field>
        <Field label="座位数">
          <TextInput name="seats" type="number" min={1} max={300} required />
        </Field>
        <Field label="每排座位数">
          <TextInput name="columns" type="number" min={1} max={30} defaultValue={4} required />
        </Field>
        <div>
          <Button type="submit" look="main">
            加考场
          </Button>
        </div>
      </Form>
    </Section>
  );
}
