import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useEffect, useMemo } from "react";
import { z } from "zod";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { changeWords } from "~/exam/duty/change-words";
import type { DutyChange } from "~/exam/duty/recheck.server";
import { BoardTable } from "~/exam/room/board-table";
import { actOnSeats, moveSeat, startRoom, type ActReport } from "~/exam/room/acts.server";
import { freeSeats, requireRoomReader, roomView } from "~/exam/room/room-view.server";
import { RoomActs } from "~/exam/room/room-acts";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { formatTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { useRefresh } from "~/ui/use-refresh";

export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("room.read", async ({ db, actor, params, now }) => {
  const reader = await requireRoomReader(db, actor, params.exam!, params.room!);
  const room = await roomView(db, params.exam!, params.room!);
  return { ...room, reader, now: now.toISOString(), free: reader.mayRun ? await freeSeats(db, params.exam!) : [] };
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
  z.strictObject({ act: z.enum(["pause", "stop", "warn"]), candidates, reason, note }),
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

export const action = guard("room.run", { takes: fieldNames(Act) }, async ({ request, db, now, actor, params }) =>
  answerAct(
    (sentence: string) => sentence,
    async () => {
      const form = await request.formData();
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
  ),
);

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
      <ActNotice answer={answer} />
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
        <BoardTable seats={room.seats} choosable={room.reader.mayRun} />
      </Form>
    </div>
  );
}
