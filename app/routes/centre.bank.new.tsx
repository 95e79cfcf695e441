import { data, redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData } from "@remix-run/react";
import { writeItem } from "~/exam/bank/bank.server";
import { EMPTY_ITEM, ItemFieldsForm, readItemFields } from "~/exam/bank/item-fields";
import { parseItem } from "~/exam/bank/item-form";
import { guard } from "~/people/guard.server";
import { StaffPage } from "~/people/staff-page";
import { env } from "~/platform/env.server";
import { DomainError } from "~/platform/errors";
import { Button } from "~/ui/button";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { PageHeader } from "~/ui/page-header";

export const meta: MetaFunction = () => [{ title: "写新题 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("bank.write", () => ({ ready: true }));

export const action = guard("bank.write", { takes: Object.keys(EMPTY_ITEM) }, async ({ request, db, now, actor }) => {
  const values = readItemFields(await request.formData());
  const parsed = parseItem(values, { demonstration: env().DEMO !== "0" });
  if (!parsed.ok) return data({ values, faults: parsed.errors, error: null }, { status: 400 });
  try {
    const { itemId } = await writeItem(db, now, actor, { question: parsed.question, figures: {} });
    return redirect(`/centre/bank/${itemId}`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return data({ values, faults: {}, error: error.message }, { status: error.status });
  }
});

export default function NewItem() {
  const answer = useActionData<typeof action>();
  return (
    <StaffPage>
      <PageHeader
        title="写新题"
        back={{ to: "/centre/bank", label: "题库" }}
        lead="写好是草稿，由另一个人审过才能启用。"
      />
      <Form method="post" className="grid max-w-4xl gap-4">
        <FormErrorSummary
          errors={answer?.error ? [answer.error] : null}
          title={answer && !answer.error ? `有 ${Object.keys(answer.faults).length} 处要改，还没有保存` : undefined}
        />
        <ItemFieldsForm values={answer?.values ?? EMPTY_ITEM} faults={answer?.faults ?? {}} />
        <div>
          <Button type="submit" look="main">
            保存草稿
          </Button>
        </div>
      </Form>
    </StaffPage>
  );
}
