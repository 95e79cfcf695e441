import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { faultOfSvg } from "./figure";
import { ruleFiles } from "../rules/index";
import { canonicalJson } from "~/platform/canonical";
import { assembleCourse } from "./pack";
import { NOT_FOR_CHILDREN } from "./voice";
import type { Question } from "./question";
import { drawingsOf } from "./course";
import { readCourse, readCourses, readManifest, readQuestionBanks } from "./read-pack.server";

const root = join(import.meta.dirname, "..");
const courses = readCourses(root);
const practice = readQuestionBanks(join(root, "questions")).flatMap((bank) => bank.questions);
const live = readQuestionBanks(join(root, "..", "prisma", "seed", "bank")).flatMap((bank) => bank.questions);
const checks = courses.flatMap((course) => [...course.lessons.flatMap((lesson) => lesson.checks), ...course.quiz]);
const bare = (text: string) => text.replace(/[\s，。、；：？！“”（）《》]/g, "");
const chinese = (value: unknown) => (JSON.stringify(value).match(/[\u4e00-\u9fff]/g) ?? []).length;

describe("shipped courses", () => {
  it("are all named by the manifest", () => {
    const named = readManifest(root)
      .entries.filter(({ type }) => type === "course")
      .map(({ slug }) => slug);
    expect(readdirSync(join(root, "courses")).sort()).toEqual([...named].sort());
  });

  it.each(courses.map((course) => [course.slug, course] as const))(
    "%s: each lesson is whole: text, drawings, questions, basis, and a reading time a quick reader needs",
    (_slug, course) => {
      for (const lesson of course.lessons) {
        const figures = lesson.blocks.filter(({ type }) => type === "figure");
        expect(figures.length, `${lesson.slug} drawings`).toBeGreaterThanOrEqual(2);
        expect(lesson.checks.length, `${lesson.slug} questions`).toBeGreaterThanOrEqual(3);
        // One reader reads one voice.
        const characters = chinese(lesson.blocks.map((block) => (block.type === "takeaway" ? block.adult : block)));
        expect(characters, `${lesson.slug} text`).toBeGreaterThan(500);
        expect(lesson.minimumSeconds, `${lesson.slug} time`).toBeGreaterThan((characters / 400) * 60);
        expect(lesson.minimumSeconds, `${lesson.slug} time`).toBeLessThan((characters / 100) * 60);
      }
    },
  );

  it("send with a lesson the drawings that it shows, and none of another's", () => {
    const course = readCourse(root, "confined-space");
    const lesson = course.lessons.find(({ slug }) => slug === "know-the-space")!;
    const drawings = drawingsOf(lesson.blocks, course.figures);
    expect(Object.keys(drawings)).toEqual(["four-marks.svg", "three-kinds.svg", "entrance-control.svg"]);
    for (const svg of Object.values(drawings)) expect(svg).toMatch(/^<svg/);
  });

  it("give one version for the same bytes, whatever the order of the files", () => {
    const course = readCourse(root, "confined-space");
    expect(canonicalJson(readCourse(root, "confined-space"))).toBe(canonicalJson(course));
    expect(canonicalJson({ b: 1, a: [{ d: 2, c: undefined }] })).toBe('{"a":[{"d":2}],"b":1}');
  });

  it("name what is missing", () => {
    expect(() => assembleCourse({})).toThrow("course.json");
  });
});

describe("shipped rules", () => {
  it("are each in the folder, in the imports and in the pack", () => {
    const folder = readdirSync(join(root, "rules"))
      .filter((name) => name.endsWith(".json"))
      .map((name) => name.slice(0, -".json".length))
      .sort();
    const named = readManifest(root).entries.filter(({ type }) => type === "rules");
    expect(ruleFiles.map((file) => (file as { slug: string }).slug).sort()).toEqual(folder);
    expect(named.map(({ slug }) => slug).sort()).toEqual(folder);
  });
});

describe("the voices of a course", () => {
  it("stand in each lesson for residents; nobody dies for a child", () => {
    for (const lesson of courses.find(({ slug }) => slug === "home-fire")!.lessons) {
      const takeaways = lesson.blocks.filter((block) => block.type === "takeaway");
      expect(takeaways, lesson.slug).toHaveLength(1);
      for (const { child } of takeaways) expect(child.join("")).not.toMatch(NOT_FOR_CHILDREN);
    }
  });
});

