import type { Block } from "#content/schema/course";
import type { Voice } from "#content/schema/voice";
import { Drawing } from "~/question/drawing";
import { Notice, type NoticeTone } from "~/ui/notice";
import { ReadAloud } from "~/ui/read-aloud";
import { VoiceSwitch } from "~/ui/voice-switch";

type Tone = Extract<Block, { type: "callout" }>["tone"];
const TONES: Record<Tone, NoticeTone> = {
  forbid: "forbid",
  warn: "warn",
  must: "must",
  safe: "safe",
  note: "info",
  default: "info",
};

/** A lesson's text and drawings in reading order. */
export function LessonBlocks({
  blocks,
  figures,
  voice,
}: {
  blocks: readonly Block[];
  figures: Record<string, string>;
  voice: Voice;
}) {
  return (
    <div className="grid gap-4">
      {blocks.map((block, index) => (
        <LessonBlock key={index} block={block} figures={figures} voice={voice} />
      ))}
    </div>
  );
}

function LessonBlock({ block, figures, voice }: { block: Block; figures: Record<string, string>; voice: Voice }) {
  switch (block.type) {
    case "heading":
      return <h2 className="mt-4 text-xl font-semibold">{block.text}</h2>;
    case "paragraph":
      return <p className="max-w-prose">{block.text}</p>;
    case "list": {
      const List = block.ordered ? "ol" : "ul";
      return (
        <List className={`grid max-w-prose gap-1 pl-6 ${block.ordered ? "list-decimal" : "list-disc"}`}>
          {block.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </List>
      );
    }
    case "callout":
      return (
        <Notice tone={TONES[block.tone]} title={block.title}>
          {block.text}
        </Notice>
      );
    case "figure":
      return (
        <figure className="my-2 grid gap-2">
          <Drawing figure={{ svg: figures[block.figure.svg] ?? "", alt: block.figure.alt }} className="max-w-prose" />
          <figcaption className="max-w-prose text-sm text-muted">{block.caption}</figcaption>
        </figure>
      );
    case "takeaway":
      return (
        <section className="grid max-w-prose gap-3 rounded-lg bg-bronze-soft p-5">
          <h2 className="text-lg font-semibold">{block.title}</h2>
          <VoiceSwitch />
          <ul className="grid gap-2 text-lg">
            {block[voice].map((text) => (
              <li key={text} className="border-l-2 border-bronze pl-3">
                {text}
              </li>
            ))}
          </ul>
          <ReadAloud key={voice} texts={block[voice]} />
        </section>
      );
    case "case":
      return (
        <section className="grid gap-2 border-l-2 border-bronze pl-4">
          <h3 className="font-semibold">案例：{block.title}</h3>
          {block.story.map((text) => (
            <p key={text} className="max-w-prose">
              {text}
            </p>
          ))}
          <p className="mt-1 font-semibold">教训</p>
          <ul className="grid max-w-prose list-disc gap-1 pl-6">
            {block.lessons.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </section>
      );
  }
}
