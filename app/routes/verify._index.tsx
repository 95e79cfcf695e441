import { Form, useActionData, useNavigation } from "@remix-run/react";
import { data, redirect, type MetaFunction } from "@remix-run/node";
import { z } from "zod";
import { isCertificateNumber, readCertificateNumber } from "~/certificate/number";
import { findCertificate } from "~/certificate/query.server";
import { guard } from "~/people/guard.server";
import { personSecret } from "~/people/person.server";
import { fieldNames } from "~/platform/field-names";
import { returnAllowance, secondsLeft, takeAllowance, waitWords } from "~/platform/rate-limit.server";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { PageHeader } from "~/ui/page-header";
import { PublicShell } from "~/ui/public-shell";
import { TextInput } from "~/ui/text-input";

export const meta: MetaFunction = () => [{ title: "证书查验 · 安鼎" }];
export const loader = guard("certificate.verify", () => ({}));

const Query = z.strictObject({ number: z.string().max(60), name: z.string().max(40) });

const WRONG_FOR_NUMBER = { limit: 10, seconds: 600 };
const WRONG_AT_ADDRESS = { limit: 300, seconds: 60 };

/** Number and name must both fit: nobody learns from here who holds what. */
export const action = guard("certificate.verify", { takes: fieldNames(Query) }, async ({ request, db, now, ip }) => {
  const parsed = Query.safeParse(Object.fromEntries(await request.formData()));
  if (!parsed.success) return data({ error: "请填证书编号和持证人姓名。" }, { status: 400 });
  const form = parsed.data;
  const number = readCertificateNumber(form.number);
  if (!isCertificateNumber(number))
    return data(
      { error: `证书编号是 ZP 开头的 21 位，请对照证书再输一遍。刚才输入的是：${form.number.trim() || "（空）"}` },
      { status: 400 },
    );
  const often = (seconds: number) =>
    data(
      { error: `查得太频繁了，请 ${waitWords(seconds)}后再试。扫二维码不受影响。` },
      { status: 429, headers: { "Retry-After": String(seconds) } },
    );
  // Names are guessed one number at a time: each number is counted by itself, the address (which many share) wide.
  const wait = Math.max(
    secondsLeft(`verify.address:${ip}`, { ...WRONG_AT_ADDRESS, now }),
    secondsLeft(`verify.number:${ip}:${number}`, { ...WRONG_FOR_NUMBER, now }),
  );
  if (wait > 0) return often(wait);
  takeAllowance(`verify.number:${ip}:${number}`, { ...WRONG_FOR_NUMBER, now });
  const certificate = await findCertificate(db, now, { number });
  const holder = certificate && (await personSecret(db, certificate.personId));
  const typed = form.name.normalize("NFKC").replace(/\s/g, "");
  if (!certificate || !holder || holder.name !== typed) {
    takeAllowance(`verify.address:${ip}`, { ...WRONG_AT_ADDRESS, now });
    return data({ error: "没有编号和姓名都对得上的证书。本系统没有发过这样一张证。" }, { status: 404 });
  }
  returnAllowance(`verify.number:${ip}:${number}`);
  return redirect(`/verify/${certificate.token}`);
});

export default function Verify() {
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  return (
    <PublicShell>
      <PageHeader title="证书查验" lead="扫证书上的二维码最快。没有二维码，就输入编号和姓名。" />
      <Form method="post" className="mt-6 grid max-w-phone gap-4">
        {answer?.error && (
          <Notice tone="forbid" title="查不到" role="alert">
            {answer.error}
          </Notice>
        )}
        <Field label="证书编号" hint="ZP 开头，21 位">
          <TextInput name="number" autoComplete="off" required inputMode="text" />
        </Field>
        <Field label="持证人姓名">
          <TextInput name="name" autoComplete="off" required />
        </Field>
        <Button type="submit" look="main" wide disabled={busy}>
          {busy ? "正在查…" : "查验"}
        </Button>
      </Form>
      <p className="mt-8 max-w-prose text-muted">
        国家统一的特种作业操作证、安全生产知识和管理能力考核合格证，请在应急管理部的官方查询平台核验，这里查不到。
      </p>
    </PublicShell>
  );
}
