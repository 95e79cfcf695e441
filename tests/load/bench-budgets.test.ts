import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BENCHES, type BenchBudget } from "../../scripts/bench/harness/budgets";
import { alternate, compare, spread } from "../../scripts/bench/harness/compare";
import { judgeBy } from "../../scripts/bench/harness/judge";
import { tell } from "../../scripts/bench/harness/tell";

const BUDGET: BenchBudget = {
  about: "loaves",
  ratios: { bake: { work: "a loaf", floor: "a lump of dough", least: 25 } },
  musts: { burnt: { what: "loaves burnt", most: 0 } },
  promises: { slowestMs: { what: "ms for a loaf", most: 10 }, loaves: { what: "loaves a second", least: 100 } },
};
const judged = (floor: number, work: number, { burnt = 0, slowestMs = 1, loaves = 200 } = {}) =>
  judgeBy(BUDGET, {
    ratios: { bake: compare("ms", [{ floor, work }]) },
    musts: { burnt },
    promises: { slowestMs, loaves },
    figures: {},
  });

describe("budgets by ratio", () => {
  it("names every bench that there is, and none that is not", () => {
    const files = readdirSync("scripts/bench")
      .filter((name) => name.endsWith(".ts") && name !== "main.ts")
      .map((name) => name.replace(/\.ts$/, ""));
    expect(Object.keys(BENCHES).sort()).toEqual(files.sort());
    for (const { ratios } of Object.values(BENCHES)) expect(Object.keys(ratios).length).toBeGreaterThan(0);
  });

  it("runs floor and work in turn, and leaves the first turn out", async () => {
    const order: string[] = [];
    const compared = await alternate({
      unit: "ms",
      rounds: 2,
      floor: (round) => (order.push(`floor ${round}`), round < 0 ? 1_000 : 1),
      work: (round) => (order.push(`work ${round}`), round < 0 ? 1 : 4 + round),
    });
    expect(order).toEqual(["floor -1", "work -1", "floor 0", "work 0", "floor 1", "work 1"]);
    expect(compared.rounds).toBe(2);
    expect(compared.ofFloor).toEqual({ median: 22.5, least: 20, most: 25 });
  });

  it("takes the share within a turn: a machine that is busy for one slows both", () => {
    const { ofFloor } = compare("ms", [
      { floor: 1, work: 4 },
      { floor: 10, work: 40 },
      { floor: 1, work: 4 },
    ]);
    expect(ofFloor).toEqual({ median: 25, least: 25, most: 25 });
  });

  it("gives the middle of an odd and of an even number of values", () => {
    expect(spread([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
    expect(spread([4, 1, 2, 3]).median).toBe(2.5);
  });

  it("is kept at the budget and over it just below, on a slow machine as on a fast one", () => {
    for (const slow of [1, 7]) {
      expect(judged(1 * slow, 4 * slow).over).toEqual([]);
      expect(judged(0.99 * slow, 4 * slow).over).toHaveLength(1);
    }
    expect(judged(0.5, 4).over[0]).toBe(
      "a loaf: 4 ms where a lump of dough takes 0.5: 12.5 % of the floor, at least 25 % wanted",
    );
  });

  it("takes a figure that could not be measured for one that was not kept", () => {
    expect(judged(NaN, NaN).over).toHaveLength(1);
    expect(judged(1, 1, { burnt: NaN }).over).toHaveLength(1);
  });

  it("lets what must hold everywhere decide, and only tells what was promised in milliseconds", () => {
    expect(judged(1, 2, { burnt: 1 }).over).toEqual(["loaves burnt: 1, at most 0 wanted"]);
    const slow = judged(1, 2, { slowestMs: 11, loaves: 99 });
    expect(slow.over).toEqual([]);
    expect(slow.promises).toMatchObject({ slowestMs: { kept: false }, loaves: { kept: false } });
    expect(tell("bakery", slow)).toContain("ms for a loaf: 11 (promised: at most 10; not on this machine now)");
  });
});
