import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { ownSlip, SLIP_RULES, slipFacts } from "~/exam/sitting/slip-document.server";
import { guard } from "~/people/guard.server";
import { PrintPage, PrintSheet } from "~/ui/print-page";

export const meta: MetaFunction = () => [{ title: "准考证 · 安鼎" }];

export const loader = guard("exam.candidate", async ({ params, db, actor }) => {
  const { exam, slip } = await ownSlip(db, actor.personId, params.exam ?? "");
  return { exam, slip, facts: slipFacts(exam, slip), rules: SLIP_RULES };
});

export default function OwnSlip() {
  const { exam, slip, facts, rules } = useLoaderData<typeof loader>();
  return (
    <PrintPage
      back={{ to: "/exam", label: "回到考试" }}
      pdf={`/exam/slip/${exam.id}/pdf`}
      note="A4 纵向，1 页。没有打印也可以凭身份证签到。"
    >
      <PrintSheet label="准考证">
        <div className="keep border border-dashed border-[#888] p-[8mm]">
          <h1 className="text-center text-[20pt] font-semibold">准考证</h1>
          {exam.demonstration && <p className="text-center text-forbid">演示 · 没有任何效力</p>}
          <p className="my-[4mm] flex flex-wrap justify-between gap-2 text-[16pt] font-semibold">
            <span>{slip.name}</span>
            <span className="font-mono">{slip.slipNumber}</span>
          </p>
          <dl className="grid grid-cols-[22mm_1fr] gap-y-[1.5mm] text-[11pt]">
            {facts.map(([term, words]) => [
              <dt key={term} className="text-[#555]">
                {term}
              </dt>,
              <dd key={`${term}-words`}>{words}</dd>,
            ])}
          </dl>
        </div>
        <h2 className="mt-[8mm] text-[11pt] font-semibold">考生须知</h2>
        <ol className="list-decimal pl-[6mm] text-[10pt]">
          {rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ol>
      </PrintSheet>
    </PrintPage>
  );
}
