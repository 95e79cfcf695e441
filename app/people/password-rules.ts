import { DIGITS, NAMES, STEMS } from "./common-words";
import { pinyinSyllables } from "./pinyin";

// Which new passwords are refused, and why: 10 to 256 characters of any kind, pasted or typed, nothing about classes of
// characters (ASVS 5.0 6.2). Refused are the common ones, some hundred thousand by how they are made: a common word or
// name, or two, or up to three syllables of pinyin, with digits, years, dates and signs around it, also written with @
// for a and the like; walks over the keyboard and the alphabet; repetitions; and what is made of the person's and the
// organisation's own words.

export const LEAST = 10;
export const MOST = 256;

const stems = new Set([...STEMS, ...NAMES]);
const digits = new Set(DIGITS);
const OWN_WORDS = ["anding", "安鼎", "安鼎平台"];

/** What the person's surroundings are called: login, name, organisation, district. */
export type OwnWords = readonly string[];

/** What is wrong with a new password, as a sentence; null when it will do. */
export function passwordFault(password: string, own: OwnWords): string | null {
  const plain = password.normalize("NFKC");
  const length = [...plain].length;
  if (length < LEAST) return `密码至少 ${LEAST} 个字符，这里是 ${length} 个`;
  if (plain.length > MOST) return `密码最多 ${MOST} 个字符`;
  if (new Set(plain).size < 4) return "不同的字符太少，容易被猜到";
  if (isMostlyOwn(plain, own)) return "密码不要由登录名、姓名、单位、地名或“安鼎”变来";
  if (isCommonPassword(plain)) return "这是最常见的密码之一，请换一个";
  return null;
}

const LEET: Record<string, string> = {
  "@": "a",
  "4": "a",
  "3": "e",
  "1": "i",
  "!": "i",
  "0": "o",
  $: "s",
  "5": "s",
  "7": "t",
  "8": "b",
  "9": "g",
};
const unleet = (text: string, one = "i"): string =>
  text.replace(/[@43!1057$89]/g, (sign) => (sign === "1" ? one : LEET[sign]!));

export function isCommonPassword(password: string): boolean {
  const plain = password.normalize("NFKC").toLowerCase().replace(/\s/g, "");
  if (isRepeated(plain) || isWalk(plain)) return true;
  if (/^\d+$/.test(plain) && isPlainNumber(plain)) return true;
  // Around the word stand digits and signs; within it they may stand for letters.
  const [, before = "", core = "", behind = ""] = /^([^a-z@$]*)(.*?)([^a-z@$]*|[^a-z]*)$/.exec(plain) ?? [];
  const forms = [core, unleet(core), unleet(core, "l"), core.replace(/@/g, "a").replace(/\$/g, "s")];
  return (
    isMadeOf(plain) || forms.some((form) => isMadeOf(before + form + behind)) || isMadeOf(plain.replace(/^[@$]+/, ""))
  );
}

/** One common word or name, or two, and nothing else but common digits and a few signs. */
function isMadeOf(text: string): boolean {
  const letters = text.match(/[a-z]+/g) ?? [];
  const rest = text.match(/[^a-z]+/g) ?? [];
  if (/[^\x21-\x7e]/.test(text) || letters.length > 3 || letters.length === 0) return false;
  if (!rest.every((part) => part.split(/[^\d]+/).every((run) => run === "" || isPlainNumber(run)))) return false;
  if (letters.length === 1 && pinyinSyllables(letters[0]!) <= 3) return true; // a Chinese name or place
  return letters.reduce((sum, run) => sum + wordsIn(run), 0) <= 2;
}

/**
 * Of how many common words a run of letters consists; many when of others. One or two letters before digits are
 * initials.
 */
function wordsIn(run: string): number {
  if (run.length <= 2 || stems.has(run) || (run.length >= 4 && isWalk(run))) return 1;
  for (let at = 2; at <= run.length - 2; at += 1) if (stems.has(run.slice(0, at)) && stems.has(run.slice(at))) return 2;
  return 9;
}

