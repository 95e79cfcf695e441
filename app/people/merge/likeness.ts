// Why two registrations of the same name may be one person. Says what speaks for it; it never decides.
import { birthDay } from "../id-number";

export type Look = { idNumber: string; phone: string; organisationId: string | null };
export type Sign = "id-one" | "id-swapped" | "phone" | "birth" | "organisation";

/** What two registrations of one name have in common, strongest first; empty: nothing that is worth a look. */
export function likeness(a: Look, b: Look): Sign[] {
  const id = idSlip(a.idNumber, b.idNumber);
  const phone = a.phone !== "" && a.phone === b.phone;
  const birth = birthDay(a.idNumber) !== null && birthDay(a.idNumber) === birthDay(b.idNumber);
  const organisation = a.organisationId !== null && a.organisationId === b.organisationId;
  if (!id && !phone && !(birth && organisation)) return [];
  return [
    ...(id ? [id] : []),
    ...(phone ? ["phone" as const] : []),
    ...(birth ? ["birth" as const] : []),
    ...(organisation ? ["organisation" as const] : []),
  ];
}

/**
 * One character of the first 17 off, or two neighbours swapped: how a number goes wrong when it is copied. The check
 * character follows from the rest.
 */
export function idSlip(a: string, b: string): "id-one" | "id-swapped" | null {
  const off = differences(a, b).filter((at) => at < 17);
  if (a.length !== b.length || off.length === 0) return null;
  if (off.length === 1) return "id-one";
  const [first, second] = [off[0]!, off[1]!];
  return off.length === 2 && second === first + 1 && a[first] === b[second] && a[second] === b[first]
    ? "id-swapped"
    : null;
}

export function differences(a: string, b: string): number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, at) => at).filter((at) => a[at] !== b[at]);
}

const WORDS: Record<Sign, string> = {
  "id-one": "身份证号只差一位",
  "id-swapped": "身份证号相邻两位对调",
  phone: "手机号相同",
  birth: "同一天出生",
  organisation: "同一个单位",
};
export const signWords = (signs: readonly Sign[]): string =>
  ["姓名相同", ...signs.map((sign) => WORDS[sign])].join("、");

const WEIGHT: Record<Sign, number> = { "id-one": 8, "id-swapped": 8, phone: 4, birth: 2, organisation: 1 };
export const weightOf = (signs: readonly Sign[]): number => signs.reduce((sum, sign) => sum + WEIGHT[sign], 0);
