import { sendPdf } from "~/document/send.server";
import { describeCaller } from "~/people/caller.server";
import { guard } from "~/people/guard.server";
import { audit } from "~/platform/audit.server";
import { classArchive, classArchivePdf } from "~/training/class-archive.server";
import { classScope } from "~/training/class-view.server";

export const loader = guard("class.teach", { cost: "file" }, async ({ params, db, now, actor }) => {
  const archive = await classArchive(db, now, await classScope(db, actor), params.id ?? "");
  const bytes = await classArchivePdf(archive, { now, takenBy: (await describeCaller(db, actor)).name });
  await audit(db, now, { actorId: actor.accountId, act: "class.export", object: archive.id, outcome: "done" });
  return sendPdf(bytes, `培训档案 ${archive.text.under}`);
});
