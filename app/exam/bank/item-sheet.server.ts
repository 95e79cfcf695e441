import { canonicalJson } from "~/platform/canonical";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { keys } from "~/platform/keys.server";
import { cellText, type Cell } from "~/people/roster/columns";
import { readSheetFile } from "~/people/roster/read-file.server";
import { looksInBank, writeItem, type BankAuthor } from "./bank.server";
import { isExample } from "./item-template.server";
import { lookOfQuestion } from "./item-twin";
import {
  ITEM_COLUMNS,
  ITEM_KEYS,
  readItemHeads,
  readItemRow,
  type ItemColumn,
  type ItemFault,
  type ItemRow,
} from "./sheet-columns";

// Items by the sheet: checked as a whole, written as drafts all or none. Nothing of the sheet is kept: what was not
// written is not here. The same sheet again writes nothing.

export const MOST_ITEMS = 500;

export interface SheetCheck {
  fresh: number;
  same: number;
  written: number;
  faults: ItemFault[];
}

/** `write` false: a dry run. */
export async function bringItems(
  db: Db,
  now: Date,
  author: BankAuthor,
  { bytes, demonstration, write }: { bytes: Buffer; demonstration: boolean; write: boolean },
): Promise<SheetCheck> {
  const { rows, faults } = await readRows(bytes, demonstration);
  faults.push(...twins(rows));
  const { fresh, same, taken } = await againstBank(db, rows, demonstration);
  faults.push(...taken);
  faults.sort((a, b) => a.line - b.line);
  if (faults.length > 0 || !write || fresh.length === 0) return { fresh: fresh.length, same, written: 0, faults };
  await db.transaction(async (tx) => {
    for (const { question } of fresh) await writeItem(tx, now, author, { question, figures: {} });
    await audit(tx, now, {
      actorId: author.accountId,
      act: "bank.import",
      outcome: "done",
      facts: { items: fresh.length, same },
    });
  });
  return { fresh: fresh.length, same, written: fresh.length, faults };
}

async function readRows(bytes: Buffer, demonstration: boolean): Promise<{ rows: ItemRow[]; faults: ItemFault[] }> {
  const sheet = await readSheetFile(bytes, (cells) => readItemHeads(cells) !== null);
  const at = sheet.slice(0, 20).findIndex((row) => readItemHeads(row.cells));
  const heads = at >= 0 ? readItemHeads(sheet[at]!.cells) : null;
  if (!heads) throw new DomainError("invalid", "没有找到表头。表头至少要有“编号”和“题干”两列，可以先下载模板。");
  const missing = ITEM_KEYS.filter((key) => ITEM_COLUMNS[key].must && heads[key] === undefined).map(
    (key) => ITEM_COLUMNS[key].head,
  );
  if (missing.length > 0) throw new DomainError("invalid", `表头少了“${missing.join("”“")}”，可以先下载模板对照。`);
  const filled = sheet.slice(at + 1).filter((row) => row.cells.some((cell) => cellText(cell) !== ""));
  if (filled.length === 0) throw new DomainError("invalid", "表头下面没有题目。");
  if (filled.length > MOST_ITEMS)
    throw new DomainError("invalid", `一次最多 ${MOST_ITEMS} 道，这里有 ${filled.length} 道，请分成几份。`);
  const read = filled.map(({ line, cells }) => {
    const named = Object.fromEntries(
      (Object.keys(heads) as ItemColumn[]).map((key) => [key, cells[heads[key]!] ?? ""]),
    ) as Partial<Record<ItemColumn, Cell>>;
    return isExample(named) ? [exampleFault(line, cellText(named.stem))] : readItemRow(line, named, { demonstration });
  });
  return { rows: read.filter((one): one is ItemRow => !Array.isArray(one)), faults: read.filter(Array.isArray).flat() };
}

const exampleFault = (line: number, stem: string): ItemFault => ({
  line,
  column: ITEM_COLUMNS.stem.head,
  value: stem.slice(0, 40),
  reason: `第 ${line} 行是模板里的例子，请删掉`,
});
const NEAR = "是同一道题，只差空格、标点或选项的先后，请删掉一道";

/** The same number, or what a candidate would take for the same item, twice in one sheet. */
function twins(rows: readonly ItemRow[]): ItemFault[] {
  const [codes, looks] = [new Map<string, ItemRow>(), new Map<string, ItemRow>()];
  return rows.flatMap((row) => {
    const faults: ItemFault[] = [];
    const [{ id, stem }, look] = [row.question, lookOfQuestion(row.question)];
    const [number, words] = [codes.get(id), looks.get(look)];
    if (number)
      faults.push({ line: row.line, column: ITEM_COLUMNS.code.head, value: id, reason: `与第 ${number.line} 行相同` });
    else codes.set(id, row);
    if (words)
      faults.push({
        line: row.line,
        column: ITEM_COLUMNS.stem.head,
        value: stem.slice(0, 40),
        reason: words.question.stem === stem ? `与第 ${words.line} 行相同` : `与第 ${words.line} 行${NEAR}`,
      });
    else looks.set(look, row);
    return faults;
  });
}

/**
 * What the bank holds by these numbers, the very same item or another one, and what it holds by other numbers that
 * looks the same.
 */
async function againstBank(
  db: Db,
  rows: readonly ItemRow[],
  demonstration: boolean,
): Promise<{ fresh: ItemRow[]; same: number; taken: ItemFault[] }> {
  const items = await db.for("exam").bankItem.findMany({
    where: { code: { in: rows.map((row) => row.question.id) } },
    include: { versions: { select: { hash: true } } },
  });
  const held = new Map(items.map((item) => [item.code, new Set(item.versions.map((version) => version.hash))]));
  const looks = await looksInBank(db, [...new Set(rows.map((row) => row.question.subject))], { demonstration });
  const result = { fresh: [] as ItemRow[], same: 0, taken: [] as ItemFault[] };
  for (const row of rows) {
    const hashes = held.get(row.question.id);
    const twin = looks.get(lookOfQuestion(row.question));
    if (!hashes && twin)
      result.taken.push({
        line: row.line,
        column: ITEM_COLUMNS.stem.head,
        value: row.question.stem.slice(0, 40),
        reason: `题库里的 ${twin} 就是这道题，最多只差空格、标点或选项的先后`,
      });
    else if (!hashes) result.fresh.push(row);
    else if (hashes.has(keys().lookup("bank-item", canonicalJson({ question: row.question, figures: {} }))))
      result.same += 1;
    else
      result.taken.push({
        line: row.line,
        column: ITEM_COLUMNS.code.head,
        value: row.question.id,
        reason: "题库里已有这个编号，内容不同。换一个编号；要改那道题，在它自己的页面存新版",
      });
  }
  return result;
}
