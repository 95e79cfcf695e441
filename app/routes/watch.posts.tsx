import { POST_FIELDS } from "~/people/post-grid/form";
import { data, redirect, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useCallback } from "react";
import { placeOf } from "~/coverage/overview.server";
import { reachOf } from "~/people/actor.server";
import { districtWithKin, rootDistricts } from "~/people/directory.server";
import { guard } from "~/people/guard.server";
import { mayDo } from "~/people/policies";
import { actOnPosts } from "~/people/post-grid/act.server";
import { PostGridTable } from "~/people/post-grid/grid";
import { GridBar } from "~/people/post-grid/grid-bar";
import { postGrid } from "~/people/post-grid/grid.server";
import { PostPanel } from "~/people/post-grid/post-panel";
import { postView } from "~/people/post-grid/post-view.server";
import { lastChange } from "~/people/post-grid/undo.server";
import { usePostGrid } from "~/people/post-grid/use-post-grid";
import { shortTitle } from "~/people/post-grid/words";
import { isWithin } from "~/people/reach";
import { StaffPage } from "~/people/staff-page";
import { ORGANISATION_KINDS, type OrganisationKind } from "~/people/vocabulary";
import { Breadcrumbs } from "~/ui/breadcrumbs";
import { LinkButton } from "~/ui/button";
import { EmptyState } from "~/ui/empty-state";
import { FilterBar, FilterSelect } from "~/ui/filter-bar";
import { formatNumber } from "~/ui/format";
import { PageHeader } from "~/ui/page-header";

export const meta: MetaFunction = () => [{ title: "岗位 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

const KINDS = ["village", "township", "station", "company", "bureau"] as const;
const toKind = (text: string | null): OrganisationKind => KINDS.find((kind) => kind === text) ?? "village";

export const loader = guard("people.read", async ({ url, db, now, actor }) => {
  const reach = await reachOf(db, "people.read", actor);
  const place = await placeOf(db, reach, url.searchParams.get("district") ?? undefined);
  const kin = place && (await districtWithKin(db, place.code));
  const post = url.searchParams.get("post");
  const mayChange = mayDo("people.change", actor);
  const asked = (name: string) => url.searchParams.get(name)?.trim().slice(0, 60) ?? "";
  return {
    grid: await postGrid(db, now, reach, {
      districtCode: place?.code ?? "",
      kind: toKind(url.searchParams.get("kind")),
      missing: asked("missing"),
      name: asked("name"),
    }),
    place: place && { code: place.code, name: place.name, level: place.level },
    above: (kin?.above ?? [])
      .filter((one) => isWithin(reach, { districtCode: one.code }))
      .map(({ code, name }) => ({ code, name })),
    below: (place ? (kin?.below ?? []) : await rootDistricts(db, reach))
      .filter((one) => one.level !== "village")
      .map(({ code, name }) => ({ value: code, label: name })),
    post: post && mayChange ? await postView(db, await reachOf(db, "people.change", actor), post) : null,
    last: mayChange ? await lastChange(db, now, actor.accountId) : null,
    mayChange,
  };
});

/** The plain forms: the same acts as in the cells, answered by the page. */
export const action = guard("people.change", { takes: POST_FIELDS }, async ({ request, url, db, now, actor }) => {
  const { answer, status } = await actOnPosts(db, now, await request.formData(), {
    reach: await reachOf(db, "people.change", actor),
    actorId: actor.accountId,
  });
  if ("refused" in answer) return data({ error: answer.refused }, { status });
  url.searchParams.delete("post");
  return redirect(`/watch/posts?${url.searchParams}`);
});

export default function Posts() {
  const { grid, place, above, below, post, last, mayChange } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { rows, marks, undo, told, vacant, change, paste, sendBlock, takeBack } = usePostGrid(grid, last);
  const address = useCallback(
    (changes: Record<string, string | null>) => {
      const next = new URLSearchParams(search);
      for (const [key, value] of Object.entries(changes))
        if (value === null) next.delete(key);
        else next.set(key, value);
      return `/watch/posts?${next}`;
    },
    [search],
  );
  const formAt = useCallback((id: string) => `${address({ post: id })}#post`, [address]);
  return (
    <StaffPage keys={KEYS}>
      <Breadcrumbs
        crumbs={[
          ...above.map((one) => ({ label: one.name, to: address({ district: one.code, post: null }) })),
          { label: place?.name ?? (below.length > 0 ? "我的管辖范围" : "我的单位") },
        ]}
      />
      <PageHeader
        title="岗位"
        facts={`${formatNumber(grid.posts)} 岗，空缺 ${formatNumber(vacant)} 岗`}
        lead={
          <>
            岗位由规则定，先有岗，后有人。
            {mayChange && (
              <>
                点一格，就地填人。
                <span className="max-sm:hidden">从表格软件复制一块姓名，选中左上角的一格，可以直接粘贴。</span>
              </>
            )}
          </>
        }
      />
      <FilterBar searchName="name" searchLabel="单位名称">
        <FilterSelect
          name="missing"
          label="只看"
          all="全部单位"
          options={[
            { value: "any", label: "有空缺的单位" },
            ...grid.duties.map((one) => ({ value: one.duty, label: `缺${shortTitle(one.title)}` })),
          ]}
        />
        <FilterSelect
          name="kind"
          label="单位类别"
          all={ORGANISATION_KINDS.village}
          options={KINDS.slice(1).map((value) => ({ value, label: ORGANISATION_KINDS[value] }))}
        />
        {below.length > 0 ? (
          <FilterSelect name="district" label="地方" all={place?.name ?? "全部"} options={below} />
        ) : (
          place && <input type="hidden" name="district" value={place.code} />
        )}
      </FilterBar>
      {post && <PostPanel post={post} refused={answer?.error ?? ""} back={address({ post: null })} />}
      {rows.length === 0 ? (
        <Nothing all={grid.all} />
      ) : (
        <>
          <PostGridTable
            caption="单位与岗位"
            duties={grid.duties}
            rows={rows}
            marks={marks}
            formAt={mayChange ? formAt : null}
            change={change}
            paste={paste}
            takeBack={takeBack}
          />
          <p className="mt-2 text-sm text-muted">
            {rows.length === grid.all
              ? `共 ${formatNumber(grid.all)} 个单位`
              : `这里 ${formatNumber(rows.length)} 个单位有空缺，共 ${formatNumber(grid.all)} 个`}
          </p>
          {mayChange && (
            <GridBar
              told={told ?? (answer && !post ? { tone: "failed", sentence: answer.error, again: [] } : null)}
              undo={undo}
              takeBack={takeBack}
              sendAgain={sendBlock}
            />
          )}
        </>
      )}
    </StaffPage>
  );
}

const Nothing = ({ all }: { all: number }) =>
  all > 0 ? (
    <EmptyState>这里 {all} 个单位都没有空缺。</EmptyState>
  ) : (
    <EmptyState action={<LinkButton to="/watch/import">导入名册</LinkButton>}>这里没有这类单位。</EmptyState>
  );

const KEYS = [
  { keys: ["方向键"], does: "在格子之间走" },
  { keys: ["Enter"], does: "打开这一格" },
  { keys: ["Esc"], does: "关上，不改" },
  { keys: ["Ctrl", "V"], does: "从这一格起粘贴" },
  { keys: ["Ctrl", "Z"], does: "撤销上一步" },
];
