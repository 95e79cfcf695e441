import { Link, useRouteLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { toButtonClass } from "./button";
import { LargeTypeSwitch, ThemeSwitch } from "./display-switch";
import { EmergencyLine } from "./emergency-line";
import { Brand } from "./mark";
import { PendingLine } from "./pending-line";
import { SkipLink } from "./skip-link";
import { textLinkClass } from "./text-link";

export interface PublicShellProps {
  children: ReactNode;
  /** Whose house this is: the bureau's or centre's name. */
  place?: string;
  signInTo?: string;
  /** The page brings its own width. */
  full?: boolean;
}

const FOOTER_LINKS = [
  { to: "/verify", label: "证书查验" },
  { to: "/verification", label: "演练怎样校验" },
] as const;

/** Whoever is signed in has a way to their own page instead of 登录, on whatever page they are. */
export function PublicShell({ children, place, signInTo = "/sign-in", full }: PublicShellProps) {
  const me = (useRouteLoaderData("root") as { caller: { name: string; entrance: string } | null } | undefined)?.caller;
  return (
    <div className="face-system flex min-h-screen flex-col">
      <SkipLink />
      <PendingLine />
      <header className="no-print border-b border-line bg-paper">
        <div className="mx-auto flex max-w-page flex-wrap items-center justify-between gap-x-3 px-4 py-2 sm:px-6">
          <Link to="/" aria-label="安鼎首页" className="flex min-h-tap items-center no-underline">
            <Brand place={place} />
          </Link>
          <div className="flex items-center gap-1">
            <LargeTypeSwitch />
            {me ? (
              <Link to={me.entrance} className={toButtonClass({ look: "plain" })}>
                {me.name}
              </Link>
            ) : (
              <Link to={signInTo} className={toButtonClass({ look: "plain" })}>
                登录
              </Link>
            )}
          </div>
        </div>
      </header>
      <main id="page" tabIndex={-1} className={full ? "flex-1" : "mx-auto w-full max-w-page flex-1 px-4 py-8 sm:px-6"}>
        {children}
      </main>
      <footer className="no-print border-t border-line">
        <div className="mx-auto flex max-w-page flex-wrap items-center justify-between gap-x-8 gap-y-2 px-4 py-4 text-sm sm:px-6">
          <EmergencyLine dials />
          <div className="flex flex-wrap items-center gap-x-6">
            {FOOTER_LINKS.map((link) => (
              <Link key={link.to} to={link.to} className={`${textLinkClass} inline-flex min-h-tap items-center`}>
                {link.label}
              </Link>
            ))}
            <ThemeSwitch />
          </div>
        </div>
      </footer>
    </div>
  );
}
