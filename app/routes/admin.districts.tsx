import { data, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { groundOfOrganisations } from "~/exam/centre/ground-of-organisations.server";
import { districtWithKin } from "~/people/directory.server";
import { guard } from "~/people/guard.server";
import { divisionWithKin } from "~/people/places/division.server";
import {
  addOwnDistricts,
  districtLines,
  readOwnDistricts,
  renameDistrict,
  reopenDistrict,
  retireDistrict,
  takeDistricts,
  type DistrictLine,
} from "~/people/places/districts.server";
import { StaffPage } from "~/people/staff-page";
import { DISTRICT_LEVELS } from "~/people/vocabulary";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { Breadcrumbs } from "~/ui/breadcrumbs";
import { Button } from "~/ui/button";
import { Checkbox } from "~/ui/checkbox";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { EmptyState } from "~/ui/empty-state";
import { Field } from "~/ui/field";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Status } from "~/ui/status";
import { Table } from "~/ui/table";
import { TextArea } from "~/ui/text-area";
import { TextInput } from "~/ui/text-input";
import { TextLink } from "~/ui/text-link";

export const meta: MetaFunction = () => [{ title: "地区 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

const levelWord = (level: string): string => DISTRICT_LEVELS[level as keyof typeof DISTRICT_LEVELS] ?? level;

export const loader = guard("admin.install", async ({ url, db }) => {
  const under = url.searchParams.get("under") ?? "";
  const kin = under ? await districtWithKin(db, under) : null;
  if (under && !kin) throw new DomainError("not-found", "没有这个地区。");
  const lines = await districtLines(db, under || null);
  // The country's list begins where one stands, or where it was asked for.
  const from = url.searchParams.get("from") ?? under;
  const division = divisionWithKin(from);
  const there = new Set((from === under ? lines : await districtLines(db, from || null)).map((one) => one.code));
  return {
    lines,
    district: kin?.district ?? null,
    above: kin?.above.map(({ code, name }) => ({ code, name })) ?? [],
    from,
    fromAbove: division?.above.map(({ code, name }) => ({ code, name })) ?? [],
    choices: (division?.below ?? []).map((one) => ({ ...one, there: there.has(one.code) })),
  };
});

const Code = z.string().regex(/^\d{2,15}$/);
const Act = z.discriminatedUnion("intent", [
  z.strictObject({
    intent: z.literal("take"),
    codes: z.array(Code).min(1, "请至少勾选一个地区"),
    below: z.literal("yes").optional(),
  }),
  z.strictObject({
    intent: z.literal("own"),
    under: Code,
    names: z.string("请写上名称").max(20_000, "太长，请分几次"),
  }),
  z.strictObject({ intent: z.literal("rename"), code: Code, name: z.string("请写上名称") }),
  z.strictObject({ intent: z.literal("retire"), code: Code }),
  z.strictObject({ intent: z.literal("reopen"), code: Code }),
]);

export const action = guard("admin.install", { takes: fieldNames(Act) }, async ({ request, db, now, actor }) => {
  const form = await request.formData();
  const parsed = Act.safeParse({
    ...Object.fromEntries(form),
    ...(form.get("intent") === "take" && { codes: form.getAll("codes") }),
  });
  if (!parsed.success) return data({ error: parsed.error.issues[0]?.message ?? "请填完整", done: "" }, { status: 400 });
  const act = parsed.data;
  try {
    return data({ error: "", done: await runAct(act) });
  } catch (error) {
    if (error instanceof DomainError) return data({ error: error.message, done: "" }, { status: error.status });
    throw error;
  }
  async function runAct(act: z.output<typeof Act>): Promise<string> {
    const by = actor.accountId;
    if (act.intent === "take")
      return `新加了 ${await takeDistricts(db, now, by, { codes: act.codes, withBelow: act.below === "yes" })} 个地区，原有的没有动。`;
    if (act.intent === "own")
      return `新加了 ${await addOwnDistricts(db, now, by, { under: act.under, districts: readOwnDistricts(act.names) })} 个自设地区。`;
    if (act.intent === "rename") return renameDistrict(db, now, by, act).then(() => "已改名。");
    if (act.intent === "reopen") return reopenDistrict(db, now, by, act.code).then(() => "已恢复。");
    return (await retireDistrict(db, now, by, { code: act.code, ground: groundOfOrganisations })) === "deleted"
      ? "没有用过，已删去，可以再加。"
      : "已停用：新的单位和授权不再选它和它的下级，原有的照旧。";
  }
});

export default function Districts() {
  const { lines, district, above } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <StaffPage>
      {district && (
        <Breadcrumbs
          crumbs={[
            { label: "全部地区", to: "/admin/districts" },
            ...above.map(({ code, name }) => ({ label: name, to: `/admin/districts?under=${code}` })),
            { label: district.name },
          ]}
        />
      )}
      <PageHeader
        title={district?.name ?? "地区"}
        lead={
          district
            ? undefined
            : "本系统用到的地区。授权、名册、规则和覆盖都按地区划分；先加本单位管的，以后随时可以再加。"
        }
        facts={
          district && (
            <>
              <span>{levelWord(district.level)}</span>
              <span className="tabular">{district.code}</span>
            </>
          )
        }
      />
      <div className="grid gap-10">
        <FormErrorSummary errors={answer?.error ? [answer.error] : undefined} title="没有做成" />
        {answer?.done && (
          <Notice tone="safe" role="status">
            {answer.done}
          </Notice>
        )}
        {(lines.length > 0 || !district) && <Lines lines={lines} />}
        {district?.level !== "township" && district?.level !== "village" && <FromTheCountry />}
        {district && district.level !== "village" && <OwnDistricts />}
      </div>
    </StaffPage>
  );
}

function Lines({ lines }: { lines: readonly DistrictLine[] }) {
  return (
    <Table
      caption="地区"
      captionHidden
      rows={lines}
      rowKey={(row) => row.code}
      unit="个"
      empty={<EmptyState>还没有地区。在下面从全国区划里选。</EmptyState>}
      columns={[
        {
          key: "name",
          header: "地区",
          rowHeader: true,
          cell: (row) => <TextLink to={`/admin/districts?under=${row.code}`}>{row.name}</TextLink>,
        },
        { key: "code", header: "代码", cell: (row) => <span className="tabular">{row.code}</span> },
        { key: "level", header: "级别", cell: (row) => levelWord(row.level) },
        { key: "below", header: "下级", align: "end", cell: (row) => row.below || "" },
        {
          key: "organisations",
          header: "单位",
          align: "end",
          cell: (row) =>
            row.organisations ? (
              <TextLink to={`/admin/organisations?district=${row.code}`}>{row.organisations} 个</TextLink>
            ) : (
              ""
            ),
        },
        {
          key: "state",
          header: "状态",
          beside: true,
          cell: (row) =>
            row.closed ? (
              <Status state="none">已停用</Status>
            ) : row.shutAbove ? (
              <Status state="none">上级已停用</Status>
            ) : (
              <Status state="done">在用</Status>
            ),
        },
        { key: "acts", header: "", cell: (row) => <LineActs row={row} /> },
      ]}
    />
  );
}

function LineActs({ row }: { row: DistrictLine }) {
  return (
    <div className="flex flex-wrap gap-2">
      <ConfirmDialog label="改名" look="plain" question={`${row.name}改名`} consequence="代码不变，单位和记录都照旧。">
        <input type="hidden" name="intent" value="rename" />
        <input type="hidden" name="code" value={row.code} />
        <Field label="新名称">
          <TextInput name="name" defaultValue={row.name} maxLength={30} required />
        </Field>
      </ConfirmDialog>
      {row.closed ? (
        <Form method="post">
          <input type="hidden" name="intent" value="reopen" />
          <input type="hidden" name="code" value={row.code} />
          <Button type="submit">恢复</Button>
        </Form>
      ) : (
        <ConfirmDialog
          label="停用"
          look="plain"
          question={`停用${row.name}？`}
          consequence="没有用过的（没有单位、人员和授权）连同下级删去，可以再加。用过的留着，只是新的单位和授权不再选它和它的下级；可以恢复。还有考试没考完的不能停用。"
        >
          <input type="hidden" name="intent" value="retire" />
          <input type="hidden" name="code" value={row.code} />
        </ConfirmDialog>
      )}
    </div>
  );
}

function FromTheCountry() {
  const { choices, from, fromAbove, district } = useLoaderData<typeof loader>();
  const at = (code: string) =>
    `/admin/districts?${new URLSearchParams({ ...(district && { under: district.code }), from: code })}`;
  return (
    <Section
      title="从全国区划里加"
      lead="点“下级”往下找；勾选以后加进来，上面各级自动带上。数据是 2023 年的，乡镇街道有变动的，加进来以后改名，或自设。"
    >
      {fromAbove.length > 0 && (
        <p className="flex flex-wrap gap-x-3">
          {[{ code: "", name: "全国" }, ...fromAbove].map((one) => (
            <TextLink key={one.code} to={at(one.code)}>
              {one.name}
            </TextLink>
          ))}
        </p>
      )}
      {choices.length === 0 ? (
        <EmptyState>这里没有下级可加。</EmptyState>
      ) : (
        <Form method="post" className="grid gap-4" key={from}>
          <input type="hidden" name="intent" value="take" />
          <fieldset className="grid gap-x-6 sm:grid-cols-2 lg:grid-cols-3">
            <legend className="sr-only">要加的地区</legend>
            {choices.map((one) => (
              <div key={one.code} className="flex flex-wrap items-center gap-x-3">
                {one.there ? (
                  <span className="flex min-h-tap items-center gap-3">
                    {one.name}
                    <Status state="done">已加</Status>
                  </span>
                ) : (
                  <Checkbox name="codes" value={one.code} label={one.name} />
                )}
                {one.level !== "township" && (
                  <Link className="text-sm text-muted underline" to={at(one.code)} aria-label={`看${one.name}的下级`}>
                    下级
                  </Link>
                )}
              </div>
            ))}
          </fieldset>
          {choices[0]!.level !== "township" && choices.some((one) => !one.there) && (
            <Checkbox
              name="below"
              value="yes"
              defaultChecked={choices[0]!.level === "county"}
              label="连同下面各级，直到乡镇（街道）"
              hint="县（市、区）约十几个；整个省会有一千多个"
            />
          )}
          {choices.some((one) => !one.there) && (
            <Button type="submit" look="main" className="justify-self-start">
              加进来
            </Button>
          )}
        </Form>
      )}
    </Section>
  );
}

function OwnDistricts() {
  const { district, lines } = useLoaderData<typeof loader>();
  return (
    <Section
      title={`在${district!.name}下面自设`}
      lead="全国区划里没有的：开发区、管委会、村（社区）。代码不写就自动编，不会与国家的冲突。"
    >
      <Form method="post" className="grid max-w-phone gap-4" key={lines.length}>
        <input type="hidden" name="intent" value="own" />
        <input type="hidden" name="under" value={district!.code} />
        <Field
          label="名称，一行一个"
          hint={`有国家代码的写在前面：${district!.code}${district!.level === "township" || district!.level === "county" ? "201" : "90"} 某某${district!.level === "township" ? "村" : "管委会"}`}
        >
          <TextArea name="names" rows={4} required />
        </Field>
        <Button type="submit" look="main" wide>
          加上
        </Button>
      </Form>
    </Section>
  );
}
