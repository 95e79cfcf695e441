import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { allSamples, sampleFigures, samples } from "./question-samples";
import { QuestionView } from "./question-view";
import { keyAnswer, toResult } from "./result";
import { toShown } from "./shown";

const draw = (question: (typeof allSamples)[number], withResult = false) =>
  renderToStaticMarkup(
    <QuestionView
      shown={toShown(question, "s", sampleFigures)}
      value={null}
      onChange={() => {}}
      label="12."
      result={withResult ? toResult(question, null) : undefined}
    />,
  );

describe("a question on the page", () => {
  it.each(allSamples.map((question) => [question.kind, question] as const))(
    "%s: one fieldset, its stem as legend, each control named",
    (_kind, question) => {
      const html = draw(question);
      expect(html.match(/<fieldset/g)).toHaveLength(1);
      expect(html).toContain("<legend");
      expect(html).toContain("12.");
      expect(html).not.toContain(question.explanation);
      for (const [button] of html.matchAll(/<button[^>]*>(?=<svg)/g)) expect(button).toContain("aria-label");
      for (const [input] of html.matchAll(/<input type="text"[^>]*>/g)) expect(input).toContain("aria-label");
    },
  );

  it("shows right, why and basis only with a result", () => {
    const html = draw(samples.single, true);
    expect(html).toContain("没答对");
    expect(html).toContain("正确答案");
    expect(html).toContain("第十四条");
  });

  it.each(["order", "match", "fill"] as const)(
    "%s, read by a reviewer: the key itself, and nobody is told that he was wrong",
    (kind) => {
      const question = samples[kind];
      const html = renderToStaticMarkup(
        <QuestionView
          shown={toShown(question, "s", sampleFigures)}
          value={null}
          onChange={() => {}}
          disabled
          keyOnly
          result={toResult(question, null)}
        />,
      );
      for (const word of ["应在第", "应为", "没答对", "上移"]) expect(html).not.toContain(word);
      const at = (word: string) => html.indexOf(word);
      if (kind === "order") expect([at("通风<") < at("检测<"), at("检测<") < at("作业<")]).toEqual([true, true]);
      if (kind === "match")
        expect(html.match(/<option value="[^"]*" selected="">[^<]*/g)?.map((one) => one.split(">")[1])).toEqual([
          "全程在场",
          "批准作业",
        ]);
      if (kind === "fill") expect(html).toContain('value="主要负责人"');
    },
  );

  it("lets a place on a drawing be chosen from a list, harmless ones among them", () => {
    const html = draw(samples.hotspot);
    expect(html.match(/type="checkbox"/g)).toHaveLength(3);
    expect(keyAnswer(samples.hotspot)).toEqual(["p"]);
  });
});
