import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { CertificateSheet } from "~/certificate/certificate-sheet";
import { findCertificate } from "~/certificate/query.server";
import { STATE_WORDS } from "~/certificate/state";
import { guard } from "~/people/guard.server";
import { personSecret, personText } from "~/people/person.server";
import { DomainError } from "~/platform/errors";
import { PrintPage, PrintSheet } from "~/ui/print-page";
import { drawQr } from "~/ui/qr-drawing.server";

export const meta: MetaFunction = () => [{ title: "我的证书 · 安鼎" }];

export const loader = guard("me.read", async ({ params, url, db, now, actor }) => {
  const found = actor.personId ? await findCertificate(db, now, { id: params.id ?? "", personId: actor.personId }) : null;
  if (!found) throw new DomainError("not-found", "这里没有您的这张证书。");
  const { number, title, issuer, issuedDay, validUntil, demonstration, state, token } = found;
  const name = (await personSecret(db, found.personId))?.name ?? "";
  const maskedId = (await personText(db, [found.personId])).get(found.personId)?.maskedId ?? "";
  return { facts: { number, title, issuer, issuedDay, validUntil, demonstration, name, maskedId }, state, qr: drawQr(`${url.origin}/verify/${token}`) };
});

export default function MyCertificate() {
  const { facts, state, qr } = useLoaderData<typeof loader>();
  return (
    <PrintPage back={{ to: "/me", label: "回到我的" }} note={`状态：${STATE_WORDS[state]}。A4 纵向，1 页。`}>
      <PrintSheet label={facts.title}>
        <CertificateSheet facts={facts} qr={qr} />
      </PrintSheet>
    </PrintPage>
  );
}
