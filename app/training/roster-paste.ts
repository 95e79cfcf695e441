// A pasted list of learners, one a line: an ID number or a mobile number, with anything else on the line ignored (a
// name, a serial). Says for each line what it is or what is wrong with it; ID numbers are never repeated in full.
import { idNumberFault, normaliseIdNumber } from "~/people/id-number";
import { maskIdNumber, maskPhone, phoneFault } from "~/people/masking";

export type PastedLine =
  | { line: number; kind: "id"; value: string; shown: string }
  | { line: number; kind: "phone"; value: string; shown: string }
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
      : { line, kind: "phone", value: cell, shown: maskPhone(cell) };
  }
  if (digits(cell) < 6) return { line, kind: "fault", sentence: `第 ${line} 行：没有看到身份证号或手机号。` };
  const value = normaliseIdNumber(cell);
  const fault = idNumberFault(value, today);
  return fault
    ? { line, kind: "fault", sentence: `第 ${line} 行 ${maskIdNumber(value)}：${fault}。` }
    : { line, kind: "id", value, shown: maskIdNumber(value) };
}

const digits = (text: string): number => text.replace(/\D/g, "").length;
