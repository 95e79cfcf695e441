// 统一社会信用代码, GB 32100: 17 characters of a 31-letter alphabet (no I O S V Z) and a check, weights 3^i mod 31.

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

export const normaliseCreditCode = (text: string): string => text.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();

/** The 18th character for the first 17. */
export function creditCheckCharacter(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (sum % 31)) % 31]!;
}

/** What is wrong with a normalised code, as the end of a sentence; null when it is sound. */
export function creditCodeFault(code: string): string | null {
  if (code.length !== 18) return `统一社会信用代码应为 18 位，这里是 ${code.length} 位`;
  const strange = [...code].find((character) => !ALPHABET.includes(character));
  if (strange) return `统一社会信用代码里不会有“${strange}”`;
  if (creditCheckCharacter(code.slice(0, 17)) !== code[17]) return "统一社会信用代码的校验位不对，请与营业执照核对";
  return null;
}
