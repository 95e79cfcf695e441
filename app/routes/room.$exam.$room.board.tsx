import { data } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useEffect, useMemo } from "react";
import { z } from "zod";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { changeWords } from "~/exam/duty/change-words";
import type { DutyChange } from "~/exam/duty/recheck.server";
import { BoardTable } from "~/exam/room/board-table";
import { recordIncident } from "~/exam/room/incident.server";
import { SITTING_REQUESTS } from "~/exam/room/sitting-requests.server";
import { StopSurely, type StopAsked } from "~/exam/room/stop-surely";
import { openRequests } from "~/exam/two/request-list.server";
import { actOnSeats, moveSeat, startRoom, type ActReport } from "~/exam/room/acts.server";
import { freeSeats, requireRoomReader, roomView } from "~/exam/room/room-view.server";
import { RoomActs } from "~/exam/room/room-acts";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { formatTime, fromLocalInput } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { useRefresh } from "~/ui/use-refresh";

export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("room.read", async ({ db, actor, params, now }) => {
  const reader = await requireRoomReader(db, actor, params.exam!, params.room!);
  const room = await roomView(db, params.exam!, params.room!);
  const waiting = await openRequests(db, actor, SITTING_REQUESTS, {
    examId: params.exam!,
    subjectIds: room.seats.map((seat) => seat.candidateId),
  });
  return {
    ...room,
    reader,
    now: now.toISOString(),
    free: reader.mayRun ? await freeSeats(db, params.exam!) : [],
    waiting: waiting.map(({ id, title, subject, subjectId }) => ({ id, title, subject, subjectId })),
  };
});

const note = z.string().trim().max(400).default("");
const candidates = z.array(z.string().max(64)).max(200);
const reason = z.string().max(60);
const knowing = z
  .literal("on")
  .optional()
  .transform((said) => said === "on");
const Act = z.discriminatedUnion("act", [
  z.strictObject({ act: z.literal("start") }),
  z.strictObject({
    act: z.literal("grant"),
    candidates,
    minutes: z.coerce.number().int("写整数分钟").min(1, "至少 1 分钟").max(180, "一次最多 180 分钟"),
    reason,
    note,
  }),
  z.strictObject({ act: z.enum(["pause", "warn"]), candidates, reason, note }),
  z.strictObject({ act: z.literal("stop"), candidates, reason, note, sure: z.literal("yes").optional() }),
  z.strictObject({
    act: z.literal("incident"),
    candidates: candidates.optional(),
    reason,
    note,
    from: z.string().max(40),
    to: z.string().max(40),
  }),
  z.strictObject({ act: z.literal("resume"), candidates, note }),
  z.strictObject({ act: z.literal("pause-room"), reason, note }),
  z.strictObject({ act: z.literal("resume-room"), note }),
  z.strictObject({ act: z.literal("move"), candidates, seat: z.string().max(64), reason, note, knowing }),
]);

/** One form serves all acts: each act takes its own fields of it, and those are checked strictly. */
function readAct(form: FormData) {
  const act = Act.options.find((one) =>
    [...(one.shape.act instanceof z.ZodEnum ? one.shape.act.options : one.shape.act.values)].includes(
      String(form.get("act")) as never,
    ),
  );
  const fields = Object.keys(act?.shape ?? { act: true }).filter((name) => form.has(name));
  return Act.safeParse(
    Object.fromEntries(
      fields.map((name) => [name, name === "candidates" ? form.getAll(name).map(String) : form.get(name)]),
    ),
  );
}

