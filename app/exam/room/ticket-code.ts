// What stands on a seat ticket and is typed at a seat: twelve characters in three groups, of which no two look alike:
// 0 for O, Q and D, 1 for I and L, 2 for Z, 5 for S, 6 for G, 8 for B, V for U. Whoever types the other one means this.

const ALPHABET = "0123456789ACEFHJKMNPRTVWXY";
const LOOKS_LIKE: Record<string, string> = {
  O: "0",
  Q: "0",
  D: "0",
  I: "1",
  L: "1",
  Z: "2",
  S: "5",
  G: "6",
  B: "8",
  U: "V",
};
const LENGTH = 12;

/** `below(n)`: a random whole number from 0 to n - 1. */
export const makeTicket = (below: (n: number) => number): string =>
  inGroups(Array.from({ length: LENGTH }, () => ALPHABET[below(ALPHABET.length)]!).join(""));

/**
 * What was typed or scanned, in one form; null when it is no ticket. Spaces, dashes, lower case and full-width are read.
 */
export function readTicket(typed: string): string | null {
  const text = [
    ...typed
      .normalize("NFKC")
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, ""),
  ]
    .map((c) => LOOKS_LIKE[c] ?? c)
    .join("");
  return text.length === LENGTH ? inGroups(text) : null;
}

const inGroups = (text: string): string => text.match(/.{4}/g)!.join("-");
