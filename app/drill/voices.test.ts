import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FrontPage } from "#content/schema/front-page";
import { NOT_FOR_CHILDREN, VoiceTable } from "#content/schema/voice";
import type { Scene } from "#scenes/sim/scene";
import { DRILL_FACES, requireFace } from "./mechanics.server";
import { ENDS, sayEnd, sayPoints } from "./point-words";
import { DEFAULT_SENTENCES, debriefWords, mechanicWords, sceneWords, sentencesFor } from "./voices.server";

const root = join(import.meta.dirname, "../..");
const voices = join(root, "content/voices");
const table = (name: string) => VoiceTable.parse(JSON.parse(readFileSync(join(voices, name), "utf8")));
const scenes = readdirSync(join(root, "content/scenes"))
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(join(root, "content/scenes", name), "utf8")) as Scene);
const summaries = new Map(
  FrontPage.parse(JSON.parse(readFileSync(join(root, "content/front-page.json"), "utf8"))).map((row) => [
    row.scene,
    row.summary,
  ]),
);
const placesIn = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

/** Every table with the adult's words that it speaks beside. */
function pairs(): [string, Record<string, string>, VoiceTable][] {
  const drill = table("drill.json");
  const numbered = (sentences: readonly string[]) =>
    Object.fromEntries(sentences.map((text, at) => [`sentence.${at}`, text]));
  const ends = Object.fromEntries(Object.entries(ENDS).map(([outcome, text]) => [`end.${outcome}`, text]));
  const ofScenes = Object.fromEntries(
    scenes.flatMap(({ meta, texts }) => [
      [`${meta.slug}.title`, meta.title],
      [`${meta.slug}.summary`, summaries.get(meta.slug) ?? ""],
      ...(["brief", "task"] as const).flatMap((key) => (texts?.[key] ? [[`${meta.slug}.${key}`, texts[key]]] : [])),
    ]),
  );
  return [
    ...DRILL_FACES.flatMap(([name, { texts, sentences, voices }]): [string, Record<string, string>, VoiceTable][] => {
      const adult = { ...texts, ...numbered(sentences ?? []) };
      return voices || Object.keys(adult).length ? [[`${name}.json`, adult, voices ?? table(`${name}.json`)]] : [];
    }),
    ["drill.json", { ...drill.adult, ...numbered(DEFAULT_SENTENCES), ...ends }, drill],
    ["scenes.json", ofScenes, table("scenes.json")],
    ["portal.json", table("portal.json").adult ?? {}, table("portal.json")],
  ];
}

describe("three voices", () => {
  it.each(pairs())(
    "%s: what an adult is told, a child and someone over 60 are told too, and nothing else",
    (_name, adult, { child, elder }) => {
      expect(Object.keys(child).sort()).toEqual(Object.keys(adult).sort());
      expect(Object.keys(elder).sort()).toEqual(Object.keys(adult).sort());
    },
  );

  it.each(pairs())("%s: a number that is named is one the sentence is given", (_name, adult, { child, elder }) => {
    for (const said of [child, elder])
      for (const [key, text] of Object.entries(said))
        for (const place of placesIn(text)) expect(placesIn(adult[key]!), key).toContain(place);
  });

  it("every table is held by these rules", () => {
    expect(readdirSync(voices).sort()).toEqual(
      pairs()
        .map(([name]) => name)
        .sort(),
    );
  });

  it("nobody dies for a child, and the sentences are short", () => {
    for (const [name, , { child }] of pairs())
      for (const [key, text] of Object.entries(child)) {
        expect(text, `${name} ${key}`).not.toMatch(NOT_FOR_CHILDREN);
        for (const sentence of text.split(/[。！？：；]/))
          expect(sentence.length, `${name} ${key}: ${sentence}`).toBeLessThanOrEqual(38);
      }
    expect(
      sayEnd(
        { outcome: "incapacitated", ticks: 1200 },
        { texts: debriefWords("evacuate", requireFace("evacuate").texts, "child"), ticksPerSecond: 20 },
      ),
    ).toBe("烟太浓，还没逃出来，用了 1 分 0 秒。");
    expect(
      sayEnd(
        { outcome: "incapacitated", ticks: 20 },
        { texts: debriefWords("resuscitate", requireFace("resuscitate").texts, "child"), ticksPerSecond: 20 },
      ),
    ).toContain("踩到有电的水");
  });

  it("a voice that says nothing of its own leaves the adult’s words", () => {
    expect(mechanicWords("evacuate", "adult")).toEqual({});
    expect(mechanicWords("observe", "child")).toEqual({});
    expect(() => mechanicWords("not-yet-written", "child")).toThrow("更新的程序");
    expect(sceneWords("not-yet-written", { title: "名字", brief: "话" }, "child")).toEqual({
      title: "名字",
      brief: "话",
    });
    expect(sentencesFor("evacuate", "adult")).toEqual([...requireFace("evacuate").sentences!]);
    expect(sentencesFor("evacuate", "child")).not.toEqual([...requireFace("evacuate").sentences!]);
  });

  it("the debrief says the same point in the chosen voice", () => {
    const point = { code: "overcome-by-smoke", kind: "deadly" as const, tick: 20, weight: 60, params: {} };
    const [said] = sayPoints([point], {
      texts: { ...requireFace("evacuate").texts, ...mechanicWords("evacuate", "child") },
      ticksPerSecond: 20,
    });
    expect(said!.said).toBe("烟太浓，你走不动了，还没逃出来。");
  });
});
