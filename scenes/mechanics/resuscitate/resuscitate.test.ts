import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createLogWriter, createReplay, findBadScene, idle, LogError, replay, type Scene } from "../engine";
import { RESUSCITATE_TEXTS } from "./texts";
import { createHands, cycles, followAed, playWell, recognise, useAed, type Hands } from "./player";
import { WEIGHTS } from "./plan";

const lobby = JSON.parse(readFileSync("content/scenes/lobby-arrest.json", "utf8")) as Scene;
const withRules = (more: object): Scene => ({ ...lobby, mechanic: { ...lobby.mechanic, ...more } });
const SEED = "5eed00000000a11d";

function story(play: (h: Hands) => void, scene = lobby, seed = SEED) {
  const h = createHands(scene, seed);
  play(h);
  h.cut();
  const verdict = h.run.verdict();
  return {
    h,
    verdict,
    codes: verdict.points.map((p) => p.code),
    part: (code: string) => verdict.parts!.find((p) => p.code === code)!,
  };
}
const rescue = (h: Hands, options: Parameters<typeof cycles>[1] = {}) => {
  cycles(h, { ...options, stop: () => h.care().aed === "here" });
  useAed(h);
  while (!h.run.done) {
    cycles(h, { ...options, stop: () => h.care().aed === "analysing" });
    if (!h.run.done) followAed(h);
  }
};

