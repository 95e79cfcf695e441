import { describe, expect, it } from "vitest";
import { chooseVoice, toPieces } from "./speech";

const voice = (lang: string, localService = true) => ({ lang, localService });

describe("a voice to read with", () => {
  it("is Chinese of the mainland, one on the device first", () => {
    expect(chooseVoice([voice("en-US"), voice("zh-CN", false), voice("zh_CN")])).toEqual(voice("zh_CN"));
    expect(chooseVoice([voice("cmn-CN")])).toEqual(voice("cmn-CN"));
    expect(chooseVoice([voice("zh-Hans-CN")])).toEqual(voice("zh-Hans-CN"));
  });
  it("is none where only others are: Cantonese or English would be noise", () => {
    expect(chooseVoice([voice("en-US"), voice("zh-HK"), voice("ja-JP")])).toBeNull();
    expect(chooseVoice([])).toBeNull();
  });
});

describe("pieces", () => {
  it("end with a sentence and lose no character", () => {
    const text = "听到警报就走。走楼梯；不乘电梯。门烫吗？烫就不开";
    expect(toPieces([text], 12).join("")).toBe(text);
    expect(toPieces([text], 12)[0]).toBe("听到警报就走。走楼梯；");
    expect(toPieces(["一。", ""])).toEqual(["一。"]);
  });
});
