import { Form } from "@remix-run/react";
import { type ReactNode, useState } from "react";
import { Button } from "~/ui/button";
import { Dialog, DialogClose } from "~/ui/dialog";
import { Field } from "~/ui/field";
import { RadioGroup } from "~/ui/radio-group";
import { Select } from "~/ui/select";
import { TextInput } from "~/ui/text-input";
import { CORRECTION_REASONS, HAND_REASONS, RESULTS, toOptions } from "./class-words";

type Shell = {
  label: string;
  title: string;
  description: string;
  intent: string;
  submit: string;
  personId: string;
  children: ReactNode;
};

function ActDialog({ label, title, description, intent, submit, personId, children }: Shell) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={title}
      description={description}
      trigger={
        <Button type="button" look="quiet">
          {label}
          <span className="sr-only">，{title}</span>
        </Button>
      }
    >
      <Form method="post" onSubmit={() => setOpen(false)} className="grid gap-4">
        <input type="hidden" name="intent" value={intent} />
        <input type="hidden" name="person" value={personId} />
        {children}
        <div className="flex flex-wrap justify-end gap-2">
          <DialogClose asChild>
            <Button type="button">不做了</Button>
          </DialogClose>
          <Button type="submit" look="main">
            {submit}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

/** Signing someone in or out by hand: a time, a reason, and what it means for whoever enters it. */
export function HandSignDialog({
  personId,
  name,
  here,
  at,
}: {
  personId: string;
  name: string;
  here: boolean;
  at: string;
}) {
  return (
    <ActDialog
      label="登记"
      title={`登记 ${name} 的${here ? "签退" : "签到"}`}
      intent="hand"
      submit="登记"
      personId={personId}
      description="人工登记的学时要有本人签字的纸质签到表。登记的人算教过这名学员，不能参加其同科目的考务。"
    >
      <RadioGroup
        name="kind"
        legend="登记什么"
        inline
        defaultValue={here ? "out" : "in"}
        options={[
          { value: "in", label: "签到" },
          { value: "out", label: "签退" },
        ]}
      />
      <Field label="时间">
        <TextInput name="at" type="datetime-local" defaultValue={at} required />
      </Field>
      <Field label="理由">
        <Select name="reason" options={toOptions(HAND_REASONS)} />
      </Field>
    </ActDialog>
  );
}

/** Changing attendance after closing: a new row in the record takes the old one's place. */
export function CorrectionDialog({
  personId,
  name,
  result,
  from,
  to,
}: {
  personId: string;
  name: string;
  result: string;
  from: string;
  to: string;
}) {
  return (
    <ActDialog
      label="更正"
      title={`更正 ${name} 的学时`}
      intent="correct"
      submit="写入更正"
      personId={personId}
      description="更正是新的一行记录，原来的一行保留。没有到场的，两个时间都清空。已发的证书不会自动撤销。"
    >
      <Field label="签到时间" optional>
        <TextInput name="from" type="datetime-local" defaultValue={from} />
      </Field>
      <Field label="签退时间" optional>
        <TextInput name="to" type="datetime-local" defaultValue={to} />
      </Field>
      <Field label="考核结果">
        <Select name="result" options={toOptions(RESULTS)} defaultValue={result || "passed"} />
      </Field>
      <Field label="理由">
        <Select name="reason" options={toOptions(CORRECTION_REASONS)} />
      </Field>
    </ActDialog>
  );
}
