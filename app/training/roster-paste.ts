// A pasted list of learners, one a line: the name, and an ID number or a mobile number; a serial is passed over. Says
// for each line what it is or what is wrong with it; ID numbers are never repeated in full.
import { idNumberFault, normaliseIdNumber } from "~/people/id-number";
import { maskIdNumber, maskPhone, phoneFault } from "~/people/masking";

export type PastedLine =
  | { line: number; kind: "id" | "phone"; value: string; name: string; shown: string }
  | { line: number; kind: "fault"; sentence: string };

export const PASTE_LIMIT = 500;

export function readPastedRoster(text: string, today: string): PastedLine[] {
  return text
    .split(/\r?\n/)
    .map((raw, i) => ({
      line: i + 1,
      cells: raw
        .normalize("NFKC")
        .split(/[\s,;、|]+/)
        .filter(Boolean),
    }))
    .filter(({ cells }) => cells.length > 0)
    .map(({ line, cells }) => readLine(line, cells, today));
}

function readLine(line: number, cells: string[], today: string): PastedLine {
  const cell = cells.reduce((best, one) => (digits(one) > digits(best) ? one : best));
  if (/^1\d{10}$/.test(cell)) {
    const fault = phoneFault(cell);
    return fault
      ? { line, kind: "fault", sentence: `第 ${line} 行 ${maskPhone(cell)}：${fault}。` }
      : withName({ line, kind: "phone", value: cell, shown: maskPhone(cell) }, cells);
  }
  if (digits(cell) < 6) return { line, kind: "fault", sentence: `第 ${line} 行：没有看到身份证号或手机号。` };
  const value = normaliseIdNumber(cell);
  const fault = idNumberFault(value, today);
  return fault
    ? { line, kind: "fault", sentence: `第 ${line} 行 ${maskIdNumber(value)}：${fault}。` }
    : withName({ line, kind: "id", value, shown: maskIdNumber(value) }, cells);
}

/** What on the line is no number is the name, in one piece or in several. */
function withName(
  found: { line: number; kind: "id" | "phone"; value: string; shown: string },
  cells: string[],
): PastedLine {
  const name = cells.filter((one) => digits(one) === 0).join("");
  return name
    ? { ...found, name }
    : {
        line: found.line,
        kind: "fault",
        sentence: `第 ${found.line} 行 ${found.shown}：没有写姓名。一行写姓名和身份证号（或手机号）。`,
      };
}

const digits = (text: string): number => text.replace(/\D/g, "").length;
