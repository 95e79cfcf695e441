import { data, redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { toFaults } from "~/certificate/external/answer.server";
import { NumberFields, PeriodFields } from "~/certificate/external/external-fields";
import { ENTRY_FIELDS, jobOptions, readEntryForm } from "~/certificate/external/form";
import { enterExternal } from "~/certificate/external/register.server";
import { reachOf } from "~/people/actor.server";
import { guard } from "~/people/guard.server";
import { requireByIdNumber, requirePerson } from "~/people/person-page.server";
import { personText } from "~/people/person.server";
import { StaffPage } from "~/people/staff-page";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { TextInput } from "~/ui/text-input";

export const meta: MetaFunction = () => [{ title: "登记外部证书 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("external.enter", async ({ url, db, actor }) => {
  const asked = url.searchParams.get("person");
  const person = asked ? await requirePerson(db, asked, await reachOf(db, "external.enter", actor)) : null;
  const text = person && (await personText(db, [person.id])).get(person.id);
  return { jobs: jobOptions(), person: text ? { id: text.id, name: text.name, maskedId: text.maskedId } : null };
});

/**
 * Whom it is for comes as an id, or as an ID number in the body of the POST, so that it stands in no address and no
 * log.
 */
export const action = guard(
  "external.enter",
  { takes: ["person", "idNumber", ...ENTRY_FIELDS] },
  async ({ request, db, now, actor }) => {
    const form = await request.formData();
    const entry = readEntryForm(form);
    let id: string;
    try {
      const reach = await reachOf(db, "external.enter", actor);
      const asked = String(form.get("person") ?? "");
      const personId = asked
        ? (await requirePerson(db, asked, reach)).id
        : await requireByIdNumber(db, String(form.get("idNumber") ?? ""), reach);
      id = await enterExternal(db, now, { personId, entry, way: "clerk", byAccount: actor.accountId });
    } catch (error) {
      const { status, ...refused } = toFaults(error);
      const { number: _number, ...draft } = entry;
      return data({ ...refused, draft }, { status });
    }
    return redirect(`/watch/certificates/${id}`);
  },
);

export default function EnterExternal() {
  const { jobs, person } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { draft = {}, faults = {} } = answer ?? {};
  return (
    <StaffPage>
      <PageHeader
        title="登记外部证书"
        lead="照着证上的写。登记以后由另一个人核对，登记的人自己不能核对。"
        back={{ to: "/watch/certificates", label: "外部证书" }}
      />
      {answer?.error && (
        <Notice tone="warn" role="alert" title="没有登记" className="mb-4">
          {answer.error}
        </Notice>
      )}
      <Form method="post" className="grid max-w-xl gap-5">
        {person ? (
          <p>
            持证人 <strong>{person.name}</strong> <span className="font-mono">{person.maskedId}</span>
            <input type="hidden" name="person" value={person.id} />
          </p>
        ) : (
          <Field label="持证人身份证号">
            <TextInput name="idNumber" autoComplete="off" maxLength={24} className="font-mono" required />
          </Field>
        )}
        <NumberFields jobs={jobs} draft={draft} faults={faults} />
        <PeriodFields draft={draft} faults={faults} />
        <div>
          <Button type="submit" look="main">
            登记
          </Button>
        </div>
      </Form>
    </StaffPage>
  );
}
