import {
  isRouteErrorResponse,
  Link,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useLocation,
  useNavigation,
  useRouteError,
  useRouteLoaderData,
} from "@remix-run/react";
import { data, type LinksFunction, type MetaFunction } from "@remix-run/node";
import { lazy, Suspense, useEffect, type ReactNode } from "react";
import { NOT_ACCEPTED } from "~/people/not-accepted";
import { guard } from "~/people/guard.server";
import { describeCaller } from "~/people/caller.server";
import { isSignedOut, NO_ROLE } from "~/people/signed-out";
import { signInAddress } from "~/people/sign-in-address";
import { isStepUp } from "~/people/step-up";
import { cameByHttps, isConfidential } from "~/platform/zone-check.server";
import { zonesOf } from "~/platform/zones";
import { env } from "~/platform/env.server";
import { isRehearsal } from "~/platform/listen-address.server";
import { useNonce } from "~/platform/nonce";
import styles from "~/styles/app.css?url";
import {
  DEFAULT_DISPLAY,
  parseDisplayCookie,
  readDisplay,
  serialiseDisplayCookie,
  toDisplayAttributes,
} from "~/ui/display-preference";
import { ZonePage, isZoneRefusal } from "~/ui/zone-page";
import { LinkButton } from "~/ui/button";
import { ErrorPage, type SignInWay } from "~/ui/error-page";
import { fillKept, useKeptFields } from "~/ui/kept-form";
import { forgetSent } from "~/ui/last-sent";
import { isLostConnection, LostConnection } from "~/ui/lost-connection";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: styles },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
  { rel: "apple-touch-icon", href: "/icon-180.png" },
  { rel: "manifest", href: "/site.webmanifest" },
];

export const meta: MetaFunction = () => [
  { title: "安鼎" },
  { name: "description", content: "安全培训、自救演练、考试与发证" },
];

export const loader = guard("portal.read", { everyZone: true }, async ({ request, url, db, actor }) => {
  const cookie = request.headers.get("cookie");
  const display = readDisplay(cookie, url);
  const facts = {
    display,
    caller: actor && (await describeCaller(db, actor)),
    demo: env().DEMO !== "0",
    rehearsal: isRehearsal(),
    // False: this came over plain http from elsewhere, where browsers give no sensors, camera or headset.
    confidential: isConfidential(request),
  };
  // A voice named by the address is kept on the device, so that the pages after this one speak it too.
  const kept = display.voice === parseDisplayCookie(cookie).voice;
  return data(
    facts,
    kept ? undefined : { headers: { "Set-Cookie": serialiseDisplayCookie(display, { secure: cameByHttps(request) }) } },
  );
});

