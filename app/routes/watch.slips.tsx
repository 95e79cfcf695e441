import { data, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { reachOf } from "~/people/actor.server";
import { guard } from "~/people/guard.server";
import { placesToChoose, requireAskedPlace } from "~/people/directory.server";
import { recentRosters } from "~/people/roster/import.server";
import {
  SLIP_FIELDS,
  MOST_SLIPS,
  printSlips,
  readSlipForm,
  slipOverview,
  slipsToPrint,
  type SlipSheet,
} from "~/people/slip-sheets.server";
import { StaffPage } from "~/people/staff-page";
import { printedOrigin } from "~/server/announce-setup";
import { DomainError } from "~/platform/errors";
import { Button } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { FilterBar, FilterSelect } from "~/ui/filter-bar";
import { formatDate, formatNumber } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { PrintPage, PrintSheet } from "~/ui/print-page";
import { QrCode } from "~/ui/qr-code";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "激活单 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("people.activate", async ({ url, db, now, actor }) => {
  const asked = (key: string) => url.searchParams.get(key)?.trim().slice(0, 64) || undefined;
  const reach = await reachOf(db, "people.activate", actor);
  const scope = { districtCode: asked("district"), importId: asked("batch") };
  await requireAskedPlace(db, reach, { district: scope.districtCode });
  const name = asked("q") ?? "";
  const all = await slipOverview(db, now, reach, scope);
  return {
    organisations: all.filter(
      (one) => one.name.includes(name) && (asked("who") !== "waiting" || one.activated < one.persons),
    ),
    pile:
      scope.districtCode || scope.importId
        ? { count: await slipsToPrint(db, now, reach, scope), most: MOST_SLIPS }
        : null,
    districts: await placesToChoose(db, reach),
    batches: (await recentRosters(db, actor.accountId))
      .filter((one) => one.written > 0)
      .map((one) => ({ value: one.id, label: `${one.fileName}（${formatDate(one.createdAt)}，${one.written} 行）` })),
  };
});

