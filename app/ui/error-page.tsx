import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { Button, LinkButton } from "./button";
import { Brand } from "./mark";
import { LostPicture } from "./pictures/empty-pictures";

/** The sign-in page of the reader's kind. */
export type SignInWay = { to: string; staff: boolean };

export interface ErrorPageProps {
  /** What happened. */
  title: ReactNode;
  /** What is safe: 已保存的答案都在. */
  safe?: ReactNode;
  /** What to do now. */
  todo?: ReactNode;
  /** Where the reader's own work begins, when someone is signed in. */
  entrance?: string | undefined;
  /** When nobody is signed in and the address is not for everyone. */
  signIn?: SignInWay | undefined;
  actions?: ReactNode;
  /** What to tell the administrator, so that they find the line in the log. */
  reference?: string;
}

export function ErrorPage({ title, safe, todo, entrance, signIn, actions, reference }: ErrorPageProps) {
  return (
    <div className="min-h-screen">
      <header className="border-b border-line">
        <div className="mx-auto flex max-w-page items-center px-4 py-2 sm:px-6">
          <Link to="/" aria-label="安鼎首页" className="flex min-h-tap items-center no-underline">
            <Brand />
          </Link>
        </div>
      </header>
      <main className="mx-auto grid max-w-phone justify-items-start gap-4 px-4 py-10">
        <div aria-hidden className="w-40">
          <LostPicture />
        </div>
        <h1 className="text-2xl font-semibold">{title}</h1>
        {safe && <p className="max-w-prose">{safe}</p>}
        {todo && <p className="max-w-prose text-muted">{todo}</p>}
        <div className="mt-2 flex flex-wrap gap-2">{actions || <WaysBack entrance={entrance} signIn={signIn} />}</div>
        {reference && (
          <p className="text-sm text-muted">
            向管理员说明时，请带上这个编号：<span className="select-all font-mono">{reference}</span>
          </p>
        )}
      </main>
    </div>
  );
}

/** To one's own work, to where one came from, to the front. */
function WaysBack({ entrance, signIn }: Pick<ErrorPageProps, "signIn"> & { entrance: string | undefined }) {
  const first = signIn ?? (entrance && entrance !== "/");
  return (
    <>
      {signIn && (
        <LinkButton to={signIn.to} look="main">
          {signIn.staff ? "工作人员登录" : "学员登录"}
        </LinkButton>
      )}
      {entrance && entrance !== "/" && (
        <LinkButton to={entrance} look="main">
          {entrance === "/me" ? "到“我的”" : entrance === "/me/account" ? "到“我的账号”" : "到我的工作页"}
        </LinkButton>
      )}
      <Button type="button" onClick={() => history.back()}>
        回到上一页
      </Button>
      <LinkButton to="/" look={first ? "quiet" : "plain"}>
        回到首页
      </LinkButton>
    </>
  );
}
