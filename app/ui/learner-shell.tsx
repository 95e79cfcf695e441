import { Link, NavLink } from "@remix-run/react";
import { clsx } from "clsx";
import type { ReactNode } from "react";
import { LargeTypeSwitch, ThemeSwitch } from "./display-switch";
import { Brand } from "./mark";
import type { NavItem } from "./nav-item";
import { PendingLine } from "./pending-line";
import { SignOut } from "./sign-out";
import { SkipLink } from "./skip-link";

export interface LearnerShellProps {
  children: ReactNode;
  /** Three to five ways, at the thumb on a phone and at the top on a desk. */
  nav: readonly NavItem[];
  user?: { name: string } | null;
  /** The one act of this page, above the bottom bar within the thumb's reach. */
  action?: ReactNode;
  wide?: boolean;
}

export function LearnerShell({ children, nav, user, action, wide }: LearnerShellProps) {
  return (
    <div className="face-system flex min-h-screen flex-col">
      <SkipLink />
      <PendingLine />
      <header className="no-print border-b border-line bg-paper">
        <div className="mx-auto flex max-w-page flex-wrap items-center justify-between gap-x-4 px-4 py-1.5 sm:px-6">
          <Link to="/" aria-label="安鼎首页" className="flex min-h-tap items-center no-underline">
            <Brand />
          </Link>
          <nav aria-label="主菜单" className="hidden flex-1 items-center gap-1 px-6 lg:flex">
            {nav.map((item) => (
              <NavLink
                key={item.to}
                to={item.to}
                end={item.end}
                className={({ isActive }) =>
                  clsx(
                    "flex min-h-tap items-center border-b-2 px-3 no-underline",
                    isActive ? "border-bronze font-semibold text-ink" : "border-transparent text-muted hover:text-ink",
                  )
                }
              >
                {item.label}
              </NavLink>
            ))}
          </nav>
          <div className="flex items-center">
            <LargeTypeSwitch />
            <span className="hidden lg:block">
              <ThemeSwitch />
            </span>
            {user && <span className="hidden pl-2 text-muted sm:block">{user.name}</span>}
            {user && (
              <SignOut className="inline-flex min-h-tap items-center gap-1.5 rounded-md px-2 text-ink hover:bg-sunk" />
            )}
          </div>
        </div>
      </header>
      <main
        id="page"
        tabIndex={-1}
        className={clsx("mx-auto w-full flex-1 px-4 py-6 sm:px-6", wide ? "max-w-page" : "max-w-[46rem]")}
      >
        {children}
      </main>
      <div
        className={clsx(
          "no-print sticky bottom-0 z-20 border-t border-line bg-card pb-[env(safe-area-inset-bottom)]",
          !action && "lg:hidden",
        )}
      >
        {action && (
          <div
            className={clsx("mx-auto flex flex-wrap gap-2 px-4 py-3 sm:px-6", wide ? "max-w-page" : "max-w-[46rem]")}
          >
            {action}
          </div>
        )}
        <BottomBar nav={nav} divided={Boolean(action)} />
      </div>
    </div>
  );
}

function BottomBar({ nav, divided }: { nav: readonly NavItem[]; divided: boolean }) {
  return (
    <nav aria-label="底部菜单" className={clsx("lg:hidden", divided && "border-t border-line")}>
      <ul className="mx-auto flex max-w-phone justify-around">
        {nav.map((item) => (
          <li key={item.to} className="min-w-0 flex-1">
            <NavLink
              to={item.to}
              end={item.end}
              className={({ isActive }) =>
                clsx(
                  "grid min-h-[3.25rem] content-center justify-items-center gap-0.5 border-t-2 px-1 py-1 text-center text-xs leading-tight no-underline",
                  isActive ? "border-bronze font-semibold text-ink" : "border-transparent text-muted",
                )
              }
            >
              {item.icon && (
                <span aria-hidden className="grid size-6 place-items-center">
                  {item.icon}
                </span>
              )}
              {item.label}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
