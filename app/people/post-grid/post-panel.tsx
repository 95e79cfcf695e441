import { Form } from "@remix-run/react";
import { Button, LinkButton } from "~/ui/button";
import { Card } from "~/ui/card";
import { Field } from "~/ui/field";
import { FormErrorSummary } from "~/ui/form-error-summary";
import { Select } from "~/ui/select";
import { TextInput } from "~/ui/text-input";
import type { PostView } from "./post-view.server";

/** One post's plain form, for browsers in which the cells do not open. */
export function PostPanel({ post, refused, back }: { post: PostView; refused: string; back: string }) {
  const hidden = (kind: string) => (
    <>
      <input type="hidden" name="post" value={post.id} />
      <input type="hidden" name="seen" value={post.seen} />
      <input type="hidden" name="kind" value={kind} />
    </>
  );
  return (
    <Card as="section" id="post" aria-labelledby="post-title" className="mb-6 grid gap-5">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <h2 id="post-title" className="text-lg font-semibold">
          {post.organisation} · {post.title}：{post.closed ? "不设" : post.holder || "空缺"}
        </h2>
        <LinkButton to={back} look="quiet">
          收起
        </LinkButton>
      </header>
      <FormErrorSummary errors={refused ? [refused] : undefined} title="没有保存" />
      {post.closed ? (
        <Form method="post">
          {hidden("reopen")}
          <Button type="submit">恢复这个岗位</Button>
        </Form>
      ) : (
        <>
          <div className="grid gap-6 lg:grid-cols-2">
            <Form method="post" className="grid content-start gap-3">
              {hidden("assign")}
              <Field label="选本单位的人" hint="括号里是身份证号末四位">
                <Select name="personId" blank="请选择" options={post.candidates} />
              </Field>
              <Button type="submit" look="main">
                {post.holder ? "换成这个人" : "填上"}
              </Button>
            </Form>
            <Form method="post" className="grid content-start gap-3">
              {hidden("register")}
              <Field label="或者登记一个人：姓名">
                <TextInput name="name" autoComplete="off" required />
              </Field>
              <Field label="身份证号">
                <TextInput name="idNumber" autoComplete="off" className="font-mono" required />
              </Field>
              <Field label="手机" optional>
                <TextInput name="phone" inputMode="tel" autoComplete="off" />
              </Field>
              <Button type="submit">登记并填上</Button>
            </Form>
          </div>
          <div className="grid gap-3 border-t border-line pt-4">
            {post.holder && (
              <Form method="post" className="flex flex-wrap items-center gap-3">
                {hidden("vacate")}
                <Button type="submit" look="danger">
                  撤下 {post.holder}
                </Button>
                <span className="text-muted">从今天起这个岗位空缺，本人的学习和考试记录不变。可以撤销。</span>
              </Form>
            )}
            <Form method="post" className="flex flex-wrap items-center gap-3">
              {hidden("close")}
              <Button type="submit" look="danger">
                本地不设这个岗位
              </Button>
              <span className="text-muted">
                不再计入应训{post.holder && `，${post.holder} 从今天起撤下`}。可以撤销，以后也可以恢复。
              </span>
            </Form>
          </div>
        </>
      )}
    </Card>
  );
}
