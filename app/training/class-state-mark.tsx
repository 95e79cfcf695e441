import { Status, type StatusState } from "~/ui/status";
import type { ClassState } from "./class-state";

const MARKS: Record<ClassState, { state: StatusState; word: string }> = {
  coming: { state: "waiting", word: "未开班" }, running: { state: "doing", word: "正在上课" }, over: { state: "late", word: "等待结班" },
  closed: { state: "done", word: "已结班" }, cancelled: { state: "none", word: "已撤销" },
};

export function ClassStateMark({ state }: { state: ClassState }) {
  const { state: mark, word } = MARKS[state];
  return <Status state={mark}>{word}</Status>;
}

/** 2.5 学时（112 分钟） of seconds, by the class's own rule; part of a 学时 is shown to the hundredth, rounded down. */
export function toHourWords(seconds: number, minutesPerHour: number): string {
  return `${Math.floor((seconds / 60 / minutesPerHour) * 100) / 100} 学时（${Math.floor(seconds / 60)} 分钟）`;
}