export function Layout({ children }: { children: ReactNode }) {
  const root = useRouteLoaderData<typeof loader>("root");
  const nonce = useNonce();
  return (
    <html lang="zh-CN" {...toDisplayAttributes(root?.display ?? DEFAULT_DISPLAY)}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <Meta />
        <Links />
      </head>
      <body>
        {root?.rehearsal && (
          <aside aria-label="恢复演练" className="demo-banner no-print">
            恢复演练：这里是备份里的数据，只用来查看。在这里做的不进正式的系统，不要在这里考试、发证。
          </aside>
        )}
        {root?.demo && <DemoBanner staff={root.caller?.kind === "staff"} />}
        {root?.caller && root.caller.notices > 0 && <AccountNews count={root.caller.notices} />}
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

const stepUpPage = () => import("~/people/step-up-page").then((page) => page.StepUpPage);
/** Asked seldom; kept out of what every page loads in the browser. The server, which waits for nothing, has it. */
const StepUpPage = import.meta.env.SSR ? await stepUpPage() : lazy(async () => ({ default: await stepUpPage() }));

/** What changed on the caller's account stands above every page until it was looked at. */
function AccountNews({ count }: { count: number }) {
  // that page shows them itself, and codes that are shown once must not stand beside a way out
  if (useLocation().pathname === "/me/account") return null;
  return (
    <aside aria-label="账号变化" className="demo-banner no-print">
      您的账号有 {count} 条新的变化。
      <Link to="/me/account" className="ml-2 inline-block text-bronze underline underline-offset-4">
        看一看
      </Link>
    </aside>
  );
}

/** Who walks through the demonstration changes his role from wherever he stands. */
function DemoBanner({ staff }: { staff: boolean }) {
  return (
    <aside aria-label="演示环境" className="demo-banner no-print">
      演示环境：人员、单位和证书都是虚构的。
      {staff && (
        <Link to="/sign-in/staff" className="ml-2 inline-block text-bronze underline underline-offset-4">
          换一个演示账号
        </Link>
      )}
    </aside>
  );
}

export default function App() {
  const signedIn = useRouteLoaderData<typeof loader>("root")?.caller !== null;
  useEffect(() => (signedIn ? askAnewWhenBroughtBack() : undefined), [signedIn]);
  const idle = useNavigation().state === "idle";
  useEffect(() => void (idle && forgetSent()), [idle]);
  const kept = useKeptFields();
  useEffect(() => void (kept && [...document.forms].forEach((form) => fillKept(form, kept))), [kept]);
  return <Outlet />;
}

/** A page of someone signed in that the browser kept whole is not shown again by 后退: whoever left is gone from it. */
function askAnewWhenBroughtBack(): () => void {
  const back = (event: PageTransitionEvent) => event.persisted && window.location.reload();
  window.addEventListener("pageshow", back);
  return () => window.removeEventListener("pageshow", back);
}

const TITLES: Record<number, string> = {
  401: "还没有登录",
  403: "这里不对您开放",
  404: "没有这个页面",
  409: "现在还不能这样做",
  410: "已经失效",
  429: "太频繁了，请稍等一会儿",
  503: "系统正忙",
};

const TODO: Record<number, string> = {
  403: "要办的事不归这个账号，请换一个账号登录，或者找管理员核对角色。",
  404: "地址可能写错了，或者内容已经撤下。",
};

/**
 * The sign-in page that fits an address which is not for everyone, for whoever is not signed in (null: the frame said
 * so).
 */
function signInFor(
  here: { pathname: string; search: string },
  caller: object | null | undefined,
): SignInWay | undefined {
  const zones = zonesOf(here.pathname);
  if (
    caller !== null ||
    zones === null ||
    zones === "every" ||
    zones.includes("public") ||
    here.pathname.startsWith("/sign-in")
  )
    return undefined;
  const staff = zones.includes("staff") && !zones.includes("learn");
  return { staff, to: signInAddress({ staff }, here) };
}

/** A form of someone who is signed in no more: nothing was done, and this is the way in again. */
function SignedOutPage({ to, staff, words }: { to: string; staff: boolean; words: string }) {
  return (
    <ErrorPage
      signIn={{ to, staff }}
      title={words ? "您已经退出登录" : "还没有登录"}
      safe={words}
      todo="刚才的这一步没有执行。请登录以后再做一次。"
    />
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  const caller = useRouteLoaderData<typeof loader>("root")?.caller;
  const signIn = signInFor(useLocation(), caller);
  const entrance = caller?.entrance;
  if (isLostConnection(error)) return <LostConnection />;
  if (!isRouteErrorResponse(error))
    return (
      <ErrorPage
        entrance={entrance}
        signIn={signIn}
        title="系统出了一个错"
        safe="已经保存的内容都在。"
        todo="请稍后再试；一直这样，请告诉管理员您刚才做了什么。"
      />
    );
  if (isStepUp(error.data))
    return (
      <Suspense>
        <StepUpPage {...error.data} />
      </Suspense>
    );
  if (isSignedOut(error.data)) return <SignedOutPage {...error.data.signedOut} />;
  if (isZoneRefusal(error.data)) return <ZonePage refusal={error.data} />;
  // A sentence of ours is Chinese; what the router says of an address without a page is not for readers.
  const sentence = typeof error.data === "string" && !error.data.startsWith("Error:") ? error.data : "";
  const todo = sentence === NO_ROLE ? undefined : TODO[error.status];
  return (
    <ErrorPage
      entrance={entrance}
      signIn={signIn}
      title={TITLES[error.status] ?? "这一步没有做成"}
      safe={sentence}
      todo={sentence === NOT_ACCEPTED ? undefined : todo}
      actions={
        sentence === NOT_ACCEPTED && (
          <LinkButton to="/centre/duties" look="main">
            到“我的任务”
          </LinkButton>
        )
      }
    />
  );
}
