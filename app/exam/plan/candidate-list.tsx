import { Form } from "@remix-run/react";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/field";
import { formatDateTime } from "~/ui/format";
import { Section } from "~/ui/section";
import { Select } from "~/ui/select";
import { Table } from "~/ui/table";
import { Button } from "~/ui/button";
import type { ExamStatus } from "../exam-status";
import type { CandidateLine } from "./exam-list.server";
import type { Move, Reseating } from "./places.server";
import type { Withdrawn } from "./withdraw.server";
import { WITHDRAW_REASONS, WITHDRAW_REASON_CODES } from "./withdraw-reasons";

// The candidates of an exam as its office sees them: the list, who was taken off, and seating anew.

const REASONS = WITHDRAW_REASON_CODES.map((value) => ({ value, label: WITHDRAW_REASONS[value] }));

export function CandidateTable({ candidates, status }: { candidates: CandidateLine[]; status: ExamStatus }) {
  return (
    <Table<CandidateLine>
      caption="考生"
      captionHidden
      rows={candidates}
      rowKey={(row) => row.id}
      unit="人"
      empty={
        <EmptyState>{status === "planned" ? "还没有考生。从下面符合条件的人里选。" : "本场没有考生。"}</EmptyState>
      }
      columns={[
        { key: "slip", header: "准考证号", cell: (row) => <span className="font-mono">{row.slipNumber}</span> },
        { key: "name", header: "姓名", rowHeader: true, cell: (row) => row.name },
        { key: "id", header: "身份证号", cell: (row) => <span className="font-mono">{row.maskedId}</span> },
        { key: "seat", header: "座位", cell: (row) => (row.seat ? `${row.room} ${row.seat}` : "还没有座位") },
        {
          key: "act",
          header: "",
          cell: (row) => {
            if (row.absent) return "缺考";
            if (row.checkedIn) return "已签到";
            return status === "planned" || status === "sealed" ? (
              <TakeOff row={row} sealed={status === "sealed"} />
            ) : (
              ""
            );
          },
        },
      ]}
    />
  );
}

function TakeOff({ row, sealed }: { row: CandidateLine; sealed: boolean }) {
  return (
    <ConfirmDialog
      label="去掉"
      look="quiet"
      question={`从名单里去掉 ${row.name}？`}
      consequence={`${sealed ? "试卷已经封存，要另一人同意才执行。" : ""}准考证 ${row.slipNumber} 作废，座位 ${row.seat} 空出来，其他人都不动。启封以前可以放回，号和座位不变。本人的考试页上会看到。`}
      confirmLabel={sealed ? "提出去掉" : "从名单里去掉"}
    >
      <input type="hidden" name="act" value="off" />
      <input type="hidden" name="candidate" value={row.id} />
      <Field label="原因" required>
        <Select name="reason" required blank="请选择" options={REASONS} />
      </Field>
    </ConfirmDialog>
  );
}

export function WithdrawnTable({ withdrawn, status }: { withdrawn: Withdrawn[]; status: ExamStatus }) {
  return (
    <Section title="去掉过的人" lead="准考证号留给本人，不再给别人。">
      <Table<Withdrawn>
        caption="去掉过的人"
        captionHidden
        rows={withdrawn}
        rowKey={(row) => `${row.candidateId}-${row.at}`}
        unit="人次"
        columns={[
          { key: "slip", header: "准考证号", cell: (row) => <span className="font-mono">{row.slipNumber}</span> },
          { key: "name", header: "姓名", rowHeader: true, cell: (row) => row.name },
          { key: "reason", header: "原因", cell: (row) => row.reason },
          { key: "by", header: "谁去掉", cell: (row) => `${row.by}，${formatDateTime(row.at)}` },
          {
            key: "act",
            header: "",
            cell: (row) =>
              !row.off ? (
                "后来放回了"
              ) : status === "planned" || status === "sealed" ? (
                <Form method="post">
                  <input type="hidden" name="candidate" value={row.candidateId} />
                  <Button type="submit" name="act" value="back" look="quiet">
                    {status === "sealed" ? "提出放回" : "放回名单"}
                  </Button>
                </Form>
              ) : (
                ""
              ),
          },
        ]}
      />
    </Section>
  );
}

/** Nobody moves unless this is asked for: it shows first who would. */
export function ReseatPart({ anew }: { anew: Reseating }) {
  return (
    <details className="rounded-lg border border-line bg-card p-4">
      <summary className="min-h-tap cursor-pointer py-2">
        重排座位：会有 {anew.moves.length} 人换座，挨着同单位的人从 {anew.besideNow} 人变为 {anew.besideThen} 人
      </summary>
      <div className="mt-3 grid gap-3">
        <Table<Move>
          caption="会换座的人"
          captionHidden
          rows={anew.moves}
          rowKey={(row) => row.candidateId}
          unit="人"
          columns={[
            { key: "slip", header: "准考证号", cell: (row) => <span className="font-mono">{row.slipNumber}</span> },
            { key: "name", header: "姓名", rowHeader: true, cell: (row) => row.name },
            { key: "from", header: "现在", cell: (row) => row.from || "没有座位" },
            { key: "to", header: "换到", cell: (row) => row.to },
          ]}
        />
        <div>
          <ConfirmDialog
            label="重排座位"
            question={`重排座位，${anew.moves.length} 人换座？`}
            consequence="换座的人就是这里列出的人，准考证号不变。已经打印的准考证上座位就不对了，要重新打印。"
          >
            <input type="hidden" name="act" value="reseat" />
            <input type="hidden" name="plan" value={anew.plan} />
          </ConfirmDialog>
        </div>
      </div>
    </details>
  );
}
