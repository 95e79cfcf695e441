import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { readExternalFilter } from "~/certificate/external/filter";
import { whoNeeds, type Lacking } from "~/certificate/external/need.server";
import { reachOf } from "~/people/actor.server";
import { requireAskedPlace } from "~/people/directory.server";
import { guard } from "~/people/guard.server";
import { mayDo } from "~/people/policies";
import { StaffPage } from "~/people/staff-page";
import { LinkButton } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { PageHeader } from "~/ui/page-header";
import { readPage } from "~/ui/page-window";
import { Pagination } from "~/ui/pagination";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "谁还缺证 · 安鼎" }];

export const loader = guard("external.read", async ({ url, db, now, actor }) => {
  const reach = await reachOf(db, "external.read", actor);
  const filter = readExternalFilter(url.searchParams);
  await requireAskedPlace(db, reach, filter);
  const { lacking, needed, held } = await whoNeeds(db, now, reach, filter);
  const { page, pages, skip, take } = readPage(url.searchParams, lacking.length);
  return {
    rows: lacking.slice(skip, skip + take),
    total: lacking.length,
    needed,
    held,
    page,
    pages,
    mayEnter: mayDo("external.enter", actor),
  };
});

export default function Needed() {
  const { rows, total, needed, held, page, pages, mayEnter } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  return (
    <StaffPage>
      <PageHeader
        title="谁还缺证"
        facts={`应持证 ${needed} 岗，有证 ${held} 岗，缺 ${total} 岗`}
        lead="岗位按规定要持证，在岗的人没有登记有效的证。要求出自哪条规定，写在每一行。"
        back={{ to: "/watch/certificates", label: "外部证书" }}
        actions={
          <LinkButton to={`/watch/certificates/needed/export?${search}`} reloadDocument>
            导出 Excel
          </LinkButton>
        }
      />
      <Table<Lacking>
        caption="缺证的岗位"
        captionHidden
        rows={rows}
        rowKey={(row) => `${row.postId}-${row.needs}`}
        total={total}
        unit="岗"
        empty={<EmptyState>要求持证的岗位都有登记有效的证。</EmptyState>}
        columns={[
          {
            key: "name",
            header: "姓名",
            rowHeader: true,
            className: "whitespace-nowrap",
            cell: (row) =>
              row.personId ? <TextLink to={`/watch/people/${row.personId}`}>{row.name}</TextLink> : row.name,
          },
          { key: "id", header: "身份证号", cell: (row) => <span className="font-mono text-sm">{row.maskedId}</span> },
          { key: "post", header: "岗位和工种", cell: (row) => [row.post, row.job].filter(Boolean).join("，") },
          {
            key: "organisation",
            header: "单位",
            cell: (row) => (
              <TextLink to={`/watch/certificates?organisation=${row.organisationId}`}>{row.organisation}</TextLink>
            ),
          },
          { key: "needs", header: "要有", cell: (row) => row.needs },
          { key: "has", header: "现在", cell: (row) => row.has },
          { key: "source", header: "依据", cell: (row) => <span className="text-sm text-muted">{row.source}</span> },
          {
            key: "act",
            header: "",
            className: "whitespace-nowrap",
            cell: (row) =>
              row.certificateId ? (
                <TextLink to={`/watch/certificates/${row.certificateId}`}>看这张</TextLink>
              ) : row.personId && mayEnter ? (
                <TextLink to={`/watch/certificates/new?person=${row.personId}`}>登记</TextLink>
              ) : (
                ""
              ),
          },
        ]}
      />
      <div className="mt-4">
        <Pagination page={page} pages={pages} />
      </div>
    </StaffPage>
  );
}
