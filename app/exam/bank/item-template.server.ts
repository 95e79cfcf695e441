import { makeWorkbook } from "~/people/roster/sheet-file.server";
import { cellText, type Cell } from "~/people/roster/columns";
import { lookOf } from "./item-twin";
import { ITEM_COLUMNS, ITEM_KEYS, LEAST_WORDS, OPTION_KEYS, type ItemColumn } from "./sheet-columns";

// The sheet that an item writer fills in, and how its own examples are known again: they are nobody's items.

const LAW = { law: "工贸企业有限空间作业安全规定", article: "第十四条", edition: "应急管理部令第13号" };
const EXAMPLES: readonly Partial<Record<ItemColumn, string>>[] = [
  {
    code: "cs-101",
    subject: "有限空间作业安全",
    point: "通风与检测",
    kind: "单选",
    difficulty: "2",
    stem: "进入有限空间以前，先做什么？",
    a: "通风",
    b: "检测",
    c: "作业",
    key: "A",
    explanation: "先通风、再检测、后作业。",
    ...LAW,
  },
  {
    code: "cs-102",
    subject: "有限空间作业安全",
    point: "通风与检测",
    kind: "多选",
    difficulty: "3",
    stem: "下面哪些要在作业前检测？",
    a: "氧含量",
    b: "可燃气体",
    c: "有毒气体",
    d: "室外气温",
    key: "ABC",
    explanation: "氧、可燃和有毒气体都要检测。",
    ...LAW,
  },
  {
    code: "cs-103",
    subject: "有限空间作业安全",
    point: "监护",
    kind: "判断",
    difficulty: "1",
    stem: "监护人员可以离开去拿工具。",
    key: "错",
    explanation: "监护人员不得离开。",
    ...LAW,
  },
  {
    code: "cs-104",
    subject: "有限空间作业安全",
    point: "救援",
    kind: "排序",
    difficulty: "3",
    stem: "按先后排列：",
    a: "报警",
    b: "通风",
    c: "佩戴呼吸器进入救援",
    key: "ABC",
    explanation: "先报警，再通风，佩戴呼吸器才能进入。",
    ...LAW,
  },
  {
    code: "cs-105",
    subject: "有限空间作业安全",
    point: "气体",
    kind: "配对",
    difficulty: "2",
    stem: "把气体和危害配起来：",
    a: "硫化氢 = 中毒",
    b: "甲烷 = 爆炸",
    explanation: "硫化氢有毒，甲烷可燃。",
    ...LAW,
  },
  {
    code: "cs-106",
    subject: "有限空间作业安全",
    point: "通风与检测",
    kind: "填空",
    difficulty: "2",
    stem: "检测应在作业开始前 ___ 内进行。",
    key: "30｜三十（分钟）",
    explanation: "检测时间不早于作业开始前 30 分钟。",
    ...LAW,
  },
];

const lookOfCells = (cell: (key: ItemColumn) => string): string =>
  lookOf({ kind: "", stem: cell("stem"), texts: OPTION_KEYS.map(cell) });
const LOOKS = new Set(EXAMPLES.map((one) => lookOfCells((key) => one[key] ?? "")));

/** Whether a row still asks what an example of the template asks, whatever number it was given. */
export const isExample = (cells: Partial<Record<ItemColumn, Cell>>): boolean =>
  LOOKS.has(lookOfCells((key) => cellText(cells[key])));

export const itemTemplate = (): Promise<Buffer> =>
  makeWorkbook(
    "题目",
    ITEM_KEYS.map((key) => ITEM_COLUMNS[key].head),
    EXAMPLES.map((one) => ITEM_KEYS.map((key) => one[key] ?? "")),
    `下面六行是例子，导入前请删去。${LEAST_WORDS}。填空题在题干里用 ___ 标出，答案几处用；隔开，几种写法用｜隔开，单位写在括号里。`,
  );
