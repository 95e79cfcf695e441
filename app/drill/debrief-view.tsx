import { Map as MapIcon, RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { LinkButton } from "~/ui/button";
import { Card } from "~/ui/card";
import { EmergencyLine } from "~/ui/emergency-line";
import { PageHeader } from "~/ui/page-header";
import { ReadAloud } from "~/ui/read-aloud";
import { QrCode, type QrCodeProps } from "~/ui/qr-code";
import { SafetySign } from "~/ui/safety-sign";
import { Section } from "~/ui/section";
import { Timeline, type TimelineItem } from "~/ui/timeline";
import { VoiceSwitch } from "~/ui/voice-switch";
import { CourseView } from "./course-view";
import type { SaidCourse } from "./course-words";
import type { SaidPoint } from "./point-words";
import { sayTime } from "./point-words";

export interface DebriefViewProps {
  slug: string;
  title: string;
  mode: string;
  /** Words around the points, in the reader's voice. */
  words: Readonly<Record<string, string>>;
  end: string;
  score: number;
  passed: boolean;
  survived: boolean;
  recorded: boolean;
  same: boolean | null;
  finalHash: string;
  points: readonly SaidPoint[];
  /** Keys of `words`: came through without passing; ended before its time, where that is told apart. */
  summary: { survived: string; unfinished: string | null };
  /** Where there is a rhythm to show. */
  course?: SaidCourse | null;
  map: ReactNode;
  share: { drawing: QrCodeProps["drawing"]; address: string };
}

/**
 * After a drill: the end in a sentence, what was done well first, then what must change and how; the way on the plan;
 * again.
 */
export function DebriefView(props: DebriefViewProps) {
  const { slug, title, points, words } = props;
  const good = points.filter((p) => p.kind === "good");
  const deadly = points.filter((p) => p.kind === "deadly");
  const bad = points.filter((p) => p.kind === "bad");
  const again = `/drill/${slug}/play${props.mode === "plan" ? "?view=plan" : ""}`;
  return (
    <div className="grid gap-8">
      <div>
        <PageHeader title={props.end} back={{ to: `/drill/${slug}`, label: title }} />
        <EmergencyLine dials />
        <div className="mt-4 flex flex-wrap items-start gap-x-6 gap-y-2">
          <VoiceSwitch />
          <ReadAloud
            key={props.end}
            texts={[props.end, ...[...good, ...deadly, ...bad].flatMap((p) => [p.said, p.better])]}
          />
        </div>
      </div>
      <Summary {...props} again={again} />
      <div className={deadly.length + bad.length ? "grid items-start gap-8 lg:grid-cols-2" : "grid gap-8"}>
        <Section title={words["section.good"] ?? ""}>
          {good.length ? (
            <Points words={words} points={good} wide={deadly.length + bad.length === 0} />
          ) : (
            <p className="text-muted">{words["none.good"]}</p>
          )}
        </Section>
        <div className="grid gap-8">
          {deadly.length > 0 && (
            <Section title={words["section.deadly"] ?? ""}>
              <Points words={words} points={deadly} />
            </Section>
          )}
          {bad.length > 0 && (
            <Section title={words["section.bad"] ?? ""}>
              <Points words={words} points={bad} />
            </Section>
          )}
          {!deadly.length && !bad.length && (
            <Section title={words["section.bad"] ?? ""}>
              <p className="text-muted">{words["none.bad"]}</p>
            </Section>
          )}
        </div>
      </div>
      {props.course && <CourseView course={props.course} />}
      <Section title="走过的路">{props.map}</Section>
      <div className="grid items-start gap-8 lg:grid-cols-[3fr_2fr]">
        <Section title="一步一步">
          <Timeline
            label="按时间的要点"
            items={points
              .slice()
              .sort((a, b) => a.seconds - b.seconds)
              .map((p) => toItem(p, words))}
          />
        </Section>
        <Share title={title} share={props.share} words={words} />
      </div>
      <p className="text-sm text-muted">
        结果由服务器按操作记录重演得出。
        {props.same === false
          ? "这台设备上算出的状态和服务器的不一致，已经留作证据，以服务器的为准。"
          : ""}状态指纹 <span className="font-mono">{props.finalHash}</span>
      </p>
    </div>
  );
}

function Summary({
  score,
  passed,
  survived,
  recorded,
  summary,
  points,
  again,
  slug,
  words,
}: DebriefViewProps & { again: string }) {
  // nothing that kills, and yet not passed: it was ended before somebody took over
  const early = summary.unfinished !== null && !survived && points.every((p) => p.kind !== "deadly");
  return (
    <Card className="grid items-center gap-5 sm:grid-cols-[auto_1fr_auto]">
      <p className="flex items-baseline gap-1.5">
        <strong className="text-5xl font-semibold tabular-nums">{score}</strong>
        <span>分</span>
      </p>
      <div className="grid gap-1">
        <p className="flex items-center gap-2 font-semibold">
          <SafetySign kind={survived && passed ? "safe" : survived || early ? "warn" : "forbid"} className="size-6" />
          {passed ? words.passed : survived ? words[summary.survived] : words[early ? summary.unfinished! : "failed"]}
        </p>
        <p className="text-muted">
          {recorded ? "已记入你的学习档案。" : passed ? "登录后再练，通过的会记入学习档案。" : words.again}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <LinkButton to={again} look="main" icon={<RotateCcw aria-hidden className="size-5" />} reloadDocument>
          再练一遍
        </LinkButton>
        <LinkButton
          to={`/drill/${slug}/play?view=plan&pace=stepped`}
          icon={<MapIcon aria-hidden className="size-5" />}
          reloadDocument
        >
          平面图慢慢练
        </LinkButton>
      </div>
    </Card>
  );
}

const SIGNS = { good: "safe", bad: "warn", deadly: "forbid" } as const;

function Points({
  points,
  words,
  wide = false,
}: {
  points: readonly SaidPoint[];
  words: DebriefViewProps["words"];
  wide?: boolean;
}) {
  return (
    <ul className={wide ? "grid gap-3 lg:grid-cols-2" : "grid gap-3"}>
      {points.map((p) => (
        <li key={p.key} className="flex gap-3 rounded-md border border-line bg-card p-4">
          <SafetySign kind={SIGNS[p.kind]} className="mt-0.5 size-6 shrink-0" />
          <div className="grid gap-1">
            <p className="font-medium">{p.said}</p>
            {p.better && <p className="text-muted">{p.kind === "good" ? p.better : `${words.better}${p.better}`}</p>}
            <p className="text-sm text-muted">
              第 {sayTime(p.seconds)}
              {p.weight > 0 && ` · ${p.kind === "good" ? "加" : "扣"} ${p.weight} 分`}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

const toItem = (p: SaidPoint, words: DebriefViewProps["words"]): TimelineItem => ({
  key: p.key,
  at: sayTime(p.seconds),
  title: `${words[`section.${p.kind}`]}：${p.said}`,
});

function Share({ title, share, words }: Pick<DebriefViewProps, "title" | "share" | "words">) {
  return (
    <Card className="grid justify-items-center gap-3 text-center">
      <p className="text-lg font-semibold">{title}</p>
      <QrCode drawing={share.drawing} label={`打开演练：${title}`} className="w-44" />
      <p className="text-muted">{words.share}</p>
      <p className="break-all font-mono text-sm">{share.address}</p>
    </Card>
  );
}
