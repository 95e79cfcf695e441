import { canonicalJson } from "~/platform/canonical";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { keys } from "~/platform/keys.server";
import { cellText } from "~/people/roster/columns";
import { readSheetFile } from "~/people/roster/read-file.server";
import { makeWorkbook } from "~/people/roster/sheet-file.server";
import { writeItem, type BankAuthor } from "./bank.server";
import { ITEM_COLUMNS, ITEM_KEYS, readItemHeads, readItemRow, type ItemColumn, type ItemFault, type ItemRow } from "./sheet-columns";

// Items by the sheet: checked as a whole, written as drafts all or none. Nothing of the sheet is kept: what was not
// written is not here. The same sheet again writes nothing.

export const MOST_ITEMS = 500;

export interface SheetCheck { fresh: number; same: number; written: number; faults: ItemFault[] }

/** `write` false: a dry run. */
export async function bringItems(db: Db, now: Date, author: BankAuthor, { bytes, demonstration, write }: { bytes: Buffer; demonstration: boolean; write: boolean }): Promise<SheetCheck> {
  const { rows, faults } = await readRows(bytes, demonstration);
  faults.push(...twins(rows));
  const { fresh, same, taken } = await againstBank(db, rows);
  faults.push(...taken);
  faults.sort((a, b) => a.line - b.line);
  if (faults.length > 0 || !write || fresh.length === 0) return { fresh: fresh.length, same, written: 0, faults };
  await db.transaction(async (tx) => {
    for (const { question } of fresh) await writeItem(tx, now, author, { question, figures: {} });
    await audit(tx, now, { actorId: author.accountId, act: "bank.import", outcome: "done", facts: { items: fresh.length, same } });
  });
  return { fresh: fresh.length, same, written: fresh.length, faults };
}

async function readRows(bytes: Buffer, demonstration: boolean): Promise<{ rows: ItemRow[]; faults: ItemFault[] }> {
  const sheet = await readSheetFile(bytes, (cells) => readItemHeads(cells) !== null);
  const at = sheet.slice(0, 20).findIndex((row) => readItemHeads(row.cells));
  const heads = at >= 0 ? readItemHeads(sheet[at]!.cells) : null;
  if (!heads) throw new DomainError("invalid", "没有找到表头。表头至少要有“编号”和“题干”两列，可以先下载模板。");
  const missing = ITEM_KEYS.filter((key) => ITEM_COLUMNS[key].must && heads[key] === undefined).map((key) => ITEM_COLUMNS[key].head);
  if (missing.length > 0) throw new DomainError("invalid", `表头少了“${missing.join("”“")}”，可以先下载模板对照。`);
  const filled = sheet.slice(at + 1).filter((row) => row.cells.some((cell) => cellText(cell) !== ""));
  if (filled.length === 0) throw new DomainError("invalid", "表头下面没有题目。");
  if (filled.length > MOST_ITEMS) throw new DomainError("invalid", `一次最多 ${MOST_ITEMS} 道，这里有 ${filled.length} 道，请分成几份。`);
  const read = filled.map(({ line, cells }) => readItemRow(line, Object.fromEntries((Object.keys(heads) as ItemColumn[]).map((key) => [key, cells[heads[key]!] ?? ""])), { demonstration }));
  return { rows: read.filter((one): one is ItemRow => !Array.isArray(one)), faults: read.filter(Array.isArray).flat() };
}

/** The same number or the same words twice in one sheet. */
function twins(rows: readonly ItemRow[]): ItemFault[] {
  const [codes, stems] = [new Map<string, number>(), new Map<string, number>()];
  const faults: ItemFault[] = [];
  const seen = (known: Map<string, number>, text: string, { line }: ItemRow, column: ItemColumn) => {
    const first = known.get(text);
    if (first === undefined) return void known.set(text, line);
    faults.push({ line, column: ITEM_COLUMNS[column].head, value: text.slice(0, 40), reason: `与第 ${first} 行相同` });
  };
  for (const row of rows) {
    seen(codes, row.question.id, row, "code");
    seen(stems, `${row.question.kind} ${row.question.stem.replace(/\s/g, "")} ${JSON.stringify("options" in row.question ? row.question.options.map(({ text }) => text) : "")}`, row, "stem");
  }
  return faults.map((fault) => (fault.column === ITEM_COLUMNS.stem.head ? { ...fault, value: fault.value.replace(/^\w+ /, "") } : fault));
}

