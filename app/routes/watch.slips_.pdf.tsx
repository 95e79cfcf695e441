import { sendPdf } from "~/document/send.server";
import { reachOf } from "~/people/actor.server";
import { describeCaller } from "~/people/caller.server";
import { guard } from "~/people/guard.server";
import { slipsPdf } from "~/people/slip-pdf.server";
import { SLIP_FIELDS, printSlips, readSlipForm } from "~/people/slip-sheets.server";
import { printedOrigin } from "~/server/announce-setup";

/** New codes as a PDF, in the answer to the act that made them; there is nothing here to read afterwards. */
export const action = guard(
  "people.activate",
  { cost: "file", takes: SLIP_FIELDS },
  async ({ request, url, db, now, actor }) => {
    const slips = await printSlips(db, now, {
      ...readSlipForm(await request.formData()),
      reach: await reachOf(db, "people.activate", actor),
      actorId: actor.accountId,
      origin: printedOrigin(url),
    });
    return sendPdf(
      await slipsPdf(slips, { now, takenBy: (await describeCaller(db, actor)).name }),
      `激活单 ${slips[0]?.organisation ?? ""}`,
    );
  },
);
