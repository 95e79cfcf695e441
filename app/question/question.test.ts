import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Question } from "#content/schema/question";
import { ShownQuestion } from "#content/schema/shown-question";
import { isAnswered, parseAnswer } from "./answer";
import { allSamples, sampleFigures, samples } from "./question-samples";
import { keyAnswer, toResult } from "./result";
import { scoreAnswer, strictMarking } from "./score";
import { toShown } from "./shown";

describe("what a candidate sees", () => {
  it.each(allSamples.map((question) => [question.kind, question] as const))(
    "%s: carries no key, explanation, basis or accepted wording",
    (_kind, question) => {
      expect(Question.safeParse(question).error).toBeUndefined();
      const shown = toShown(question, "seed", sampleFigures);
      expect(ShownQuestion.parse(shown)).toEqual(shown);
      const text = JSON.stringify(shown);
      for (const secret of ["key", "explanation", "basis", "accept", "difficulty", question.explanation])
        expect(text).not.toContain(secret);
    },
  );

  it("refuses at the edge a shown question into which a key has slipped", () => {
    expect(ShownQuestion.safeParse({ ...toShown(samples.single, "s"), key: "k" }).success).toBe(false);
  });

  it("keeps one order for one seed and spreads over orders for many", () => {
    const order = (seed: string) => {
      const shown = toShown(samples.single, seed);
      return shown.kind === "single" ? shown.options.map(({ id }) => id).join("") : "";
    };
    expect(order("seat 7")).toBe(order("seat 7"));
    const firsts = Array.from({ length: 400 }, (_, at) => order(`seat ${at}`)[0]);
    for (const id of ["k", "d", "w", "b"]) expect(firsts.filter((first) => first === id).length).toBeGreaterThan(60);
  });

  it("never shows an ordering item already solved", () => {
    for (let at = 0; at < 200; at++) {
      const shown = toShown(samples.order, `s${at}`);
      expect(shown.kind === "order" && shown.options.map(({ id }) => id)).not.toEqual(samples.order.key);
    }
  });

  it("says which drawing is missing", () => {
    expect(() => toShown(samples.hotspot, "s", {})).toThrow("pit.svg");
  });
});

describe("what a browser may send", () => {
  it("takes the key of each kind as an answer, both against the author’s and the shown question", () => {
    for (const question of allSamples) {
      const key = keyAnswer(question);
      for (const form of [question, toShown(question, "s", sampleFigures)])
        expect(parseAnswer(form, key)).toEqual({ ok: true, answer: key });
      expect(isAnswered(question, key)).toBe(true);
      expect(scoreAnswer(question, key)).toEqual({ fraction: 1, right: true });
      expect(toResult(question, key).key).toEqual(key);
    }
  });

  it("makes a set the same whatever the order of the clicks, and an emptied one null", () => {
    expect(parseAnswer(samples.multiple, ["k", "d"])).toEqual({ ok: true, answer: ["d", "k"] });
    expect(parseAnswer(samples.multiple, [])).toEqual({ ok: true, answer: null });
    expect(isAnswered(samples.multiple, null)).toBe(false);
  });

  it.each([
    ["single", "zz"],
    ["single", ["k"]],
    ["single", { ne: "" }],
    ["truefalse", "true"],
    ["multiple", ["k", "k"]],
    ["multiple", "k"],
    ["multiple", ["k", "zz"]],
    ["order", ["k", "d"]],
    ["match", { a: "zz" }],
    ["match", ["x"]],
    ["fill", { n: 1 }],
    ["fill", { other: "a" }],
    ["fill", { n: "x".repeat(101) }],
    ["hotspot", ["p", "nowhere"]],
  ] as const)("refuses for %s: %j", (kind, raw) => {
    expect(parseAnswer(samples[kind], raw).ok).toBe(false);
  });

  it("never throws, and what it takes can be scored, whatever is sent", () => {
    fc.assert(
      fc.property(fc.constantFrom(...allSamples), fc.jsonValue(), (question, raw) => {
        const parsed = parseAnswer(question, raw);
        if (!parsed.ok) return true;
        const { fraction } = scoreAnswer(question, parsed.answer);
        return fraction >= 0 && fraction <= 1;
      }),
      { numRuns: 3000 },
    );
  });
});

describe("marks", () => {
  const multiple = (how: "all" | "share-none-wrong" | "share-minus-wrong", answer: string[]) =>
    scoreAnswer(samples.multiple, answer, { ...strictMarking, multiple: how }).fraction;

  it("gives nothing for a part unless the rule says so", () => {
    expect(multiple("all", ["k"])).toBe(0);
    expect(multiple("share-none-wrong", ["k"])).toBe(0.5);
    expect(multiple("share-none-wrong", ["k", "d", "b"])).toBe(0);
    expect(multiple("share-minus-wrong", ["k", "d", "b"])).toBe(0.5);
    expect(multiple("share-minus-wrong", ["b", "w"])).toBe(0);
  });

  it("choosing every option never earns the whole mark", () => {
    for (const how of ["all", "share-none-wrong", "share-minus-wrong"] as const)
      expect(multiple(how, ["b", "d", "k", "w"])).toBeLessThan(1);
  });

  it("counts neighbouring steps when the rule allows", () => {
    expect(scoreAnswer(samples.order, ["w", "k", "d"]).fraction).toBe(0);
    expect(scoreAnswer(samples.order, ["w", "k", "d"], { ...strictMarking, order: "pairs" }).fraction).toBe(0.5);
  });

  it("counts every right neighbour of a sequence alike, the first pair as the last", () => {
    const steps = ["a", "b", "c", "d"];
    const four = {
      ...samples.order,
      options: steps.map((id) => ({ id, text: id })),
      key: steps,
    } as typeof samples.order;
    const earned = (answer: string) =>
      scoreAnswer(four, [...answer], { ...strictMarking, order: "pairs" }).fraction.toFixed(3);
    // by hand: ab, bc and cd are the three pairs
    for (const [answer, pairs] of [
      ["abcd", 3],
      ["abdc", 1],
      ["badc", 0],
      ["cdab", 2],
      ["bcda", 2],
      ["cdba", 1],
      ["acdb", 1],
      ["dcba", 0],
    ] as const)
      expect(earned(answer), answer).toBe((pairs / 3).toFixed(3));
  });

  it("reads a number by its value, with or without the unit, in full width too", () => {
    for (const text of ["1", "１", " 1 次", "一", "1.0"])
      expect(scoreAnswer(samples.fill, { n: text, who: "主要负责人" }).right).toBe(true);
    for (const text of ["2", "11", "", "次"])
      expect(scoreAnswer(samples.fill, { n: text, who: "主要负责人" }).right).toBe(false);
    expect(scoreAnswer(samples.fill, { n: "1" }, { ...strictMarking, fill: "share" }).fraction).toBe(0.5);
  });

  it("no answer, no mark", () => {
    for (const question of allSamples) expect(scoreAnswer(question, null)).toEqual({ fraction: 0, right: false });
  });
});

describe("an author’s slips are found when a pack is read", () => {
  it.each([
    ["a key that names no option", { ...samples.single, key: "zz" }],
    ["a blank that the stem lacks", { ...samples.fill, stem: "没有空" }],
    ["an order that leaves a step out", { ...samples.order, key: ["k", "d", "d"] }],
    ["no basis", { ...samples.truefalse, basis: [] }],
    ["a field from elsewhere", { ...samples.truefalse, score: 5 }],
  ])("%s", (_what, question) => {
    expect(Question.safeParse(question).success).toBe(false);
  });
});