/** What the bank holds by these numbers: the very same item, or another one. */
async function againstBank(db: Db, rows: readonly ItemRow[]): Promise<{ fresh: ItemRow[]; same: number; taken: ItemFault[] }> {
  const items = await db.for("exam").bankItem.findMany({ where: { code: { in: rows.map((row) => row.question.id) } }, include: { versions: { select: { hash: true } } } });
  const held = new Map(items.map((item) => [item.code, new Set(item.versions.map((version) => version.hash))]));
  const result = { fresh: [] as ItemRow[], same: 0, taken: [] as ItemFault[] };
  for (const row of rows) {
    const hashes = held.get(row.question.id);
    if (!hashes) result.fresh.push(row);
    else if (hashes.has(keys().lookup("bank-item", canonicalJson({ question: row.question, figures: {} })))) result.same += 1;
    else result.taken.push({ line: row.line, column: ITEM_COLUMNS.code.head, value: row.question.id, reason: "题库里已有这个编号，内容不同。换一个编号；要改那道题，在它自己的页面存新版" });
  }
  return result;
}

const example = (values: Partial<Record<ItemColumn, string>>) => ITEM_KEYS.map((key) => values[key] ?? "");
const LAW = { law: "工贸企业有限空间作业安全规定", article: "第十四条", edition: "应急管理部令第13号" };

export const itemTemplate = (): Promise<Buffer> => makeWorkbook("题目", ITEM_KEYS.map((key) => ITEM_COLUMNS[key].head), [
  example({ code: "cs-101", subject: "有限空间作业安全", point: "通风与检测", kind: "单选", difficulty: "2", stem: "进入有限空间以前，先做什么？", a: "通风", b: "检测", c: "作业", key: "A", explanation: "先通风、再检测、后作业。", ...LAW }),
  example({ code: "cs-102", subject: "有限空间作业安全", point: "通风与检测", kind: "多选", difficulty: "3", stem: "下面哪些要在作业前检测？", a: "氧含量", b: "可燃气体", c: "有毒气体", d: "室外气温", key: "ABC", explanation: "氧、可燃和有毒气体都要检测。", ...LAW }),
  example({ code: "cs-103", subject: "有限空间作业安全", point: "监护", kind: "判断", difficulty: "1", stem: "监护人员可以离开去拿工具。", key: "错", explanation: "监护人员不得离开。", ...LAW }),
  example({ code: "cs-104", subject: "有限空间作业安全", point: "救援", kind: "排序", difficulty: "3", stem: "按先后排列：", a: "报警", b: "通风", c: "佩戴呼吸器进入救援", key: "ABC", explanation: "先报警，再通风，佩戴呼吸器才能进入。", ...LAW }),
  example({ code: "cs-105", subject: "有限空间作业安全", point: "气体", kind: "配对", difficulty: "2", stem: "把气体和危害配起来：", a: "硫化氢 = 中毒", b: "甲烷 = 爆炸", explanation: "硫化氢有毒，甲烷可燃。", ...LAW }),
  example({ code: "cs-106", subject: "有限空间作业安全", point: "通风与检测", kind: "填空", difficulty: "2", stem: "检测应在作业开始前 ___ 内进行。", key: "30｜三十（分钟）", explanation: "检测时间不早于作业开始前 30 分钟。", ...LAW }),
], "下面六行是示例，导入前请删去。填空题在题干里用 ___ 标出，答案几处用；隔开，几种写法用｜隔开，单位写在括号里。");
