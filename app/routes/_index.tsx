import type { MetaFunction } from "@remix-run/node";
import { Link, useLoaderData, useRouteLoaderData } from "@remix-run/react";
import { clsx } from "clsx";
import { listScenes, type SceneCardFacts } from "~/drill/scenes.server";
import { portalWords, sceneWords } from "~/drill/voices.server";
import { guard } from "~/people/guard.server";
import { type Campaign, campaignsOn, nextCampaign } from "~/rules/campaign-days";
import { loadRules } from "~/rules/load.server";
import type { loader as rootLoader } from "~/root";
import { LinkButton } from "~/ui/button";
import { readDisplay } from "~/ui/display-preference";
import { EmptyState } from "~/ui/empty-state";
import { formatDate, toDay } from "~/ui/format";
import { TrayPicture } from "~/ui/pictures/empty-pictures";
import { type Danger, DANGERS, isDanger, isPlace, type Place } from "~/ui/pictures/scene-pictures";
import { PortalChoose } from "~/ui/portal-choose";
import { PortalEntrances } from "~/ui/portal-entrances";
import { PortalHero } from "~/ui/portal-hero";
import { PublicShell } from "~/ui/public-shell";
import { SceneCard } from "~/ui/scene-card";
import { textLinkClass } from "~/ui/text-link";

export const meta: MetaFunction = () => [
  { title: "安鼎 · 自救体验馆" },
  { name: "description", content: "家里、学校、单位、路上、地下：遇到危险怎么办，在浏览器里先练一遍，不用登录。" },
];

export const loader = guard("portal.read", async ({ request, url, now, db }) => {
  const { voice } = readDisplay(request.headers.get("cookie"), url);
  const scenes = (await listScenes(db))
    .flatMap(toEntry)
    .map((scene) => ({ ...scene, ...sceneWords(scene.slug, { title: scene.title, summary: scene.summary }, voice) }));
  const place = url.searchParams.get("place");
  const danger = url.searchParams.get("danger");
  const day = toDay(now);
  const today = campaignsOn(loadRules(), day)[0] ?? null;
  return {
    scenes,
    words: portalWords(voice),
    place: isPlace(place) ? place : null,
    danger: isDanger(danger) ? danger : null,
    campaign: today ?? nextCampaign(loadRules(), day),
    campaignIsOn: today !== null,
  };
});

type Entry = { slug: string; title: string; summary: string; place: Place; danger: Danger; minutes: number };

/** A published scene as this page shows it; one at a place or of a danger we have no picture of is left out. */
function toEntry({ slug, title, summary, place, danger, minutes }: SceneCardFacts): Entry[] {
  return isPlace(place) && isDanger(danger) ? [{ slug, title, summary, place, danger, minutes }] : [];
}

export default function Portal() {
  const { scenes, words, place, danger, campaign, campaignIsOn } = useLoaderData<typeof loader>();
  const caller = useRouteLoaderData<typeof rootLoader>("root")?.caller;
  const chosen = scenes.filter((scene) => (!place || scene.place === place) && (!danger || scene.danger === danger));
  const first = (campaignIsOn && scenes.find((scene) => campaign?.dangers.includes(scene.danger))) || scenes[0];
  return (
    <PublicShell full>
      <PortalHero first={first} words={words} />
      <div className="mx-auto grid max-w-page gap-12 px-4 py-10 sm:px-6 lg:py-14">
        <PortalChoose scenes={scenes} place={place} danger={danger} title={words["portal.choose"] ?? ""} />
        <Drills title={words["portal.now"] ?? ""} scenes={chosen} all={!place && !danger} none={scenes.length === 0} />
        {campaign && <CampaignNote campaign={campaign} on={campaignIsOn} scenes={scenes} />}
        <PortalEntrances me={caller} />
      </div>
    </PublicShell>
  );
}

function Drills({ title, scenes, all, none }: { title: string; scenes: Entry[]; all: boolean; none: boolean }) {
  return (
    <section id="drills" aria-labelledby="drills-title" className="grid gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 id="drills-title" className="text-xl font-semibold">
          {all ? title : `选中的演练（${scenes.length} 个）`}
        </h2>
        {!all && (
          <Link to="/#drills" preventScrollReset className={`${textLinkClass} inline-flex min-h-tap items-center`}>
            看全部
          </Link>
        )}
      </div>
      {scenes.length === 0 ? (
        <EmptyState
          picture={<TrayPicture />}
          action={none ? undefined : <LinkButton to="/#drills">看全部演练</LinkButton>}
        >
          {none ? "这里还没有发布演练。发布以后，不用登录就能练。" : "这样选没有对应的演练。"}
        </EmptyState>
      ) : (
        <div
          className={clsx(
            "grid gap-4",
            scenes.length === 2 && "sm:grid-cols-2",
            scenes.length > 2 && "sm:grid-cols-2 lg:grid-cols-3",
          )}
        >
          {scenes.map((scene) => (
            <SceneCard key={scene.slug} {...scene} wide={scenes.length === 1} to={`/drill/${scene.slug}`} />
          ))}
        </div>
      )}
    </section>
  );
}

function CampaignNote({ campaign, on, scenes }: { campaign: Campaign; on: boolean; scenes: Entry[] }) {
  const danger = campaign.dangers.find((key) => scenes.some((scene) => scene.danger === key));
  const days =
    campaign.first === campaign.last
      ? formatDate(campaign.first)
      : `${formatDate(campaign.first)} 至 ${formatDate(campaign.last)}`;
  return (
    <section
      aria-labelledby="campaign"
      className="grid items-center gap-x-8 gap-y-2 rounded-lg bg-bronze-soft p-5 sm:grid-cols-[1fr_auto] sm:p-6"
    >
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
