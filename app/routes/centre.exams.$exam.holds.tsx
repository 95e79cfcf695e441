import { useActionData, useLoaderData } from "@remix-run/react";
import { annulEarned } from "~/certificate/annul.server";
import { issuePending } from "~/certificate/issue.server";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { requireExam } from "~/exam/exam.server";
import { dayLines, heldLines, remarksOf } from "~/exam/marking/day-list.server";
import { DayTable } from "~/exam/marking/day-table";
import { HeldList, RecordList, RuleOther } from "~/exam/marking/held-list";
import { factsOf } from "~/exam/marking/hold-facts.server";
import { lacksSignatures, OVERRIDE_REASONS } from "~/exam/marking/room-record-state";
import { askOverride, overrideMarking, roomRecords } from "~/exam/marking/room-records.server";
import { askRuling, mayReadDay, mayRuleIn, ruleResult } from "~/exam/marking/ruling-kind.server";
import { actOnRequest, historyOf, openRequests } from "~/exam/two/request-list.server";
import { DecidedRequests, OpenRequests } from "~/exam/two/request-list";
import { REQUEST_FIELDS } from "~/exam/two/request-words";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";

export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

const RULE = ruleResult(annulEarned);
const KINDS = [RULE, overrideMarking];

export const loader = guard("exam.read", async ({ db, actor, params }) => {
  const exam = await requireExam(db, params.exam!);
  if (!(await mayReadDay(db, exam.id, actor)))
    throw new DomainError("forbidden", "考场经过和待核的成绩，只有考务人员和本场的阅卷人、巡考、发布人能看。");
  const facts = await factsOf(db, exam.id);
  const marked = exam.status === "marked" || exam.status === "released";
  const mayRule = await mayRuleIn(db, exam.id, actor);
  return {
    mayRule: mayRule && marked,
    mayPass: mayRule && (exam.status === "closed" || exam.status === "marked"),
    reasons: OVERRIDE_REASONS,
    rooms: (await roomRecords(db, exam)).map((room) => ({ ...room, lacks: lacksSignatures(room) })),
    held: await heldLines(db, exam.id, facts),
    slips: facts.map(({ candidateId, slipNumber }) => ({ candidateId, slipNumber })),
    lines: await dayLines(db, facts),
    remarks: await remarksOf(db, exam),
    open: await openRequests(db, actor, KINDS, { examId: exam.id }),
    decided: await historyOf(db, actor, KINDS, { examId: exam.id }),
  };
});

export const action = guard(
  "result.rule",
  { takes: [...REQUEST_FIELDS, "do", "candidate", "choice", "words", "room", "reason"] },
  async ({ request, db, now, actor, params }) => {
    const form = await request.formData();
    const examId = params.exam!;
    const text = (name: string) => String(form.get(name) ?? "").slice(0, 400);
    return answerAct(
      (said: string) => said,
      async () => {
        const said = await actOnRequest(db, now, actor, KINDS, { examId, form });
        if (said !== null) {
          await issuePending(db, now, { byAccount: actor.accountId });
          return said;
        }
        if (text("do") === "override") {
          const asked = { examId, examRoomId: text("room"), reason: text("reason"), words: text("words") };
          await askOverride(db, now, actor, asked);
        } else {
          const asked = { examId, candidateId: text("candidate"), choice: text("choice"), words: text("words") };
          await askRuling(db, now, actor, RULE, asked);
        }
        return "已提出，等另一个人答复。";
      },
    );
  },
);

export default function Holds() {
  const { open, decided, held, rooms, reasons, mayRule, mayPass, slips, lines, remarks } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <div className="grid gap-8">
      <ActNotice answer={answer} />
      <OpenRequests lines={open} />
      <HeldList lines={held} mayRule={mayRule} />
      {mayRule && <RuleOther slips={slips} />}
      <RecordList rooms={rooms} reasons={reasons} mayRule={mayPass} />
      <DayTable lines={lines} remarks={remarks} />
      <DecidedRequests lines={decided} />
    </div>
  );
}
