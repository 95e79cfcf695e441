import { data, redirect, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { z } from "zod";
import { placeOf } from "~/coverage/overview.server";
import { reachOf } from "~/people/actor.server";
import { districtWithKin } from "~/people/directory.server";
import { guard } from "~/people/guard.server";
import { mayDo } from "~/people/policies";
import { isWithin } from "~/people/reach";
import { changePost, postGrid, postView, type GridPost, type PostChange, type PostView } from "~/people/post-grid.server";
import { StaffPage } from "~/people/staff-page";
import { ORGANISATION_KINDS, type OrganisationKind } from "~/people/vocabulary";
import { DomainError } from "~/platform/errors";
import { Breadcrumbs } from "~/ui/breadcrumbs";
import { Button, LinkButton } from "~/ui/button";
import { Card } from "~/ui/card";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/field";
import { FilterBar, FilterSelect } from "~/ui/filter-bar";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { PageHeader } from "~/ui/page-header";
import { Select } from "~/ui/select";
import { Table } from "~/ui/table";
import { TextInput } from "~/ui/text-input";
import { TextLink, textLinkClass } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "岗位 · 安鼎" }];

const KINDS = ["village", "township", "station", "company", "bureau"] as const;
const toKind = (text: string | null): OrganisationKind => KINDS.find((kind) => kind === text) ?? "village";

export const loader = guard("people.read", async ({ url, db, now, actor }) => {
  const reach = await reachOf(db, "people.read", actor);
  const place = await placeOf(db, reach, url.searchParams.get("district") ?? undefined);
  const kin = place && (await districtWithKin(db, place.code));
  const post = url.searchParams.get("post");
  const mayChange = mayDo("people.change", actor);
  return {
    grid: await postGrid(db, now, reach, { districtCode: place?.code ?? "", kind: toKind(url.searchParams.get("kind")) }),
    place: place && { code: place.code, name: place.name },
    above: (kin?.above ?? []).filter((one) => isWithin(reach, { districtCode: one.code })).map(({ code, name }) => ({ code, name })),
    below: (kin?.below ?? []).filter((one) => one.level !== "village").map(({ code, name }) => ({ value: code, label: name })),
    post: post && mayChange ? await postView(db, await reachOf(db, "people.change", actor), post) : null,
    mayChange,
  };
});

const Change = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("assign"), post: z.string().min(1), personId: z.string().min(1, "请选一个人") }),
  z.strictObject({ kind: z.literal("register"), post: z.string().min(1), name: z.string().min(1, "请填姓名").max(40), idNumber: z.string().min(1, "请填身份证号").max(30), phone: z.string().max(20) }),
  z.strictObject({ kind: z.literal("vacate"), post: z.string().min(1) }),
  z.strictObject({ kind: z.literal("close"), post: z.string().min(1) }),
  z.strictObject({ kind: z.literal("reopen"), post: z.string().min(1) }),
]);

export const action = guard("people.change", async ({ request, url, db, now, actor }) => {
  const parsed = Change.safeParse(Object.fromEntries(await request.formData()));
  if (!parsed.success) return data({ error: parsed.error.issues[0]?.message ?? "请填完整" }, { status: 400 });
  const { post, ...change } = parsed.data;
  try {
    await changePost(db, now, { postId: post, reach: await reachOf(db, "people.change", actor), actorId: actor.accountId, change: change as PostChange });
  } catch (error) {
    if (error instanceof DomainError) return data({ error: error.message }, { status: error.status });
    throw error;
  }
  url.searchParams.delete("post");
  return redirect(`/watch/posts?${url.searchParams}`);
});

type Row = { organisation: { id: string; name: string; districtCode: string }; cells: GridPost[][] };

