import { describe, expect, it } from "vitest";
import type { Cell, PoolItem } from "../blueprint/blueprint";
import { impossible, shortages, supplyOf } from "../blueprint/blueprint";
import { areNeighbours, assignSeats, layOutRoom, neighboursOf } from "../centre/seating";
import { drawPapers, overlapOf } from "./assemble";

const cell = (point: string | null, kind: Cell["kind"], count: number, mark = 300): Cell => ({
  subject: "confined-space",
  point,
  kind,
  difficulty: null,
  count,
  mark,
});
const pool = (n: number, point: string, kind: string): PoolItem[] =>
  Array.from({ length: n }, (_, i) => ({
    versionId: `${point}-${kind}-${i}`,
    subject: "confined-space",
    point,
    kind,
    difficulty: (i % 3) + 1,
  }));
const seats = layOutRoom({ id: "r1", ordinal: 1, count: 16, columns: 4 });
const around = neighboursOf(seats);

describe("seats", () => {
  it("a corner has three neighbours, an edge five, the middle eight; other rooms none", () => {
    expect(["r1-1", "r1-2", "r1-6"].map((id) => around.get(id)?.length)).toEqual([3, 5, 8]);
    const [other] = layOutRoom({ id: "r2", ordinal: 2, count: 1, columns: 4 });
    expect(areNeighbours(seats[0]!, other!)).toBe(false);
    expect(seats.at(-1)).toMatchObject({ label: "01-16", row: 4, column: 4 });
  });

  it("colleagues do not sit together while there is room", () => {
    const candidates = Array.from({ length: 8 }, (_, n) => ({
      id: `c${n}`,
      organisationId: n < 4 ? "A" : `other-${n}`,
    }));
    const plan = assignSeats(candidates, seats, { seed: "s" });
    const placed = candidates
      .filter((c) => c.organisationId === "A")
      .map((c) => seats.find((s) => s.id === plan.get(c.id))!);
    for (const a of placed) for (const b of placed) expect(areNeighbours(a, b)).toBe(false);
    expect(new Set(plan.values()).size).toBe(8);
    const four = new Set(assignSeats(candidates.slice(4), seats, { seed: "s" }).values());
    for (const id of four)
      expect(
        around.get(id)!.some((other) => four.has(other)),
        "four people in sixteen seats sit beside nobody",
      ).toBe(false);
    expect(() => assignSeats(candidates, seats.slice(0, 7), { seed: "s" })).toThrow("8 candidates, 7 seats");
  });
});

describe("blueprint", () => {
  it("names the cell that is short and by how many", () => {
    const blueprint = { cells: [cell("通风与检测", "single", 3), cell("作业审批", "truefalse", 2)] };
    const supply = supplyOf(blueprint, [...pool(5, "通风与检测", "single"), ...pool(6, "作业审批", "truefalse")], 3);
    expect(shortages(supply)).toEqual([
      "有限空间作业安全 · 通风与检测 · 单选 · 不限难度：要 9 道，题库有 5 道，还差 4 道。",
    ]);
    expect(impossible(supply)).toEqual([]);
    expect(impossible(supplyOf(blueprint, [], 3))).toHaveLength(2);
  });

  it("gives an item to the narrowest cell that fits it, and to that alone", () => {
    const blueprint = { cells: [cell(null, "single", 1), cell("通风与检测", "single", 1)] };
    const supply = supplyOf(blueprint, [...pool(4, "通风与检测", "single"), ...pool(2, "个体防护", "single")], 1);
    expect(supply.map(({ has }) => has)).toEqual([2, 4]);
  });
});

describe("papers", () => {
  const blueprint = { cells: [cell("通风与检测", "single", 6), cell("作业审批", "truefalse", 4)] };
  const bank = (factor: number) => [
    ...pool(6 * factor, "通风与检测", "single"),
    ...pool(4 * factor, "作业审批", "truefalse"),
  ];
  const seatIds = seats.map(({ id }) => id);
  const draw = (factor: number, seed = "seed") =>
    drawPapers({ blueprint, pool: bank(factor), seatIds, neighbours: around, seed });

  it("each holds what the blueprint asks, no item twice", () => {
    for (const paper of draw(3)) {
      expect(new Set(paper.items.map(({ versionId }) => versionId)).size).toBe(10);
      expect(paper.items.filter(({ versionId }) => versionId.includes("single"))).toHaveLength(6);
    }
  });

  it("the same seed draws the same papers, another seed others", () => {
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3, "other")).not.toEqual(draw(3));
  });

  it("with three times the items neighbours share at most 30 percent (drawing at random: 33 on average), with one time all", () => {
    expect(overlapOf(draw(3), around).worst).toBeLessThanOrEqual(30);
    expect(overlapOf(draw(5), around).worst).toBe(0);
    expect(overlapOf(draw(1), around)).toMatchObject({ worst: 100, mean: 100, papers: 16, itemsEach: 10 });
  });

  it("refuses a bank that cannot fill one paper", () => {
    expect(() =>
      drawPapers({ blueprint, pool: pool(5, "通风与检测", "single"), seatIds, neighbours: around, seed: "s" }),
    ).toThrow("6 items needed, 5");
  });
});
