import { data, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { groundOfOrganisations } from "~/exam/centre/ground-of-organisations.server";
import { guard } from "~/people/guard.server";
import { OrganisationFields } from "~/people/places/organisation-fields";
import {
  changeOrganisation,
  closeOrganisation,
  OrganisationForm,
  placesForOrganisations,
  reopenOrganisation,
  requireOrganisation,
} from "~/people/places/organisations.server";
import { StaffPage } from "~/people/staff-page";
import { ORGANISATION_KINDS } from "~/people/vocabulary";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { Section } from "~/ui/section";
import { Status } from "~/ui/status";

export const meta: MetaFunction = () => [{ title: "单位 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("admin.install", async ({ params, url, db }) => ({
  organisation: await requireOrganisation(db, params.id ?? ""),
  places: await placesForOrganisations(db),
  fresh: url.searchParams.get("new") === "yes",
}));

type Faults = Partial<Record<string, string[]>>;
const Simple = z.strictObject({ intent: z.enum(["close", "reopen"]) });

export const action = guard(
  "admin.install",
  { takes: ["intent", ...fieldNames(OrganisationForm)] },
  async ({ params, request, db, now, actor }) => {
    const { intent, ...fields } = Object.fromEntries(await request.formData());
    const id = params.id ?? "";
    const answer = (more: { error?: string; done?: string; faults?: Faults }) => ({
      error: "",
      done: "",
      faults: {} as Faults,
      ...more,
    });
    try {
      if (intent === "change") {
        const parsed = OrganisationForm.safeParse(fields);
        if (!parsed.success)
          return data(answer({ faults: parsed.error.flatten().fieldErrors as Faults }), { status: 400 });
        await changeOrganisation(db, now, actor.accountId, { id, form: parsed.data, ground: groundOfOrganisations });
        return data(answer({ done: "已保存，并记入审计。" }));
      }
      const act = Simple.safeParse({ intent, ...fields });
      if (!act.success) return data(answer({ error: "没有这个操作。" }), { status: 400 });
      if (act.data.intent === "close")
        await closeOrganisation(db, now, actor.accountId, { id, ground: groundOfOrganisations });
      else await reopenOrganisation(db, now, actor.accountId, id);
      return data(
        answer({
          done: act.data.intent === "close" ? "已停用，并记入审计。" : "已恢复，停用时一起关闭的岗位也恢复了。",
        }),
      );
    } catch (error) {
      if (error instanceof DomainError) return data(answer({ error: error.message }), { status: error.status });
      throw error;
    }
  },
);

export default function OneOrganisation() {
  const { organisation, places, fresh } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const known = places.some((place) => place.value === organisation.districtCode);
  return (
    <StaffPage>
      <PageHeader
        title={organisation.name}
        back={{ to: "/admin/organisations", label: "单位" }}
        facts={
          <>
            <span>{ORGANISATION_KINDS[organisation.kind]}</span>
            <span>{organisation.district}</span>
            {organisation.closed ? <Status state="none">已停用</Status> : <Status state="done">在用</Status>}
          </>
        }
      />
      <div className="grid gap-8">
        <FormErrorSummary errors={answer?.error ? [answer.error] : undefined} title="没有做成" />
        {answer?.done ? (
          <Notice tone="safe" role="status">
            {answer.done}
          </Notice>
        ) : (
          fresh && (
            <Notice tone="safe" role="status">
              单位已建好，规则要求的岗位也建好了，等名册来填。
            </Notice>
          )
        )}
        <Section
          title="资料"
          lead="改地区就是迁移：单位的人员、岗位和考试中心跟着走，以前的记录照旧。有考试没考完的，等考完再迁。"
        >
          <Form
            method="post"
            className="grid max-w-phone gap-4"
            key={`${organisation.name}:${organisation.districtCode}`}
          >
            <input type="hidden" name="intent" value="change" />
            <OrganisationFields
              places={
                known
                  ? places
                  : [{ value: organisation.districtCode, label: `${organisation.district}（已停用）` }, ...places]
              }
              values={organisation}
              faults={answer?.faults}
            />
            <Button type="submit" look="main" wide>
              保存
            </Button>
          </Form>
        </Section>
        <Section title="状态">
          {organisation.closed ? (
            <Form method="post">
              <input type="hidden" name="intent" value="reopen" />
              <Button type="submit">恢复这个单位</Button>
            </Form>
          ) : (
            <ConfirmDialog
              label="停用这个单位"
              question={`停用${organisation.name}？`}
              consequence="它空着的岗位不再算应配，新的账号、班和考试不再选它；人员、记录、证书和考过的试都留着。有考试没考完的不能停用。可以恢复。"
            >
              <input type="hidden" name="intent" value="close" />
            </ConfirmDialog>
          )}
        </Section>
      </div>
    </StaffPage>
  );
}
