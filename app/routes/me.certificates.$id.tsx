import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { CertificateSheet } from "~/certificate/certificate-sheet";
import { ownSheet } from "~/certificate/sheet.server";
import { guard } from "~/people/guard.server";
import { printedOrigin } from "~/server/announce-setup";
import { PrintPage, PrintSheet } from "~/ui/print-page";

export const meta: MetaFunction = () => [{ title: "我的证书 · 安鼎" }];

export const loader = guard("me.read", async ({ params, url, db, now, actor }) => {
  const { facts, qr } = await ownSheet(db, now, {
    id: params.id ?? "",
    personId: actor.personId,
    origin: printedOrigin(url),
  });
  return { facts, qr, pdf: `/me/certificates/${params.id}/pdf` };
});

export default function MyCertificate() {
  const { facts, qr, pdf } = useLoaderData<typeof loader>();
  return (
    <PrintPage back={{ to: "/me", label: "回到我的" }} pdf={pdf} note={`状态：${facts.stateWords}。A4 纵向，1 页。`}>
      <PrintSheet label={facts.title}>
        <CertificateSheet facts={facts} qr={qr} />
      </PrintSheet>
    </PrintPage>
  );
}
