import { useActionData, useLoaderData } from "@remix-run/react";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { requireExam } from "~/exam/exam.server";
import { LIST_REQUESTS } from "~/exam/plan/list-requests.server";
import { DecidedRequests, OpenRequests } from "~/exam/two/request-list";
import { actOnRequest, historyOf, openRequests } from "~/exam/two/request-list.server";
import { REQUEST_FIELDS } from "~/exam/two/request-words";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { EmptyState } from "~/ui/empty-state";

export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("duty.countersign", async ({ db, actor, params }) => {
  const { id: examId } = await requireExam(db, params.exam!);
  return {
    open: await openRequests(db, actor, LIST_REQUESTS, { examId }),
    decided: await historyOf(db, actor, LIST_REQUESTS, { examId }),
  };
});

export const action = guard(
  "duty.countersign",
  { takes: [...REQUEST_FIELDS] },
  async ({ request, db, now, actor, params }) =>
    answerAct(
      (sentence: string) => sentence,
      async () => {
        const form = await request.formData();
        const done = await actOnRequest(db, now, actor, LIST_REQUESTS, { examId: params.exam!, form });
        if (done === null) throw new DomainError("invalid", "没有这个操作。");
        return done;
      },
    ),
);

export default function ByTwo() {
  const { open, decided } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="grid gap-8">
      <ActNotice answer={answer} />
      {open.length === 0 && decided.length === 0 && (
        <EmptyState>没有要两人办的事。封卷以后改名单、撤销封卷，由一人提出，另一人在这里同意。</EmptyState>
      )}
      <OpenRequests lines={open} />
      <DecidedRequests lines={decided} />
    </div>
  );
}
