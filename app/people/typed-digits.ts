/** Digits as they are typed from a slip or a card: groups set apart by spaces or signs, full-width, a small x. */
export const typedDigits = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\s\p{Cf}\p{Pd}]/gu, "")
    .toUpperCase();
