import { data, redirect, type MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { reachOf } from "~/people/actor.server";
import { isOwn } from "~/people/another-person";
import { recheckPersons } from "~/exam/duty/recheck.server";
import { registrationsOf } from "~/people/identity.server";
import { guard } from "~/people/guard.server";
import { proposeMerge, refuseMerge, sayDifferent } from "~/people/merge/decide.server";
import { signWords } from "~/people/merge/likeness";
import { pairView } from "~/people/merge/pairs.server";
import { PairSides } from "~/people/merge/pair-sides";
import { PairHistory } from "~/people/merge/pair-history";
import { accountNames } from "~/people/staff-accounts.server";
import { StaffPage } from "~/people/staff-page";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { confirmMerge, undoMerge } from "~/record/merge-persons.server";
import { recordOfMany } from "~/record/query.server";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { Field } from "~/ui/field";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { RadioGroup } from "~/ui/radio-group";
import { Section } from "~/ui/section";
import { TextArea } from "~/ui/text-area";

export const meta: MetaFunction = () => [{ title: "核对重复登记 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("people.change", async ({ params, db, actor }) => {
  const pair = await pairView(db, await reachOf(db, "people.change", actor), params.pair ?? "");
  const records = await recordOfMany(
    db,
    pair.sides.map((side) => side.id),
  );
  const names = await accountNames(
    db,
    pair.said.map((one) => one.actorId),
  );
  return {
    pair,
    rows: pair.sides.map((side) => records.get(side.id)?.length ?? 0),
    mine: isOwn(
      await registrationsOf(db, actor.personId),
      pair.sides.map((side) => side.id),
    ),
    own: pair.said.at(-1)?.actorId === actor.accountId,
    said: pair.said.map(({ id, act, reason, at, actorId }) => ({ id, act, reason, at, who: names.get(actorId) ?? "" })),
  };
});

const Said = z.discriminatedUnion("intent", [
  z.strictObject({ intent: z.literal("propose"), into: z.string().min(1, "请选保留哪一条登记。"), reason: z.string() }),
  z.strictObject({ intent: z.enum(["different", "confirm", "refuse", "undo"]), reason: z.string() }),
]);

export const action = guard(
  "person.merge",
  { takes: fieldNames(Said) },
  async ({ params, request, db, now, actor }) => {
    const parsed = Said.safeParse(Object.fromEntries(await request.formData()));
    if (!parsed.success) return data({ error: "请选保留哪一条登记，并写一句依据。" }, { status: 400 });
    const word = {
      key: params.pair ?? "",
      actorId: actor.accountId,
      ownId: actor.personId,
      reach: await reachOf(db, "people.change", actor),
      reason: parsed.data.reason.trim().slice(0, 300),
    };
    try {
      if (parsed.data.intent === "propose") await proposeMerge(db, now, { ...word, intoId: parsed.data.into });
      else
        await { different: sayDifferent, confirm: confirmMerge, refuse: refuseMerge, undo: undoMerge }[
          parsed.data.intent
        ](db, now, word);
      // who is known to be one person, or two, is weighed anew wherever one of them is on duty
      if (parsed.data.intent === "confirm" || parsed.data.intent === "undo")
        await recheckPersons(db, now, { personIds: word.key.split("~"), askedBy: actor.accountId });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return data({ error: error.message }, { status: error.status });
    }
    return redirect(`/watch/duplicates/${word.key}`);
  },
);

export default function Pair() {
  const { pair, rows, said, own, mine } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <StaffPage>
      <PageHeader
        title={`${pair.sides[0].name}：是不是同一个人`}
        back={{ to: "/watch/duplicates", label: "重复登记" }}
        facts={signWords(pair.signs)}
      />
      <div className="grid gap-8">
        <FormErrorSummary errors={answer ? [answer.error] : undefined} title="没有做成" />
        <PairSides pair={pair} rows={rows} />
        {mine ? (
          <Notice tone="must" title="其中一条是您自己的登记">
            是不是同一个人，要由另一位经办人来看。
          </Notice>
        ) : pair.state === "proposed" ? (
          <SecondLook own={own} />
        ) : pair.state === "merged" ? (
          <Merged />
        ) : (
          <Propose />
        )}
        {said.length > 0 && <PairHistory said={said} />}
      </div>
    </StaffPage>
  );
}

const Reason = ({ hint }: { hint: string }) => (
  <Field label="依据" hint={hint} required>
    <TextArea name="reason" rows={2} minLength={4} maxLength={300} />
  </Field>
);

function Propose() {
  const { pair } = useLoaderData<typeof loader>();
  const [a, b] = pair.sides;
  return (
    <Section title="提出合并">
      <Form method="post" className="grid max-w-2xl gap-5">
        <input type="hidden" name="intent" value="propose" />
        <RadioGroup
          name="into"
          legend="保留哪一条登记"
          required
          options={[
            { value: a.id, label: `先登记的：${a.maskedId}`, hint: a.organisation },
            { value: b.id, label: `后登记的：${b.maskedId}`, hint: b.organisation },
          ]}
        />
        <Reason hint="怎么知道是同一个人，例如：核对了身份证原件，后登记的写错一位" />
        <Button type="submit" look="main" className="justify-self-start">
          提出，请另一位核对
        </Button>
      </Form>
      <div className="mt-6 border-t border-line pt-4">
        <ConfirmDialog
          look="plain"
          label="不是同一个人"
          question={`这两条“${a.name}”不是同一个人？`}
          consequence="这一对以后不再提出。两条登记都不变。"
        >
          <input type="hidden" name="intent" value="different" />
          <Reason hint="怎么知道不是" />
        </ConfirmDialog>
      </div>
    </Section>
  );
}

function SecondLook({ own }: { own: boolean }) {
  if (own)
    return (
      <Notice tone="must" title="等另一位核对">
        合并要两个人看过。您提出的这一对，请另一位经办人或监管人员打开本页核对。
      </Notice>
    );
  return (
    <Section title="核对">
      <Form method="post" className="grid max-w-2xl gap-5">
        <p>
          合并以后，岗位、设备、学时、成绩和证书都归到保留的登记下；另一条不再出现在名单里。原来的记录一行也不删，可以撤销。
        </p>
        <Reason hint="您核对了什么" />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="main" name="intent" value="confirm">
            核对无误，合并
          </Button>
          <Button type="submit" name="intent" value="refuse">
            不合并
          </Button>
        </div>
      </Form>
    </Section>
  );
}

function Merged() {
  return (
    <Notice
      tone="safe"
      title="已合并"
      actions={
        <ConfirmDialog
          label="撤销合并"
          question="把这一对登记重新分开？"
          consequence="岗位、设备和记录回到合并以前各自的登记下；合并以后新写的记录留在保留的登记里。"
        >
          <input type="hidden" name="intent" value="undo" />
          <Reason hint="为什么要分开" />
        </ConfirmDialog>
      }
    >
      两条登记的岗位和记录已经归到一处。
    </Notice>
  );
}
