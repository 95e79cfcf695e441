import { sendPdf } from "~/document/send.server";
import { ownSlip, ownSlipPdf } from "~/exam/sitting/slip-document.server";
import { guard } from "~/people/guard.server";

export const loader = guard("exam.candidate", { cost: "file" }, async ({ params, db, now, actor }) => {
  const own = await ownSlip(db, actor.personId, params.exam ?? "");
  return sendPdf(await ownSlipPdf(own, now), `准考证 ${own.exam.title}`);
});
