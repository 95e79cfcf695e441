import type { ReactNode } from "react";
import { LinkButton } from "./button";
import { LostPicture } from "./pictures/empty-pictures";

export interface ErrorPageProps {
  /** What happened. */
  title: ReactNode;
  /** What is safe: 已保存的答案都在. */
  safe?: ReactNode;
  /** What to do now. */
  todo?: ReactNode;
  actions?: ReactNode;
  /** What to tell the administrator, so that they find the line in the log. */
  reference?: string;
}

export function ErrorPage({ title, safe, todo, actions, reference }: ErrorPageProps) {
  return (
    <main className="mx-auto grid max-w-phone justify-items-start gap-4 px-4 py-12">
      <div aria-hidden className="w-40">
        <LostPicture />
      </div>
      <h1 className="text-2xl font-semibold">{title}</h1>
      {safe && <p className="max-w-prose">{safe}</p>}
      {todo && <p className="max-w-prose">{todo}</p>}
      <div className="flex flex-wrap gap-2">{actions ?? <LinkButton to="/">回到首页</LinkButton>}</div>
      {reference && (
        <p className="text-sm text-muted">
          向管理员说明时，请带上这个编号：<span className="select-all font-mono">{reference}</span>
        </p>
      )}
    </main>
  );
}
