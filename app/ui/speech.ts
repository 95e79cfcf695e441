// Reading aloud with the browser's own voice, Chinese only. Nothing is sent anywhere; nothing speaks unasked.

export type SpeechState = "unknown" | "no-speech" | "no-chinese" | "ready";

interface Voiced {
  lang: string;
  localService: boolean;
}

/** A Chinese voice of the mainland first, one that needs no network first; null where there is none. */
export function chooseVoice<V extends Voiced>(voices: readonly V[]): V | null {
  const chinese = voices.filter(({ lang }) => /^(zh|cmn)([-_](cn|hans).*)?$/i.test(lang) || /^zh[-_]hans/i.test(lang));
  return chinese.find(({ localService }) => localService) ?? chinese[0] ?? null;
}

/** A text in pieces of at most a sentence or two: some browsers fall silent in the middle of a long one. */
export function toPieces(texts: readonly string[], longest = 80): string[] {
  return texts
    .flatMap((text) => {
      const pieces: string[] = [];
      for (const sentence of text.match(/[^。；？]+[。；？]?/g) ?? []) {
        const last = pieces.at(-1);
        if (last !== undefined && last.length + sentence.length <= longest) pieces[pieces.length - 1] = last + sentence;
        else pieces.push(sentence);
      }
      return pieces;
    })
    .map((piece) => piece.trim())
    .filter(Boolean);
}

/** Speaks the pieces one after another; `slow` for people over 60. */
export function speak(
  pieces: readonly string[],
  voice: SpeechSynthesisVoice,
  { slow, onEnd }: { slow: boolean; onEnd?: () => void },
): void {
  pieces.forEach((piece, at) => {
    const said = new SpeechSynthesisUtterance(piece);
    said.voice = voice;
    said.lang = voice.lang;
    said.rate = slow ? 0.8 : 0.95;
    if (at === pieces.length - 1 && onEnd) said.onend = said.onerror = onEnd;
    speechSynthesis.speak(said);
  });
}
