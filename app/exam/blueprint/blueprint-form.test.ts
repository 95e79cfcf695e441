import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Db } from "~/platform/db.server";
import { freshDatabase } from "../../../tests/support/database";
import { csvOf, itemSheet } from "../../../tests/support/item-sheet";
import { pointsInBank, stepItem } from "../bank/bank.server";
import { bringItems } from "../bank/item-sheet.server";
import { blueprintChoices } from "./blueprint-choices.server";
import { parseBlueprint, type CellRow } from "./blueprint-form";
import { publishBlueprint } from "./blueprint.server";

// A blueprint as an exam office types it, against a bank of six items.

const NOW = new Date("2026-11-30T02:00:00Z");
const writer = { accountId: "writer", personId: "p-writer" };
const cell = (more: Partial<CellRow>): CellRow => ({
  subject: "confined-space",
  point: "",
  kind: "single",
  difficulty: "",
  count: "1",
  mark: "1",
  ...more,
});

describe("a blueprint", () => {
  let db: Db;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ db, close } = await freshDatabase());
    const { heads, own } = await itemSheet();
    await bringItems(db, NOW, writer, { bytes: csvOf([heads, ...own]), demonstration: false, write: true });
  });
  afterAll(() => close());
  const parse = async (rows: CellRow[]) =>
    parseBlueprint(
      { title: "内部考核", slug: "own-1", subject: "confined-space", rows },
      await pointsInBank(db, { demonstration: false }),
    );

  it("names no knowledge point that no item of that subject has, and says in which cell", async () => {
    expect((await pointsInBank(db, { demonstration: false }))["confined-space"]!.sort()).toEqual(
      ["气体", "救援", "通风与检测", "监护"].sort(),
    );
    expect(await parse([cell({}), cell({ point: "通风" })])).toEqual({
      ok: false,
      errors: [expect.stringMatching(/^第 2 格：题库里没有知识点“通风”/)],
    });
    expect(await parse([cell({ point: "监护", subject: "work-safety-law" })]), "of another subject").toMatchObject({
      ok: false,
      errors: [expect.stringContaining("第 1 格")],
    });
    expect(
      await parse([cell({}), cell({ point: "没有题数的一格", count: "" }), cell({ point: "监护" })]),
    ).toMatchObject({ ok: true });
  });

  it("of one title with another is told from it where an exam is planned", async () => {
    const blueprint = async (slug: string, point: string, at: Date) => {
      const parsed = await parse([cell({ point, kind: "truefalse" })]);
      return publishBlueprint(db, at, writer, { ...(parsed as Extract<typeof parsed, { ok: true }>).blueprint, slug });
    };
    const first = await blueprint("own-1", "监护", new Date("2026-11-01T02:00:00Z"));
    await blueprint("own-2", "", NOW);
    await blueprint("own-3", "气体", NOW);
    const labels = async () => (await blueprintChoices(db, NOW, { demonstration: false })).map(({ label }) => label);
    const before = await labels();
    expect(new Set(before).size).toBe(3);
    expect(before).toContain("内部考核（有限空间作业安全，2026年11月1日发布，题库 1 格不够）");
    expect(
      before
        .filter((label) => label.includes("2026年11月30日发布，题库 1 格不够）"))
        .map((label) => label.slice(-5))
        .sort(),
    ).toEqual(["own-2", "own-3"]);
    expect(
      (await blueprintChoices(db, NOW, { demonstration: false })).find(({ value }) => value === first)!.label,
    ).toContain("11月1日");
  });

  it("is said to be filled once the bank fills it", async () => {
    const reviewer = { accountId: "reviewer", personId: "p-reviewer" };
    const { heads, own } = await itemSheet();
    const at = (name: string) => heads.indexOf(name);
    const more = [1, 2].map((n) =>
      own[2]!.map((text, column) =>
        column === at("编号") ? `own-${n}` : column === at("题干") ? `第 ${n} 条：${text}` : text,
      ),
    );
    await bringItems(db, NOW, writer, { bytes: csvOf([heads, ...more]), demonstration: false, write: true });
    for (const { id } of await db.for("exam").bankItemVersion.findMany({ where: { kind: "truefalse" } }))
      for (const step of ["approve", "live"] as const) await stepItem(db, NOW, reviewer, { versionId: id, step });
    expect((await blueprintChoices(db, NOW, { demonstration: false })).map(({ label }) => label)).toContain(
      "内部考核（有限空间作业安全，2026年11月1日发布，题库够）",
    );
  });
});
