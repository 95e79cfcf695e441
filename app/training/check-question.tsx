import { useRevalidator } from "@remix-run/react";
import { useState } from "react";
import type { ShownQuestion } from "#content/schema/shown-question";
import type { Answer } from "~/question/answer";
import { QuestionView } from "~/question/question-view";
import type { QuestionResult } from "~/question/result";
import { Button } from "~/ui/button";
import { Notice } from "~/ui/notice";
import { isRefused, postStudy } from "./post-study";

/** One check inside a lesson: answered, told why, tried again until right. */
export function CheckQuestion({
  at,
  shown,
  label,
  wasRight,
}: {
  at: string;
  shown: ShownQuestion;
  label: string;
  wasRight: boolean;
}) {
  const { revalidate } = useRevalidator();
  const [answer, setAnswer] = useState<Answer>(null);
  const [result, setResult] = useState<QuestionResult>();
  const [refused, setRefused] = useState<string>();
  const [busy, setBusy] = useState(false);
  const right = result?.right ?? false;
  const send = async () => {
    setBusy(true);
    const said = await postStudy<{ result: QuestionResult }>(at, {
      intent: "check",
      question: shown.id,
      answer: JSON.stringify(answer),
    });
    setBusy(false);
    if (isRefused(said)) return setRefused(said.refused);
    setRefused(undefined);
    setResult(said.result);
    revalidate();
  };
  return (
    <div className="rounded-md border border-line bg-card p-4">
      <QuestionView
        shown={shown}
        label={label}
        value={answer}
        result={result}
        disabled={right}
        onChange={(value) => {
          setAnswer(value);
          setResult(undefined);
        }}
      />
      {refused && (
        <Notice tone="warn" role="alert" title="这次回答没有收下" className="mt-3">
          {refused}
        </Notice>
      )}
      <div className="mt-3 flex flex-wrap items-center gap-3">
        {!right && (
          <Button
            type="button"
            disabled={answer === null}
            pending={busy}
            pendingLabel="正在核对"
            onClick={() => void send()}
          >
            {result ? "再答一次" : "回答"}
          </Button>
        )}
        {wasRight && !result && <span className="text-sm text-muted">这道题您已经答对过。</span>}
      </div>
    </div>
  );
}