describe("somebody lies in the lobby", () => {
  it("is a scene that can run", () => expect(findBadScene(lobby)).toBeNull());

  it("is handed over alive by who does everything right, with each seed", () => {
    for (const seed of [SEED, "0123456789abcdef", "00000000000000aa"]) {
      const { verdict, codes } = story(playWell, lobby, seed);
      expect(verdict).toMatchObject({ outcome: "rescued", survived: true, passed: true });
      expect(verdict.score).toBeGreaterThanOrEqual(90);
      expect(verdict.points.filter((p) => p.kind !== "good").map((p) => p.code)).toEqual([]);
      expect(codes).toEqual(
        expect.arrayContaining([
          "made-safe",
          "called",
          "sent-one",
          "good-rate",
          "good-fraction",
          "short-pauses",
          "pads-right",
          "gave-breaths",
          "handed-over",
        ]),
      );
    }
  });

  it("ends at once for who runs into the water while the cable is live", () => {
    const { verdict, codes } = story((h) => recognise(h, { safe: false }));
    expect(verdict).toMatchObject({ outcome: "incapacitated", survived: false, passed: false });
    expect(codes).toContain("walked-into-current");
  });

  it("has nobody to take over when 120 was never called", () => {
    const { verdict, codes } = story((h) => {
      recognise(h, { call: false });
      rescue(h);
    });
    expect(verdict).toMatchObject({ outcome: "timeout", passed: false });
    expect(codes).toContain("never-called");
    expect(verdict.score).toBeLessThanOrEqual(40);
  });

  it("knows gasps for no breathing; who takes them for it loses time, who never looks again loses the patient", () => {
    const gasping = withRules({ gasps: "yes" });
    const judge = (h: Hands) => {
      recognise(h, { checkSeconds: 3 });
    };
    expect(
      story((h) => {
        judge(h);
        rescue(h);
      }, gasping).codes,
    ).toContain("saw-gasps");
    const wrong = (again: boolean) =>
      story((h) => {
        h.go("plug-spot");
        h.act("cut-power");
        h.go("patient-spot");
        h.act("check-response");
        h.act("call");
        h.act("send-aed");
        h.act("check-breath");
        h.rest(3);
        h.act("breath-normal");
        h.rest(again ? 20 : 400);
        if (!again) return;
        h.act("check-breath");
        h.rest(2);
        h.act("breath-abnormal");
        rescue(h);
      }, gasping);
    expect(wrong(true).verdict).toMatchObject({ survived: true });
    expect(wrong(true).codes).toContain("gasps-as-breath");
    const lost = wrong(false);
    expect(lost.codes).toEqual(expect.arrayContaining(["gasps-as-breath", "took-for-alive"]));
    expect(lost.verdict).toMatchObject({ survived: false, passed: false });
  });

  it("marks a long pause for the AED, and takes points for it", () => {
    const { codes, part, verdict } = story((h) => {
      recognise(h);
      cycles(h, { stop: () => h.care().aed === "here" });
      h.rest(14);
      rescue(h);
    });
    expect(codes).toContain("long-pause");
    expect(part("pauses").points).toBeLessThan(part("pauses").weight - 2);
    expect(verdict.course!.pauses.some(([from, to]) => to - from > 14 * 20)).toBe(true);
  });

  it("says when one leans on the chest", () => {
    expect(
      story((h) => {
        recognise(h);
        rescue(h, { held: 0.8 });
      }).codes,
    ).toContain("leaned");
    expect(
      story((h) => {
        recognise(h);
        rescue(h, { held: 0.4 });
      }).codes,
    ).not.toContain("leaned");
  });

  it("asks for the pads again when they lie wrong or on clothes", () => {
    const { codes, verdict } = story((h) => {
      recognise(h);
      cycles(h, { stop: () => h.care().aed === "here" });
      useAed(h, { wrong: true });
      cycles(h, { seconds: 300 });
    });
    expect(codes).toContain("pads-wrong");
    expect(verdict.measures.padTries).toBe(2);
    const dressed = story((h) => {
      recognise(h);
      cycles(h, { stop: () => h.care().aed === "here" });
      h.act("aed-on");
      h.act("pads-right");
      expect(h.care().pads).toBe(false);
      h.finish();
    });
    expect(dressed.verdict.outcome).toBe("finished");
  });

  it("is deadly to shock before everybody stands clear", () => {
    const { codes, verdict } = story(
      (h) => {
        recognise(h);
        cycles(h, { stop: () => h.care().aed === "here" });
        useAed(h, { clear: false });
        cycles(h, { seconds: 300 });
      },
      withRules({ rhythm: "shock" }),
    );
    expect(codes).toContain("shocked-unclear");
    expect(verdict.passed).toBe(false);
  });

  it("analyses again when somebody moves the patient", () => {
    const { codes } = story((h) => {
      recognise(h);
      cycles(h, { stop: () => h.care().aed === "here" });
      h.act("aed-on");
      h.act("bare-chest");
      h.act("pads-right");
      h.tap(3, 110);
      followAed(h);
      cycles(h, { seconds: 300 });
    });
    expect(codes).toContain("touched-analysis");
  });

  it("gives fewer points the farther the rate lies off, and none is all or nothing", () => {
    const at = (rate: number) =>
      story((h) => {
        recognise(h);
        rescue(h, { rate });
      });
    const [slow, right, bit, fast] = [at(85), at(112), at(125), at(140)];
    expect(slow.codes).toContain("too-slow");
    expect(fast.codes).toContain("too-fast");
    expect(right.part("rate").points).toBeCloseTo(right.part("rate").weight, 0);
    expect(bit.part("rate").points).toBeLessThan(right.part("rate").points);
    expect(fast.part("rate").points).toBeLessThan(bit.part("rate").points);
    expect(fast.part("rate").points).toBeGreaterThan(0);
  });

  it("lets a helper take over, who is not counted as one’s own rate", () => {
    const { verdict, codes } = story((h) => {
      recognise(h, { send: false });
      cycles(h, { seconds: 125 });
      expect(h.act("swap")).toBe(true);
      h.rest(20);
      h.act("take-over");
      cycles(h, { seconds: 200 });
    });
    expect(codes).toContain("swapped");
    expect(verdict.measures.rate).toBeCloseTo(110, 0);
    expect(verdict.measures.fraction).toBeGreaterThan(0.75);
  });
});

