import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { DocumentView } from "~/document/document-view";
import { guard } from "~/people/guard.server";
import { classArchive } from "~/training/class-archive.server";
import { classScope } from "~/training/class-view.server";
import { PrintPage, PrintSheet } from "~/ui/print-page";

export const meta: MetaFunction = () => [{ title: "培训档案 · 安鼎" }];

export const loader = guard("class.teach", async ({ params, db, now, actor }) =>
  classArchive(db, now, await classScope(db, actor), params.id ?? ""),
);

export default function Archive() {
  const { id, text, closed } = useLoaderData<typeof loader>();
  return (
    <PrintPage
      back={{ to: `/teach/classes/${id}`, label: "回到这个班" }}
      pdf={`/teach/classes/${id}/archive/pdf`}
      note={`A4 纵向。学员核对后签名，按规定年限保存。${closed ? "" : "还没有结班，学时和考核结果可能还会变。"}`}
    >
      <PrintSheet label="培训档案">
        <DocumentView text={text} />
      </PrintSheet>
    </PrintPage>
  );
}