export default function Posts() {
  const { grid, place, above, below, post, mayChange } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const at = (id: string) => { const next = new URLSearchParams(search); next.set("post", id); return `?${next}#post`; };
  const upwards = (code: string) => { const next = new URLSearchParams(search); next.set("district", code); next.delete("post"); return `/watch/posts?${next}`; };
  return (
    <StaffPage>
      <Breadcrumbs crumbs={[...above.map((one) => ({ label: one.name, to: upwards(one.code) })), { label: place?.name ?? "我的单位" }]} />
      <PageHeader title="岗位" facts={`${grid.posts} 岗，空缺 ${grid.vacant} 岗`} lead="岗位由规则定，先有岗，后有人。点空缺就地填人；本地没有的岗位可以关闭。" />
      <FilterBar>
        <FilterSelect name="kind" label="单位类别" all={ORGANISATION_KINDS.village} options={KINDS.slice(1).map((value) => ({ value, label: ORGANISATION_KINDS[value] }))} />
        {below.length > 0 ? <FilterSelect name="district" label="地方" all={place?.name ?? "全部"} options={below} /> : place && <input type="hidden" name="district" value={place.code} />}
      </FilterBar>
      {post && <PostPanel post={post} />}
      <Table
        caption="单位与岗位" captionHidden rows={grid.rows as Row[]} rowKey={(row) => row.organisation.id} unit="个单位" phone="scroll"
        empty={<EmptyState action={<LinkButton to="/watch/import">导入名册</LinkButton>}>这里没有这类单位。</EmptyState>}
        columns={[
          { key: "name", header: "单位", rowHeader: true, className: "sticky left-0 z-[1] bg-card whitespace-nowrap", cell: (row) => row.organisation.name },
          ...grid.duties.map((duty, i) => ({
            key: duty.duty, header: duty.title.replace(/负责人$|人员$/, ""), className: "whitespace-nowrap",
            cell: (row: Row) => <PostCells cells={row.cells[i]!} at={mayChange ? at : null} all={`/watch/people?organisation=${row.organisation.id}&duty=${duty.duty}`} />,
          })),
        ]}
      />
    </StaffPage>
  );
}

const SHOWN = 3;

/** A duty's posts in one organisation; many of them are counted and listed on the people page. */
function PostCells({ cells, at, all }: { cells: GridPost[]; at: ((id: string) => string) | null; all: string }) {
  const first = cells.length > SHOWN + 1 ? [...cells].sort((a, b) => Number(Boolean(a.holder)) - Number(Boolean(b.holder))).slice(0, SHOWN) : cells;
  return (
    <>
      {first.map((cell) => <PostCell key={cell.id} cell={cell} to={at ? at(cell.id) : null} />)}
      {first.length < cells.length && <TextLink to={all}>共 {cells.length} 岗</TextLink>}
    </>
  );
}

function PostCell({ cell, to }: { cell: GridPost; to: string | null }) {
  const words = cell.closed ? "不设" : (cell.holder?.name ?? "空缺");
  const look = cell.closed ? "text-muted" : cell.holder ? "text-ink" : "font-semibold text-warn-ink";
  return <span className={`block ${look}`}>{to ? <Link to={to} preventScrollReset={false} className={`${textLinkClass} ${look}`}>{words}</Link> : words}</span>;
}

function PostPanel({ post }: { post: PostView }) {
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const back = new URLSearchParams(search);
  back.delete("post");
  const hidden = (kind: string) => <><input type="hidden" name="post" value={post.id} /><input type="hidden" name="kind" value={kind} /></>;
  return (
    <Card as="section" id="post" aria-labelledby="post-title" className="mb-6 grid gap-5">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <h2 id="post-title" className="text-lg font-semibold">{post.organisation.name} · {post.title}：{post.closed ? "不设" : (post.holder?.name ?? "空缺")}</h2>
        <LinkButton to={`/watch/posts?${back}`} look="quiet">收起</LinkButton>
      </header>
      <FormErrorSummary errors={answer ? [answer.error] : undefined} title="没有保存" />
      {post.closed ? <Form method="post">{hidden("reopen")}<Button type="submit">恢复这个岗位</Button></Form> : (
        <>
          <div className="grid gap-6 lg:grid-cols-2">
            <Form method="post" className="grid content-start gap-3">
              {hidden("assign")}
              <Field label="选本单位的人" hint="括号里是身份证号末四位">
                <Select name="personId" blank="请选择" options={post.candidates.map((one) => ({ value: one.personId, label: one.label }))} />
              </Field>
              <Button type="submit" look="main">{post.holder ? "换成这个人" : "填上"}</Button>
            </Form>
            <Form method="post" className="grid content-start gap-3">
              {hidden("register")}
              <Field label="或者登记一个人：姓名"><TextInput name="name" autoComplete="off" required /></Field>
              <Field label="身份证号"><TextInput name="idNumber" autoComplete="off" className="font-mono" required /></Field>
              <Field label="手机" optional><TextInput name="phone" inputMode="tel" autoComplete="off" /></Field>
              <Button type="submit">登记并填上</Button>
            </Form>
          </div>
          <div className="flex flex-wrap gap-2 border-t border-line pt-4">
            {post.holder && <ConfirmDialog label="撤下这个人" question={`把 ${post.holder.name} 从“${post.title}”撤下？`} consequence="从今天起这个岗位空缺。本人的学习和考试记录不变。">{hidden("vacate")}</ConfirmDialog>}
            <ConfirmDialog label="本地不设这个岗位" question={`${post.organisation.name} 不设“${post.title}”？`} consequence={`这个岗位不再计入应训${post.holder ? `，${post.holder.name} 从今天起撤下` : ""}。以后可以恢复。`}>{hidden("close")}</ConfirmDialog>
          </div>
        </>
      )}
    </Card>
  );
}
