// Takes out of a text for the log what could tell of a person or open a door: ID numbers, phones, tokens and tickets;
// of an error's message all Chinese as well, since names and answers are Chinese and our own sentences can be found by
// the stack.

const ID_NUMBER = /(?<![\dA-Za-z])\d{15}(?:\d{2}[\dXx])?(?![\dA-Za-z])/g;
const PHONE = /(?<!\d)1[3-9]\d{9}(?!\d)/g;
const LONG_WORD = /[\w-]{16,}/g;
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const CHINESE = /[\u3400-\u9fff\uf900-\ufaff]+(?:[·，、。：；“”（）\s]*[\u3400-\u9fff\uf900-\ufaff]+)*/g;
const STACK_LINES = 4;

export function scrub(text: string): string {
  return text
    .replace(ID_NUMBER, "[id-number]")
    .replace(PHONE, "[phone]")
    .replace(LONG_WORD, (word) => (isSecret(word) ? "[token]" : word));
}

/**
 * Random text: letters of both cases with digits, or capitals with digits as tickets have them. Ids, hashes and names
 * of files are not.
 */
function isSecret(word: string): boolean {
  if (UUID.test(word)) return false;
  const [upper, lower, digit] = [/[A-Z]/.test(word), /[a-z]/.test(word), /\d/.test(word)];
  return (
    digit && upper && (lower ? word.length >= 20 && !/[a-z]{6}/.test(word) : word.length >= 16 && !word.includes("_"))
  );
}

export function scrubError(error: unknown): { error: string; stack?: string | undefined } {
  if (!(error instanceof Error)) return { error: scrub(String(error)).replace(CHINESE, "…") };
  const { name, stack } = error;
  // Prisma writes the whole call with its values into the message; what went wrong stands in the code and the last
  // line.
  const code = (error as { code?: unknown }).code;
  const message = name.startsWith("PrismaClient")
    ? `${typeof code === "string" ? `${code} ` : ""}${error.message.trimEnd().split("\n").at(-1) ?? ""}`
    : error.message;
  // The stack begins with the message, which may have lines of its own that look like places.
  const places = stack
    ?.replace(error.message, () => "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, STACK_LINES)
    .map((line) => line.trim())
    .join(" | ");
  return { error: `${name}: ${scrub(message).replace(CHINESE, "…")}`, stack: places && scrub(places) };
}