describe("the ways to press", () => {
  it("measure the same rhythm alike: taps, and a phone on a cushion", () => {
    const press = (how: "tap" | "shake") =>
      story((h) => {
        recognise(h);
        for (let k = 0; k < 5; k++) {
          if (how === "tap") h.tap(20, 112);
          else h.shake(20, 112, 3.4);
          h.rest(5);
        }
        h.finish();
      }).verdict.measures;
    const [tap, shake] = [press("tap"), press("shake")];
    expect(Math.abs(tap.rate! - shake.rate!)).toBeLessThan(2);
    expect(Math.abs(tap.fraction! - shake.fraction!)).toBeLessThan(0.03);
    expect(tap.pauses).toBe(shake.pauses);
    expect(Math.abs(tap.longestPause! - shake.longestPause!)).toBeLessThan(1.2);
    expect(shake.unevenness).toBeLessThan(0.12);
  });

  it("compare depth with one’s own calibration alone, and give its weight away without one", () => {
    const tapped = story(playWell);
    expect(tapped.part("depth")).toEqual({ code: "depth", published: 15, weight: 0, points: 0 });
    const press = (amplitude: number) =>
      story((h) => {
        h.shake(2, 110, 3.4);
        h.act("calibrate");
        h.shake(9, 110, 3.4);
        recognise(h);
        h.shake(40, 110, amplitude);
        h.finish();
      });
    const [same, shallow] = [press(3.4), press(2)];
    expect(same.part("depth")).toMatchObject({ weight: WEIGHTS.depth });
    expect(same.verdict.measures.depthShare).toBeCloseTo(1, 1);
    expect(same.codes).toContain("like-calibration");
    expect(shallow.verdict.measures.depthShare).toBeLessThan(0.75);
    expect(shallow.codes).toContain("shallower");
  });
});

describe("its log", () => {
  it("replays to the same verdict and every state hash", () => {
    const { h, verdict } = story(playWell);
    const again = replay(
      lobby,
      SEED,
      h.pieces.map((p) => p.bytes),
    );
    expect(again.finalHash).toBe(h.run.hash());
    expect(again.hashes).toEqual(h.run.hashes);
    expect(again.verdict).toEqual(verdict);
  });

  it("is refused when a piece comes twice", () => {
    const game = createReplay(lobby, SEED),
      log = createLogWriter();
    for (let t = 0; t < 40; t++) log.add(idle());
    const piece = log.cut();
    game.feed(piece);
    expect(() => game.feed(piece)).toThrow(LogError);
  });

  it("cannot do from afar what hands cannot reach", () => {
    const { verdict } = story((h) => {
      for (let t = 0; t < 400; t++) h.step({ verb: 17 });
      for (let target = 0; target < 20; target++) h.step({ verb: 20, target });
      h.finish();
    });
    expect(verdict.measures).toMatchObject({ compressions: 0, padTries: 0, shocks: 0 });
  });
});

it("weighs a hundred in all, and has words for every point, part and end", () => {
  expect(Object.values(WEIGHTS).reduce((s, w) => s + w, 0)).toBe(100);
  const texts = RESUSCITATE_TEXTS,
    said = new Set(Object.keys(texts));
  const source =
    readFileSync(new URL("judge.ts", import.meta.url), "utf8") +
    readFileSync(new URL("acts.ts", import.meta.url), "utf8") +
    readFileSync(new URL("course.ts", import.meta.url), "utf8");
  for (const [, code, kind] of source.matchAll(/give\('([a-z-]+)', '(good|bad|deadly)'/g)) {
    expect(said, code).toContain(`${code}.${kind === "good" ? "well" : "badly"}`);
    expect(said, code).toContain(`${code}.better`);
  }
  for (const [caption] of source.matchAll(/caption\.[a-z-]+/g)) expect(said).toContain(caption);
  for (const part of Object.keys(WEIGHTS)) expect(texts[`part.${part}.how`], part).toBeTruthy();
  for (const end of ["rescued", "timeout", "incapacitated", "finished", "left"]) expect(said).toContain(`end.${end}`);
});
