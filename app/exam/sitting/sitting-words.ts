// What a seat is told about its answers and about handing in. Each sentence is made from what establishes it: an
// acknowledgement, a refusal, or that nothing came back (law L11).

import type { SetAside } from "../journal/sitting-state";
import type { Hindrance, Trouble } from "./answer-sender.client";

/** 1、2、3、7 as 1–3、7. */
export function inRanges(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const n of numbers) {
    const last = ranges.at(-1);
    if (last && last[1] === n - 1) last[1] = n;
    else ranges.push([n, n]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join("、");
}

export interface SavingFacts {
  /** Null: nothing was asked yet. */
  connected: boolean | null;
  trouble: Trouble | null;
  pending: number;
  deviceFails: boolean;
  /** Items by position, from 0, whose last change does not count. */
  uncounted: { items: readonly number[]; lost: number };
}

/** The line in the head of the page. */
export function savingWords({ connected, trouble, pending, deviceFails, uncounted }: SavingFacts): string {
  if (connected === null) return "正在连接";
  const named = uncountedWords(uncounted);
  const after = named ? `，${named}` : "";
  if (!connected)
    return (
      (deviceFails && pending > 0 ? `没存下，也未连上，${pending} 处只在这一页里` : `未连上，${pending} 处等待发送`) +
      after
    );
  if (pending === 0) return named || "全部已保存";
  if (deviceFails) return `本机没存下，${pending} 处正在发送${after}`;
  if (trouble === "away") return `${pending} 处没有送到，正在再送${after}`;
  if (trouble === "not-saved") return `服务器没存下，${pending} 处等待再存${after}`;
  if (trouble === "busy") return `服务器忙，${pending} 处等待保存${after}`;
  if (trouble === "refused") return `服务器没有收，${pending} 处留在本机${after}`;
  return `正在保存 ${pending} 处${after}`;
}

/** 第 3、20 题没有计入; empty when everything counts. */
export function uncountedWords({ items, lost }: SavingFacts["uncounted"]): string {
  const named = items.length > 0 ? `第 ${inRanges(items.map((item) => item + 1))} 题没有计入` : "";
  return [named, lost > 0 ? `另有 ${lost} 处改动没有送到` : ""].filter(Boolean).join("，");
}

/** The items among what was set aside, and how many changes of which nobody knows the item. */
export function uncountedOf(setAside: readonly Pick<SetAside, "item">[]): SavingFacts["uncounted"] {
  const items = new Set(setAside.flatMap(({ item }) => (item === null ? [] : [item])));
  return {
    items: [...items].sort((a, b) => a - b),
    lost: setAside.filter(({ item }) => item === null).length,
  };
}

const WHY: Record<SetAside["code"], string> = {
  late: "结束以后才送到",
  invalid: "内容不合规定，服务器没有收",
  "too-large": "内容太长，服务器没有收",
  "too-many": "改动次数已到上限",
  "no-key": "考生的密钥已销毁，不能再存文字",
  unsendable: "送不出去，本机已放弃",
  "device-lost": "在考试机上丢失",
};

/** 第 20 题的改动没有计入：结束以后才送到。 */
export const setAsideSentence = ({ item, code }: Pick<SetAside, "item" | "code">): string =>
  `${item === null ? "有一处改动" : `第 ${item + 1} 题的改动`}没有计入：${WHY[code]}。`;

const HINDERED: Record<Hindrance, string> = {
  away: "网络没有连上，答案都在本机。连上后会自动送出；送完请再点一次“交卷”，或举手告诉监考员。",
  busy: "服务器忙，答案都在本机，会自动再送。请稍等再点一次“交卷”。",
  "not-saved": "服务器没存下，答案都在本机，会自动再送。请举手告诉监考员。",
  refused: "服务器没有收，答案都在本机。请举手告诉监考员，不要关机。",
  unsafe: "这台机器没存下最后的改动。请不要关页面，举手告诉监考员。",
  paused: "考试暂停了，现在不能交卷。等监考员宣布继续后再点一次“交卷”。",
  over: "这台机器不再接收答案。请举手告诉监考员。",
};
export const hinderedTitle = (pending: number): string =>
  pending > 0 ? `还没有交上，还有 ${pending} 处没有送到` : "还没有交上";
export const hinderedSentence = (why: Hindrance): string => HINDERED[why];
