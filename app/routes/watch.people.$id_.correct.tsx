import { data, redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { reachOf } from "~/people/actor.server";
import { isOwn } from "~/people/another-person";
import { registrationsOf } from "~/people/identity.server";
import { guard } from "~/people/guard.server";
import { correctPerson, personPage } from "~/people/person-page.server";
import { StaffPage } from "~/people/staff-page";
import { DomainError } from "~/platform/errors";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { TextInput } from "~/ui/text-input";

export const meta: MetaFunction = () => [{ title: "更正资料 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("people.change", async ({ params, db, now, actor }) => {
  const { id, name, maskedPhone, maskedId } = await personPage(
    db,
    now,
    params.id ?? "",
    await reachOf(db, "people.change", actor),
  );
  return { id, name, maskedPhone, maskedId, own: isOwn(await registrationsOf(db, actor.personId), [id]) };
});

export const action = guard(
  "people.change",
  { takes: ["name", "phone"] },
  async ({ params, request, db, now, actor }) => {
    const form = await request.formData();
    const id = params.id ?? "";
    try {
      const correction = { name: String(form.get("name") ?? ""), phone: String(form.get("phone") ?? "") };
      await correctPerson(db, now, {
        id,
        reach: await reachOf(db, "people.change", actor),
        ownId: actor.personId,
        actorId: actor.accountId,
        correction,
      });
    } catch (error) {
      if (error instanceof DomainError) return data({ error: error.message }, { status: error.status });
      throw error;
    }
    return redirect(`/watch/people/${id}`);
  },
);

export default function Correct() {
  const person = useLoaderData<typeof loader>();
  return (
    <StaffPage>
      <PageHeader
        title={`更正 ${person.name} 的资料`}
        back={{ to: `/watch/people/${person.id}`, label: person.name }}
        lead="身份证号是认人的依据，不能在这里改。登记错了人，请把这个人从岗位上撤下，用正确的身份证号重新登记。"
      />
      {person.own ? (
        <Notice tone="must" title="这是您自己的资料">
          姓名和手机要由另一位经办人更正。您可以在“我的数据”里写一份更正申请。
        </Notice>
      ) : (
        <CorrectionForm />
      )}
    </StaffPage>
  );
}

function CorrectionForm() {
  const person = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <Form method="post" className="grid max-w-phone gap-5">
      <FormErrorSummary errors={answer ? [answer.error] : undefined} title="没有保存" />
      <Field label="姓名" required>
        <TextInput name="name" defaultValue={person.name} autoComplete="off" />
      </Field>
      <Field label="手机" optional hint={`现在登记的是 ${person.maskedPhone || "空"}；不改就留空`}>
        <TextInput name="phone" inputMode="tel" autoComplete="off" />
      </Field>
      <Button type="submit" look="main">
        保存更正
      </Button>
    </Form>
  );
}
