import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { guard } from "~/people/guard.server";
import { LearnerPage } from "~/people/learner-page";
import { CheckQuestion } from "~/training/check-question";
import { dealPractice } from "~/training/practice.server";
import { LinkButton } from "~/ui/button";
import { PageHeader } from "~/ui/page-header";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? "练习"} · 安鼎` }];
const HAND = 10;

export const loader = guard("learn.read", async ({ params, url, db }) => {
  const seed = (url.searchParams.get("n") ?? "1").slice(0, 12);
  return {
    slug: params.bank ?? "",
    next: String((Number(seed) || 1) + 1),
    seed,
    ...(await dealPractice(db, params.bank ?? "", { seed, count: HAND })),
  };
});

export default function PracticeHand() {
  const { slug, title, total, questions, seed, next } = useLoaderData<typeof loader>();
  return (
    <LearnerPage>
      <PageHeader
        title={title}
        lead={`从 ${total} 题里抽 ${questions.length} 题。`}
        back={{ to: "/learn/practice", label: "全部练习" }}
      />
      <div className="grid max-w-prose gap-4">
        {questions.map((shown, index) => (
          <CheckQuestion
            key={`${seed}:${shown.id}`}
            at={`/learn/practice/${slug}/check`}
            shown={shown}
            label={`${index + 1}.`}
            wasRight={false}
          />
        ))}
      </div>
      <div>
        <LinkButton to={`/learn/practice/${slug}?n=${next}`} look="main" wide>
          换 {questions.length} 题
        </LinkButton>
      </div>
    </LearnerPage>
  );
}