export const action = guard("room.run", { takes: fieldNames(Act) }, async ({ request, db, now, actor, params }) => {
  const form = await request.formData();
  const stop = await stopToAsk(form, () =>
    requireRoomReader(db, actor, params.exam!, params.room!).then(() => roomView(db, params.exam!, params.room!)),
  );
  if (stop) return data({ stop, done: undefined, error: undefined });
  return answerAct(
    (sentence: string) => sentence,
    async () => {
      const parsed = readAct(form);
      if (!parsed.success)
        throw new DomainError(
          "invalid",
          form.has("candidates") ? (parsed.error.issues[0]?.message ?? "填得不对。") : "先选考生，再填原因。",
        );
      const place = { examId: params.exam!, roomId: params.room! };
      const act = parsed.data;
      switch (act.act) {
        case "start":
          return told("开考", await startRoom(db, now, actor, place));
        case "move":
          return moved(
            await moveSeat(db, now, actor, {
              ...place,
              candidateId: onlyOne(act.candidates),
              seatId: act.seat,
              reason: act.reason,
              knowing: act.knowing,
            }),
          );
        case "pause-room":
          return told(
            "暂停",
            await actOnSeats(db, now, actor, {
              ...place,
              candidateIds: [],
              scope: "room",
              act: { kind: "pause", reason: act.reason, ...noted(act.note) },
            }),
          );
        case "resume-room":
          return told(
            "继续",
            await actOnSeats(db, now, actor, {
              ...place,
              candidateIds: [],
              scope: "room",
              act: { kind: "resume", ...noted(act.note) },
            }),
          );
        case "incident": {
          const [from, to] = [fromLocalInput(act.from), fromLocalInput(act.to)];
          if (!from || !to) throw new DomainError("invalid", "写上从几时到几时。");
          const count = await recordIncident(db, now, actor, {
            ...place,
            candidateIds: act.candidates ?? [],
            reason: act.reason,
            from,
            to,
            ...noted(act.note),
          });
          return `已记异常：${count} 人，${formatTime(from)}–${formatTime(to)}。晚到的答案不会自己算进去，要到考生的作答页由两个人办。`;
        }
        case "grant":
          return told(
            `加 ${act.minutes} 分钟`,
            await actOnSeats(db, now, actor, {
              ...place,
              candidateIds: act.candidates,
              act: { kind: "grant", minutes: act.minutes, reason: act.reason, ...noted(act.note) },
            }),
          );
        case "resume":
          return told(
            "继续",
            await actOnSeats(db, now, actor, {
              ...place,
              candidateIds: act.candidates,
              act: { kind: "resume", ...noted(act.note) },
            }),
          );
        default:
          return told(
            { pause: "暂停", stop: "终止", warn: "提醒" }[act.act],
            await actOnSeats(db, now, actor, {
              ...place,
              candidateIds: act.candidates,
              act: { kind: act.act, reason: act.reason, ...noted(act.note) },
            }),
          );
      }
    },
  );
});

/** A stop asks first, and names whom it ends: with script or without, the first press ends nobody. */
async function stopToAsk(
  form: FormData,
  view: () => Promise<{ seats: { candidateId: string; seat: string; name: string; slipNumber: string }[] }>,
): Promise<StopAsked | null> {
  const parsed = form.get("act") === "stop" && form.has("candidates") ? readAct(form) : null;
  if (!parsed?.success || parsed.data.act !== "stop" || parsed.data.sure) return null;
  const { candidates, reason, note } = parsed.data;
  const seats = (await view()).seats.filter((seat) => candidates.includes(seat.candidateId));
  return {
    reason,
    note,
    seats: seats.map(({ candidateId, seat, name, slipNumber }) => ({
      candidateId,
      words: `${seat} ${name}（${slipNumber}）`,
    })),
  };
}

function onlyOne(candidateIds: readonly string[]): string {
  if (candidateIds.length !== 1) throw new DomainError("invalid", "换座位一次选一名考生。");
  return candidateIds[0]!;
}
const moved = (changes: DutyChange[]): string =>
  `已换座位，旧座位立即停用。请给考生重发座位票。${changes.length ? changeWords(changes) : ""}`;
const noted = (text: string) => (text ? { note: text } : {});
const told = (verb: string, { done, refused }: ActReport): string =>
  `${verb}：${done} 人${refused.length ? `；${refused.length} 人没有：${[...new Set(refused.map(({ why }) => why))].join("、")}` : ""}。`;

const REFRESH_MS = 2_000;

export default function Board() {
  const room = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { refresh, lost, idle } = useRefresh();
  // the moment of the data that is shown
  const seen = useMemo(() => {
    void room;
    return new Date();
  }, [room]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (idle && document.visibilityState === "visible") refresh();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [refresh, idle]);
  return (
    <div className="grid gap-4">
      {answer && "stop" in answer ? <StopSurely asked={answer.stop} /> : <ActNotice answer={answer} />}
      {room.waiting.map((one) => (
        <Notice key={one.id} tone="warn" title="等第二人答复">
          <Link className="underline" to={`/room/${room.examId}/${room.roomId}/sitting/${one.subjectId}`}>
            {one.title}：{one.subject}
          </Link>
        </Notice>
      ))}
      {lost && (
        <Notice tone="warn" title="监控板没有连上服务器" role="alert">
          下面是 {formatTime(seen)} 的样子，连上以后自己更新。考生在自己的机器上照常作答。
        </Notice>
      )}
      {!room.journalUp && (
        <Notice tone="warn" title="监控板没有连上考试记录" role="alert">
          考生的机器照常作答、照常保存；连上以后这里会恢复。
        </Notice>
      )}
      <Form method="post" id="board" className="grid gap-4">
        {room.reader.mayRun && <RoomActs room={room} free={room.free} />}
        <BoardTable
          seats={room.seats}
          choosable={room.reader.mayRun}
          base={`/room/${room.examId}/${room.roomId}/sitting`}
        />
      </Form>
    </div>
  );
}
