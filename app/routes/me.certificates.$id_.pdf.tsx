import { certificatePdf } from "~/certificate/certificate-pdf.server";
import { ownSheet } from "~/certificate/sheet.server";
import { sendPdf } from "~/document/send.server";
import { guard } from "~/people/guard.server";
import { audit } from "~/platform/audit.server";
import { printedOrigin } from "~/server/announce-setup";

export const loader = guard("me.read", { cost: "file" }, async ({ params, url, db, now, actor }) => {
  const sheet = await ownSheet(db, now, {
    id: params.id ?? "",
    personId: actor.personId,
    origin: printedOrigin(url),
  });
  const bytes = await certificatePdf({ ...sheet, now });
  await audit(db, now, {
    actorId: actor.accountId,
    act: "certificate.export",
    object: params.id ?? "",
    outcome: "done",
  });
  return sendPdf(bytes, `${sheet.facts.title} ${sheet.facts.number}`);
});
