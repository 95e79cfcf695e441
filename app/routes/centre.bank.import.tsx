import { data, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { bringItems, MOST_ITEMS, type SheetCheck } from "~/exam/bank/item-sheet.server";
import { ITEM_COLUMNS, LEAST_WORDS, type ItemFault } from "~/exam/bank/sheet-columns";
import { guard } from "~/people/guard.server";
import { nameFault } from "~/people/roster/read-file.server";
import { StaffPage } from "~/people/staff-page";
import { env } from "~/platform/env.server";
import { DomainError } from "~/platform/errors";
import { readUpload } from "~/platform/upload.server";
import { Button, LinkButton } from "~/ui/button";
import { Field } from "~/ui/field";
import { FileInput } from "~/ui/file-input";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "导入题目 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

const MOST_BYTES = 5 * 2 ** 20;
const NONE: SheetCheck = { fresh: 0, same: 0, written: 0, faults: [] };

export const loader = guard("bank.write", () => ({ most: MOST_ITEMS }));

const FIELDS = ["file", "intent"];

export const action = guard(
  "bank.write",
  { cost: "file", takes: FIELDS, reads: "upload" },
  async ({ request, db, now, actor }) => {
    const tooLarge = { ...NONE, write: false, error: `文件超过 ${MOST_BYTES / 2 ** 20} MB，没有上传。请分成几份。` };
    const form = await readUpload(request, { most: MOST_BYTES, takes: FIELDS });
    if (!form) return data(tooLarge, { status: 413 });
    const [file, write] = [form.get("file"), form.get("intent") === "write"];
    if (!(file instanceof File) || file.size === 0)
      return data({ ...NONE, write, error: "请先选一个文件。" }, { status: 400 });
    const bytes = Buffer.from(await file.arrayBuffer());
    const fault = nameFault(file.name, bytes);
    if (fault) return data({ ...NONE, write, error: fault }, { status: 400 });
    try {
      const check = await bringItems(db, now, actor, { bytes, demonstration: env().DEMO !== "0", write });
      return data({ ...check, write, error: "" }, { status: check.faults.length > 0 ? 400 : 200 });
    } catch (error) {
      if (error instanceof DomainError) return data({ ...NONE, write, error: error.message }, { status: error.status });
      throw error;
    }
  },
);

export default function ImportItems() {
  const { most } = useLoaderData<typeof loader>();
  const navigation = useNavigation();
  const busy = navigation.state === "submitting" ? navigation.formData?.get("intent") : null;
  return (
    <StaffPage>
      <PageHeader
        title="导入题目"
        back={{ to: "/centre/bank", label: "题库" }}
        lead="先核对，再写入。有一行要改，就一行也不写。写入的是草稿，由另一个人审过才能启用；表格本身不留在服务器上。"
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <Answer />
        <Form method="post" encType="multipart/form-data" className="grid max-w-2xl gap-5">
          <Field
            label="题目表格"
            hint={`.xlsx 或 .csv，一次最多 ${most} 道。必须有的列：${Object.values(ITEM_COLUMNS)
              .filter((one) => one.must)
              .map((one) => one.head)
              .join("、")}；选择、排序和配对题另有选项A 到选项H。${LEAST_WORDS}。模板里的例子导入前要删去。`}
          >
            <FileInput name="file" accept=".xlsx,.csv,.txt" required />
          </Field>
          <div className="flex flex-wrap items-center gap-4">
            <Button
              type="submit"
              name="intent"
              value="check"
              look="main"
              pending={busy === "check"}
              pendingLabel="正在核对"
            >
              核对
            </Button>
            <Button type="submit" name="intent" value="write" pending={busy === "write"} pendingLabel="正在写入">
              写成草稿
            </Button>
            <TextLink to="/centre/bank/template" reloadDocument>
              下载模板
            </TextLink>
          </div>
        </Form>
        <Faults />
      </div>
    </StaffPage>
  );
}

function Answer() {
  const answer = useActionData<typeof action>();
  if (!answer) return null;
  if (answer.error)
    return (
      <Notice tone="warn" role="alert" title="没有写入">
        {answer.error}
      </Notice>
    );
  if (answer.faults.length > 0)
    return (
      <Notice
        tone="warn"
        role="alert"
        title={`有 ${new Set(answer.faults.map((one) => one.line)).size} 行要改，一行也没有写入`}
      />
    );
  const same = answer.same > 0 ? `另有 ${answer.same} 道题库里已经有，一字不差，不再写。` : "";
  if (answer.written > 0)
    return (
      <Notice
        tone="safe"
        role="status"
        title={`已写成 ${answer.written} 道草稿，等另一个人审`}
        actions={<LinkButton to="/centre/bank?status=draft">看草稿</LinkButton>}
      >
        {same}
      </Notice>
    );
  if (answer.fresh === 0)
    return (
      <Notice role="status" title="没有新题，不用写入">
        {same}
      </Notice>
    );
  return (
    <Notice tone="safe" role="status" title={`${answer.fresh} 道核对无误，尚未写入`}>
      {same}文件还在下面选着，按“写成草稿”。
    </Notice>
  );
}

function Faults() {
  const answer = useActionData<typeof action>();
  if (!answer || answer.faults.length === 0) return null;
  return (
    <section aria-label="要改的地方">
      <Table<ItemFault>
        caption="要改的地方"
        captionHidden
        rows={answer.faults}
        rowKey={(row) => `${row.line}-${row.column}-${row.reason}`}
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
          { key: "column", header: "列", className: "whitespace-nowrap", cell: (row) => row.column },
          { key: "value", header: "填的是", cell: (row) => row.value || "（空）" },
          { key: "reason", header: "要改什么", cell: (row) => row.reason },
        ]}
      />
    </section>
  );
}
