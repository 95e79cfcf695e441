import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { changeWords } from "~/exam/duty/change-words";
import { recheckPersons } from "~/exam/duty/recheck.server";
import { assignDuty, liveDuties } from "~/exam/duty/assign.server";
import { endDuty } from "~/exam/duty/end.server";
import { requireExam } from "~/exam/exam.server";
import { assignable, dutyLines, usedRooms, type DutyLine } from "~/exam/plan/exam-list.server";
import { UNSEAL, UNSEAL_REASONS, UNSEAL_REASON_CODES } from "~/exam/paper/unseal.server";
import { UnsealPart } from "~/exam/paper/unseal-part";
import { askTwo } from "~/exam/two/request.server";
import { DUTY_KINDS, type DutyKind } from "~/exam/separation/separation";
import { DUTY_WORDS, RELATION_WORDS } from "~/exam/separation/sentences";
import { DeclareTie, TieForm } from "~/exam/separation/tie-form";
import { endTie, fileTie, tiesAt, type TieLine } from "~/exam/separation/ties.server";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { Button } from "~/ui/button";
import { controlClass } from "~/ui/control-class";
import { EmptyState } from "~/ui/empty-state";
import { formatDateTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { Section } from "~/ui/section";
import { Status } from "~/ui/status";
import { TextInput } from "~/ui/text-input";
import { Table } from "~/ui/table";

export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("duty.assign", async ({ db, now, params }) => {
  const exam = await requireExam(db, params.exam!);
  return {
    status: exam.status,
    duties: await dutyLines(db, exam.id),
    ties: await tiesAt(db, exam.id, await liveDuties(db, exam.id)),
    staff: await assignable(db, now),
    rooms: await usedRooms(db, exam.id),
    wanted: exam.rules.examDay.value,
    unseal: UNSEAL_REASON_CODES.map((value) => ({ value, label: UNSEAL_REASONS[value] })),
  };
});

const Assign = z.strictObject({
  kind: z.enum(DUTY_KINDS),
  staff: z.string().regex(/^[\w-]{8,64}\/[\w-]{8,64}$/, "选一个人。"),
  room: z.string().max(64).optional(),
});

const EndTie = z.strictObject({
  intent: z.literal("end-tie"),
  tie: z.string().min(1).max(64),
  reason: z.string().trim().min(4).max(300),
});

export const action = guard(
  "duty.assign",
  { takes: ["end", "unseal", ...fieldNames(Assign), ...fieldNames(TieForm), ...fieldNames(EndTie)] },
  async ({ request, db, now, actor, params }) =>
    answerAct(
      (sentence: string) => sentence,
      async () => {
        const form = await request.formData();
        if (form.has("unseal")) {
          const reason = z.enum(UNSEAL_REASON_CODES, "选一个原因。").safeParse(form.get("unseal"));
          if (!reason.success) throw new DomainError("invalid", reason.error.issues[0]!.message);
          const asked = { examId: params.exam!, subjectId: params.exam!, reason: reason.data };
          await askTwo(db, now, actor, UNSEAL, { ...asked, words: "", facts: {}, aboutPersonId: null });
          return "已提出，试卷还封着。请另一名考务人员或成绩发布人到“两人办理”里同意。";
        }
        if (form.has("end")) {
          await endDuty(db, now, actor, { examId: params.exam!, dutyId: String(form.get("end")).slice(0, 64) });
          return "任务已撤下。";
        }
        if (form.get("intent") === "tie") {
          const tie = TieForm.safeParse(Object.fromEntries(form));
          if (!tie.success) throw new DomainError("invalid", `${tie.error.issues[0]?.message ?? "请填完整"}。`);
          const { duty: dutyId, relation, whom, reason } = tie.data;
          const changes = await fileTie(db, now, actor, { examId: params.exam!, dutyId, relation, whom, reason });
          return `已申报。${changeWords(changes)}`;
        }
        if (form.get("intent") === "end-tie") {
          const ending = EndTie.safeParse(Object.fromEntries(form));
          if (!ending.success) throw new DomainError("invalid", "写明为什么不再算，至少 4 个字。");
          const { personId } = await endTie(db, now, actor, { tieId: ending.data.tie, reason: ending.data.reason });
          const changes = await recheckPersons(db, now, { personIds: [personId], askedBy: actor.accountId });
          return `这项申报已结束。${changes.length ? changeWords(changes) : ""}`;
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
  const { duties, ties, staff, rooms, wanted, status, unseal } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const open = !["released", "cancelled"].includes(status);
  return (
    <div className="grid gap-8">
      <ActNotice answer={answer} />
      <Section
        title="已派的任务"
        lead={`每个考场 ${wanted.invigilatorsPerRoom} 名监考员。开卷人派 ${wanted.openers + 1} 名，其中任何 ${wanted.openers} 名能启封；至少 ${wanted.openers} 名。`}
      >
        {spare(duties) < wanted.openers + 1 && (status === "planned" || status === "sealed") && (
          <Notice tone="warn" title="没有备用的开卷人">
            {status === "planned"
              ? `只有 ${wanted.openers} 名开卷人时，一份启封码丢了或一人来不了，就打不开试卷。再派一名，丢一份也能启封。`
              : "一份启封码丢了或一人来不了，就打不开试卷；那时要先撤销封卷，再重新封。"}
          </Notice>
        )}
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
      {status === "sealed" && <UnsealPart reasons={unseal} />}
      {open && (
        <Section
          title="派任务"
          lead="派的时候就核对：教过、管过考生的人，培训机构的人，命题和审题的人，考生的同事，申报了关系的人，和同一时间在别处的人，都不能派。"
        >
          <div className="grid gap-3">
            {DUTY_KINDS.filter((kind) => kind !== "set").map((kind) => (
              <AssignForm key={kind} kind={kind} staff={staff[kind] ?? []} rooms={rooms} />
            ))}
          </div>
        </Section>
      )}
      <Ties ties={ties} duties={duties} open={open} />
    </div>
  );
}

/** Ties of those on duty: what was declared, what has ended and why, and a form to file one about somebody. */
function Ties({ ties, duties, open }: { ties: TieLine[]; duties: DutyLine[]; open: boolean }) {
  return (
    <Section
      title="申报的关系"
      lead="本人在“我的任务”里申报；知道有关系的，也可以在这里代为登记，写明依据。结束要写明原因，不删除。"
    >
      <ul className="grid gap-3">
        {ties.map((tie) => (
          <li key={tie.id} className="grid gap-1 border-b border-line pb-3">
            <p>
              {tie.name}与{tie.target}：{RELATION_WORDS[tie.relation]}，{tie.reason}（
              {tie.own ? "本人申报" : "代为登记"}，{formatDateTime(tie.at)}）
            </p>
            {tie.ended ? (
              <p className="text-sm text-muted">
                {formatDateTime(tie.ended.at)}结束：{tie.ended.reason}
              </p>
            ) : (
              <Form method="post" className="flex flex-wrap items-center gap-3">
                <input type="hidden" name="intent" value="end-tie" />
                <input type="hidden" name="tie" value={tie.id} />
                <TextInput
                  name="reason"
                  aria-label={`为什么${tie.name}与${tie.target}的关系不再算`}
                  placeholder="为什么不再算"
                  required
                  minLength={4}
                  className="!w-64"
                />
                <Button type="submit">结束</Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
      {ties.length === 0 && <p className="text-muted">没有申报。</p>}
      {open && duties.length > 0 && (
        <div className="mt-4">
          <DeclareTie
            duties={duties.map((row) => ({
              value: row.id,
              label: `${row.name} · ${DUTY_WORDS[row.kind]}${row.room ? ` · ${row.room}` : ""}`,
            }))}
          />
        </div>
      )}
    </Section>
  );
}

/** Openers that are named, whether or not they have taken it on. */
const spare = (duties: readonly DutyLine[]): number => duties.filter((one) => one.kind === "open").length;

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
