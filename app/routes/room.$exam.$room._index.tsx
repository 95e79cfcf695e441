import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { checkIn, markAbsent } from "~/exam/room/check-in.server";
import { hasSatDown, UNDO_CHECK_IN, undoAbsent, undoCheckIn } from "~/exam/room/undo.server";
import { isUndoReason, undoOptions, type UndoReason } from "~/exam/room/undo-reasons";
import { DecidedRequests, OpenRequests } from "~/exam/two/request-list";
import { actOnRequest, historyOf, openRequests } from "~/exam/two/request-list.server";
import { askTwo } from "~/exam/two/request.server";
import { REQUEST_FIELDS } from "~/exam/two/request-words";
import { requireRoomReader, roomView, type BoardSeat } from "~/exam/room/room-view.server";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { Button, LinkButton } from "~/ui/button";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { Field } from "~/ui/field";
import { formatTimeBeside } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { Select } from "~/ui/select";
import { Status, type StatusState } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextInput } from "~/ui/text-input";
import { typedDigits } from "~/people/typed-digits";

export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("room.read", async ({ db, actor, params, now }) => {
  const reader = await requireRoomReader(db, actor, params.exam!, params.room!);
  const room = await roomView(db, params.exam!, params.room!);
  const of = { examId: params.exam!, subjectIds: room.seats.map((seat) => seat.candidateId) };
  const requests = {
    open: await openRequests(db, actor, KINDS, of),
    decided: await historyOf(db, actor, KINDS, of),
  };
  return {
    ...room,
    requests,
    reader,
    now: now.toISOString(),
    seats: [...room.seats].sort((a, b) => (a.seat < b.seat ? -1 : 1)),
  };
});

const KINDS = [UNDO_CHECK_IN];
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
  z.strictObject({
    act: z.enum(["undo-check-in", "undo-absent"]),
    candidate: z.string().max(64),
    reason: z.string().max(20),
  }),
]);

export const action = guard(
  "room.run",
  { takes: [...fieldNames(Act), ...REQUEST_FIELDS] },
  async ({ request, db, now, actor, params }) =>
    answerAct(
      (sentence: string) => sentence,
      async () => {
        const form = await request.formData();
        const decided = await actOnRequest(db, now, actor, KINDS, { examId: params.exam!, form });
        if (decided !== null) return decided;
        const parsed = Act.safeParse(Object.fromEntries(form));
        if (!parsed.success) throw new DomainError("invalid", parsed.error.issues[0]?.message ?? "填得不对。");
        const here = { examId: params.exam!, roomId: params.room!, candidateId: parsed.data.candidate };
        if (parsed.data.act === "absent") {
          await markAbsent(db, now, actor, here);
          return "已记缺考。";
        }
        if (parsed.data.act !== "check-in") {
          const reason = parsed.data.reason as UndoReason;
          if (parsed.data.act === "undo-absent") {
            await undoAbsent(db, now, actor, { ...here, reason });
            return "已撤销缺考，可以核对证件签到。";
          }
          if (await hasSatDown(db, here)) {
            if (!isUndoReason("check-in", reason)) throw new DomainError("invalid", "选一个原因。");
            const asked = { examId: here.examId, subjectId: here.candidateId, reason, words: "", facts: {} };
            await askTwo(db, now, actor, UNDO_CHECK_IN, { ...asked, aboutPersonId: null });
            return "这名考生已经入座：已提出撤销签到，等本考场另一名监考员在这页同意。";
          }
          await undoCheckIn(db, now, actor, { ...here, reason });
          return "已撤销签到，手里的座位票作废，请收回。没有来考的，过了最晚入场时间再记缺考。";
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
      <OpenRequests lines={room.requests.open} />
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
              !room.reader.mayRun || room.recordAt ? null : seat.checkedIn ? (
                <UndoCheckIn seat={seat} />
              ) : open ? (
                <CheckInForm seat={seat} absentNow={absentNow} />
              ) : null,
          },
        ]}
      />
      <DecidedRequests lines={room.requests.decided} />
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
          consequence="来了还能签到的，请先签到。记错了，在考场记录签字以前可以撤销，写明原因。"
        >
          <input type="hidden" name="candidate" value={seat.candidateId} />
          <input type="hidden" name="act" value="absent" />
        </ConfirmDialog>
      )}
      {seat.absent && (
        <ConfirmDialog
          label="撤销缺考"
          look="quiet"
          question={`撤销 ${seat.name} 的缺考？`}
          consequence="撤销以后还没有签到；人到了就核对证件签到，没有到的再记缺考。"
        >
          <input type="hidden" name="candidate" value={seat.candidateId} />
          <input type="hidden" name="act" value="undo-absent" />
          <Field label="原因" required>
            <Select name="reason" required blank="请选择" options={undoOptions("absent")} />
          </Field>
        </ConfirmDialog>
      )}
    </div>
  );
}

/** Who has begun is not undone: the board stops a sitting. Who sits at a machine is undone by two. */
function UndoCheckIn({ seat }: { seat: BoardSeat }) {
  if (seat.status !== null && seat.status !== "waiting") return null;
  return (
    <ConfirmDialog
      label={seat.entered ? "提出撤销签到" : "撤销签到"}
      look="quiet"
      question={`撤销 ${seat.name} 的签到？`}
      consequence={
        seat.entered
          ? "已经入座，要本考场另一名监考员同意才执行。执行后座位票作废，本人没有签到。"
          : seat.ticketed
            ? "手里的座位票马上作废，请收回。以后还可以再签到。"
            : "以后还可以再签到。"
      }
    >
      <input type="hidden" name="candidate" value={seat.candidateId} />
      <input type="hidden" name="act" value="undo-check-in" />
      <Field label="原因" required>
        <Select name="reason" required blank="请选择" options={undoOptions("check-in")} />
      </Field>
    </ConfirmDialog>
  );
}
