import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Outcome } from "~/drill/verification/case-table";
import { CaseDetails } from "~/drill/verification/case-view";
import { findCase } from "~/drill/verification/overview.server";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { formatDate } from "~/ui/format";
import { PageHeader } from "~/ui/page-header";
import { PublicShell } from "~/ui/public-shell";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.view.title ?? "试验"} · 验证报告 · 安鼎` },
];

export const loader = guard("verification.read", ({ params }) => {
  const found = findCase(String(params.id));
  if (!found) throw new DomainError("not-found", "验证报告里没有这一项试验。");
  return found;
});

export default function VerificationCase() {
  const { view, family, before, after, engine, at } = useLoaderData<typeof loader>();
  return (
    <PublicShell>
      <PageHeader
        back={{ to: `/verification#${view.family}`, label: `验证报告：${family}` }}
        title={view.title}
        facts={
          <>
            <span>{view.id}</span>
            <Outcome pass={view.pass} />
          </>
        }
        lead={view.asks}
      />
      <CaseDetails view={view} />
      <nav
        aria-label="前后的试验"
        className="mt-12 flex flex-wrap justify-between gap-x-8 gap-y-2 border-t border-line pt-4"
      >
        <span>
          {before && (
            <TextLink to={`/verification/${before.id}`} className="inline-flex min-h-tap items-center">
              前一项：{before.title}
            </TextLink>
          )}
        </span>
        <span>
          {after && (
            <TextLink to={`/verification/${after.id}`} className="inline-flex min-h-tap items-center">
              后一项：{after.title}
            </TextLink>
          )}
        </span>
      </nav>
      <p className="mt-2 text-sm text-muted">
        {formatDate(at)} 测得，演练引擎 <span className="font-mono">{engine}</span>
      </p>
    </PublicShell>
  );
}
