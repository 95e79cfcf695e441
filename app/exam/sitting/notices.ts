// What the candidate is told of acts on their sitting, in plain words.

import type { Notice } from "../journal/sitting-state";
import { actReasonWords } from "../room/act-reasons";

export function noticeSentence({ kind, minutes, code }: Pick<Notice, "kind" | "minutes" | "code">): string {
  switch (kind) {
    case "grant":
      return `监考员给您加了 ${minutes} 分钟。`;
    case "pause":
      return "考试暂停，时间已停住。";
    case "resume":
      return "考试继续，暂停的时间已补上。";
    case "reopen":
      return `经两名考务人员同意，您的考试重新打开，还有 ${minutes} 分钟。点“继续作答”才开始计时。`;
    case "warn":
      return `监考员提醒：${actReasonWords(code ?? "")}。请遵守考场纪律。`;
    case "move":
      return "您的座位有变动，请按监考员安排换座。";
    case "stop":
      return `监考员结束了您的考试：${actReasonWords(code ?? "")}。`;
  }
}
