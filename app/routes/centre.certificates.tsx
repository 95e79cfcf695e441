import { useActionData, useLoaderData } from "@remix-run/react";
import { data, type MetaFunction } from "@remix-run/node";
import { z } from "zod";
import { changeCertificate } from "~/certificate/change.server";
import { CertificateStatus } from "~/certificate/certificate-status";
import { isCertificateNumber, readCertificateNumber } from "~/certificate/number";
import { countCertificates, findCertificates, type CertificateView } from "~/certificate/query.server";
import { CHANGE_REASONS, CHANGE_REASONS_FOR, type ChangeReason } from "~/certificate/state";
import { guard } from "~/people/guard.server";
import { mayDo } from "~/people/policies";
import { StaffPage } from "~/people/staff-page";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/field";
import { FilterBar } from "~/ui/filter-bar";
import { formatDay } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Pagination } from "~/ui/pagination";
import { Select } from "~/ui/select";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "证书 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";
const PAGE = 50;

export const loader = guard("certificate.read", async ({ url, db, now, actor }) => {
  const typed = readCertificateNumber(url.searchParams.get("number") ?? "");
  const page = Math.max(1, Number(url.searchParams.get("page")) || 1);
  const found = await findCertificates(db, now, isCertificateNumber(typed) ? { number: typed } : {}, {
    skip: (page - 1) * PAGE,
    take: PAGE,
  });
  const rows = found.map(({ jws: _jws, personId: _person, ...row }) => row);
  return {
    rows,
    total: isCertificateNumber(typed) ? rows.length : await countCertificates(db),
    page,
    typed,
    wrong: typed !== "" && !isCertificateNumber(typed),
    mayChange: mayDo("certificate.change", actor),
  };
});

const Change = z.strictObject({
  id: z.uuid(),
  kind: z.enum(["suspended", "reinstated", "revoked"]),
  reason: z.enum(Object.keys(CHANGE_REASONS) as [ChangeReason, ...ChangeReason[]]),
});

export const action = guard(
  "certificate.change",
  { takes: fieldNames(Change) },
  async ({ request, db, now, actor }) => {
    const parsed = Change.safeParse(Object.fromEntries(await request.formData()));
    if (!parsed.success) throw new DomainError("invalid", "缺少要改的证书、做法或理由。");
    const { id, kind } = parsed.data;
    try {
      await changeCertificate(db, now, id, { ...parsed.data, byAccount: actor.accountId });
    } catch (error) {
      // Somebody else was quicker, or the state does not allow it: the list stays, with the sentence above it.
      if (error instanceof DomainError) return data({ done: null, refused: error.message }, { status: error.status });
      throw error;
    }
    return data({ done: kind, refused: null });
  },
);

type Row = Omit<CertificateView, "jws" | "personId">;
const DONE = {
  suspended: "已暂停这张证书。",
  reinstated: "已恢复这张证书。",
  revoked: "已撤销这张证书，查验页立即显示。",
};

export default function Certificates() {
  const { rows, total, page, typed, wrong, mayChange } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <StaffPage>
      <PageHeader title="证书" lead="考试成绩发布后，按规则自动发证。这里查证书，暂停、恢复或撤销。" />
      {answer?.done && (
        <Notice tone="safe" role="status" className="mb-4">
          {DONE[answer.done]}
        </Notice>
      )}
      {answer?.refused && (
        <Notice tone="warn" role="alert" title="没有改动" className="mb-4">
          {answer.refused}
        </Notice>
      )}
      <FilterBar searchName="number" searchLabel="证书编号" placeholder="ZP 开头，21 位" />
      {wrong && (
        <Notice tone="warn" title="编号不对">
          “{typed}”不是证书编号：应是 ZP 开头的 21 位。下面是全部证书。
        </Notice>
      )}
      <Table<Row>
        caption="证书"
        captionHidden
        rows={rows}
        rowKey={(row) => row.id}
        total={total}
        unit="张"
        phone="stack"
        empty={<EmptyState>还没有发过证书。第一场考试的成绩发布后，这里就会有。</EmptyState>}
        columns={[
          {
            key: "number",
            header: "编号",
            rowHeader: true,
            cell: (row) => (
              <TextLink to={`/verify/${row.token}`}>
                <span className="font-mono">{row.number}</span>
              </TextLink>
            ),
          },
          { key: "title", header: "证书", cell: (row) => row.title },
          { key: "holder", header: "持证人", cell: (row) => `${row.maskedName} ${row.maskedId}` },
          { key: "issued", header: "发证", cell: (row) => formatDay(row.issuedDay) },
          { key: "until", header: "有效期至", cell: (row) => formatDay(row.validUntil) },
          { key: "state", header: "状态", beside: true, cell: (row) => <CertificateStatus state={row.state} /> },
          ...(mayChange ? [{ key: "acts", header: "处理", cell: (row: Row) => <Acts row={row} /> }] : []),
        ]}
      />
      <Pagination page={page} pages={Math.max(1, Math.ceil(total / PAGE))} />
    </StaffPage>
  );
}

function Acts({ row }: { row: Row }) {
  if (row.state === "revoked") return <span className="text-muted">已撤销，不能再改</span>;
  const who = `${row.maskedName} 的证书 ${row.number}`;
  return (
    <span className="flex flex-wrap gap-1">
      {row.state === "suspended" ? (
        <Act row={row} kind="reinstated" label="恢复" question={`恢复${who}？`} consequence="恢复后查验页显示有效。" />
      ) : (
        <Act
          row={row}
          kind="suspended"
          label="暂停"
          question={`暂停${who}？`}
          consequence="暂停期间查验页显示已暂停，核查无误后可以恢复。"
        />
      )}
      <Act
        row={row}
        kind="revoked"
        label="撤销"
        question={`撤销${who}？`}
        consequence="撤销后不能恢复，查验页立即显示已撤销，覆盖率也随之变化。"
      />
    </span>
  );
}

function Act({
  row,
  kind,
  label,
  question,
  consequence,
}: {
  row: Row;
  kind: keyof typeof CHANGE_REASONS_FOR;
  label: string;
  question: string;
  consequence: string;
}) {
  return (
    <ConfirmDialog
      label={label}
      question={question}
      consequence={consequence}
      look={kind === "revoked" ? "danger" : "plain"}
    >
      <input type="hidden" name="id" value={row.id} />
      <input type="hidden" name="kind" value={kind} />
      <Field label="理由">
        <Select
          name="reason"
          options={CHANGE_REASONS_FOR[kind].map((value) => ({ value, label: CHANGE_REASONS[value] }))}
        />
      </Field>
    </ConfirmDialog>
  );
}
