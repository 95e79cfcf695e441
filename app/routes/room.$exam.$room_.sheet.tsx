import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { DocumentView } from "~/document/document-view";
import { roomRecordSheet } from "~/exam/room/record-document.server";
import { requireRoomReader } from "~/exam/room/room-view.server";
import { guard } from "~/people/guard.server";
import { PrintPage, PrintSheet } from "~/ui/print-page";

export const meta: MetaFunction = () => [{ title: "考场记录 · 安鼎" }];

export const loader = guard("room.read", async ({ db, now, actor, params }) => {
  await requireRoomReader(db, actor, params.exam!, params.room!);
  const { text, signed } = await roomRecordSheet(db, now, params.exam!, params.room!);
  return { text, signed, base: `/room/${params.exam}/${params.room}` };
});

export default function RoomRecordSheetPage() {
  const { text, signed, base } = useLoaderData<typeof loader>();
  return (
    <PrintPage
      back={{ to: `${base}/record`, label: "回到考场记录" }}
      pdf={`${base}/sheet/pdf`}
      note={signed ? "A4 纵向。记录已签字，不再改变。" : "A4 纵向。记录还没有签字，内容可能还会变。"}
    >
      <PrintSheet label="考场记录">
        <DocumentView text={text} />
      </PrintSheet>
    </PrintPage>
  );
}
