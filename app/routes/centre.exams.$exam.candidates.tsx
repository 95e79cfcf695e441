import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { z } from "zod";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { changeWords } from "~/exam/duty/change-words";
import { requireExam } from "~/exam/exam.server";
import { CandidateTable, ReseatPart, WithdrawnTable } from "~/exam/plan/candidate-list";
import { proposeCandidates, seatCandidates, type Proposal } from "~/exam/plan/candidates.server";
import { candidateLines, usedRooms } from "~/exam/plan/exam-list.server";
import { PUT_BACK, TAKE_OFF } from "~/exam/plan/list-requests.server";
import { reseat, reseating } from "~/exam/plan/places.server";
import { putBack, takeOff, withdrawnFrom } from "~/exam/plan/withdraw.server";
import { WITHDRAW_REASON_CODES } from "~/exam/plan/withdraw-reasons";
import { askTwo } from "~/exam/two/request.server";
import { guard } from "~/people/guard.server";
import { accountNames } from "~/people/staff-accounts.server";
import { DomainError } from "~/platform/errors";
import { Button, LinkButton } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { Section } from "~/ui/section";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";

export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("exam.plan", async ({ db, now, params }) => {
  const exam = await requireExam(db, params.exam!);
  const planned = exam.status === "planned";
  const seats = (await usedRooms(db, exam.id)).reduce((sum, room) => sum + room.seats, 0);
  const withdrawn = await withdrawnFrom(db, exam.id);
  const names = await accountNames(
    db,
    withdrawn.map((one) => one.by),
  );
  const { seatOf: _seatOf, ...anew } = planned ? await reseating(db, exam) : { seatOf: null, plan: "" };
  return {
    id: exam.id,
    status: exam.status,
    candidates: await candidateLines(db, exam.id),
    proposals: planned ? await proposeCandidates(db, exam, now) : [],
    withdrawn: withdrawn.map((one) => ({ ...one, by: names.get(one.by) ?? "" })),
    anew: "moves" in anew ? anew : null,
    seats,
  };
});

const Ids = z.array(z.string().max(64)).min(1, "先勾选考生。").max(2_000);
const ASKED = "已提出，还没有改名单。请另一名考务人员或成绩发布人到“两人办理”里同意。";
const id = z.string().min(1).max(64);
const Act = z.discriminatedUnion("act", [
  z.strictObject({ act: z.literal("off"), candidate: id, reason: z.enum(WITHDRAW_REASON_CODES, "选一个原因。") }),
  z.strictObject({ act: z.literal("back"), candidate: id }),
  z.strictObject({ act: z.literal("reseat"), plan: z.string().regex(/^[0-9a-f]{64}$/) }),
]);

export const action = guard(
  "exam.plan",
  { takes: ["person", "act", "candidate", "reason", "plan"] },
  async ({ request, db, now, actor, params }) =>
    answerAct(
      (sentence: string) => sentence,
      async () => {
        const form = await request.formData();
        const examId = params.exam!;
        if (!form.has("act")) {
          const ids = Ids.safeParse(form.getAll("person").map(String));
          if (!ids.success) throw new DomainError("invalid", ids.error.issues[0]!.message);
          const { seated, beside, changes } = await seatCandidates(db, now, actor, { examId, personIds: ids.data });
          const apart = beside.length ? `这几人没能和同单位的人隔开：${beside.join("、")}。` : "";
          return `已排入 ${seated} 人，已有座位的人都没有动。${apart}${changeWords(changes)}`;
        }
        const parsed = Act.safeParse(Object.fromEntries(form));
        if (!parsed.success) throw new DomainError("invalid", parsed.error.issues[0]?.message ?? "填得不对。");
        const given = parsed.data;
        const sealed = (await requireExam(db, examId)).status === "sealed";
        if (given.act === "off") {
          if (sealed) {
            const { candidate: subjectId, reason } = given;
            const asked = { examId, subjectId, reason, words: "", facts: {}, aboutPersonId: null };
            await askTwo(db, now, actor, TAKE_OFF, asked);
            return ASKED;
          }
          const { name, changes } = await takeOff(db, now, actor, {
            examId,
            candidateId: given.candidate,
            reason: given.reason,
          });
          return `已把 ${name} 从名单里去掉，准考证作废，本人的考试页上会看到。其他人的号和座位都没有动。${changeWords(changes)}`;
        }
        if (given.act === "back" && sealed) {
          const asked = { examId, reason: "", words: "", facts: {}, aboutPersonId: null };
          await askTwo(db, now, actor, PUT_BACK, { ...asked, subjectId: given.candidate });
          return ASKED;
        }
        if (given.act === "back") {
          const { name, seat, moved, changes } = await putBack(db, now, actor, {
            examId,
            candidateId: given.candidate,
          });
          return `已把 ${name} 放回名单，准考证号不变，座位 ${seat}${moved ? "（原来的座位已经有人）" : "，和原来一样"}。${changeWords(changes)}`;
        }
        const { moves, changes } = await reseat(db, now, actor, { examId, plan: given.plan });
        return `已重排座位，${moves.length} 人换了座。已经打印的准考证请重新打印。${changeWords(changes)}`;
      },
    ),
);

