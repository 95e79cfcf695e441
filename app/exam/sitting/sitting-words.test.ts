import { describe, expect, it } from "vitest";
import { savingWords, setAsideSentence, uncountedOf, uncountedWords, type SavingFacts } from "./sitting-words";

const fine: SavingFacts = {
  connected: true,
  trouble: null,
  pending: 0,
  deviceFails: false,
  uncounted: { items: [], lost: 0 },
};

describe("the line in the head of the exam", () => {
  it.each<[string, Partial<SavingFacts>, string]>([
    ["before anything was asked", { connected: null }, "正在连接"],
    ["all acknowledged, all counts", {}, "全部已保存"],
    ["all acknowledged, one came late", { uncounted: { items: [19], lost: 0 } }, "第 20 题没有计入"],
    ["something waits", { pending: 2 }, "正在保存 2 处"],
    ["nothing comes back", { connected: false, pending: 2 }, "未连上，2 处等待发送"],
    ["answers alone do not get through", { pending: 2, trouble: "away" }, "2 处没有送到，正在再送"],
    ["the server is busy", { pending: 2, trouble: "busy" }, "服务器忙，2 处等待保存"],
    ["the server's disk is full", { pending: 2, trouble: "not-saved" }, "服务器没存下，2 处等待再存"],
    ["the device's disk is full", { pending: 2, deviceFails: true }, "本机没存下，2 处正在发送"],
    [
      "the device's disk is full and nothing comes back",
      { connected: false, pending: 2, deviceFails: true },
      "没存下，也未连上，2 处只在这一页里",
    ],
    [
      "something waits and something came late",
      { pending: 1, uncounted: { items: [0, 1, 4], lost: 1 } },
      "正在保存 1 处，第 1–2、5 题没有计入，另有 1 处改动没有送到",
    ],
  ])("%s", (_, facts, words) => {
    expect(savingWords({ ...fine, ...facts })).toBe(words);
  });

  it("never says that all is saved while anything waits, is set aside, or is not known", () => {
    for (const connected of [true, false, null])
      for (const trouble of [null, "away", "busy", "not-saved", "refused"] as const)
        for (const pending of [0, 1])
          for (const items of [[], [3]])
            for (const lost of [0, 1]) {
              const said = savingWords({ connected, trouble, pending, deviceFails: false, uncounted: { items, lost } });
              if (connected !== true || pending > 0 || items.length > 0 || lost > 0)
                expect(said).not.toContain("全部已保存");
            }
  });
});

it("names each question once, and changes of which nobody knows the question by their count", () => {
  const aside = [{ item: 19 }, { item: 2 }, { item: 19 }, { item: null }];
  expect(uncountedWords(uncountedOf(aside))).toBe("第 3、20 题没有计入，另有 1 处改动没有送到");
  expect(setAsideSentence({ item: 19, code: "late" })).toBe("第 20 题的改动没有计入：结束以后才送到。");
  expect(setAsideSentence({ item: null, code: "device-lost" })).toBe("有一处改动没有计入：在考试机上丢失。");
});
