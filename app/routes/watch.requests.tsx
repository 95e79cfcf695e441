import { useActionData, useLoaderData } from "@remix-run/react";
import { data, type MetaFunction } from "@remix-run/node";
import { z } from "zod";
import { reachOf } from "~/people/actor.server";
import { isOwn } from "~/people/another-person";
import { registrationsOf } from "~/people/identity.server";
import { answerRequest, requestsWithin, requireRequest, type OpenRequest } from "~/people/data-request.server";
import { guard } from "~/people/guard.server";
import { requirePerson } from "~/people/person-page.server";
import { StaffPage } from "~/people/staff-page";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { erasePerson, keyBackupDays } from "~/record/erase.server";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/field";
import { formatDateTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Table } from "~/ui/table";
import { TextArea } from "~/ui/text-area";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "个人信息申请 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("people.change", async ({ db, now, actor }) => {
  const own = await registrationsOf(db, actor.personId);
  return data(
    {
      rows: (await requestsWithin(db, await reachOf(db, "people.change", actor))).map((row) => ({
        ...row,
        own: isOwn(own, [row.personId]),
      })),
      keyDays: keyBackupDays(now),
    },
    { headers: { "Cache-Control": "no-store" } },
  );
});

type Line = OpenRequest & { own: boolean };

const Answer = z.discriminatedUnion("state", [
  z.strictObject({ id: z.uuid(), state: z.enum(["done", "refused"]), answer: z.string().trim().min(4).max(500) }),
  z.strictObject({ id: z.uuid(), state: z.literal("erase") }),
]);

export const action = guard(
  "people.change",
  { stepUpWhen: (form) => form.get("state") === "erase", takes: fieldNames(Answer) },
  async ({ request, db, now, actor }) => {
    const parsed = Answer.safeParse(Object.fromEntries(await request.formData()));
    if (!parsed.success) return data({ done: "", error: "写一句答复，至少 4 个字。" }, { status: 400 });
    const { id } = parsed.data;
    const reach = await reachOf(db, "people.change", actor);
    try {
      if (parsed.data.state === "erase") {
        const { personId, kind } = await requireRequest(db, id, { reach, ownId: actor.personId });
        if (kind !== "deletion") throw new DomainError("invalid", "本人没有申请删除。");
        const { districtCode } = await requirePerson(db, personId, reach);
        await erasePerson(db, now, { personId, region: districtCode, actorId: actor.accountId });
        return data({ done: "已删除。姓名、身份证号和手机号不能再恢复。", error: "" });
      }
      await answerRequest(db, now, {
        id,
        reach,
        ownId: actor.personId,
        actorId: actor.accountId,
        state: parsed.data.state,
        answer: parsed.data.answer,
      });
      return data({ done: "已答复，本人在“我的数据”里能看到。", error: "" });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return data({ done: "", error: error.message }, { status: error.status });
    }
  },
);

export default function Requests() {
  const { rows, keyDays } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <StaffPage>
      <PageHeader
        title="个人信息申请"
        back={{ to: "/watch/people", label: "人员" }}
        lead="本人申请更正或删除自己的资料。更正先核对证件，改好以后再答复；不能办的写明理由。"
      />
      {answer?.error && (
        <Notice tone="forbid" role="alert" title="没有做成" className="mb-4">
          {answer.error}
        </Notice>
      )}
      {answer?.done && (
        <Notice tone="safe" role="status" className="mb-4">
          {answer.done}
        </Notice>
      )}
      <Table<Line>
        caption="等办理的申请"
        captionHidden
        rows={rows}
        rowKey={(row) => row.id}
        unit="个"
        phone="stack"
        empty={<EmptyState>没有等办理的申请。</EmptyState>}
        columns={[
          {
            key: "who",
            header: "谁",
            rowHeader: true,
            cell: (row) => (
              <span className="grid">
                <TextLink to={`/watch/people/${row.personId}`}>{row.name}</TextLink>
                <span className="font-mono text-sm">{row.maskedId}</span>
              </span>
            ),
          },
          { key: "organisation", header: "单位", cell: (row) => row.organisation },
          { key: "kind", header: "申请", cell: (row) => (row.kind === "correction" ? "更正" : "删除") },
          {
            key: "text",
            header: "内容",
            cell: (row) => <span className="whitespace-pre-line">{row.text || "没有写"}</span>,
          },
          { key: "at", header: "时间", cell: (row) => formatDateTime(row.createdAt) },
          {
            key: "act",
            header: "答复",
            cell: (row) => (row.own ? "您自己的申请，由另一位经办人答复。" : <Acts row={row} keyDays={keyDays} />),
          },
        ]}
      />
    </StaffPage>
  );
}

function Acts({ row, keyDays }: { row: Line; keyDays: number | null }) {
  return (
    <span className="flex flex-wrap gap-1">
      {row.kind === "correction" ? (
        <Act
          row={row}
          state="done"
          label="已改好"
          question={`答复 ${row.name}：资料已更正？`}
          consequence="先在人员页改好，再答复。本人会看到答复。"
        />
      ) : (
        <Act
          row={row}
          state="erase"
          label="删除资料"
          question={`删除 ${row.name} 的全部个人资料？`}
          consequence={`销毁这个人的密钥：姓名、身份证号、手机号在库里不能再读出，记录只剩编号和数字，不能撤回。以前封给保管人的密钥备份里还有这把密钥，${keyDays === null ? "要另行销毁" : `${keyDays} 天后到期，由备份命令销毁`}；从那样的备份恢复，会按删除名单再次销毁。`}
        />
      )}
      <Act
        row={row}
        state="refused"
        label="不能办"
        question={`答复 ${row.name}：不能办？`}
        consequence="写明理由和依据，本人会看到。"
      />
    </span>
  );
}

function Act({
  row,
  state,
  label,
  question,
  consequence,
}: {
  row: Line;
  state: string;
  label: string;
  question: string;
  consequence: string;
}) {
  return (
    <ConfirmDialog
      label={label}
      question={question}
      consequence={consequence}
      look={state === "erase" ? "danger" : "plain"}
    >
      <input type="hidden" name="id" value={row.id} />
      <input type="hidden" name="state" value={state} />
      {state !== "erase" && (
        <Field label="答复">
          <TextArea name="answer" rows={3} required minLength={4} maxLength={500} />
        </Field>
      )}
    </ConfirmDialog>
  );
}
