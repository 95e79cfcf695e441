import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { roomRecordView, signRoomRecord, type RecordLine } from "~/exam/room/record.server";
import { requireRoomReader } from "~/exam/room/room-view.server";
import { guard } from "~/people/guard.server";
import { Button, LinkButton } from "~/ui/button";
import { DefinitionList } from "~/ui/definition-list";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/field";
import { formatDateTimeSecond } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { Section } from "~/ui/section";
import { Table } from "~/ui/table";
import { TextArea } from "~/ui/text-area";

export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("room.read", async ({ db, actor, params }) => {
  const reader = await requireRoomReader(db, actor, params.exam!, params.room!);
  return {
    ...(await roomRecordView(db, params.exam!, params.room!)),
    reader,
    sheet: `/room/${params.exam}/${params.room}/sheet`,
  };
});

export const action = guard("room.run", { takes: ["remarks"] }, async ({ request, db, now, actor, params }) => {
  const remarks = String((await request.formData()).get("remarks") ?? "")
    .trim()
    .slice(0, 2000);
  return answerAct(
    () => "已签字。",
    () => signRoomRecord(db, now, actor, { examId: params.exam!, roomId: params.room!, remarks }),
  );
});

export default function RoomRecordPage() {
  const { record, hash, signatures, wanted, finished, since, reader, sheet } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="grid gap-6">
      <ActNotice answer={answer} />
      <p>
        <LinkButton to={sheet}>打印或下载</LinkButton>
      </p>
      <DefinitionList
        items={[
          ["应到", `${record.expected} 人`],
          ["实到", `${record.attended} 人`],
          ["缺考", record.absent.length ? record.absent.join("、") : "无"],
          [
            "签字",
            signatures.length
              ? signatures.map((one) => `${one.name}（${formatDateTimeSecond(one.signedAt)}）`).join("；")
              : "还没有",
          ],
          ...(hash
            ? [
                [
                  "记录指纹",
                  <span key="hash" className="break-all font-mono text-sm">
                    {hash}
                  </span>,
                ] as const,
              ]
            : []),
        ]}
      />
      <Section title="经过" lead="由考试记录自动列出。">
        <Lines caption="经过" lines={record.lines} />
      </Section>
      {since.length > 0 && (
        <Section title="签字以后发生的" lead="签过的记录不会变；这些列在它旁边。">
          <Lines caption="签字以后发生的" lines={since} />
        </Section>
      )}
      {hash && record.remarks && (
        <Section title="监考说明">
          <p className="max-w-prose whitespace-pre-wrap">{record.remarks}</p>
        </Section>
      )}
      {reader.mayRun &&
        signatures.length < wanted &&
        (finished ? (
          <Form method="post" className="grid max-w-prose gap-4">
            {!hash && (
              <Field label="监考说明" optional hint="第一位监考员签字时写入，之后不能再改。">
                <TextArea name="remarks" maxLength={2000} />
              </Field>
            )}
            <div>
              <Button type="submit" look="main">
                签字（已签 {signatures.length} 人，要 {wanted} 人）
              </Button>
            </div>
          </Form>
        ) : (
          <Notice title="还不能签字">全部考生结束、没有来的记缺考以后，才能签考场记录。</Notice>
        ))}
    </div>
  );
}

function Lines({ caption, lines }: { caption: string; lines: readonly RecordLine[] }) {
  return (
    <Table<RecordLine>
      caption={caption}
      captionHidden
      rows={lines}
      rowKey={(line) => `${line.at}-${line.slipNumber}-${line.act}`}
      unit="项"
      empty={<EmptyState>没有加时、暂停、换座、提醒、异常或终止。</EmptyState>}
      columns={[
        { key: "at", header: "时间", cell: (line) => formatDateTimeSecond(line.at) },
        {
          key: "slip",
          header: "准考证号",
          rowHeader: true,
          cell: (line) => <span className="font-mono">{line.slipNumber}</span>,
        },
        { key: "act", header: "处理", cell: (line) => line.act },
        { key: "reason", header: "原因", cell: (line) => line.reason },
      ]}
    />
  );
}
