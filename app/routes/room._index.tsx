import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { EXAM_STATUS_WORDS, type ExamStatus } from "~/exam/exam-status";
import { myRooms, type MyRoom } from "~/exam/room/room-view.server";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { LinkButton } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { formatDateTime } from "~/ui/format";
import { PageHeader } from "~/ui/page-header";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "我的考场 · 安鼎" }];

export const loader = guard("room.read", async ({ db, actor }) => ({ rooms: await myRooms(db, actor) }));

const isOver = (status: string) => ["closed", "marked", "released"].includes(status);

export default function Rooms() {
  const { rooms } = useLoaderData<typeof loader>();
  return (
    <StaffPage>
      <PageHeader
        title="我的考场"
        lead="核对证件、发座位票、开考、看监控板、签考场记录。"
        actions={<LinkButton to="/centre/duties">我的任务</LinkButton>}
      />
      <Table<MyRoom>
        caption="派给我的考场"
        captionHidden
        rows={rooms}
        rowKey={(row) => `${row.examId}-${row.roomId}-${row.duty}`}
        unit="个考场"
        empty={<EmptyState>现在没有派给您的考场。</EmptyState>}
        columns={[
          {
            key: "title",
            header: "考试和考场",
            rowHeader: true,
            cell: (row) => (
              <TextLink to={row.accepted ? `/room/${row.examId}/${row.roomId}` : "/centre/duties"}>
                {row.title} · {row.room}
              </TextLink>
            ),
          },
          { key: "startsAt", header: "开考", cell: (row) => formatDateTime(row.startsAt) },
          { key: "candidates", header: "考生", align: "end", cell: (row) => `${row.candidates} 人` },
          { key: "duty", header: "任务", cell: (row) => (row.duty === "inspect" ? "巡考" : "监考") },
          {
            key: "status",
            header: "状态",
            beside: true,
            cell: (row) => (
              <Status state={!row.accepted ? "waiting" : isOver(row.status) ? "done" : "doing"}>
                {row.accepted ? EXAM_STATUS_WORDS[row.status as ExamStatus] : "点开去接受任务"}
              </Status>
            ),
          },
        ]}
      />
    </StaffPage>
  );
}