describe("drawings", () => {
  const shell = (inside: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>a</title><desc>b</desc>${inside}</svg>`;
  it.each([
    "<script>alert(1)</script>",
    '<rect onclick="x()"/>',
    '<rect style="fill:red"/>',
    '<image href="http://a"/>',
    '<use href="#a"/>',
    '<rect fill="url(#a)"/>',
    '<a href="x"><rect/></a>',
    "<foreignObject/>",
    "<rect fill=red/>",
    '<!--<rect onload="x"/>-->',
  ])("refuse %s", (inside) => {
    expect(faultOfSvg(shell(inside))).not.toBeNull();
  });
  it("take plain shapes", () => {
    expect(faultOfSvg(shell('<rect width="1" height="1" fill="rgb(var(--card))"/>'))).toBeNull();
  });
});

describe("questions", () => {
  const all: Question[] = [...practice, ...live, ...checks];

  it("have ids of their own, over practice, exam bank and courses", () => {
    const ids = all.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it("never repeat a stem", () => {
    const seen = new Map<string, string>();
    const repeats = all.flatMap((question) => {
      const stem = bare(question.stem) + (question.kind === "hotspot" ? question.figure.svg : "");
      const first = seen.get(stem);
      seen.set(stem, question.id);
      return first ? [`${first} = ${question.id}`] : [];
    });
    expect(repeats).toEqual([]);
  });

  it("ask no thing twice under other words: what a stem says together with its answer shares less than half of its pairs of characters with any other", () => {
    const said = (question: Question) =>
      bare(
        question.stem +
          ("options" in question && question.kind !== "order"
            ? question.options
                .filter(({ id }) => [question.key].flat().includes(id))
                .map(({ text }) => text)
                .join("")
            : ""),
      );
    const pairs = (text: string) =>
      new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)));
    const told = all.map((question) => ({ id: question.id, pairs: pairs(said(question)) }));
    const alike = told.flatMap((one, at) =>
      told.slice(at + 1).flatMap((other) => {
        const shared = [...one.pairs].filter((pair) => other.pairs.has(pair)).length;
        return shared / Math.max(1, one.pairs.size + other.pairs.size - shared) >= 0.5
          ? [`${one.id} ~ ${other.id}`]
          : [];
      }),
    );
    expect(alike).toEqual([]);
  });

  it("cover the five subjects, live and for practice, in several kinds and degrees of difficulty", () => {
    const subjects = ["work-safety-law", "confined-space", "electric-shock", "hot-work", "work-at-height"] as const;
    expect(live.length).toBeGreaterThanOrEqual(300);
    expect(practice.length).toBeGreaterThanOrEqual(150);
    for (const subject of subjects)
      for (const [bank, least, kinds] of [
        [live, 40, 4],
        [practice, 20, 4],
      ] as const) {
        const own = bank.filter((question) => question.subject === subject);
        expect(own.length, subject).toBeGreaterThanOrEqual(least);
        expect(new Set(own.map(({ kind }) => kind)).size, `${subject} kinds`).toBeGreaterThanOrEqual(kinds);
        expect(new Set(own.map(({ difficulty }) => difficulty)).size, `${subject} difficulty`).toBeGreaterThanOrEqual(
          3,
        );
      }
  });

  it("say of each basis how it was checked; “confirmed” only of laws whose whole text was read", () => {
    const read = [
      "中华人民共和国安全生产法",
      "中华人民共和国消防法",
      "中华人民共和国突发事件应对法",
      "生产安全事故应急条例",
      "生产安全事故报告和调查处理条例",
    ];
    for (const question of all)
      for (const { law, certainty } of question.basis) {
        expect(certainty, question.id).toBeDefined();
        if (certainty === "confirmed") expect(read, question.id).toContain(law);
        if (/^(安鼎|本平台)/.test(law)) expect(certainty, question.id).toBe("own-default");
      }
    expect(JSON.stringify(all), "the regulation that order 19 replaced").not.toContain("总局令第30号");
  });

  it("live items lie outside content, flagged as demonstration", () => {
    expect(practice.every(({ use }) => use === "practice")).toBe(true);
    expect(live.every(({ use, demonstration }) => use === "live" && demonstration === true)).toBe(true);
    expect(existsSync(join(root, "questions", "live"))).toBe(false);
  });

  it("give nothing away by the letter of the key or by its length", () => {
    for (const [name, bank] of [
      ["practice", practice],
      ["live", live],
      ["checks", checks],
    ] as const) {
      const singles = bank.filter((question) => question.kind === "single");
      for (const letter of ["a", "b", "c", "d"]) {
        const share = singles.filter(({ key }) => key === letter).length / singles.length;
        expect(share, `${name} ${letter}`).toBeGreaterThan(0.12);
        expect(share, `${name} ${letter}`).toBeLessThan(0.4);
      }
      const longest =
        singles.filter(({ key, options }) => {
          const right = options.find(({ id }) => id === key)?.text.length ?? 0;
          return options.every(({ id, text }) => id === key || text.length < right);
        }).length / singles.length;
      expect(longest, `${name}: key is the longest option`).toBeLessThan(0.45);
      expect(longest, `${name}: key is never the longest option`).toBeGreaterThan(0.1);
      const truths = bank.filter((question) => question.kind === "truefalse");
      const yes = truths.filter(({ key }) => key).length / truths.length;
      expect(yes, `${name} true`).toBeGreaterThan(0.3);
      expect(yes, `${name} true`).toBeLessThan(0.7);
    }
  });
});
