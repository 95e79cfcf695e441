// A blueprint says how many items of which subject, knowledge point, kind and difficulty make a paper, and what each is
// worth. It is feasible when every cell finds `factor` times the items it needs in the bank (the factor is a rule row).
// An item that several cells could take belongs to the narrowest of them.

import { z } from "zod";
import { Slug } from "#content/schema/basis";
import { SubjectCode } from "#content/schema/subject";
import { subjectTitles } from "#content/schema/subject-titles";

export const ITEM_KINDS = ["single", "multiple", "truefalse", "fill", "order", "match", "hotspot"] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];
export const KIND_WORDS: Record<ItemKind, string> = {
  single: "单选",
  multiple: "多选",
  truefalse: "判断",
  fill: "填空",
  order: "排序",
  match: "配对",
  hotspot: "找隐患",
};

export const Cell = z.strictObject({
  subject: SubjectCode,
  /** null: of any knowledge point */
  point: z.string().min(2).nullable(),
  kind: z.enum(ITEM_KINDS),
  /** null: of any difficulty */
  difficulty: z.int().min(1).max(5).nullable(),
  count: z.int().min(1).max(200),
  /** for each item, in hundredths of a mark */
  mark: z.int().min(1).max(10_000),
});
export type Cell = z.infer<typeof Cell>;

export const Blueprint = z
  .strictObject({
    format: z.literal("anding-blueprint-1"),
    slug: Slug,
    title: z.string().min(2).max(60),
    subject: SubjectCode,
    cells: z.array(Cell).min(1).max(60),
  })
  .superRefine((blueprint, ctx) => {
    const keys = blueprint.cells.map((cell) => `${cell.subject} ${cell.point} ${cell.kind} ${cell.difficulty}`);
    if (new Set(keys).size !== keys.length)
      ctx.addIssue({ code: "custom", message: "同一知识点、题型、难度出现了两次", path: ["cells"] });
  });
export type Blueprint = z.infer<typeof Blueprint>;
type Cells = { cells: readonly Cell[] };

export const itemCount = ({ cells }: Cells): number => cells.reduce((sum, cell) => sum + cell.count, 0);
/** Hundredths of a mark. */
export const totalMark = ({ cells }: Cells): number => cells.reduce((sum, cell) => sum + cell.count * cell.mark, 0);

export interface PoolItem {
  versionId: string;
  subject: string;
  point: string;
  kind: string;
  difficulty: number;
}

export const fitsCell = (cell: Cell, item: PoolItem): boolean =>
  item.subject === cell.subject &&
  item.kind === cell.kind &&
  (cell.point === null || item.point === cell.point) &&
  (cell.difficulty === null || item.difficulty === cell.difficulty);

const narrowness = (cell: Cell): number => (cell.point === null ? 0 : 2) + (cell.difficulty === null ? 0 : 1);

/** The items of each cell, in the blueprint's order; no item stands in two. */
export function poolsOf({ cells }: Cells, pool: readonly PoolItem[]): { cell: Cell; items: PoolItem[] }[] {
  const pools = cells.map((cell) => ({ cell, items: [] as PoolItem[] }));
  const narrowFirst = [...pools].sort((a, b) => narrowness(b.cell) - narrowness(a.cell));
  for (const item of pool) narrowFirst.find(({ cell }) => fitsCell(cell, item))?.items.push(item);
  return pools;
}

export interface CellSupply {
  cell: Cell;
  has: number;
  wants: number;
  missing: number;
  enoughForOne: boolean;
}

/** What the bank holds for each cell against what it should hold. */
export const supplyOf = (blueprint: Cells, pool: readonly PoolItem[], factor: number): CellSupply[] =>
  poolsOf(blueprint, pool).map(({ cell, items }) => {
    const wants = Math.ceil(cell.count * factor);
    return {
      cell,
      has: items.length,
      wants,
      missing: Math.max(0, wants - items.length),
      enoughForOne: items.length >= cell.count,
    };
  });

export const cellName = (cell: Cell): string =>
  [
    subjectTitles[cell.subject],
    cell.point ?? "不限知识点",
    KIND_WORDS[cell.kind],
    cell.difficulty === null ? "不限难度" : `难度 ${cell.difficulty}`,
  ].join(" · ");

/** “有限空间作业安全 · 通风与检测 · 单选 · 难度 2：要 9 道，题库有 5 道，还差 4 道。” for each cell that is short. */
export const shortages = (supply: readonly CellSupply[]): string[] =>
  supply
    .filter((one) => one.missing > 0)
    .map((one) => `${cellName(one.cell)}：要 ${one.wants} 道，题库有 ${one.has} 道，还差 ${one.missing} 道。`);

/** Cells that cannot fill a single paper: no exam may be held on them. */
export const impossible = (supply: readonly CellSupply[]): string[] =>
  supply
    .filter((one) => !one.enoughForOne)
    .map((one) => `${cellName(one.cell)}：一份卷要 ${one.cell.count} 道，题库只有 ${one.has} 道。`);
