// A sheet of items: its columns, and one row read as what would be typed on the page of a new item (item-form.ts), or
// each fault by column. Options stand in columns A to H, the answer names them by letter.

import { LEAST_LENGTHS } from "#content/schema/least-lengths";
import type { Question } from "#content/schema/question";
import { subjectTitles, type SubjectCode } from "#content/schema/subject-titles";
import { cellText, type Cell } from "~/people/roster/columns";
import { KIND_WORDS } from "../blueprint/blueprint";
import { parseItem, type ItemFields, type TypedKind } from "./item-form";

const LETTERS = "ABCDEFGH";
const option = (letter: string) => ({ head: `选项${letter}`, also: [letter, `${letter}项`], must: false });
export const ITEM_COLUMNS = {
  code: { head: "编号", also: ["题号", "题目编号"], must: true },
  subject: { head: "科目", also: ["科目代码"], must: true },
  point: { head: "知识点", also: ["考点"], must: true },
  kind: { head: "题型", also: [], must: true },
  difficulty: { head: "难度", also: [], must: true },
  stem: { head: "题干", also: ["题目", "题面"], must: true },
  a: option("A"),
  b: option("B"),
  c: option("C"),
  d: option("D"),
  e: option("E"),
  f: option("F"),
  g: option("G"),
  h: option("H"),
  key: { head: "答案", also: ["正确答案", "标准答案"], must: true },
  explanation: { head: "解析", also: ["说明", "答案解析"], must: true },
  law: { head: "依据的法规", also: ["依据", "法规", "出处"], must: true },
  article: { head: "条款", also: [], must: true },
  edition: { head: "版本", also: ["法规版本"], must: true },
} as const;
export type ItemColumn = keyof typeof ITEM_COLUMNS;
export const ITEM_KEYS = Object.keys(ITEM_COLUMNS) as ItemColumn[];
export const OPTION_KEYS = ["a", "b", "c", "d", "e", "f", "g", "h"] as const;

/** What each text has at the least, said on the page and in the template before a row fails by it. */
export const LEAST_WORDS = `题干至少 ${LEAST_LENGTHS.stem} 个字，解析至少 ${LEAST_LENGTHS.explanation} 个字，知识点至少 ${LEAST_LENGTHS.point} 个字，版本至少 ${LEAST_LENGTHS.edition} 个字`;

const plain = (text: string): string => text.normalize("NFKC").replace(/[\s*:()]|必填|选填/g, "");

/** Where each column stands; null for a row that is no head (编号 and 题干 must be there). */
export function readItemHeads(cells: readonly Cell[]): Partial<Record<ItemColumn, number>> | null {
  const found: Partial<Record<ItemColumn, number>> = {};
  cells.forEach((cell, at) => {
    const key = ITEM_KEYS.find((one) =>
      [ITEM_COLUMNS[one].head, ...ITEM_COLUMNS[one].also].some((head) => head === plain(cellText(cell))),
    );
    if (key && found[key] === undefined) found[key] = at;
  });
  return found.code !== undefined && found.stem !== undefined ? found : null;
}

export type ItemFault = { line: number; column: string; value: string; reason: string };
export type ItemRow = { line: number; question: Question };
type Lines = { lines: string[] } | { at: ItemColumn; reason: string };

const KINDS = Object.keys(KIND_WORDS).filter((kind) => kind !== "hotspot") as TypedKind[];
const toKind = (text: string): TypedKind | undefined =>
  KINDS.find((kind) => KIND_WORDS[kind] === text.replace(/题$/, ""));
const toSubject = (text: string): string =>
  (Object.keys(subjectTitles) as SubjectCode[]).find((code) => code === text || subjectTitles[code] === text) ?? "";

