import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { DocumentView } from "~/document/document-view";
import { reachOf } from "~/people/actor.server";
import { guard } from "~/people/guard.server";
import { requirePerson } from "~/people/person-page.server";
import { personFile } from "~/record/person-file.server";
import { allTitles } from "~/server/titles.server";
import { PrintPage, PrintSheet } from "~/ui/print-page";

export const meta: MetaFunction = () => [{ title: "个人档案 · 安鼎" }];

export const loader = guard("people.read", async ({ params, db, now, actor }) => {
  const { id } = await requirePerson(db, params.id ?? "", await reachOf(db, "people.read", actor));
  return { text: (await personFile(db, now, id, await allTitles(db))).text, base: `/watch/people/${id}` };
});

export default function PersonFile() {
  const { text, base } = useLoaderData<typeof loader>();
  return (
    <PrintPage
      back={{ to: base, label: "回到这个人" }}
      pdf={`${base}/file/pdf`}
      note="A4 纵向。每一行写着日期、机构和凭据。"
    >
      <PrintSheet label="个人档案">
        <DocumentView text={text} />
      </PrintSheet>
    </PrintPage>
  );
}
