// The columns of a spreadsheet of certificates, and one row of it read: an entry with its holder, or each fault by
// column.
import { findExternalJob } from "~/rules/certificate-jobs";
import { idNumberFault, normaliseIdNumber } from "~/people/id-number";
import { maskIdNumber } from "~/people/masking";
import { cellText, type Cell } from "~/people/roster/columns";
import type { Entry } from "./entry.server";
import { maskNumber, normaliseNumber } from "./number";

export const SHEET_COLUMNS = {
  name: { head: "姓名", also: ["持证人", "持证人姓名"], must: true },
  idNumber: { head: "身份证号", also: ["身份证号码", "公民身份号码"], must: true },
  job: { head: "准操项目", also: ["项目", "证书项目", "操作项目", "证书类别", "工种"], must: true },
  number: { head: "证书编号", also: ["证号", "操作证号"], must: false },
  validFrom: { head: "有效期起", also: ["有效期开始", "有效期限起", "发证日期"], must: true },
  printedUntil: { head: "有效期止", also: ["有效期至", "到期日期", "有效期限止"], must: false },
  reviewedOn: { head: "复审日期", also: ["已复审日期", "最近复审日期"], must: false },
  long: { head: "延长复审", also: ["六年复审"], must: false },
  issuer: { head: "发证机关", also: ["发证单位"], must: true },
} as const;
export type SheetKey = keyof typeof SHEET_COLUMNS;
export const SHEET_KEYS = Object.keys(SHEET_COLUMNS) as SheetKey[];

const plain = (text: string): string => text.normalize("NFKC").replace(/[\s*:()]|必填|选填/g, "");

export function readSheetHeads(cells: readonly Cell[]): Partial<Record<SheetKey, number>> | null {
  const found: Partial<Record<SheetKey, number>> = {};
  cells.forEach((cell, at) => {
    const key = SHEET_KEYS.find((one) =>
      [SHEET_COLUMNS[one].head, ...SHEET_COLUMNS[one].also].some((head) => head === plain(cellText(cell))),
    );
    if (key && found[key] === undefined) found[key] = at;
  });
  return found.name !== undefined && found.idNumber !== undefined ? found : null;
}

export type SheetFault = { line: number; column: string; value: string; reason: string };
export type SheetEntry = { line: number; name: string; idNumber: string; entry: Entry };

/** One row by its columns; faults carry masked values. */
export function readSheetRow(
  line: number,
  cells: Partial<Record<SheetKey, Cell>>,
  today: string,
): SheetEntry | SheetFault[] {
  const faults: SheetFault[] = [];
  const fault = (key: SheetKey, reason: string) =>
    faults.push({ line, column: SHEET_COLUMNS[key].head, value: maskedCell(key, cellText(cells[key])), reason });
  for (const key of SHEET_KEYS) {
    const cell = cells[key];
    if (cell !== undefined && typeof cell !== "string")
      fault(
        key,
        cell.fault === "digits-lost"
          ? "被表格当成了数字，末几位已经丢失，请把这一列设为文本后重新填写"
          : "单元格里是公式，请改成写好的文字",
      );
  }
  if (faults.length > 0) return faults;
  const text = (key: SheetKey) => cellText(cells[key]);
  const idNumber = normaliseIdNumber(text("idNumber"));
  const [wrongId, job, validFrom] = [
    idNumberFault(idNumber, today),
    findExternalJob(text("job")),
    toSheetDay(text("validFrom")),
  ];
  if (text("name") === "") fault("name", "没有填姓名");
  if (wrongId) fault("idNumber", wrongId);
  if (!job)
    fault(
      "job",
      text("job") ? "不在证书目录里，可填目录里的项目名称或编号，如“低压电工作业”或“1.2”" : "没有填准操项目",
    );
  if (!["", "是", "否"].includes(text("long"))) fault("long", "只能填“是”或“否”");
  if (faults.length > 0 || !job) return faults;
  const number = normaliseNumber(text("number")) || (job.kind === "special-operation" ? `T${idNumber}` : "");
  return {
    line,
    name: text("name").replace(/\s/g, ""),
    idNumber,
    entry: {
      job: job.job,
      number,
      validFrom,
      printedUntil: toSheetDay(text("printedUntil")),
      reviewedOn: toSheetDay(text("reviewedOn")),
      long: text("long") === "是",
      issuer: text("issuer"),
    },
  };
}

/** 2023.6.1, 2023/06/01, 20230601 and 2023年6月1日 are days too; what is none stays as it is, for the check to name. */
export function toSheetDay(text: string): string {
  const match = /^(\d{4})(?:[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d{2})(\d{2}))$/.exec(
    text.normalize("NFKC").replace(/\s/g, ""),
  );
  return match
    ? `${match[1]}-${(match[2] ?? match[4])!.padStart(2, "0")}-${(match[3] ?? match[5])!.padStart(2, "0")}`
    : text;
}

export function maskedCell(key: SheetKey, text: string): string {
  if (key === "idNumber") return maskIdNumber(text.replace(/\s/g, ""));
  return key === "number" ? maskNumber(normaliseNumber(text)) : text.slice(0, 40);
}
