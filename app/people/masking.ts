// How personal text is shown: enough for a person to know their own, too little for anyone to use. And mobile numbers.

const DOUBLE_SURNAMES = [
  "欧阳",
  "司马",
  "上官",
  "诸葛",
  "东方",
  "皇甫",
  "尉迟",
  "公孙",
  "慕容",
  "司徒",
  "夏侯",
  "令狐",
  "长孙",
  "宇文",
  "端木",
];

/** 张三 → 张*, 欧阳小明 → 欧阳** */
export function maskName(name: string): string {
  const characters = [...name];
  const kept = DOUBLE_SURNAMES.some((surname) => name.startsWith(surname)) && characters.length > 2 ? 2 : 1;
  return characters.slice(0, kept).join("") + "*".repeat(Math.max(1, characters.length - kept));
}

/** 330***********1234 */
export function maskIdNumber(id: string): string {
  if (id.length <= 7) return "*".repeat(id.length);
  return id.slice(0, 3) + "*".repeat(id.length - 7) + id.slice(-4);
}

/** 330*** of a masked number: what may stand beside a slip's code, whose second proof is the number's end. */
export const idStart = (masked: string): string => (masked ? `${masked.slice(0, 3)}***` : "");

/** 138****5678 */
export function maskPhone(phone: string): string {
  return phone.length < 8 ? "*".repeat(phone.length) : `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}

/** Digits alone, without +86. */
export const normalisePhone = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\s()-]/g, "")
    .replace(/^(\+86|0086|86(?=1\d{10}$))/, "");

/** What is wrong with a normalised mobile number; null when it is sound or left out. */
export function phoneFault(phone: string): string | null {
  if (phone === "") return null;
  if (/\D/.test(phone)) return "手机号里有不是数字的字符";
  if (phone.length !== 11) return `手机号应为 11 位，这里是 ${phone.length} 位`;
  return /^1[3-9]/.test(phone) ? null : "手机号的号段不存在";
}