export default function Candidates() {
  const { id, status, candidates, proposals, seats, withdrawn, anew } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const eligible = proposals.filter((one) => one.bars.length === 0);
  const not = proposals.filter((one) => one.bars.length > 0);
  return (
    <div className="grid gap-8">
      <ActNotice answer={answer} />
      <Section
        title="考生名单"
        lead={`${candidates.length} 人，所选考场共 ${seats} 座。同单位的人尽量隔开坐；排好的座位不会自己变。`}
        actions={candidates.length > 0 && <LinkButton to={`/centre/exams/${id}/slips`}>打印准考证</LinkButton>}
      >
        <CandidateTable candidates={candidates} status={status} />
        {anew && anew.moves.length > 0 && <ReseatPart anew={anew} />}
      </Section>
      {withdrawn.length > 0 && <WithdrawnTable withdrawn={withdrawn} status={status} />}
      {status === "planned" && <Eligible eligible={eligible} />}
      {not.length > 0 && (
        <Section title="还不符合条件的人">
          <Table<Proposal>
            caption="不符合条件"
            captionHidden
            rows={not.slice(0, 200)}
            total={not.length}
            rowKey={(row) => row.personId}
            unit="人"
            columns={[
              { key: "name", header: "姓名", rowHeader: true, cell: (row) => row.name },
              { key: "org", header: "单位", cell: (row) => row.organisation },
              { key: "post", header: "岗位", cell: (row) => row.post },
              {
                key: "why",
                header: "为什么",
                cell: (row) => (
                  <Status state="waiting" className="!whitespace-normal">
                    {row.bars.join("")}
                  </Status>
                ),
              },
            ]}
          />
        </Section>
      )}
    </div>
  );
}

function Eligible({ eligible }: { eligible: Proposal[] }) {
  const [picked, setPicked] = useState<string[]>([]);
  const names = eligible.filter((one) => picked.includes(one.personId)).map((one) => one.name);
  return (
    <Section
      title="符合条件的人"
      lead="按岗位要考这一科、培训已完成、还没有合格成绩的人，由学习记录得出。外市的人排入以前只显示姓。"
    >
      <Form method="post" className="grid gap-3" onSubmit={() => setPicked([])}>
        <Table<Proposal>
          caption="符合条件"
          captionHidden
          rows={eligible}
          rowKey={(row) => row.personId}
          unit="人"
          empty={<EmptyState>现在没有符合条件而未排考的人。</EmptyState>}
          columns={[
            {
              key: "pick",
              header: "选",
              cell: (row) => (
                <input
                  type="checkbox"
                  name="person"
                  value={row.personId}
                  checked={picked.includes(row.personId)}
                  onChange={({ target }) =>
                    setPicked((all) =>
                      target.checked ? [...all, row.personId] : all.filter((one) => one !== row.personId),
                    )
                  }
                  aria-label={`选 ${row.name}${row.name.includes("*") ? ` ${row.maskedId}` : ""}`}
                  className="size-5 accent-bronze"
                />
              ),
            },
            { key: "name", header: "姓名", rowHeader: true, cell: (row) => row.name },
            { key: "id", header: "身份证号", cell: (row) => <span className="font-mono">{row.maskedId}</span> },
            { key: "post", header: "岗位", cell: (row) => row.post },
            { key: "org", header: "单位", cell: (row) => row.organisation },
          ]}
        />
        {eligible.length > 0 && (
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" look="main">
              排入考试
            </Button>
            <p className="text-muted" aria-live="polite">
              {names.length > 0 ? `已选 ${names.length} 人：${names.join("、")}` : "还没有选人。"}
            </p>
          </div>
        )}
      </Form>
    </Section>
  );
}
