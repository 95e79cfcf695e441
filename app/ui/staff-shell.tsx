import { Link, NavLink, useLocation } from "@remix-run/react";
import { clsx } from "clsx";
import { Menu } from "lucide-react";
import type { ReactNode } from "react";
import { LargeTypeSwitch, ThemeSwitch } from "./display-switch";
import { KeyHelp, type KeyLine } from "./key-help";
import { Brand } from "./mark";
import type { NavGroup } from "./nav-item";
import { RestOfFont } from "./rest-of-font";
import { PendingLine } from "./pending-line";
import { SignOut } from "./sign-out";
import { SkipLink } from "./skip-link";

export interface StaffShellProps {
  nav: readonly NavGroup[];
  user: { name: string; role: string; scope?: string };
  children: ReactNode;
  place?: string;
  /** Keys of this page, beside those every page has. */
  keys?: readonly KeyLine[];
  signOutTo?: string;
}

/** Desk first: a rail at the left. On a phone the rail is a list behind 菜单, open or shut without script. */
export function StaffShell({ nav, user, children, place, keys, signOutTo = "/sign-out" }: StaffShellProps) {
  const { pathname } = useLocation();
  return (
    <div className="min-h-screen lg:grid lg:grid-cols-[15.5rem_minmax(0,1fr)]">
      <div className="no-print border-line bg-card max-lg:border-b lg:border-r">
        <SkipLink />
        <PendingLine />
        <div className="rail max-lg:relative lg:sticky lg:top-0 lg:flex lg:flex-col lg:overflow-y-auto">
          <div className="flex min-h-tap items-center justify-between px-4 py-3">
            <Link to="/" aria-label="安鼎首页" className="no-underline">
              <Brand />
            </Link>
          </div>
          {/* A new page shuts the list again. */}
          <details key={pathname} className="group lg:hidden">
            <summary className="absolute right-2 top-2 flex min-h-tap cursor-pointer list-none items-center gap-2 rounded-md px-3 hover:bg-sunk group-open:bg-sunk">
              <Menu aria-hidden className="size-5" />
              菜单
            </summary>
            <div className="border-t border-line">
              <RailContent nav={nav} user={user} place={place} signOutTo={signOutTo} />
            </div>
          </details>
          <div className="hidden flex-1 flex-col lg:flex">
            <RailContent nav={nav} user={user} place={place} signOutTo={signOutTo} keys={keys} keyHelp />
          </div>
        </div>
      </div>
      <main id="page" tabIndex={-1} className="min-w-0 px-4 py-6 sm:px-8 lg:py-8">
        <div className="mx-auto max-w-[90rem]">{children}</div>
      </main>
      <RestOfFont />
    </div>
  );
}

function RailContent(props: Omit<StaffShellProps, "children"> & { keyHelp?: boolean }) {
  const { nav, user, place, keys, signOutTo, keyHelp } = props;
  return (
    <>
      <nav aria-label="主菜单" className="grid flex-1 content-start gap-4 px-2 py-2">
        {nav.map((group) => (
          <RailGroup key={group.label} group={group} />
        ))}
      </nav>
      <div className="grid gap-1 border-t border-line px-4 py-3">
        {place && <p className="text-sm text-muted">{place}</p>}
        <p className="leading-snug">
          <Link
            to="/me/account"
            className="font-semibold text-ink underline-offset-4 hover:underline"
            title="我的账号：密码和登录"
          >
            {user.name}
          </Link>
          <span className="block text-sm text-muted">{[user.role, user.scope].filter(Boolean).join(" · ")}</span>
        </p>
        <div className="-mx-2 flex flex-wrap items-center">
          <LargeTypeSwitch className="text-sm" />
          <ThemeSwitch />
          {keyHelp && <KeyHelp keys={keys} />}
          <SignOut
            to={signOutTo}
            className="inline-flex min-h-tap items-center gap-1.5 rounded-md px-2 text-sm text-ink hover:bg-sunk"
          />
        </div>
      </div>
    </>
  );
}

function RailGroup({ group }: { group: NavGroup }) {
  return (
    <div>
      <p className="px-3 pb-1 text-sm text-muted">{group.label}</p>
      <ul className="grid gap-0.5">
        {group.items.map((item) => (
          <li key={item.to}>
            <NavLink
              to={item.to}
              end={item.end}
              className={({ isActive }) =>
                clsx(
                  "flex min-h-[2.25rem] items-center gap-2.5 rounded-md px-3 text-ink no-underline touch:min-h-tap",
                  isActive ? "bg-bronze-soft font-semibold" : "hover:bg-sunk",
                )
              }
            >
              {item.icon && (
                <span aria-hidden className="grid size-5 place-items-center text-muted">
                  {item.icon}
                </span>
              )}
              <span className="min-w-0 flex-1">{item.label}</span>
              {item.count ? <span className="text-sm text-muted">{item.count}</span> : null}
            </NavLink>
          </li>
        ))}
      </ul>
    </div>
  );
}
