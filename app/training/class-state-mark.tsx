import { Status, type StatusState } from "~/ui/status";
import type { ClassState } from "./class-state";

const MARKS: Record<ClassState, { state: StatusState; word: string }> = {
  coming: { state: "waiting", word: "未开班" },
  running: { state: "doing", word: "正在上课" },
  over: { state: "late", word: "等待结班" },
  closed: { state: "done", word: "已结班" },
  cancelled: { state: "none", word: "已撤销" },
};

export function ClassStateMark({ state }: { state: ClassState }) {
  const { state: mark, word } = MARKS[state];
  return <Status state={mark}>{word}</Status>;
}
