import { describe, expect, it } from "vitest";
import { contrast, DARK, LEVELS, LIGHT, type Palette, SAFETY, toChannels, type TokenName } from "./tokens";

const GROUNDS: TokenName[] = ["paper", "card", "sunk"];

/** Text and ground that really meet in a part: 4.5:1, WCAG 2.1 AA. */
function textPairs(): [TokenName, TokenName][] {
  const onGrounds = (["ink", "muted", "bronze", "bronze-deep"] as const).flatMap((text) =>
    GROUNDS.map((ground): [TokenName, TokenName] => [text, ground]),
  );
  const safety = SAFETY.flatMap((name): [TokenName, TokenName][] => [
    [`${name}-on`, name],
    [`${name}-ink`, `${name}-soft`],
    [`${name}-ink`, "paper"],
    [`${name}-ink`, "card"],
    ["ink", `${name}-soft`],
  ]);
  const levels = LEVELS.map((n): [TokenName, TokenName] => [`level-${n}-on`, `level-${n}`]);
  return [
    ...onGrounds,
    ...safety,
    ...levels,
    ["bronze-ink", "bronze"],
    ["bronze-ink", "bronze-deep"],
    ["bronze", "bronze-soft"],
    ["ink", "bronze-soft"],
    ["muted", "bronze-soft"],
    ["forbid", "card"],
    ["forbid", "paper"],
    ["must", "card"],
    ["safe", "card"],
    ["sign-forbid", "sign-white"],
    ["sign-black", "sign-warn"],
    ["sign-white", "sign-must"],
    ["sign-white", "sign-safe"],
  ];
}

/** Borders of controls, the focus ring and sign shapes: 3:1. */
const shapePairs: [TokenName, TokenName][] = GROUNDS.flatMap((ground): [TokenName, TokenName][] => [
  ["edge", ground],
  ["focus", ground],
  ["forbid", ground],
  ["must", ground],
  ["safe", ground],
]);

describe.each<[string, Palette]>([
  ["light", LIGHT],
  ["dark", DARK],
])("the %s palette", (_, palette) => {
  it.each(textPairs())("reads %s on %s at 4.5:1 or better", (text, ground) => {
    expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(shapePairs)("shows %s on %s at 3:1 or better", (shape, ground) => {
    expect(contrast(palette[shape], palette[ground])).toBeGreaterThanOrEqual(3);
  });
});

describe("contrast", () => {
  it("is 21 for black on white and 1 for a colour on itself", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
    expect(contrast("#84551c", "#84551c")).toBe(1);
  });
  it("reads a hex colour as channels", () => {
    expect(toChannels("#84551c")).toBe("132 85 28");
  });
});
