import { data, redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { reachOf } from "~/people/actor.server";
import { guard } from "~/people/guard.server";
import { COLUMNS } from "~/people/roster/columns";
import { recentRosters, startRoster } from "~/people/roster/import.server";
import { MOST_BYTES, MOST_ROWS, nameFault } from "~/people/roster/read-file.server";
import { StaffPage } from "~/people/staff-page";
import { readUpload } from "~/platform/upload.server";
import { Button, LinkButton } from "~/ui/button";
import { Card } from "~/ui/card";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/field";
import { FileInput } from "~/ui/file-input";
import { formatDateTime } from "~/ui/format";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Table } from "~/ui/table";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "导入名册 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("roster.import", async ({ db, actor }) => ({
  recent: (await recentRosters(db, actor.accountId)).map(({ id, fileName, state, total, bad, createdAt }) => ({
    id,
    fileName,
    state,
    total,
    bad,
    createdAt,
  })),
  limits: { megabytes: MOST_BYTES / 2 ** 20, rows: MOST_ROWS },
}));

const FIELDS = ["file"];

export const action = guard(
  "roster.import",
  { cost: "file", takes: FIELDS, reads: "upload" },
  async ({ request, db, now, actor }) => {
    const tooLarge = `文件超过 ${MOST_BYTES / 2 ** 20} MB，没有上传。请分成几份。`;
    const form = await readUpload(request, { most: MOST_BYTES, takes: FIELDS });
    if (!form) return data({ error: tooLarge }, { status: 413 });
    const file = form.get("file");
    if (!(file instanceof File) || file.size === 0) return data({ error: "请先选一个文件。" }, { status: 400 });
    const bytes = Buffer.from(await file.arrayBuffer());
    const fault = nameFault(file.name, bytes);
    if (fault) return data({ error: fault }, { status: 400 });
    const id = await startRoster(db, now, {
      bytes,
      fileName: file.name,
      ownerId: actor.accountId,
      reach: await reachOf(db, "roster.import", actor),
    });
    return redirect(`/watch/import/${id}`);
  },
);

const STATES: Record<string, string> = {
  reading: "正在核对",
  checked: "已核对，未写入",
  refused: "没有写入",
  writing: "正在写入",
  stopping: "正在停止",
  stopped: "已停止，写了一部分",
  done: "已写入",
};

export default function Import() {
  const { recent, limits } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const navigation = useNavigation();
  return (
    <StaffPage>
      <PageHeader
        title="导入名册"
        lead="先核对，后写入：上传以后先告诉您新增、变更、不变各多少人，哪一行哪一格要改；您确认了才写入。同一份名册导入两次，不会多出人来。"
      />
      <div className="grid gap-10">
        <Card>
          <Form method="post" encType="multipart/form-data" className="grid max-w-2xl gap-5">
            <Field
              label="名册文件"
              hint={`.xlsx 或 .csv，最大 ${limits.megabytes} MB、${limits.rows.toLocaleString("en")} 行。必须有的列：${Object.values(
                COLUMNS,
              )
                .filter((one) => one.must)
                .map((one) => one.head)
                .join("、")}。`}
              errors={answer ? [answer.error] : undefined}
            >
              <FileInput name="file" accept=".xlsx,.csv,.txt" required />
            </Field>
            <div className="flex flex-wrap gap-2">
              <Button type="submit" look="main" pending={navigation.state !== "idle"} pendingLabel="正在上传">
                上传并核对
              </Button>
              <LinkButton to="/watch/import/template" reloadDocument>
                下载模板
              </LinkButton>
            </div>
          </Form>
        </Card>
        <Section title="最近导入">
          <Table
            caption="最近导入"
            captionHidden
            rows={recent}
            rowKey={(row) => row.id}
            unit="次"
            empty={<EmptyState>还没有导入过名册。</EmptyState>}
            columns={[
              {
                key: "file",
                header: "文件",
                rowHeader: true,
                cell: (row) => <TextLink to={`/watch/import/${row.id}`}>{row.fileName}</TextLink>,
              },
              { key: "at", header: "上传时间", cell: (row) => formatDateTime(row.createdAt) },
              { key: "state", header: "状态", cell: (row) => STATES[row.state] ?? row.state },
              { key: "total", header: "行数", align: "end", cell: (row) => `${row.total} 行` },
              { key: "bad", header: "要改", align: "end", cell: (row) => `${row.bad} 行` },
            ]}
          />
        </Section>
      </div>
    </StaffPage>
  );
}
