import { sendPdf } from "~/document/send.server";
import { describeCaller } from "~/people/caller.server";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { audit } from "~/platform/audit.server";
import { personFile, personFilePdf } from "~/record/person-file.server";
import { allTitles } from "~/server/titles.server";

export const loader = guard("me.read", { cost: "file" }, async ({ db, now, actor }) => {
  if (!actor.personId) throw new DomainError("not-found", "这个账号没有对应的人员，没有档案。");
  const id = actor.personId;
  const bytes = await personFilePdf(await personFile(db, now, id, await allTitles(db)), {
    now,
    takenBy: (await describeCaller(db, actor)).name,
  });
  await audit(db, now, { actorId: actor.accountId, act: "record.export", object: id, outcome: "done" });
  return sendPdf(bytes, "安全生产教育培训个人档案");
});
