import type { MetaFunction } from "@remix-run/node";
import { Link, useLoaderData, useRouteLoaderData } from "@remix-run/react";
import { clsx } from "clsx";
import { Phone } from "lucide-react";
import { type ReactNode } from "react";
import { guard } from "~/people/guard.server";
import { type Campaign, campaignsOn, nextCampaign } from "~/rules/campaign-days";
import { loadRules } from "~/rules/load.server";
import type { loader as rootLoader } from "~/root";
import { LinkButton } from "~/ui/button";
import { EmergencyLine } from "~/ui/emergency-line";
import { EmptyState } from "~/ui/empty-state";
import { formatDate, toDay } from "~/ui/format";
import { CertificatePicture, DonePicture, TrayPicture, VacantPicture } from "~/ui/pictures/empty-pictures";
import { type Danger, DANGERS, isDanger, isPlace, type Place, PLACES } from "~/ui/pictures/scene-pictures";
import { StreetPicture } from "~/ui/pictures/street-picture";
import { PublicShell } from "~/ui/public-shell";
import { SceneCard } from "~/ui/scene-card";
import { textLinkClass } from "~/ui/text-link";

export const meta: MetaFunction = () => [
  { title: "安鼎 · 自救体验馆" },
  { name: "description", content: "家里、学校、单位、路上、地下：遇到危险怎么办，在浏览器里先练一遍，不用登录。" },
];

export const loader = guard("portal.read", async ({ url, now }) => {
  const scenes = listScenes();
  const place = url.searchParams.get("place");
  const danger = url.searchParams.get("danger");
  const day = toDay(now);
  const today = campaignsOn(loadRules(), day)[0] ?? null;
  return {
    scenes,
    place: isPlace(place) ? place : null,
    danger: isDanger(danger) ? danger : null,
    campaign: today ?? nextCampaign(loadRules(), day),
    campaignIsOn: today !== null,
  };
});

type Entry = { slug: string; title: string; summary: string; place: Place; danger: Danger; minutes: number };

/** Shipped scene files that say where they belong on this page. */
function listScenes(): Entry[] {
  const files = import.meta.glob<{ meta?: { slug: string; title: string; seconds: number }; card?: { place?: unknown; danger?: unknown; summary?: string } }>(
    "/content/scenes/**/*.json",
    { eager: true, import: "default" },
  );
  return Object.values(files).flatMap(({ meta, card }) =>
    meta && isPlace(card?.place) && isDanger(card.danger)
      ? [{ slug: meta.slug, title: meta.title, summary: card.summary ?? "", place: card.place, danger: card.danger, minutes: Math.ceil(meta.seconds / 60) }]
      : [],
  );
}

export default function Portal() {
  const { scenes, place, danger, campaign, campaignIsOn } = useLoaderData<typeof loader>();
  const caller = useRouteLoaderData<typeof rootLoader>("root")?.caller;
  const chosen = scenes.filter((scene) => (!place || scene.place === place) && (!danger || scene.danger === danger));
  const first = (campaignIsOn && scenes.find((scene) => campaign?.dangers.includes(scene.danger))) || scenes[0];
  return (
    <PublicShell full me={caller}>
      <Hero first={first} />
      <div className="mx-auto grid max-w-page gap-12 px-4 py-10 sm:px-6 lg:py-14">
        {scenes.length > 0 && <Choose scenes={scenes} place={place} danger={danger} />}
        <Drills scenes={chosen} all={!place && !danger} none={scenes.length === 0} />
        {campaign && <CampaignNote campaign={campaign} on={campaignIsOn} scenes={scenes} />}
        <Doors name={caller?.name} />
      </div>
    </PublicShell>
  );
}

function Hero({ first }: { first: Entry | undefined }) {
  return (
    <div className="border-b border-line bg-card">
      <div className="mx-auto grid max-w-page items-end gap-x-10 px-4 pt-8 sm:px-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)] lg:pt-12">
        <div className="grid content-center gap-5 pb-8 lg:self-center lg:pb-12">
          <p className="font-medium text-bronze">自救体验馆</p>
          <h1 className="text-3xl font-bold sm:text-4xl">真遇到危险之前，先在这里练一遍</h1>
          <p className="max-w-[26em] text-lg text-muted">不用登录，打开就能练。哪里做得好，哪里会送命，练完逐条告诉您。看不了 3D，用平面图练，评判是一样的。</p>
          {first && (
            <div className="flex flex-wrap gap-3">
              <LinkButton to={`/drill/${first.slug}`} look="main" size="big" prefetch="intent">
                先练：{first.title}
              </LinkButton>
            </div>
          )}
          <div className="flex items-start gap-2.5 border-t border-line pt-4">
            <Phone aria-hidden className="mt-1 size-5 shrink-0 text-bronze" />
            <EmergencyLine />
          </div>
        </div>
        <StreetPicture className="block w-full self-end" label="一条街的剖面：有人弯腰从冒烟的楼里走出来，有人在路边做心肺复苏，地铁站里有人候车" />
      </div>
    </div>
  );
}

