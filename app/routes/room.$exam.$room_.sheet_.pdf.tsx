import { sendPdf } from "~/document/send.server";
import { roomRecordPdf, roomRecordSheet } from "~/exam/room/record-document.server";
import { requireRoomReader } from "~/exam/room/room-view.server";
import { describeCaller } from "~/people/caller.server";
import { guard } from "~/people/guard.server";
import { audit } from "~/platform/audit.server";

export const loader = guard("room.read", { cost: "file" }, async ({ db, now, actor, params }) => {
  await requireRoomReader(db, actor, params.exam!, params.room!);
  const sheet = await roomRecordSheet(db, now, params.exam!, params.room!);
  const bytes = await roomRecordPdf(sheet, { now, takenBy: (await describeCaller(db, actor)).name });
  await audit(db, now, {
    actorId: actor.accountId,
    act: "room.record-export",
    object: `${params.exam}/${params.room}`,
    outcome: "done",
  });
  return sendPdf(bytes, `考场记录 ${sheet.text.under}`);
});
