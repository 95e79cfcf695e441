import { useState } from "react";
import { Button } from "~/ui/button";
import { Checkbox } from "~/ui/checkbox";
import { Field } from "~/ui/field";
import { Select } from "~/ui/select";
import { toLocalInput } from "~/ui/format";
import { TextInput } from "~/ui/text-input";
import { actReasonsFor, type ActKind } from "./act-reasons";
import type { RoomView } from "./room-view.server";
import { tooFewWords } from "./too-few-words";

type Choice = { act: string; label: string; kind: ActKind | null };
const CHOICES: readonly Choice[] = [
  { act: "grant", label: "加时", kind: "grant" },
  { act: "pause", label: "暂停所选", kind: "pause" },
  { act: "resume", label: "所选继续", kind: null },
  { act: "warn", label: "提醒", kind: "warn" },
  { act: "move", label: "换座位", kind: "move" },
  { act: "stop", label: "终止所选", kind: "stop" },
  { act: "incident", label: "记异常", kind: "incident" },
  { act: "pause-room", label: "全场暂停", kind: "pause" },
  { act: "resume-room", label: "全场继续", kind: null },
];

/** What can be done to the chosen seats, or to the room; each with a reason from the tree. */
export function RoomActs({
  room,
  free,
}: {
  room: Pick<RoomView, "status" | "startsAt" | "startedAt" | "watch"> & { now: string };
  free: readonly { id: string; label: string }[];
}) {
  const [act, setAct] = useState("grant");
  const choice = CHOICES.find((one) => one.act === act)!;
  const tooFew = room.startedAt === null && room.watch.accepted < room.watch.wanted;
  const canStart = room.status === "opened" && room.now >= room.startsAt && !tooFew;
  return (
    <div className="grid gap-3 rounded-lg border border-line bg-card p-4">
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" name="act" value="start" look="main" size="big" disabled={!canStart}>
          全场开考
        </Button>
        <p className="text-muted">
          {room.status !== "opened"
            ? "试卷启封以后才能开考。"
            : tooFew
              ? tooFewWords(room.watch)
              : canStart
                ? "已入座的考生一起开始；晚到的入座后再点一次。"
                : "还没有到开考时间。"}
        </p>
      </div>
      <details>
        <summary className="min-h-tap cursor-pointer py-2 font-medium">处理情况：先在下面勾选座位</summary>
        <div className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-4">
          <Field label="做什么">
            <Select
              value={act}
              onChange={(event) => setAct(event.target.value)}
              options={CHOICES.map((one) => ({ value: one.act, label: one.label }))}
            />
          </Field>
          {choice.kind && (
            <Field label="原因">
              <Select
                name="reason"
                key={act}
                options={actReasonsFor(choice.kind).map((branch) => ({
                  label: branch.words,
                  options: branch.reasons.map((one) => ({ value: one.code, label: one.words })),
                }))}
              />
            </Field>
          )}
          {act === "grant" && (
            <Field label="加几分钟">
              <TextInput name="minutes" type="number" min={1} max={180} defaultValue={5} />
            </Field>
          )}
          {act === "incident" && (
            <>
              <Field label="从几时" hint="不勾选座位的，记给那时在考的全部考生。">
                <TextInput name="from" type="datetime-local" defaultValue={toLocalInput(room.startsAt)} />
              </Field>
              <Field label="到几时" hint="到答案都送到为止。">
                <TextInput name="to" type="datetime-local" defaultValue={toLocalInput(room.now)} />
              </Field>
            </>
          )}
          {act === "move" && (
            <Field label="换到">
              <Select name="seat" options={free.map((seat) => ({ value: seat.id, label: seat.label }))} />
            </Field>
          )}
          {act === "move" && <Checkbox name="knowing" label="我知道旧机器上可能有没送到的答案" />}
          <Field label="说明" optional>
            <TextInput name="note" maxLength={400} />
          </Field>
          <Button type="submit" name="act" value={act} look={act === "stop" ? "danger" : "plain"}>
            {choice.label}
          </Button>
        </div>
      </details>
    </div>
  );
}