function Choose({ scenes, place, danger }: { scenes: Entry[]; place: Place | null; danger: Danger | null }) {
  const places = (Object.keys(PLACES) as Place[]).filter((key) => scenes.some((scene) => scene.place === key));
  const dangers = (Object.keys(DANGERS) as Danger[]).filter((key) => scenes.some((scene) => scene.danger === key));
  return (
    <nav aria-labelledby="choose" className="grid gap-4">
      <h2 id="choose" className="text-xl font-semibold">
        选一个地方，或者选一种危险
      </h2>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(9.5rem,29%),1fr))] gap-3">
        {places.map((key) => {
          const { word, Picture } = PLACES[key];
          const count = scenes.filter((scene) => scene.place === key).length;
          return (
            <li key={key}>
              <Choice to={key === place ? "/#drills" : `/?place=${key}#drills`} current={key === place} className="grid h-full content-start justify-items-center gap-1 px-2 pb-3 pt-4 text-center">
                <Picture className="block w-full max-w-[8rem]" />
                <span className="text-lg font-semibold">{word}</span>
                <span className="text-sm text-muted">{count} 个演练</span>
              </Choice>
            </li>
          );
        })}
      </ul>
      <ul className="flex flex-wrap gap-2">
        {dangers.map((key) => (
          <li key={key}>
            <Choice to={key === danger ? "/#drills" : `/?danger=${key}#drills`} current={key === danger} className="inline-flex min-h-tap items-center px-4">
              {DANGERS[key].word}
            </Choice>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Choice({ to, current, className, children }: { to: string; current: boolean; className: string; children: ReactNode }) {
  return (
    <Link
      to={to}
      preventScrollReset
      aria-current={current ? "true" : undefined}
      className={clsx("rounded-lg border bg-card text-ink no-underline transition-colors hover:border-bronze hover:bg-bronze-soft", current ? "border-2 border-bronze bg-bronze-soft" : "border-line", className)}
    >
      {children}
    </Link>
  );
}

function Drills({ scenes, all, none }: { scenes: Entry[]; all: boolean; none: boolean }) {
  return (
    <section id="drills" aria-labelledby="drills-title" className="grid gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 id="drills-title" className="text-xl font-semibold">
          {all ? "现在就能练" : `选中的演练（${scenes.length} 个）`}
        </h2>
        {!all && (
          <Link to="/#drills" preventScrollReset className={`${textLinkClass} inline-flex min-h-tap items-center`}>
            看全部
          </Link>
        )}
      </div>
      {scenes.length === 0 ? (
        <EmptyState picture={<TrayPicture />} action={none ? undefined : <LinkButton to="/#drills">看全部演练</LinkButton>}>
          {none ? "这里还没有发布演练。发布以后，不用登录就能练。" : "这样选没有对应的演练。"}
        </EmptyState>
      ) : (
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {scenes.map((scene) => (
            <SceneCard key={scene.slug} {...scene} to={`/drill/${scene.slug}`} />
          ))}
        </div>
      )}
    </section>
  );
}

function CampaignNote({ campaign, on, scenes }: { campaign: Campaign; on: boolean; scenes: Entry[] }) {
  const danger = campaign.dangers.find((key) => scenes.some((scene) => scene.danger === key));
  const days = campaign.first === campaign.last ? formatDate(campaign.first) : `${formatDate(campaign.first)} 至 ${formatDate(campaign.last)}`;
  return (
    <section aria-labelledby="campaign" className="grid items-center gap-x-8 gap-y-2 rounded-lg bg-bronze-soft p-5 sm:grid-cols-[1fr_auto] sm:p-6">
      <div className="grid gap-1">
        <p className="text-sm text-muted">
          {on ? "正在进行" : "下一个宣传日"} · {days}
        </p>
        <h2 id="campaign" className="text-xl font-semibold">
          {campaign.title}
        </h2>
        <p className="max-w-prose text-lg">{campaign.line}</p>
      </div>
      {danger && (
        <LinkButton to={`/?danger=${danger}#drills`} preventScrollReset>
          去练：{DANGERS[danger as Danger].word}
        </LinkButton>
      )}
    </section>
  );
}

function Doors({ name }: { name: string | undefined }) {
  return (
    <section aria-labelledby="doors" className="grid gap-4">
      <h2 id="doors" className="text-xl font-semibold">
        登录与查验
      </h2>
      <ul className="grid gap-3 lg:grid-cols-3">
        {name ? (
          <Door to="/me" title={`${name}，接着上次的来`} text="看到期的培训、要考的试、手里的证书。" picture={<DonePicture />} />
        ) : (
          <>
            <Door to="/sign-in" title="学员、考生登录" text="上云课堂、参加考试、看自己的记录和证书。" picture={<DonePicture />} />
            <Door to="/sign-in/staff" title="工作人员登录" text="名册、培训、考务、发证、覆盖率。" picture={<VacantPicture />} />
          </>
        )}
        <Door to="/verify" title="证书查验" text="不用登录。扫证书上的码，或输入编号，看是否有效。" picture={<CertificatePicture />} />
      </ul>
    </section>
  );
}

function Door({ to, title, text, picture }: { to: string; title: string; text: string; picture: ReactNode }) {
  return (
    <li>
      <Link to={to} className="grid h-full grid-cols-[5rem_1fr] items-center gap-4 rounded-lg border border-line bg-card p-4 text-ink no-underline transition-colors hover:border-bronze hover:bg-bronze-soft">
        {picture}
        <span>
          <span className="block text-lg font-semibold">{title}</span>
          <span className="block text-sm text-muted">{text}</span>
        </span>
      </Link>
    </li>
  );
}
