import { Form } from "@remix-run/react";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { EmptyState } from "~/ui/empty-state";
import { formatTime, toLocalInput } from "~/ui/format";
import { Select } from "~/ui/select";
import { Status } from "~/ui/status";
import { Table, type Column } from "~/ui/table";
import type { ClassState } from "./class-state";
import { RESULTS, toOptions, type ClassResult, toHourWords } from "./class-words";
import { CorrectionDialog, HandSignDialog } from "./roster-dialogs";

/** One learner as the page shows them; instants as ISO text. */
export type RosterRow = {
  personId: string;
  name: string;
  maskedId: string;
  result: string;
  credited: number | null;
  corrected: boolean;
  here: boolean;
  came: boolean;
  seconds: number;
  firstIn: string | null;
  lastOut: string | null;
  byHand: boolean;
};
type RosterFacts = { title: string; state: ClassState; from: string; to: string; minutesPerHour: number; at: string };

/** The roster with what each learner's signs come to, and the acts that the class's state allows. */
export function RosterTable({ rows, facts }: { rows: RosterRow[]; facts: RosterFacts }) {
  const assessing = facts.state === "running" || facts.state === "over";
  return (
    <div className="grid gap-3">
      <Table<RosterRow>
        caption="学员名单"
        captionHidden
        rows={rows}
        rowKey={(row) => row.personId}
        unit="人"
        phone="stack"
        empty={<EmptyState>名单还是空的。开班前把学员的姓名和身份证号（或手机号）粘贴进来。</EmptyState>}
        columns={columnsFor(facts)}
      />
      {assessing && rows.length > 0 && (
        <Form method="post" id="results" className="flex flex-wrap gap-2">
          <input type="hidden" name="intent" value="results" />
          <Button type="submit">保存考核结果</Button>
        </Form>
      )}
    </div>
  );
}

function columnsFor(facts: RosterFacts): Column<RosterRow>[] {
  const { state, minutesPerHour } = facts;
  const columns: Column<RosterRow>[] = [
    { key: "name", header: "姓名", rowHeader: true, cell: (row) => row.name },
    { key: "id", header: "身份证号", cell: (row) => <span className="font-mono">{row.maskedId}</span> },
  ];
  if (state === "coming")
    return [...columns, { key: "act", header: "处理", cell: (row) => <Remove row={row} title={facts.title} /> }];
  columns.push(
    { key: "state", header: "到课", cell: (row) => <Presence row={row} closed={state === "closed"} /> },
    { key: "in", header: "签到", cell: (row) => (row.firstIn ? formatTime(row.firstIn) : "—") },
    { key: "out", header: "签退", cell: (row) => (row.lastOut ? formatTime(row.lastOut) : "—") },
    { key: "hours", header: "学时", cell: (row) => toHourWords(row.credited ?? row.seconds, minutesPerHour) },
  );
  if (state === "closed") {
    columns.push(
      { key: "result", header: "考核结果", cell: (row) => RESULTS[row.result as ClassResult] ?? "—" },
      {
        key: "act",
        header: "处理",
        cell: (row) => (
          <CorrectionDialog
            personId={row.personId}
            name={row.name}
            result={row.result}
            from={toLocalInput(row.firstIn ?? facts.from)}
            to={toLocalInput(row.lastOut ?? facts.to)}
          />
        ),
      },
    );
  } else if (state !== "cancelled") {
    columns.push(
      {
        key: "result",
        header: "考核结果",
        cell: (row) => (
          <Select
            form="results"
            name={`result:${row.personId}`}
            aria-label={`${row.name} 的考核结果`}
            blank="未登记"
            options={toOptions(RESULTS)}
            defaultValue={row.result}
          />
        ),
      },
      {
        key: "act",
        header: "处理",
        cell: (row) => <HandSignDialog personId={row.personId} name={row.name} here={row.here} at={facts.at} />,
      },
    );
  }
  return columns;
}

function Presence({ row, closed }: { row: RosterRow; closed: boolean }) {
  const hand = row.corrected ? "，更正过" : row.byHand ? "，人工登记" : "";
  if (closed) return row.credited ? <Status state="done">已计{hand}</Status> : <Status state="none">未计{hand}</Status>;
  if (row.here) return <Status state="doing">在班{hand}</Status>;
  return row.came ? <Status state="done">已签退{hand}</Status> : <Status state="waiting">未签到</Status>;
}

function Remove({ row, title }: { row: RosterRow; title: string }) {
  return (
    <ConfirmDialog
      label="移出"
      look="quiet"
      question={`把 ${row.name} 移出“${title}”的名单？`}
      consequence="开班前可以再加回来；开班以后名单锁定。"
    >
      <input type="hidden" name="intent" value="remove" />
      <input type="hidden" name="person" value={row.personId} />
    </ConfirmDialog>
  );
}
