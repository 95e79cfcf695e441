import { sendPdf } from "~/document/send.server";
import { reachOf } from "~/people/actor.server";
import { describeCaller } from "~/people/caller.server";
import { guard } from "~/people/guard.server";
import { requirePerson } from "~/people/person-page.server";
import { audit } from "~/platform/audit.server";
import { personFile, personFilePdf } from "~/record/person-file.server";
import { allTitles } from "~/server/titles.server";

export const loader = guard("people.read", { cost: "file" }, async ({ params, db, now, actor }) => {
  const { id } = await requirePerson(db, params.id ?? "", await reachOf(db, "people.read", actor));
  const bytes = await personFilePdf(await personFile(db, now, id, await allTitles(db)), {
    now,
    takenBy: (await describeCaller(db, actor)).name,
  });
  await audit(db, now, { actorId: actor.accountId, act: "record.export", object: id, outcome: "done" });
  return sendPdf(bytes, "安全生产教育培训个人档案");
});
