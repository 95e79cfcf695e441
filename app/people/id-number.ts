// 公民身份号码, GB 11643: 17 digits and a check by ISO 7064 mod 11-2. Area codes are never held against a table:
// a number keeps the area of its issue for life, and areas are merged and renumbered.

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECKS = "10X98765432";

/** The 18th character for the first 17 digits. */
export function idCheckCharacter(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i += 1) sum += Number(first17[i]) * WEIGHTS[i]!;
  return CHECKS[sum % 11]!;
}

/** Upper case, without spaces; full-width digits and letters become plain ones. */
export const normaliseIdNumber = (text: string): string => text.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();

/** What is wrong with a normalised number, as the end of a sentence; null when it is sound. */
export function idNumberFault(id: string, today: string): string | null {
  if (id === "") return "没有填身份证号";
  if (/[^0-9X]/.test(id)) return "身份证号里有不是数字的字符";
  if (id.length < 18) return `身份证号少${countWord(18 - id.length)}位`;
  if (id.length > 18) return `身份证号多${countWord(id.length - 18)}位`;
  if (!/^\d{17}[\dX]$/.test(id)) return "身份证号里的 X 只能在最后一位";
  const birth = birthDay(id);
  if (!birth) return "身份证号里的出生日期不存在";
  if (birth > today) return "身份证号里的出生日期还没有到";
  if (idCheckCharacter(id) !== id[17]) return "身份证号的校验位不对，请与证件核对";
  return null;
}

/** `YYYY-MM-DD` from digits 7–14, null when there is no such day. */
export function birthDay(id: string): string | null {
  const [y, m, d] = [Number(id.slice(6, 10)), Number(id.slice(10, 12)), Number(id.slice(12, 14))];
  const date = new Date(Date.UTC(y, m - 1, d));
  if (y < 1900 || date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) return null;
  return date.toISOString().slice(0, 10);
}

const countWord = (n: number): string => ["零", "一", "两", "三", "四", "五", "六", "七", "八", "九"][n] ?? ` ${n} `;
