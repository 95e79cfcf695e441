import { data, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { RoomAct } from "~/exam/centre/ground-form";
import { addSeats, changeSeat, renameRoom, setRoomOpen, setSeatOpen } from "~/exam/centre/ground.server";
import { roomPage, type SeatLine } from "~/exam/centre/ground-view.server";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { fieldNames } from "~/platform/field-names";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { controlClass } from "~/ui/control-class";
import { Field } from "~/ui/field";
import { formatDateTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextInput } from "~/ui/text-input";

export const meta: MetaFunction = () => [{ title: "考场座位 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("ground.manage", ({ db, params }) =>
  roomPage(db, { centreId: params.centre!, roomId: params.room! }),
);

const DONE: Record<RoomAct["intent"], string> = {
  seats: "已加座位。",
  rename: "已改名。",
  seat: "已保存座位。",
  close: "已停用考场，不再排新的考试。",
  reopen: "已恢复使用。",
  "close-seat": "已停用座位，以后不再排人。",
  "reopen-seat": "已恢复座位。",
};

export const action = guard(
  "ground.manage",
  { takes: fieldNames(RoomAct) },
  async ({ request, db, now, actor, params }) => {
    const parsed = RoomAct.safeParse(Object.fromEntries(await request.formData()));
    if (!parsed.success)
      return data(
        { error: parsed.error.issues.map((issue) => issue.message).join("；"), done: undefined, given: null },
        { status: 400 },
      );
    const [act, place] = [parsed.data, { centreId: params.centre!, roomId: params.room! }];
    return answerAct(
      (intent: RoomAct["intent"]) => DONE[intent],
      async () => {
        switch (act.intent) {
          case "seats":
            await addSeats(db, now, actor, { ...place, seats: act.seats });
            break;
          case "rename":
            await renameRoom(db, now, actor, { ...place, name: act.name });
            break;
          case "seat":
            await changeSeat(db, now, actor, { ...place, seatId: act.seatId, label: act.label, machine: act.machine });
            break;
          case "close":
          case "reopen":
            await setRoomOpen(db, now, actor, { ...place, open: act.intent === "reopen" });
            break;
          default:
            await setSeatOpen(db, now, actor, { ...place, seatId: act.seatId, open: act.intent === "reopen-seat" });
        }
        return act.intent;
      },
    );
  },
);

export default function RoomGround() {
  const { centre, room, seats, columns } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <StaffPage>
      <PageHeader
        title={room.name}
        back={{ to: `/centre/ground/${centre.id}`, label: centre.name }}
        facts={
          <>
            {room.closed ? <Status state="none">已停用</Status> : <Status state="done">在用</Status>}
            <span>{room.seats} 座在用</span>
            <span>排过 {room.exams} 场考试</span>
          </>
        }
      />
      <ActNotice answer={answer} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
        {room.next && (
          <Notice title="这个考场排了考试">
            “{room.next.title}”（{formatDateTime(room.next.startsAt)}
            ）考完以前，考场不改名、不停用，座位不能加、不能停用；机器名可以改。
          </Notice>
        )}
        <Section title="座位图" lead="面向讲台，第一排在上。">
          <SeatPlan seats={seats} columns={columns} />
        </Section>
        <Section title="座位">
          <Table<SeatLine>
            caption="座位"
            captionHidden
            rows={seats}
            rowKey={(row) => row.id}
            unit="座"
            columns={[
              {
                key: "label",
                header: "座位号",
                rowHeader: true,
                cell: (row) => (
                  <input
                    form={`seat-${row.id}`}
                    name="label"
                    aria-label={`${row.label} 的座位号`}
                    key={row.label}
                    defaultValue={row.label}
                    readOnly={room.exams > 0}
                    maxLength={12}
                    className={`${controlClass} min-w-[6rem] font-mono`}
                  />
                ),
              },
              { key: "place", header: "位置", cell: (row) => `第 ${row.row} 排第 ${row.column} 个` },
              {
                key: "machine",
                header: "机器名",
                cell: (row) => (
                  <input
                    form={`seat-${row.id}`}
                    name="machine"
                    aria-label={`${row.label} 的机器名`}
                    key={row.machine}
                    defaultValue={row.machine}
                    maxLength={40}
                    className={`${controlClass} min-w-[8rem]`}
                  />
                ),
              },
              {
                key: "state",
                header: "状态",
                beside: true,
                cell: (row) => (row.closed ? <Status state="none">已停用</Status> : <Status state="done">在用</Status>),
              },
              { key: "act", header: "", cell: (row) => <SeatActs seat={row} quiet={!room.next} /> },
            ]}
          />
        </Section>
        <RoomActs />
      </div>
    </StaffPage>
  );
}

function SeatPlan({ seats, columns }: { seats: readonly SeatLine[]; columns: number }) {
  return (
    <div className="overflow-x-auto">
      <ol className="grid w-max gap-2" style={{ gridTemplateColumns: `repeat(${columns}, minmax(5rem, 1fr))` }}>
        {seats.map((seat) => (
          <li
            key={seat.id}
            style={{ gridRow: seat.row, gridColumn: seat.column }}
            className={`rounded-md border px-2 py-1 text-center text-sm ${seat.closed ? "border-dashed border-line text-muted" : "border-edge bg-card"}`}
          >
            <span className="block font-mono">{seat.label}</span>
            <span className="block truncate text-muted">{seat.closed ? "停用" : seat.machine || "—"}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function SeatActs({ seat, quiet }: { seat: SeatLine; quiet: boolean }) {
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <Form method="post" id={`seat-${seat.id}`} preventScrollReset>
        <input type="hidden" name="intent" value="seat" />
        <input type="hidden" name="seatId" value={seat.id} />
        <Button type="submit" aria-label={`保存 ${seat.label}`}>
          保存
        </Button>
      </Form>
      {quiet && (
        <Form method="post" preventScrollReset>
          <input type="hidden" name="intent" value={seat.closed ? "reopen-seat" : "close-seat"} />
          <input type="hidden" name="seatId" value={seat.id} />
          <Button type="submit" look="quiet" aria-label={`${seat.closed ? "恢复" : "停用"} ${seat.label}`}>
            {seat.closed ? "恢复" : "停用"}
          </Button>
        </Form>
      )}
    </div>
  );
}

function RoomActs() {
  const { room } = useLoaderData<typeof loader>();
  return (
    <Section title="这个考场">
      {!room.next && (
        <Form method="post" className="flex flex-wrap items-end gap-3">
          <input type="hidden" name="intent" value="seats" />
          <Field label="再加几个座位">
            <TextInput name="seats" type="number" min={1} max={100} defaultValue={1} required />
          </Field>
          <Button type="submit">加座位</Button>
        </Form>
      )}
      {room.exams === 0 && (
        <Form method="post" className="flex flex-wrap items-end gap-3">
          <input type="hidden" name="intent" value="rename" />
          <Field label="考场名称">
            <TextInput key={room.name} name="name" defaultValue={room.name} maxLength={20} required />
          </Field>
          <Button type="submit">改名</Button>
        </Form>
      )}
      <div>
        {room.next ? null : room.closed ? (
          <Form method="post">
            <input type="hidden" name="intent" value="reopen" />
            <Button type="submit">恢复使用</Button>
          </Form>
        ) : (
          <ConfirmDialog
            label="停用考场"
            confirmLabel="停用"
            question={`停用 ${room.name}？`}
            consequence="以后不能在这里排新的考试；以前的考试不受影响。可以恢复。"
          >
            <input type="hidden" name="intent" value="close" />
          </ConfirmDialog>
        )}
      </div>
    </Section>
  );
}
