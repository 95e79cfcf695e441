import { Form } from "@remix-run/react";
import { useId } from "react";
import { Button } from "~/ui/button";
import { formatDateTimeSecond } from "~/ui/format";
import { Section } from "~/ui/section";
import { Status, type StatusState } from "~/ui/status";
import { TextInput } from "~/ui/text-input";
import { requestState, type RequestLine } from "./request-words";

/** What waits for a second person: who asked for what and why, and what the caller may do with it. */
export function OpenRequests({ lines }: { lines: readonly RequestLine[] }) {
  if (lines.length === 0) return null;
  return (
    <Section title="等第二人答复" lead="一个人提出，另一个人同意了才执行。">
      <ul className="grid gap-3">
        {lines.map((line) => (
          <li key={line.id} className="grid gap-2 rounded-lg border-2 border-warn bg-card p-4" data-request={line.kind}>
            <Head line={line} />
            <Answering line={line} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What was decided, for whoever reads it later. */
export function DecidedRequests({ lines }: { lines: readonly RequestLine[] }) {
  if (lines.length === 0) return null;
  return (
    <Section title="两人办理的事">
      <ul className="grid gap-3">
        {lines.map((line) => (
          <li key={line.id} className="grid gap-1 rounded-lg border border-line bg-card p-4" data-request={line.kind}>
            <Head line={line} />
            {line.decidedAt && (
              <p className="text-muted">
                {line.decidedBy ? `${line.decidedBy} ` : ""}
                {formatDateTimeSecond(line.decidedAt)} {requestState(line)}
                {line.answer && `：${line.answer}`}
              </p>
            )}
            {line.failure && <p>{line.failure}</p>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

const STATE: Record<RequestLine["outcome"], StatusState> = {
  asked: "waiting",
  confirmed: "done",
  declined: "refused",
  withdrawn: "none",
  void: "none",
};

function Head({ line }: { line: RequestLine }) {
  const open = line.outcome === "confirmed" && !line.done;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-semibold">
          {line.title}：{line.subject}
        </span>
        <Status state={open ? "late" : STATE[line.outcome]}>{requestState(line)}</Status>
      </p>
      <p>{[line.particulars, line.reason, line.words].filter(Boolean).join("；")}</p>
      <p className="text-sm text-muted">
        {line.askedBy} {formatDateTimeSecond(line.askedAt)} 提出
      </p>
    </>
  );
}

function Answering({ line }: { line: RequestLine }) {
  const id = useId();
  const may = (act: RequestLine["may"][number]) => line.may.includes(act);
  return (
    <>
      {line.bar && <p className="text-muted">{line.bar}</p>}
      {line.may.length > 0 && (
        <Form method="post" className="flex flex-wrap items-end gap-3">
          <input type="hidden" name="request" value={line.id} />
          {may("decline") && (
            <label className="grid gap-1" htmlFor={id}>
              <span className="text-sm">说明（不同意时必填）</span>
              <TextInput id={id} name="answer" maxLength={400} className="!w-72" />
            </label>
          )}
          {may("confirm") && (
            <Button type="submit" name="two" value="confirm" look="main">
              同意并执行
            </Button>
          )}
          {may("decline") && (
            <Button type="submit" name="two" value="decline">
              不同意
            </Button>
          )}
          {may("withdraw") && (
            <Button type="submit" name="two" value="withdraw">
              撤回
            </Button>
          )}
          {may("finish") && (
            <Button type="submit" name="two" value="finish" look="main">
              接着做完
            </Button>
          )}
        </Form>
      )}
    </>
  );
}
