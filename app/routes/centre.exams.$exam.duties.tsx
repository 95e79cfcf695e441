import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { assignDuty } from "~/exam/duty/assign.server";
import { endDuty } from "~/exam/duty/end.server";
import { requireExam } from "~/exam/exam.server";
import { assignable, dutyLines, usedRooms, type DutyLine } from "~/exam/plan/exam-list.server";
import { DUTY_KINDS, type DutyKind } from "~/exam/separation/separation";
import { DUTY_WORDS } from "~/exam/separation/sentences";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { Button } from "~/ui/button";
import { controlClass } from "~/ui/control-class";
import { EmptyState } from "~/ui/empty-state";
import { Section } from "~/ui/section";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";

export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("duty.assign", async ({ db, now, params }) => {
  const exam = await requireExam(db, params.exam!);
  return {
    status: exam.status,
    duties: await dutyLines(db, exam.id),
    staff: await assignable(db, now),
    rooms: await usedRooms(db, exam.id),
    wanted: exam.rules.examDay.value,
  };
});

const Assign = z.strictObject({
  kind: z.enum(DUTY_KINDS),
  staff: z.string().regex(/^[\w-]{8,64}\/[\w-]{8,64}$/, "选一个人。"),
  room: z.string().max(64).optional(),
});

export const action = guard(
  "duty.assign",
  { takes: ["end", ...fieldNames(Assign)] },
  async ({ request, db, now, actor, params }) =>
    answerAct(
      (sentence: string) => sentence,
      async () => {
        const form = await request.formData();
        if (form.has("end")) {
          await endDuty(db, now, actor, { examId: params.exam!, dutyId: String(form.get("end")).slice(0, 64) });
          return "任务已撤下。";
        }
        const parsed = Assign.safeParse(Object.fromEntries(form));
        if (!parsed.success) throw new DomainError("invalid", parsed.error.issues[0]?.message ?? "选一个人。");
        const [accountId, personId] = parsed.data.staff.split("/") as [string, string];
        const { unproven } = await assignDuty(db, now, actor, {
          examId: params.exam!,
          kind: parsed.data.kind,
          accountId,
          personId,
          roomId: parsed.data.room || null,
        });
        return unproven ? `已派，但考培分离无法证明，要第二人会签：${unproven}` : "已派，考培分离核对无误。";
      },
    ),
);

export default function Duties() {
  const { duties, staff, rooms, wanted, status } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const open = !["released", "cancelled"].includes(status);
  return (
    <div className="grid gap-8">
      <ActNotice answer={answer} />
      <Section
        title="已派的任务"
        lead={`每个考场 ${wanted.invigilatorsPerRoom} 名监考员，开卷人 ${wanted.openers} 名。`}
      >
        <Table<DutyLine>
          caption="任务"
          captionHidden
          rows={duties}
          rowKey={(row) => row.id}
          unit="项"
          empty={<EmptyState>还没有派任务。</EmptyState>}
          columns={[
            { key: "kind", header: "任务", rowHeader: true, cell: (row) => DUTY_WORDS[row.kind] },
            { key: "name", header: "谁", cell: (row) => row.name },
            { key: "room", header: "考场", cell: (row) => row.room || "—" },
            {
              key: "separation",
              header: "考培分离",
              cell: (row) => (
                <Status state={row.unproven ? "late" : "done"}>
                  {row.unproven ? (row.countersigned ? "无法证明，已会签" : "无法证明，等会签") : "核对无误"}
                </Status>
              ),
            },
            {
              key: "state",
              header: "接受",
              cell: (row) => (
                <Status state={row.accepted ? "done" : "waiting"}>{row.accepted ? "已接受" : "待接受"}</Status>
              ),
            },
            {
              key: "did",
              header: "做过什么",
              cell: (row) => row.did || "—",
            },
            {
              key: "act",
              header: "",
              cell: (row) =>
                open && !row.did && mayEnd(row.kind, status) ? (
                  <Form method="post">
                    <button name="end" value={row.id} className="min-h-[2rem] px-2 text-bronze underline">
                      撤下
                    </button>
                  </Form>
                ) : null,
            },
          ]}
        />
      </Section>
      {open && (
        <Section title="派任务" lead="派的时候就核对：教过、管过考生的人，和培训机构的人，都不能派。">
          <div className="grid gap-3">
            {DUTY_KINDS.filter((kind) => kind !== "set").map((kind) => (
              <AssignForm key={kind} kind={kind} staff={staff[kind] ?? []} rooms={rooms} />
            ))}
          </div>
        </Section>
      )}
    </div>
  );
}

/** The setter goes with the plan, the openers with the seal. */
const mayEnd = (kind: DutyKind, status: string) => kind !== "set" && (kind !== "open" || status === "planned");

function AssignForm({
  kind,
  staff,
  rooms,
}: {
  kind: DutyKind;
  staff: { value: string; label: string }[];
  rooms: { id: string; name: string }[];
}) {
  return (
    <Form method="post" className="flex flex-wrap items-center gap-3" data-duty={kind}>
      <input type="hidden" name="kind" value={kind} />
      <span className="w-24 font-medium">{DUTY_WORDS[kind]}</span>
      <select name="staff" aria-label={`${DUTY_WORDS[kind]}：谁`} className={`${controlClass} !w-56`}>
        <option value="">请选择</option>
        {staff.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
      {kind === "invigilate" && (
        <select name="room" aria-label="监考：哪个考场" className={`${controlClass} !w-40`}>
          {rooms.map((room) => (
            <option key={room.id} value={room.id}>
              {room.name}
            </option>
          ))}
        </select>
      )}
      <Button type="submit">派</Button>
    </Form>
  );
}
