import { Form } from "@remix-run/react";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/field";
import { Section } from "~/ui/section";
import { Select } from "~/ui/select";
import { Status } from "~/ui/status";
import { TextInput } from "~/ui/text-input";
import type { HeldLine } from "./day-list.server";
import { OUTCOME } from "./outcome";
import type { RoomRecordState } from "./room-record-state";
import { RULING_CHOICES, RULING_WORDS, RULINGS } from "./ruling";

const CHOICES = RULINGS.map((ruling) => ({
  label: RULING_WORDS[ruling],
  options: RULING_CHOICES.filter((one) => one.ruling === ruling).map(({ value, words }) => ({ value, label: words })),
}));

/** Results that somebody has to rule on, and those that were ruled on: what it rests on, and the form of who may. */
export function HeldList({ lines, mayRule }: { lines: readonly HeldLine[]; mayRule: boolean }) {
  return (
    <Section title="待核和认定" lead="一个人提出，另一个人同意，认定才生效。" id="held">
      {lines.length === 0 ? (
        <EmptyState>没有要核的成绩。</EmptyState>
      ) : (
        <ul className="grid gap-4">
          {lines.map((line) => (
            <li key={line.candidateId} className="grid gap-2 rounded-lg border border-line bg-card p-4">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="font-mono font-semibold">{line.slipNumber}</span>
                <Standing line={line} />
              </p>
              {line.holds.length > 0 && <p>{line.holds.join("；")}。</p>}
              {mayRule && <RuleForm candidateId={line.candidateId} again={line.standing !== "held"} />}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Standing({ line: { standing, released } }: { line: HeldLine }) {
  if (standing === "held") return <Status state="late">待核，等两个人认定</Status>;
  const words = standing === "valid" ? "成绩有效" : standing === "counts" ? "没有待核" : OUTCOME[standing].words;
  return (
    <Status state={standing === "void" ? "refused" : "done"}>{`${words}，${released ? "已发布" : "未发布"}`}</Status>
  );
}

/** Any candidate's result can be ruled on: what was found out elsewhere stands in no journal. */
export function RuleOther({ slips }: { slips: readonly { candidateId: string; slipNumber: string }[] }) {
  return (
    <details>
      <summary className="min-h-tap cursor-pointer py-2">认定其他考生的成绩（考后查实的，发布以后也可以）</summary>
      <RuleForm slips={slips} again={false} />
    </details>
  );
}

function RuleForm({
  candidateId,
  slips,
  again,
}: {
  candidateId?: string;
  slips?: readonly { candidateId: string; slipNumber: string }[];
  again: boolean;
}) {
  return (
    <Form method="post" className="flex flex-wrap items-end gap-3">
      {slips ? (
        <Field label="准考证号" required>
          <Select
            name="candidate"
            required
            blank="请选择"
            options={slips.map((one) => ({ value: one.candidateId, label: one.slipNumber }))}
          />
        </Field>
      ) : (
        <input type="hidden" name="candidate" value={candidateId} />
      )}
      <Field label={again ? "改为" : "认定"} required>
        <Select name="choice" required blank="请选择" options={CHOICES} />
      </Field>
      <Field label="事实和依据" required>
        <TextInput name="words" required maxLength={400} className="!w-80 max-w-full" />
      </Field>
      <Button type="submit" name="do" value="rule">
        提出认定
      </Button>
    </Form>
  );
}

/** The rooms' signed records, and the way on without one. */
export function RecordList({
  rooms,
  reasons,
  mayRule,
}: {
  rooms: readonly (RoomRecordState & { lacks: boolean })[];
  reasons: Readonly<Record<string, string>>;
  mayRule: boolean;
}) {
  return (
    <Section title="考场记录" lead="每个考场的记录签完才能阅卷。" id="records">
      <ul className="grid gap-3">
        {rooms.map((room) => (
          <li key={room.id} className="grid gap-2 rounded-lg border border-line bg-card p-4">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="font-semibold">{room.name}</span>
              <span>{room.candidates} 名考生</span>
              <Status state={room.lacks ? "late" : room.overridden ? "waiting" : "done"}>
                {`已签 ${room.signed} 人，要 ${room.wanted} 人${room.overridden ? "，已由两人放行" : ""}`}
              </Status>
            </p>
            {room.lacks && mayRule && (
              <Form method="post" className="flex flex-wrap items-end gap-3">
                <input type="hidden" name="room" value={room.id} />
                <Field label="签不了的原因" required>
                  <Select
                    name="reason"
                    required
                    blank="请选择"
                    options={Object.entries(reasons).map(([value, label]) => ({ value, label }))}
                  />
                </Field>
                <Field label="说明" required>
                  <TextInput name="words" required maxLength={400} className="!w-80 max-w-full" />
                </Field>
                <Button type="submit" name="do" value="override">
                  提出放行
                </Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
