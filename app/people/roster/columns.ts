// The columns of a roster, what their heads may be called, and where in a sheet they stand.

export const COLUMNS = {
  name: { head: "姓名", also: ["名字", "人员姓名", "员工姓名", "责任人姓名", "责任人"], must: true },
  idNumber: { head: "身份证号", also: ["身份证号码", "身份证", "公民身份号码", "证件号码", "证件号"], must: true },
  phone: { head: "手机号", also: ["手机", "手机号码", "联系电话", "电话", "联系方式"], must: false },
  organisation: {
    head: "单位名称",
    also: ["单位", "工作单位", "企业名称", "所在单位", "村（社区）", "村社"],
    must: true,
  },
  uscc: { head: "统一社会信用代码", also: ["社会信用代码", "信用代码", "统一信用代码"], must: false },
  district: {
    head: "区划代码或乡镇名",
    also: ["区划代码", "行政区划", "行政区划代码", "乡镇", "乡镇街道", "乡镇（街道）", "镇街", "所属乡镇", "所在乡镇"],
    must: false,
  },
  industry: { head: "行业", also: ["所属行业", "行业类别"], must: false },
  job: { head: "工种", also: ["工种岗位", "作业类别", "岗位工种"], must: false },
  employment: { head: "用工形式", also: ["用工方式", "用工性质", "用工类型"], must: false },
  dutyClass: { head: "责任类别", also: ["培训对象", "人员类别", "对象类别"], must: false },
  duty: { head: "责任岗位", also: ["岗位", "职务", "岗位名称", "责任", "职责"], must: false },
} as const;

export type ColumnKey = keyof typeof COLUMNS;
export const COLUMN_KEYS = Object.keys(COLUMNS) as ColumnKey[];

/** A cell as read: text, or text with what makes it unusable. */
export type Cell = string | { text: string; fault: "formula" | "digits-lost" | "error" };
export type SheetRow = { line: number; cells: Cell[] };
export const cellText = (cell: Cell | undefined): string =>
  (cell === undefined ? "" : typeof cell === "string" ? cell : cell.text).trim();

const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\s*:()]/g, "")
    .replace(/必填|选填/g, "");

/** Column positions named by a row of heads; null when it is not one (name and ID number must be there). */
export function readHeads(cells: readonly Cell[]): Partial<Record<ColumnKey, number>> | null {
  const found: Partial<Record<ColumnKey, number>> = {};
  cells.forEach((cell, at) => {
    const text = plain(cellText(cell));
    const key = COLUMN_KEYS.find((one) =>
      [COLUMNS[one].head, ...COLUMNS[one].also].some((head) => plain(head) === text),
    );
    if (key && found[key] === undefined) found[key] = at;
  });
  return found.name !== undefined && found.idNumber !== undefined ? found : null;
}

/** Heads of the must columns that are missing. */
export const missingHeads = (found: Partial<Record<ColumnKey, number>>): string[] =>
  COLUMN_KEYS.filter((key) => COLUMNS[key].must && found[key] === undefined).map((key) => COLUMNS[key].head);

/** The first head of ours that stands twice in the same words, with its columns from 1; null when none does. */
export function repeatedHead(cells: readonly Cell[]): { head: string; columns: [number, number] } | null {
  const seen = new Map<string, number>();
  for (const [at, cell] of cells.entries()) {
    const text = plain(cellText(cell));
    if (!COLUMN_KEYS.some((one) => [COLUMNS[one].head, ...COLUMNS[one].also].some((head) => plain(head) === text)))
      continue;
    const first = seen.get(text);
    if (first !== undefined) return { head: cellText(cell), columns: [first + 1, at + 1] };
    seen.set(text, at);
  }
  return null;
}
