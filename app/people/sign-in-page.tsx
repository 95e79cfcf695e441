import type { ReactNode } from "react";
import { Card } from "~/ui/card";
import { Notice } from "~/ui/notice";
import { PublicShell } from "~/ui/public-shell";

/** Why whoever comes here is signed in no more; nothing when nothing is known. */
export const SessionOver = ({ words }: { words: string }) =>
  words ? (
    <Notice tone="warn" role="status" title="您已经退出登录">
      {words}
    </Notice>
  ) : null;

/** The narrow sheet on which one signs in or activates. */
export function SignInPage({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <PublicShell>
      <div className="mx-auto grid max-w-phone gap-6">
        <header className="grid gap-2">
          <h1 className="text-2xl font-semibold sm:text-3xl">{title}</h1>
          {lead && <p className="text-muted">{lead}</p>}
        </header>
        <Card>{children}</Card>
      </div>
    </PublicShell>
  );
}
