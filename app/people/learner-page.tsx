import { useRouteLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { LearnerShell, type LearnerShellProps } from "~/ui/learner-shell";
import type { Caller } from "./caller.server";

const NAV = [
  { to: "/me", label: "我的", end: true },
  { to: "/learn", label: "课程" },
  { to: "/drill", label: "演练" },
  { to: "/exam", label: "考试" },
] as const;

/** A learner's page inside its shell; who is signed in comes from the root. */
export function LearnerPage({
  children,
  ...shell
}: { children: ReactNode } & Pick<LearnerShellProps, "action" | "wide">) {
  const caller = (useRouteLoaderData("root") as { caller: Caller | null } | undefined)?.caller;
  return (
    <LearnerShell nav={NAV} user={caller && { name: caller.name }} {...shell}>
      <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-6">{children}</div>
    </LearnerShell>
  );
}
