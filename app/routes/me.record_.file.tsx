import { useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { DocumentView } from "~/document/document-view";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { personFile } from "~/record/person-file.server";
import { allTitles } from "~/server/titles.server";
import { PrintPage, PrintSheet } from "~/ui/print-page";

export const meta: MetaFunction = () => [{ title: "个人档案 · 安鼎" }];

export const loader = guard("me.read", async ({ db, now, actor }) => {
  if (!actor.personId) throw new DomainError("not-found", "这个账号没有对应的人员，没有档案。");
  const id = actor.personId;
  return { text: (await personFile(db, now, id, await allTitles(db))).text, base: "/me/record" };
});

export default function PersonFile() {
  const { text, base } = useLoaderData<typeof loader>();
  return (
    <PrintPage
      back={{ to: base, label: "回到学习记录" }}
      pdf={`${base}/file/pdf`}
      note="A4 纵向。每一行写着日期、机构和凭据。"
    >
      <PrintSheet label="个人档案">
        <DocumentView text={text} />
      </PrintSheet>
    </PrintPage>
  );
}
