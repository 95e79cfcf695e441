import { Map as MapIcon, Play, Timer } from "lucide-react";
import { LinkButton } from "~/ui/button";
import { Card } from "~/ui/card";
import { EmergencyLine } from "~/ui/emergency-line";
import { PageHeader } from "~/ui/page-header";
import { ReadAloud } from "~/ui/read-aloud";
import { Section } from "~/ui/section";
import { TextLink } from "~/ui/text-link";
import { VoiceSwitch } from "~/ui/voice-switch";
import type { Hands } from "./hands";

export interface BriefViewProps {
  slug: string;
  title: string;
  brief: string;
  task: string;
  minutes: number;
  sentences: readonly string[];
  hands: Hands;
  whom: string;
  name?: string;
  /** The browser may give sensors, camera and headset: the page came by https. */ sensors: boolean;
}

/** Before a drill: what will happen, three sentences, how to move, and the ways to play it. */
export function BriefView({
  slug,
  title,
  brief,
  task,
  minutes,
  sentences,
  hands,
  whom,
  name,
  sensors,
}: BriefViewProps) {
  return (
    <div className="grid gap-8">
      <div>
        <PageHeader
          title={title}
          back={{ to: "/drill", label: "全部演练" }}
          facts={
            <span>
              最多 {minutes} 分钟 · {whom}
            </span>
          }
        />
        <EmergencyLine dials />
        <div className="mt-4 flex flex-wrap items-start gap-x-6 gap-y-2">
          <VoiceSwitch />
          <ReadAloud key={brief} texts={[title, brief, task, ...sentences]} />
        </div>
      </div>
      <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <div className="grid gap-8">
          <Section title="会发生什么">
            <p className="max-w-prose text-lg">{brief}</p>
            {task && <p className="max-w-prose">{task}</p>}
          </Section>
          <Section title="带上这三句话">
            <ol className="grid gap-2">
              {sentences.map((s, i) => (
                <li key={s} className="flex max-w-prose gap-3">
                  <span
                    aria-hidden
                    className="mt-0.5 inline-grid size-7 shrink-0 place-content-center rounded-full bg-bronze text-sm font-semibold text-bronze-ink"
                  >
                    {i + 1}
                  </span>
                  {s}
                </li>
              ))}
            </ol>
          </Section>
          <Section title="怎么操作">
            <div className="grid gap-6 sm:grid-cols-2">
              <div className="touch:hidden">
                <Controls title="电脑" rows={hands.keys} />
              </div>
              <Controls title="手机" rows={hands.touches} />
            </div>
            <p className="max-w-prose text-muted">
              有声音更像真的，手机上默认关着，右上角可以打开；听到的都有字幕和方向。画面不会闪烁，也不会自己晃动。
            </p>
          </Section>
        </div>
        <Card className="order-first grid gap-4 lg:sticky lg:top-6 lg:order-none">
          <p className="font-semibold">怎样练</p>
          <LinkButton
            to={`/drill/${slug}/play`}
            look="main"
            size="big"
            icon={<Play aria-hidden className="size-5" />}
            reloadDocument
          >
            开始演练
          </LinkButton>
          <p className="text-sm text-muted">走进现场，第一人称。</p>
          <LinkButton
            to={`/drill/${slug}/play?view=plan`}
            icon={<MapIcon aria-hidden className="size-5" />}
            reloadDocument
          >
            在平面图上练
          </LinkButton>
          <LinkButton
            to={`/drill/${slug}/play?view=plan&pace=stepped`}
            icon={<Timer aria-hidden className="size-5" />}
            reloadDocument
          >
            平面图，不限时
          </LinkButton>
          <p className="text-sm text-muted">
            平面图全用键盘或读屏就能做完；不限时的，想的时候时间停着。三种练法用同一套推演，同样评判。
          </p>
          {!sensors && (
            <p className="text-sm text-muted">
              现在是 http 地址，浏览器不给手机的感应器、摄像头和头显，演练改用屏幕、键盘和鼠标，评判一样。要用感应器，请
              <TextLink to="/trust">改用 https 地址</TextLink>。
            </p>
          )}
          <p className="border-t border-line pt-3 text-sm text-muted">
            {name ? `${name}，通过后会记入您的学习档案。` : "不登录也能练；登录后再练，通过的会记入学习档案。"}
          </p>
        </Card>
      </div>
    </div>
  );
}

function Controls({ title, rows }: { title: string; rows: readonly { keys: string; act: string }[] }) {
  return (
    <div>
      <h3 className="mb-1 font-medium">{title}</h3>
      <dl className="grid gap-1.5">
        {rows.map((r) => (
          <div key={r.keys}>
            <dt className="inline font-medium">{r.keys}</dt>
            <dd className="inline text-muted">：{r.act}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