export const action = guard("people.activate", { takes: SLIP_FIELDS }, async ({ request, url, db, now, actor }) => {
  const form = await request.formData();
  try {
    const slips = await printSlips(db, now, {
      ...readSlipForm(form),
      reach: await reachOf(db, "people.activate", actor),
      actorId: actor.accountId,
      origin: printedOrigin(url),
    });
    return data({ slips, error: "" }, { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    if (error instanceof DomainError)
      return data({ slips: [] as SlipSheet[], error: error.message }, { status: error.status });
    throw error;
  }
});

export default function Slips() {
  const { organisations, pile, districts, batches } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  if (answer && answer.slips.length > 0) return <SlipSheets slips={answer.slips} back={`/watch/slips?${search}`} />;
  return (
    <StaffPage>
      <PageHeader
        title="激活单"
        lead="每人一张，上面有二维码和 8 位激活码，只能用一次。打印和下载都会换新的码，以前的作废。单子交到本人手里，不要拍照群发。"
      />
      {answer?.error && (
        <Notice tone="warn" role="alert" title="没有打印" className="mb-4">
          {answer.error}
        </Notice>
      )}
      <FilterBar searchName="q" searchLabel="单位名称">
        {districts.length > 1 && <FilterSelect name="district" label="地方" options={districts} />}
        {batches.length > 0 && <FilterSelect name="batch" label="导入的名册" options={batches} all="不限" />}
        <FilterSelect name="who" label="单位" options={[{ value: "waiting", label: "还有人没激活的" }]} />
      </FilterBar>
      {pile && <Pile {...pile} />}
      <Table
        caption="各单位的激活情况"
        captionHidden
        rows={organisations}
        rowKey={(row) => row.id}
        unit="个单位"
        empty={<EmptyState>没有符合条件的单位。</EmptyState>}
        columns={[
          {
            key: "name",
            header: "单位",
            rowHeader: true,
            cell: (row) => <TextLink to={`/watch/people?organisation=${row.id}`}>{row.name}</TextLink>,
          },
          { key: "persons", header: "人数", align: "end", cell: (row) => `${row.persons} 人` },
          { key: "activated", header: "已激活", align: "end", cell: (row) => `${row.activated} 人` },
          { key: "slips", header: "单子已发、还没用", align: "end", cell: (row) => `${row.slips} 张` },
          {
            key: "print",
            header: "打印",
            cell: (row) =>
              row.persons === row.activated ? (
                <span className="text-muted">都已激活</span>
              ) : (
                <span className="flex flex-wrap">
                  <Form method="post">
                    <input type="hidden" name="organisation" value={row.id} />
                    <Button type="submit" look="quiet">
                      打印 {row.persons - row.activated} 张<span className="sr-only">，{row.name}</span>
                    </Button>
                  </Form>
                  <Form method="post" action="/watch/slips/pdf" reloadDocument>
                    <input type="hidden" name="organisation" value={row.id} />
                    <Button type="submit" look="quiet">
                      下载 PDF<span className="sr-only">，{row.name}</span>
                    </Button>
                  </Form>
                </span>
              ),
          },
        ]}
      />
    </StaffPage>
  );
}

/** All slips of a chosen place or import in one go, sorted by organisation. */
function Pile({ count, most }: { count: number; most: number }) {
  const [search] = useSearchParams();
  const fields = ["district", "batch"].flatMap((key) =>
    search.get(key) ? [<input key={key} type="hidden" name={key} value={search.get(key)!} />] : [],
  );
  if (count === 0)
    return (
      <Notice tone="safe" title="这里的人都已激活" className="mb-4">
        没有要打印的激活单。
      </Notice>
    );
  return (
    <Notice
      title={`这里有 ${formatNumber(count)} 人还没有登录方式`}
      className="mb-4"
      actions={
        count <= most && (
          <>
            <Form method="post">
              {fields}
              <Button type="submit" look="main">
                打印 {formatNumber(count)} 张
              </Button>
            </Form>
            <Form method="post" action="/watch/slips/pdf" reloadDocument>
              {fields}
              <Button type="submit">下载 PDF</Button>
            </Form>
          </>
        )
      }
    >
      {count <= most
        ? "按单位排好，一张 A4 纸 12 张。"
        : `一次最多打印 ${formatNumber(most)} 张，请再选小一点的地方，或者在下面按单位打印。`}
    </Notice>
  );
}

const PER_SHEET = 12;
type Shown =
  ReturnType<typeof useActionData<typeof action>> extends infer A
    ? NonNullable<A> extends { slips: (infer S)[] }
      ? S
      : never
    : never;

function SlipSheets({ slips, back }: { slips: readonly Shown[]; back: string }) {
  const sheets = Array.from({ length: Math.ceil(slips.length / PER_SHEET) }, (_, i) =>
    slips.slice(i * PER_SHEET, (i + 1) * PER_SHEET),
  );
  return (
    <PrintPage
      back={{ to: back, label: "回到激活单" }}
      note={`共 ${slips.length} 张，${sheets.length} 页 A4。离开这一页以后，码不能再显示，只能重新打印。`}
    >
      {sheets.map((sheet, i) => (
        <PrintSheet key={i} label={`第 ${i + 1} 页`}>
          <ul className="grid grid-cols-2 gap-x-[6mm]">
            {sheet.map((slip) => (
              <li
                key={slip.slipId}
                className="keep grid grid-cols-[1fr_26mm] gap-x-3 border-b border-dashed border-[#888] py-[4mm] text-[9.5pt] leading-snug"
                data-slip={slip.slipId}
              >
                <div>
                  <p className="text-[12pt] font-semibold">
                    {slip.name} <span className="font-normal">{slip.idStart}</span>
                  </p>
                  <p>{slip.organisation}</p>
                  <p className="mt-[2mm]">扫码，或打开本站点“登录”，输入</p>
                  <p className="font-mono text-[15pt] font-semibold tracking-[0.12em]" data-code>
                    {slip.code.slice(0, 4)} {slip.code.slice(4)}
                  </p>
                  <p>和本人身份证的末四位</p>
                  <p className="text-[8.5pt]">{formatDate(slip.expiresAt)} 前有效，只能用一次，不要转给别人</p>
                </div>
                <QrCode drawing={slip.qr} label={`激活 ${slip.name}`} className="w-[26mm]" />
              </li>
            ))}
          </ul>
        </PrintSheet>
      ))}
    </PrintPage>
  );
}
