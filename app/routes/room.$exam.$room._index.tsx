import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { checkIn, markAbsent } from "~/exam/room/check-in.server";
import { requireRoomReader, roomView, type BoardSeat } from "~/exam/room/room-view.server";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { Button, LinkButton } from "~/ui/button";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { formatTimeBeside } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { Status, type StatusState } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextInput } from "~/ui/text-input";
import { typedDigits } from "~/people/typed-digits";

export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("room.read", async ({ db, actor, params, now }) => {
  const reader = await requireRoomReader(db, actor, params.exam!, params.room!);
  const room = await roomView(db, params.exam!, params.room!);
  return { ...room, reader, now: now.toISOString(), seats: [...room.seats].sort((a, b) => (a.seat < b.seat ? -1 : 1)) };
});

const Act = z.discriminatedUnion("act", [
  z.strictObject({
    act: z.literal("check-in"),
    candidate: z.string().max(64),
    lastFour: z
      .string()
      .max(40)
      .transform(typedDigits)
      .pipe(z.string().regex(/^[0-9]{3}[0-9X]$/, "输入证件号最后四位")),
  }),
  z.strictObject({ act: z.literal("absent"), candidate: z.string().max(64) }),
]);

export const action = guard("room.run", { takes: fieldNames(Act) }, async ({ request, db, now, actor, params }) =>
  answerAct(
    (sentence: string) => sentence,
    async () => {
      const parsed = Act.safeParse(Object.fromEntries(await request.formData()));
      if (!parsed.success) throw new DomainError("invalid", parsed.error.issues[0]?.message ?? "填得不对。");
      const here = { examId: params.exam!, roomId: params.room!, candidateId: parsed.data.candidate };
      if (parsed.data.act === "absent") {
        await markAbsent(db, now, actor, here);
        return "已记缺考。";
      }
      await checkIn(db, now, actor, { ...here, lastFour: parsed.data.lastFour });
      return "证件相符，已签到。";
    },
  ),
);

export default function CheckIn() {
  const room = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const open = room.now >= room.opensAt;
  const absentNow = room.now > room.latestEntryAt;
  const here = room.seats.filter((seat) => seat.checkedIn).length;
  return (
    <div className="grid gap-4">
      <ActNotice answer={answer} />
      {!open && (
        <Notice title={`${formatTimeBeside(room.opensAt, room.now)} 开始入场`}>到时间后可以核对证件签到。</Notice>
      )}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p>
          已签到 {here} 人，应到 {room.seats.length} 人
        </p>
        {room.reader.mayRun && <LinkButton to={`/room/${room.examId}/${room.roomId}/tickets`}>打印座位票</LinkButton>}
      </div>
      <Table<BoardSeat>
        caption="考生"
        captionHidden
        rows={room.seats}
        rowKey={(seat) => seat.candidateId}
        unit="人"
        columns={[
          { key: "seat", header: "座位", cell: (seat) => <span className="tabular-nums">{seat.seat}</span> },
          { key: "name", header: "姓名", rowHeader: true, cell: (seat) => seat.name },
          {
            key: "id",
            header: "身份证号",
            cell: (seat) => <span className="font-mono">{seat.idHead}</span>,
          },
          {
            key: "state",
            header: "签到",
            cell: (seat) => <Status state={stateOf(seat)[0]}>{stateOf(seat)[1]}</Status>,
          },
          {
            key: "act",
            header: "核对证件",
            cell: (seat) =>
              room.reader.mayRun && !seat.checkedIn && open ? <CheckInForm seat={seat} absentNow={absentNow} /> : null,
          },
        ]}
      />
    </div>
  );
}

function stateOf(seat: BoardSeat): [StatusState, string] {
  if (seat.absent) return ["refused", "缺考"];
  if (seat.entered) return ["done", "已入座"];
  if (seat.checkedIn) return ["doing", seat.ticketed ? "已发座位票" : "已签到"];
  return ["waiting", "未到"];
}

function CheckInForm({ seat, absentNow }: { seat: BoardSeat; absentNow: boolean }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Form method="post" className="flex items-center gap-2">
        <input type="hidden" name="candidate" value={seat.candidateId} />
        <TextInput
          name="lastFour"
          aria-label={`${seat.name} 证件号最后四位`}
          placeholder="后四位"
          inputMode="numeric"
          maxLength={12}
          autoComplete="off"
          required
          className="!w-24"
        />
        <Button type="submit" name="act" value="check-in" look="main">
          签到
        </Button>
      </Form>
      {absentNow && !seat.absent && (
        <ConfirmDialog
          label="缺考"
          question={`记 ${seat.name} 缺考？`}
          consequence="记下以后，本场不能再入座。来了还能签到的，请先签到。"
        >
          <input type="hidden" name="candidate" value={seat.candidateId} />
          <input type="hidden" name="act" value="absent" />
        </ConfirmDialog>
      )}
    </div>
  );
}
