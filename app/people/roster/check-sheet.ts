// All rows of a sheet: each by itself, then against the rows above it (the same person twice).
import { maskIdNumber } from "../masking";
import { checkRow, type Fault, type RosterBook, type RosterRow } from "./check-row";
import type { NamedRow } from "./sheet";

export type CheckedSheet = { sound: RosterRow[]; bad: { line: number; faults: Fault[] }[] };

const PART = 1_000;

/** `pause` is awaited between parts of a thousand rows, so that a thread that serves others can. */
export async function checkSheet(
  rows: readonly NamedRow[],
  book: RosterBook,
  pause: () => Promise<void>,
): Promise<CheckedSheet> {
  const sound: RosterRow[] = [];
  const bad: CheckedSheet["bad"] = [];
  const seen = new Map<string, RosterRow[]>();
  for (const [i, { line, cells }] of rows.entries()) {
    if (i % PART === PART - 1) await pause();
    const checked = checkRow(line, cells, book);
    const faults = "faults" in checked ? checked.faults : clashes(checked.row, seen.get(checked.row.idNumber) ?? []);
    if (faults.length > 0 || "faults" in checked) bad.push({ line, faults });
    else {
      sound.push(checked.row);
      seen.set(checked.row.idNumber, [...(seen.get(checked.row.idNumber) ?? []), checked.row]);
    }
  }
  return { sound, bad };
}

function clashes(row: RosterRow, above: readonly RosterRow[]): Fault[] {
  const id = maskIdNumber(row.idNumber);
  for (const other of above) {
    if (other.name !== row.name)
      return [{ column: "身份证号", value: id, reason: `第 ${other.line} 行用的是同一个身份证号，姓名却不同` }];
    const sameClass = other.duty.dutyClass === row.duty.dutyClass;
    if (sameClass && other.organisation.key !== row.organisation.key)
      return [
        { column: "单位名称", value: row.organisation.name, reason: `第 ${other.line} 行里这个人属于另一个单位` },
      ];
    if (sameClass && other.duty.duty === row.duty.duty)
      return [{ column: "身份证号", value: id, reason: `与第 ${other.line} 行是同一个人、同一个岗位` }];
  }
  return [];
}
