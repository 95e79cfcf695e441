import { Phone } from "lucide-react";
import { LinkButton } from "./button";
import { EmergencyLine } from "./emergency-line";
import { StreetPicture } from "./pictures/street-picture";
import { ReadAloud } from "./read-aloud";
import { VoiceSwitch } from "./voice-switch";

/** The first screen: what this is, the drill to begin with, whom to call when it is real. */
export function PortalHero({
  first,
  words,
}: {
  first: { slug: string; title: string } | undefined;
  words: Readonly<Record<string, string>>;
}) {
  const title = words["portal.title"] ?? "";
  const lead = words["portal.lead"] ?? "";
  return (
    <div className="border-b border-line bg-card">
      <div className="mx-auto grid max-w-page items-end gap-x-10 px-4 pt-8 sm:px-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)] lg:pt-12">
        <div className="grid content-center gap-5 pb-8 lg:self-center lg:pb-12">
          <p className="font-medium text-bronze">自救体验馆</p>
          <h1 className="face-head text-3xl font-bold sm:text-4xl">{title}</h1>
          <p className="max-w-[26em] text-lg text-muted">{lead}</p>
          {first && (
            <div className="flex flex-wrap gap-3">
              <LinkButton to={`/drill/${first.slug}`} look="main" size="big" prefetch="intent">
                {words["portal.first"]?.replace("{title}", first.title)}
              </LinkButton>
            </div>
          )}
          <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
            <VoiceSwitch />
            <ReadAloud key={lead} texts={[title, lead]} />
          </div>
          <div className="flex items-start gap-2.5 border-t border-line pt-4">
            <Phone aria-hidden className="mt-1 size-5 shrink-0 text-bronze" />
            <EmergencyLine dials />
          </div>
        </div>
        <StreetPicture
          className="block w-full self-end"
          label="一条街的剖面：有人弯腰从冒烟的楼里走出来，有人在路边做心肺复苏，地铁站里有人候车"
        />
      </div>
    </div>
  );
}
