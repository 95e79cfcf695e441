import { randomInt } from "node:crypto";
import ExcelJS from "exceljs";

// Made-up people for the roster: area 339900 does not exist, the check digit is right.

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

export function makeIdNumber(): string {
  const two = (most: number) => String(randomInt(1, most + 1)).padStart(2, "0");
  const head = `339900${randomInt(1970, 2000)}${two(12)}${two(28)}${String(randomInt(1000)).padStart(3, "0")}`;
  const sum = [...head].reduce((all, digit, n) => all + Number(digit) * WEIGHTS[n]!, 0);
  return head + "10X98765432"[sum % 11]!;
}

export interface RosterPerson {
  name: string;
  idNumber: string;
  duty: string;
}

export const COMPANY = "绍兴鉴溪印染有限公司";
const HEADS = ["姓名", "身份证号", "手机号", "单位名称", "区划代码或乡镇名", "用工形式", "责任类别", "责任岗位"];

/**
 * A roster as a clerk would send it: a title above the heads, then one row a person. A company's first one says its
 * credit code.
 */
export async function rosterWorkbook(
  people: readonly RosterPerson[],
  { creditCode }: { creditCode?: string } = {},
): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet("名册");
  sheet.addRow(["2026年第四季度人员名册"]);
  sheet.addRow(creditCode ? [...HEADS, "统一社会信用代码"] : HEADS);
  for (const [n, { name, idNumber, duty }] of people.entries())
    sheet.addRow([
      name,
      idNumber,
      `1380000${String(1000 + n)}`,
      COMPANY,
      "330602014",
      "正式",
      "企业从业人员",
      duty,
      ...(creditCode ? [creditCode] : []),
    ]);
  return Buffer.from(await book.xlsx.writeBuffer());
}
