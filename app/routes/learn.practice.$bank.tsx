import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { z } from "zod";
import { guard } from "~/people/guard.server";
import { LearnerPage } from "~/people/learner-page";
import { DomainError } from "~/platform/errors";
import { jsonText } from "~/platform/json-text";
import { CheckQuestion } from "~/training/check-question";
import { answerPractice, dealPractice } from "~/training/practice.server";
import { LinkButton } from "~/ui/button";
import { PageHeader } from "~/ui/page-header";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? "练习"} · 安鼎` }];
const HAND = 10;

export const loader = guard("learn.read", async ({ params, url, db }) => {
  const seed = (url.searchParams.get("n") ?? "1").slice(0, 12);
  return { slug: params.bank ?? "", next: String((Number(seed) || 1) + 1), seed, ...(await dealPractice(db, params.bank ?? "", { seed, count: HAND })) };
});

const Sent = z.strictObject({ intent: z.literal("check"), question: z.string().max(80), answer: jsonText(5_000) });

export const action = guard("learn.read", async ({ request, params, db }) => {
  const parsed = Sent.safeParse(Object.fromEntries(await request.formData()));
  if (!parsed.success) throw new DomainError("invalid", "这个回答不完整，请再答一次。");
  return { result: await answerPractice(db, params.bank ?? "", parsed.data) };
});

/** Answers change nothing on the page's own data. */
export const shouldRevalidate = ({ formData, defaultShouldRevalidate }: { formData?: FormData; defaultShouldRevalidate: boolean }) => (formData ? false : defaultShouldRevalidate);

export default function PracticeHand() {
  const { slug, title, total, questions, seed, next } = useLoaderData<typeof loader>();
  return (
    <LearnerPage>
      <PageHeader title={title} lead={`从 ${total} 题里抽 ${questions.length} 题。`} back={{ to: "/learn/practice", label: "全部练习" }} />
      <div className="grid max-w-prose gap-4">
        {questions.map((shown, index) => <CheckQuestion key={`${seed}:${shown.id}`} shown={shown} label={`${index + 1}.`} wasRight={false} />)}
      </div>
      <div><LinkButton to={`/learn/practice/${slug}?n=${next}`} look="main" wide>换 {questions.length} 题</LinkButton></div>
    </LearnerPage>
  );
}
