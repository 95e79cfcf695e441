import { Phone } from "lucide-react";
import { LinkButton } from "./button";
import { EmergencyLine } from "./emergency-line";
import { StreetPicture } from "./pictures/street-picture";

/** The first screen: what this is, the drill to begin with, whom to call when it is real. */
export function PortalHero({ first }: { first: { slug: string; title: string } | undefined }) {
  return (
    <div className="border-b border-line bg-card">
      <div className="mx-auto grid max-w-page items-end gap-x-10 px-4 pt-8 sm:px-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)] lg:pt-12">
        <div className="grid content-center gap-5 pb-8 lg:self-center lg:pb-12">
          <p className="font-medium text-bronze">自救体验馆</p>
          <h1 className="text-3xl font-bold sm:text-4xl">真遇到危险之前，先在这里练一遍</h1>
          <p className="max-w-[26em] text-lg text-muted">不用登录，打开就能练。哪里做得好，哪里会出事，练完逐条告诉您。看不了 3D，用平面图练，评判是一样的。</p>
          {first && (
            <div className="flex flex-wrap gap-3">
              <LinkButton to={`/drill/${first.slug}`} look="main" size="big" prefetch="intent">
                先练“{first.title}”
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