/** One row by its columns. */
export function readItemRow(
  line: number,
  cells: Partial<Record<ItemColumn, Cell>>,
  { demonstration }: { demonstration: boolean },
): ItemRow | ItemFault[] {
  const text = (key: ItemColumn) => cellText(cells[key]);
  const fault = (key: ItemColumn, reason: string): ItemFault => ({
    line,
    column: ITEM_COLUMNS[key].head,
    value: text(key).slice(0, 40),
    reason,
  });
  const broken = ITEM_KEYS.filter((key) => cells[key] !== undefined && typeof cells[key] !== "string");
  if (broken.length > 0) return broken.map((key) => fault(key, "单元格里是公式、错误或被截断的数字，请改成写好的文字"));
  const kind = toKind(text("kind"));
  if (!kind) return [fault("kind", `只能填${KINDS.map((one) => KIND_WORDS[one]).join("、")}`)];
  const subject = toSubject(text("subject"));
  if (!subject) return [fault("subject", "不在科目目录里，写科目的名称，例如“有限空间作业安全”")];
  const body = linesOf(
    kind,
    OPTION_KEYS.map((key) => text(key)),
    text("key"),
  );
  if ("reason" in body) return [fault(body.at, body.reason)];
  const parsed = parseItem(
    {
      kind,
      subject,
      code: text("code"),
      point: text("point"),
      difficulty: text("difficulty"),
      stem: text("stem"),
      lines: body.lines.join("\n"),
      explanation: text("explanation"),
      law: text("law"),
      article: text("article"),
      edition: text("edition"),
    },
    { demonstration },
  );
  if (parsed.ok) return { line, question: parsed.question };
  return (Object.entries(parsed.errors) as [keyof ItemFields, string[]][]).map(([field, reasons]) =>
    fault(field === "lines" ? (usesOptions(kind) ? "a" : "key") : field, reasons.join("；")),
  );
}

const usesOptions = (kind: TypedKind): boolean => kind !== "truefalse" && kind !== "fill";

function linesOf(kind: TypedKind, cells: readonly string[], key: string): Lines {
  const options = cells.slice(
    0,
    cells.reduce((last, cell, n) => (cell === "" ? last : n + 1), 0),
  );
  const gap = options.indexOf("");
  const at = (n: number): ItemColumn => OPTION_KEYS[n]!;
  if (usesOptions(kind) && gap >= 0) return { at: at(gap), reason: `选项${LETTERS[gap]}空着，后面却还有选项` };
  const starred = options.findIndex((one) => /^[*＊]/.test(one) || one.includes("\n"));
  if (starred >= 0) return { at: at(starred), reason: "选项里不要写 * 号，也不要换行；对的写在答案一列" };
  switch (kind) {
    case "truefalse":
      return { lines: [/^(对|正确|√|✓)$/.test(key) ? "对" : /^(错|错误|×|✗|x)$/i.test(key) ? "错" : key] };
    case "fill":
      return {
        lines: key
          .split(/[;；\n]/)
          .map((one) => one.trim())
          .filter(Boolean),
      };
    case "match":
      return { lines: [...options] };
    default:
      return byLetters(kind, options, key);
  }
}

function byLetters(kind: "single" | "multiple" | "order", options: readonly string[], key: string): Lines {
  const letters = [
    ...key
      .normalize("NFKC")
      .toUpperCase()
      .replace(/[\s,，、;；.]/g, ""),
  ];
  const strange = letters.find((letter) => LETTERS.indexOf(letter) < 0 || LETTERS.indexOf(letter) >= options.length);
  if (strange) return { at: "key", reason: `答案里的“${strange}”没有对应的选项` };
  if (new Set(letters).size !== letters.length) return { at: "key", reason: "答案里有一个字母写了两次" };
  if (kind === "order") {
    if (letters.length !== 0 && letters.length !== options.length)
      return { at: "key", reason: "排序题的答案要写全每个字母；已按先后写好的，答案可以空着" };
    return { lines: letters.length ? letters.map((letter) => options[LETTERS.indexOf(letter)]!) : [...options] };
  }
  if (kind === "single" && letters.length !== 1) return { at: "key", reason: "单选题的答案是一个字母" };
  if (kind === "multiple" && letters.length < 2) return { at: "key", reason: "多选题的答案至少两个字母" };
  return { lines: options.map((text, n) => (letters.includes(LETTERS[n]!) ? `* ${text}` : text)) };
}
