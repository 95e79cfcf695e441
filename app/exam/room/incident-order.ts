// What on the board wants a person first. Silence of a running seat: 5, 10, 15 seconds (as SEB Server has it). The rank
// sorts: what is worse stands first, equal ones by seat label. Shape and word go with every state, never colour alone.

import type { BoardRow } from "../journal/board";

export type BoardWord =
  | "silent-long"
  | "silent"
  | "unsaved"
  | "paused"
  | "hidden"
  | "not-entered"
  | "waiting"
  | "running"
  | "submitted"
  | "time-up"
  | "stopped"
  | "absent";

export const BOARD_WORDS: Record<BoardWord, string> = {
  "silent-long": "失联",
  silent: "无响应",
  unsaved: "有未存答案",
  paused: "暂停",
  hidden: "离开答题页",
  "not-entered": "未入座",
  waiting: "待开考",
  running: "作答中",
  submitted: "已交卷",
  "time-up": "到时结束",
  stopped: "被终止",
  absent: "缺考",
};
const ORDER: readonly BoardWord[] = [
  "silent-long",
  "silent",
  "unsaved",
  "hidden",
  "paused",
  "not-entered",
  "waiting",
  "running",
  "submitted",
  "time-up",
  "stopped",
  "absent",
];

const QUIET_MS = 10_000;
const LOST_MS = 15_000;

export interface BoardFacts {
  absent: boolean;
  row: BoardRow | null;
}

export function boardWord({ absent, row }: BoardFacts): BoardWord {
  if (absent) return "absent";
  if (!row || row.epoch === 0) return "not-entered";
  if (row.status === "ended")
    return row.endedBy === "submit" ? "submitted" : row.endedBy === "stop" ? "stopped" : "time-up";
  if (row.status === "paused") return "paused";
  const silent = row.silentMs ?? Infinity;
  if (silent >= LOST_MS) return row.status === "running" ? "silent-long" : "silent";
  if (row.status === "waiting") return "waiting";
  if (silent >= QUIET_MS) return "silent";
  if (row.pending > 0) return "unsaved";
  return row.visible ? "running" : "hidden";
}

export const incidentRank = (word: BoardWord): number => ORDER.indexOf(word);
/** Whether someone should look now. */
export const wantsAttention = (word: BoardWord): boolean => incidentRank(word) <= ORDER.indexOf("hidden");
