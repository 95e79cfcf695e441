import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { guard } from "~/people/guard.server";
import { LearnerPage } from "~/people/learner-page";
import { listPractice } from "~/training/practice.server";
import { LinkButton } from "~/ui/button";
import { Card } from "~/ui/card";
import { EmptyState } from "~/ui/empty-state";
import { PageHeader } from "~/ui/page-header";

export const meta: MetaFunction = () => [{ title: "练习 · 云课堂 · 安鼎" }];
export const loader = guard("learn.read", async ({ db }) => ({ banks: await listPractice(db) }));

export default function Practice() {
  const { banks } = useLoaderData<typeof loader>();
  return (
    <LearnerPage>
      <PageHeader
        title="练习"
        lead="练习题与考试题库是分开的。答了马上知道对错和依据，不计分，也不留记录。"
        back={{ to: "/learn", label: "云课堂" }}
      />
      {banks.length === 0 && <EmptyState>还没有发布练习题。</EmptyState>}
      <ul className="grid gap-4 sm:grid-cols-2">
        {banks.map((bank) => (
          <li key={bank.slug}>
            <Card className="flex h-full flex-wrap items-center justify-between gap-3">
              <div>
                <h2 className="text-lg font-semibold">{bank.title}</h2>
                <p className="text-sm text-muted">{bank.questions} 题，每次 10 题</p>
              </div>
              <LinkButton to={`/learn/practice/${bank.slug}`}>开始练</LinkButton>
            </Card>
          </li>
        ))}
      </ul>
    </LearnerPage>
  );
}
