import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { CertificateStatus } from "~/certificate/certificate-status";
import { findCertificate } from "~/certificate/query.server";
import { CHANGE_REASONS, type CertificateState, type ChangeReason } from "~/certificate/state";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { takeAllowance } from "~/platform/rate-limit.server";
import { LinkButton } from "~/ui/button";
import { Card } from "~/ui/card";
import { DefinitionList } from "~/ui/definition-list";
import { formatDateTime, formatDay } from "~/ui/format";
import { Notice, type NoticeTone } from "~/ui/notice";
import { PublicShell } from "~/ui/public-shell";

export const meta: MetaFunction = () => [{ title: "证书查验 · 安鼎" }, { name: "robots", content: "noindex" }];

export const loader = guard("certificate.verify", async ({ params, db, now, ip }) => {
  const found = await findCertificate(db, now, { token: params.token ?? "" });
  // The token cannot be guessed: a right one is always answered, whoever else asks from the same address.
  if (!found && !takeAllowance(`verify:${ip}`, { limit: 60, seconds: 60, now }))
    throw new DomainError("too-many", "查得太频繁了，请一分钟后再试。");
  if (!found) throw new DomainError("not-found", "本系统没有发过这样一张证书。二维码可能是伪造的，请向持证人核实。");
  const {
    number,
    title,
    issuer,
    issuedDay,
    validUntil,
    state,
    maskedName,
    maskedId,
    signed,
    keyId,
    demonstration,
    events,
  } = found;
  return {
    number,
    title,
    issuer,
    issuedDay,
    validUntil,
    state,
    maskedName,
    maskedId,
    signed,
    keyId,
    demonstration,
    reason: events.at(-1)?.reason ?? "",
    at: now.toISOString(),
  };
});

const ANSWERS: Record<CertificateState, { tone: NoticeTone; title: string; sentence: string }> = {
  valid: { tone: "safe", title: "有效", sentence: "这张证书在有效期内，签名核对无误。" },
  expired: { tone: "warn", title: "已过期", sentence: "这张证书是真的，但有效期已经过了，不能再凭它上岗。" },
  suspended: { tone: "warn", title: "已暂停", sentence: "这张证书正在核查，核查完以前不能凭它上岗。" },
  revoked: { tone: "forbid", title: "已撤销", sentence: "这张证书已经撤销，不能凭它上岗。" },
};

export default function VerifyOne() {
  const found = useLoaderData<typeof loader>();
  const answer = found.signed
    ? ANSWERS[found.state]
    : {
        tone: "forbid" as const,
        title: "签名对不上",
        sentence: "记录与签名不一致，不要相信这张证书，请联系发证单位。",
      };
  return (
    <PublicShell>
      <div className="mx-auto grid max-w-phone gap-5">
        <h1 className="text-xl font-semibold">证书查验结果</h1>
        <Notice tone={answer.tone} title={answer.title} role="status">
          {answer.sentence}
          {Object.hasOwn(CHANGE_REASONS, found.reason) && <> 原因：{CHANGE_REASONS[found.reason as ChangeReason]}。</>}
        </Notice>
        {found.demonstration && (
          <Notice tone="warn" title="演示证书">
            这张证书出自演示环境，没有任何效力。
          </Notice>
        )}
        <Card>
          <DefinitionList
            items={[
              ["证书", found.title],
              [
                "编号",
                <span key="n" className="font-mono">
                  {found.number}
                </span>,
              ],
              ["状态", <CertificateStatus key="s" state={found.state} />],
              ["持证人", `${found.maskedName}（${found.maskedId}）`],
              ["发证单位", found.issuer],
              ["发证日期", formatDay(found.issuedDay)],
              ["有效期至", formatDay(found.validUntil)],
            ]}
          />
        </Card>
        <p className="text-sm text-muted">
          查询时间 {formatDateTime(found.at)}，以服务器时间为准。请核对持证人本人与证件。签名密钥 {found.keyId}。
        </p>
        <div>
          <LinkButton to="/verify">再查一张</LinkButton>
        </div>
      </div>
    </PublicShell>
  );
}