/** Short, a run, a repetition, a year, a date or a mobile number. */
function isPlainNumber(run: string): boolean {
  const joined = [...digits].some((one) => one.length > 2 && run.startsWith(one) && digits.has(run.slice(one.length)));
  return (
    run.length <= 4 ||
    digits.has(run) ||
    joined ||
    isRepeated(run) ||
    isWalk(run) ||
    /^(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])?$/.test(run) ||
    /^\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])$/.test(run) ||
    /^1[3-9]\d{9}$/.test(run)
  );
}

/** abcabc, 1212121, aabbccdd, aaaabbbbcc */
const isRepeated = (text: string): boolean => /^(.{1,6})\1+.?$/.test(text) || /^((.)\2+)+$/.test(text);

const ROWS = ["1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"];
const SHIFTED = "!@#$%^&*()_+";
const keyAt = new Map(ROWS.flatMap((row, y) => [...row].map((key, x) => [key, { x, y }] as const)));

/**
 * Straight runs of three and more over the keyboard, the digits or the alphabet, also two interleaved (1q2w3e4r5t,
 * a1b2c3d4e5).
 */
function isWalk(text: string): boolean {
  const keys = [...text].map((key) => (SHIFTED.includes(key) ? ROWS[0]![SHIFTED.indexOf(key)]! : key));
  const odd = keys.filter((_, at) => at % 2 === 1);
  const even = keys.filter((_, at) => at % 2 === 0);
  return isRun(keys) || (odd.length >= 3 && isRun(odd) && isRun(even));
}

const isRun = (keys: readonly string[]): boolean => isStraight(keys, stepOf) || isStraight(keys, alphabetStep);

/** Nothing but straight runs of three and more; the last may be shorter. */
function isStraight(keys: readonly string[], stepBetween: (from: string, to: string) => string): boolean {
  let run = 1;
  let way = "";
  for (let at = 1; at < keys.length; at += 1) {
    const step = stepBetween(keys[at - 1]!, keys[at]!);
    if (step !== "" && (run === 1 || step === way)) run += 1;
    else if (run < 3) return false;
    else run = 1;
    way = run === 1 ? "" : step;
  }
  return keys.length >= 3 && (run >= 3 || keys.length > 5);
}

function alphabetStep(from: string, to: string): string {
  const step = to.charCodeAt(0) - from.charCodeAt(0);
  return /^[a-z]{2}$/.test(from + to) && Math.abs(step) === 1 ? String(step) : "";
}

function stepOf(from: string, to: string): string {
  const [a, b] = [keyAt.get(from), keyAt.get(to)];
  if (!a || !b) return "";
  const ring = a.y === 0 && b.y === 0 && Math.abs(a.x - b.x) === 9 ? -Math.sign(b.x - a.x) : b.x - a.x;
  return Math.abs(ring) <= 1 && Math.abs(b.y - a.y) <= 1 ? `${ring},${b.y - a.y}` : "";
}

/** A name as it stands, without what its brackets add, what they add, and between its signs and digits. */
function partsOf(name: string): string[] {
  const plain = name.normalize("NFKC").toLowerCase().trim();
  const bracketed = [...plain.matchAll(/\(([^()]*)\)/g)].map((found) => found[1]!);
  return [plain, plain.replace(/\([^()]*\)/g, "").trim(), ...bracketed, ...plain.split(/[.\-_\s·()\d]/)];
}

/** Taken away the own words, hardly anything is left. */
function isMostlyOwn(plain: string, own: OwnWords): boolean {
  const words = [...own, ...OWN_WORDS].flatMap(partsOf).filter((word) => [...word].length >= 2);
  const long = [...new Set(words)].sort((a, b) => b.length - a.length);
  return [plain.toLowerCase(), unleet(plain.toLowerCase()), unleet(plain.toLowerCase(), "l")].some((text) => {
    const left = long.reduce((rest, word) => rest.replaceAll(word, " "), text);
    return left !== text && [...left.replace(/[\s\p{P}\p{S}]/gu, "")].length < 7;
  });
}
