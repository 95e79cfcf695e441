import { sendPdf } from "~/document/send.server";
import { requireExam } from "~/exam/exam.server";
import { examSlips, examSlipsPdf } from "~/exam/sitting/slip-document.server";
import { describeCaller } from "~/people/caller.server";
import { guard } from "~/people/guard.server";
import { audit } from "~/platform/audit.server";

export const loader = guard("exam.plan", { cost: "file" }, async ({ params, db, now, actor }) => {
  const all = await examSlips(db, await requireExam(db, params.exam!));
  const bytes = await examSlipsPdf(all, { now, takenBy: (await describeCaller(db, actor)).name });
  await audit(db, now, {
    actorId: actor.accountId,
    act: "exam.slips-export",
    object: all.exam.id,
    outcome: "done",
    facts: { slips: all.rooms.reduce((sum, room) => sum + room.slips.length, 0) },
  });
  return sendPdf(bytes, `准考证 ${all.exam.title}`);
});
