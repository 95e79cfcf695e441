import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { requireExam } from "~/exam/exam.server";
import { examSlips, slipFacts } from "~/exam/sitting/slip-document.server";
import { guard } from "~/people/guard.server";
import { EmptyState } from "~/ui/empty-state";
import { PrintPage, PrintSheet } from "~/ui/print-page";

export const meta: MetaFunction = () => [{ title: "准考证 · 安鼎" }];

export const loader = guard("exam.plan", async ({ params, db }) => {
  const { exam, rooms } = await examSlips(db, await requireExam(db, params.exam!));
  return {
    exam,
    rooms: rooms.map((room) => ({
      ...room,
      slips: room.slips.map((slip) => ({ ...slip, facts: slipFacts(exam, slip) })),
    })),
  };
});

export default function ExamSlips() {
  const { exam, rooms } = useLoaderData<typeof loader>();
  return (
    <PrintPage
      back={{ to: `/centre/exams/${exam.id}/candidates`, label: "回到考生" }}
      pdf={`/centre/exams/${exam.id}/slips/pdf`}
      note="按考场分页，沿虚线裁开。身份证号只印一部分。"
    >
      {rooms.length === 0 && <EmptyState>还没有考生。</EmptyState>}
      {rooms.map((room) => (
        <PrintSheet key={room.name} label={room.name}>
          <h1 className="mb-[3mm] text-[12pt] font-semibold">
            {room.name}　{room.slips.length} 张
          </h1>
          <ul className="grid gap-x-[6mm] sm:grid-cols-2 print:grid-cols-2">
            {room.slips.map((slip) => (
              <li key={slip.id} className="keep border-b border-dashed border-[#888] py-[4mm] text-[9pt]">
                <p className="flex justify-between gap-2 text-[13pt] font-semibold">
                  <span>{slip.name}</span>
                  <span className="font-mono">{slip.slipNumber}</span>
                </p>
                <dl className="grid grid-cols-[17mm_1fr]">
                  {slip.facts.map(([term, words]) => [
                    <dt key={term} className="text-[#555]">
                      {term}
                    </dt>,
                    <dd key={`${term}-words`}>{words}</dd>,
                  ])}
                </dl>
              </li>
            ))}
          </ul>
        </PrintSheet>
      ))}
    </PrintPage>
  );
}
