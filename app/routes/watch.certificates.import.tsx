import { data, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { importExternal, MOST_SHEET_ROWS } from "~/certificate/external/sheet.server";
import { SHEET_COLUMNS, type SheetFault } from "~/certificate/external/sheet-columns";
import { reachOf } from "~/people/actor.server";
import { guard } from "~/people/guard.server";
import { nameFault } from "~/people/roster/read-file.server";
import { StaffPage } from "~/people/staff-page";
import { DomainError } from "~/platform/errors";
import { readUpload } from "~/platform/upload.server";
import { Button, LinkButton } from "~/ui/button";
import { Field } from "~/ui/field";
import { FileInput } from "~/ui/file-input";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "导入外部证书 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

const MOST_BYTES = 5 * 2 ** 20;
const none = { written: 0, faults: [] as SheetFault[] };

export const loader = guard("external.enter", () => ({ most: MOST_SHEET_ROWS }));

const FIELDS = ["file"];

export const action = guard(
  "external.enter",
  { cost: "file", takes: FIELDS, reads: "upload" },
  async ({ request, db, now, actor }) => {
    const tooLarge = { ...none, error: `文件超过 ${MOST_BYTES / 2 ** 20} MB，没有上传。请分成几份。` };
    const form = await readUpload(request, { most: MOST_BYTES, takes: FIELDS });
    if (!form) return data(tooLarge, { status: 413 });
    const file = form.get("file");
    if (!(file instanceof File) || file.size === 0)
      return data({ ...none, error: "请先选一个文件。" }, { status: 400 });
    const bytes = Buffer.from(await file.arrayBuffer());
    const fault = nameFault(file.name, bytes);
    if (fault) return data({ ...none, error: fault }, { status: 400 });
    try {
      const done = await importExternal(db, now, {
        bytes,
        reach: await reachOf(db, "external.enter", actor),
        byAccount: actor.accountId,
      });
      return data({ ...done, error: "" }, { status: done.faults.length > 0 ? 400 : 200 });
    } catch (error) {
      if (error instanceof DomainError) return data({ ...none, error: error.message }, { status: error.status });
      throw error;
    }
  },
);

export default function ImportExternal() {
  const { most } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const navigation = useNavigation();
  return (
    <StaffPage>
      <PageHeader
        title="导入外部证书"
        lead="全部行都对才写入；有一行要改，就一行也不写。写入以后要由另一个人核对。"
        back={{ to: "/watch/certificates", label: "外部证书" }}
      />
      <div className="grid gap-6">
        {answer && answer.written > 0 && (
          <Notice
            tone="safe"
            role="status"
            title={`已登记 ${answer.written} 张`}
            actions={<LinkButton to="/watch/certificates?checked=no">看没有核对的</LinkButton>}
          />
        )}
        {answer?.error && (
          <Notice tone="warn" role="alert" title="没有写入">
            {answer.error}
          </Notice>
        )}
        <Form method="post" encType="multipart/form-data" className="grid max-w-2xl gap-5">
          <Field
            label="证书表格"
            hint={`.xlsx 或 .csv，一次最多 ${most} 行。必须有的列：${Object.values(SHEET_COLUMNS)
              .filter((one) => one.must)
              .map((one) => one.head)
              .join("、")}。`}
          >
            <FileInput name="file" accept=".xlsx,.csv,.txt" required />
          </Field>
          <div className="flex flex-wrap items-center gap-4">
            <Button type="submit" look="main" pending={navigation.state !== "idle"} pendingLabel="正在核对">
              核对并写入
            </Button>
            <TextLink to="/watch/certificates/template" reloadDocument>
              下载模板
            </TextLink>
          </div>
        </Form>
        {answer && answer.faults.length > 0 && (
          <section className="grid gap-3" aria-label="要改的地方">
            <Notice
              tone="warn"
              role="alert"
              title={`有 ${new Set(answer.faults.map((one) => one.line)).size} 行要改，一行也没有写入`}
            />
            <Table<SheetFault>
              caption="要改的地方"
              captionHidden
              rows={answer.faults}
              rowKey={(row) => `${row.line}-${row.column}`}
              unit="处"
              empty={null}
              columns={[
                {
                  key: "line",
                  header: "行",
                  rowHeader: true,
                  className: "whitespace-nowrap",
                  cell: (row) => `第 ${row.line} 行`,
                },
                { key: "column", header: "列", cell: (row) => row.column },
                { key: "value", header: "填的是", cell: (row) => <span className="font-mono">{row.value}</span> },
                { key: "reason", header: "要改什么", cell: (row) => row.reason },
              ]}
            />
          </section>
        )}
      </div>
    </StaffPage>
  );
}
