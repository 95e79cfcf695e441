import { Outlet, useLoaderData } from "@remix-run/react";
import { EXAM_STATUS_WORDS, type ExamStatus } from "~/exam/exam-status";
import { requireRoomReader, roomView } from "~/exam/room/room-view.server";
import { dutyUntil } from "~/exam/duty/window.server";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { keepForDuty } from "~/platform/session.server";
import { formatDateTime, formatTimeBeside } from "~/ui/format";
import { PageHeader } from "~/ui/page-header";
import { Status } from "~/ui/status";
import { Tabs } from "~/ui/tabs";

export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("room.read", async ({ db, now, actor, params }) => {
  const reader = await requireRoomReader(db, actor, params.exam!, params.room!);
  await keepForDuty(actor.session, await dutyUntil(db, now, actor.accountId));
  const { seats, ...head } = await roomView(db, params.exam!, params.room!);
  return { ...head, reader, candidates: seats.length };
});

export default function Room() {
  const room = useLoaderData<typeof loader>();
  const base = `/room/${room.examId}/${room.roomId}`;
  return (
    <StaffPage place={room.room}>
      <PageHeader
        title={`${room.room} · ${room.title}`}
        back={{ to: "/room", label: "我的考场" }}
        facts={
          <>
            <span>{formatDateTime(room.startsAt)} 开考</span>
            <span>{formatTimeBeside(room.latestEntryAt, room.startsAt)} 后不能入场</span>
            <span>{room.minutes} 分钟</span>
            <Status state={room.status === "opened" ? "doing" : "waiting"}>
              {room.paused ? "全场暂停" : EXAM_STATUS_WORDS[room.status as ExamStatus]}
            </Status>
          </>
        }
      />
      <Tabs
        label="考场"
        tabs={[
          { to: base, label: "签到", end: true, count: room.candidates },
          { to: `${base}/board`, label: "监控板" },
          { to: `${base}/record`, label: "考场记录" },
        ]}
      />
      <Outlet />
    </StaffPage>
  );
}
