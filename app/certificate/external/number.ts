// The number of a certificate that others issued. 特种作业操作证: T and the holder's ID number, so the whole number is
// treated as an ID number is (L7): encrypted, found by a keyed hash, shown masked.
import { idNumberFault, normaliseIdNumber } from "~/people/id-number";
import { maskIdNumber } from "~/people/masking";

export const normaliseNumber = (typed: string): string => normaliseIdNumber(typed);

/**
 * What is wrong with a normalised number, as the end of a sentence; null when it is sound. `own`: the holder's ID
 * number.
 */
export function numberFault(
  number: string,
  { kind, own, today }: { kind: string; own: string; today: string },
): string | null {
  if (number === "") return "没有填证书编号";
  if (kind !== "special-operation") {
    if (!/^[0-9A-Z]{8,30}$/.test(number)) return "证书编号应为 8 到 30 位字母和数字";
    return /\d{17}[\dX]/.test(number) && !number.includes(own) ? "证书编号里的身份证号与本人登记的不一致" : null;
  }
  if (!number.startsWith("T")) return "特种作业操作证的编号是 T 加 18 位身份证号，这里没有 T";
  const wrong = idNumberFault(number.slice(1), today);
  if (wrong) return `编号里的${wrong.replace(/^没有填身份证号$/, "身份证号没有填")}`;
  return number.slice(1) === own ? null : "编号里的身份证号与本人登记的不一致，请核对是不是本人的证";
}

/** T339***********0011 */
export const maskNumber = (number: string): string =>
  number.startsWith("T") ? `T${maskIdNumber(number.slice(1))}` : maskIdNumber(number);
