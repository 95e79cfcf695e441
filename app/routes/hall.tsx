import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listScenes } from "~/drill/scenes.server";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { EmptyState } from "~/ui/empty-state";
import { PageHeader } from "~/ui/page-header";
import { DANGERS, isDanger, isPlace, PLACES } from "~/ui/pictures/scene-pictures";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "馆内演练 · 安鼎" }];

export const loader = guard("hall.run", async ({ db }) => ({ scenes: await listScenes(db) }));

export default function Hall() {
  const { scenes } = useLoaderData<typeof loader>();
  return (
    <StaffPage>
      <PageHeader
        title="馆内演练"
        lead="带参观的人练哪一个，就在那台机器上打开它。观众不用登录，一人一遍，练完当场看讲评，扫讲评页上的码可以带走。"
      />
      <Table
        caption="能练的演练"
        captionHidden
        rows={scenes}
        rowKey={(row) => row.slug}
        unit="个演练"
        phone="stack"
        empty={<EmptyState>还没有发布演练。发布以后，这里和首页都会列出来。</EmptyState>}
        columns={[
          {
            key: "title",
            header: "演练",
            rowHeader: true,
            cell: (row) => <TextLink to={`/drill/${row.slug}`}>{row.title}</TextLink>,
          },
          { key: "place", header: "地方", cell: (row) => (isPlace(row.place) ? PLACES[row.place].word : row.place) },
          {
            key: "danger",
            header: "危险",
            cell: (row) => (isDanger(row.danger) ? DANGERS[row.danger].word : row.danger),
          },
          { key: "minutes", header: "时长", align: "end", cell: (row) => `最多 ${row.minutes} 分钟` },
        ]}
      />
    </StaffPage>
  );
}
