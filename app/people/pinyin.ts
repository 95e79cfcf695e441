// Whether letters are Chinese written by sound: initials before finals, and the syllables without an initial.

const INITIALS = "b p m f d t n l g k h j q x zh ch sh r z c s y w".split(" ");
const FINALS =
  "a o e i u v ai ei ao ou an en ang eng ong ia ie iao iu ian in iang ing iong ua uo uai ui uan un uang ue ve er".split(
    " ",
  );
const ALONE = "a o e ai ei ao ou an en ang eng er".split(" ");
const SYLLABLE = new Set([...ALONE, ...INITIALS.flatMap((initial) => FINALS.map((final) => initial + final))]);
const LONGEST = 6;

/** The fewest syllables these letters are read as; Infinity when they are not pinyin. */
export function pinyinSyllables(letters: string): number {
  const least = [0];
  for (let end = 1; end <= letters.length; end += 1) {
    const ways = Array.from({ length: Math.min(LONGEST, end) }, (_, at) =>
      SYLLABLE.has(letters.slice(end - at - 1, end)) ? least[end - at - 1]! + 1 : Infinity,
    );
    least.push(Math.min(Infinity, ...ways));
  }
  return least[letters.length]!;
}
