import type { JournalEvent } from "../journal/event";
import { formatTime } from "~/ui/format";
import { actReasonWords } from "./act-reasons";

// What happened in one sitting, in words, for whoever reads it on another day. Answers are told by number and question,
// never by content; a run of saves is one line.

export interface StoryLine {
  key: string;
  at: string;
  what: string;
  detail: string;
  /** Accounts that did it. */
  by: string[];
  /** Keyed hash under which its note is found. */
  note: string | null;
}

const nth = (item: number): string => `第 ${item + 1} 题`;
const REFUSED: Record<string, string> = {
  "device-lost": "考生的机器上已经没有这一处",
  "too-large": "太长",
  "too-many": "太多",
  invalid: "格式不对",
  "no-key": "考生的个人信息已删除",
  unsendable: "机器送不出来",
};

type Told = Pick<StoryLine, "what" | "detail"> & { by?: string[] };

export function storyOf(events: readonly JournalEvent[]): StoryLine[] {
  const lines: StoryLine[] = [];
  let saves: JournalEvent[] = [];
  const flush = () => {
    const [first, last] = [saves[0], saves.at(-1)];
    if (first && last)
      lines.push({
        key: first.id,
        at: first.at,
        what: `存下 ${saves.length} 次改动`,
        detail: first === last ? "" : `到 ${formatTime(last.at)} 为止`,
        by: [],
        note: null,
      });
    saves = [];
  };
  for (const event of events) {
    if (event.kind === "answer" || event.kind === "flag") {
      saves.push(event);
      continue;
    }
    flush();
    const { by = [], ...told } = tell(event);
    const body = event.body as { text?: { note?: string } };
    lines.push({ key: event.id, at: event.at, ...told, by, note: body.text?.note ?? null });
  }
  flush();
  return lines;
}

function tell(event: JournalEvent): Told {
  switch (event.kind) {
    case "open":
      return { what: "建立作答记录", detail: "" };
    case "lease":
      return event.body.device.startsWith("fence-")
        ? { what: "原座位停用", detail: "" }
        : { what: event.body.epoch === 1 ? "入座" : "换机器入座", detail: "" };
    case "start":
      return { what: "开考", detail: "", by: [event.body.by] };
    case "grant":
      return {
        what: `加时 ${event.body.minutes} 分钟`,
        detail: actReasonWords(event.body.reason),
        by: [event.body.by],
      };
    case "pause":
      return {
        what: event.body.scope === "room" ? "全场暂停" : "暂停",
        detail: actReasonWords(event.body.reason),
        by: [event.body.by],
      };
    case "resume":
      return {
        what: event.body.scope === "room" ? "全场继续" : "继续",
        detail: actReasonWords(event.body.reason),
        by: [event.body.by],
      };
    case "move":
      return { what: "换座", detail: actReasonWords(event.body.reason), by: [event.body.by] };
    case "warn":
      return { what: "提醒", detail: actReasonWords(event.body.code), by: [event.body.by] };
    case "stop":
      return { what: "终止", detail: actReasonWords(event.body.reason), by: [event.body.by] };
    case "submit":
      return { what: "考生交卷", detail: "" };
    case "end":
      return { what: "到时结束", detail: "" };
    case "late":
      return { what: `${nth(event.body.item)}的答案晚到`, detail: "结束以后才送到，没有计入" };
    case "refuse":
      return {
        what: event.body.item === undefined ? "一处改动没有收下" : `${nth(event.body.item)}的一处改动没有收下`,
        detail: REFUSED[event.body.code] ?? event.body.code,
      };
    case "incident":
      return {
        what: "异常",
        detail: [
          actReasonWords(event.body.code),
          event.body.from && event.body.to ? `${formatTime(event.body.from)}–${formatTime(event.body.to)}` : "",
        ]
          .filter(Boolean)
          .join("，"),
        by: [event.body.by],
      };
    case "admit":
      return {
        what: `算进晚到的答案 ${event.body.seqs.length} 处`,
        detail: actReasonWords(event.body.reason),
        by: event.body.by,
      };
    case "reopen":
      return {
        what: `重开作答，还考 ${event.body.minutes} 分钟`,
        detail: actReasonWords(event.body.reason),
        by: event.body.by,
      };
    default:
      return { what: event.kind, detail: "" };
  }
}
