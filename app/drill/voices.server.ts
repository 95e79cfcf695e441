import { VoiceTable, wordsIn, type Voice } from "#content/schema/voice";
import drill from "#content/voices/drill.json";
import portal from "#content/voices/portal.json";
import scenes from "#content/voices/scenes.json";
import { requireFace } from "./mechanics.server";

// A drill's words in the chosen voice. The adult's stand with the mechanic, the scene, the brief and the debrief; here
// the other two are laid over them. Read on the server alone, so that a page carries one voice.

const DRILL = VoiceTable.parse(drill);
const SCENES = VoiceTable.parse(scenes);
const PORTAL = VoiceTable.parse(portal);

/** For a drill whose mechanic has none of its own. */
export const DEFAULT_SENTENCES: readonly [string, string, string] = [
  "先看清周围，再动。",
  "先保护自己，再帮别人。",
  "做不到的事，离开并求助。",
];

/** The texts of a mechanic's acts, captions and points that this voice says differently. */
export function mechanicWords(mechanic: string, voice: Voice): Record<string, string> {
  const { voices } = requireFace(mechanic);
  return voices ? wordsIn(voices, voice) : {};
}

/** Words around a drill (brief, debrief, share card) by key. */
export const drillWords = (voice: Voice): Record<string, string> => wordsIn(DRILL, voice);

/** The front page's own words by key. */
export const portalWords = (voice: Voice): Record<string, string> => wordsIn(PORTAL, voice);

/** A scene's own title, summary, brief and task in this voice, where it has them. */
export function sceneWords<T extends Partial<Record<"title" | "summary" | "brief" | "task", string>>>(
  slug: string,
  adult: T,
  voice: Voice,
): T {
  const said = wordsIn(SCENES, voice);
  return Object.fromEntries(Object.entries(adult).map(([key, text]) => [key, said[`${slug}.${key}`] ?? text])) as T;
}

/** The three sentences to take along. */
export function sentencesFor(mechanic: string, voice: Voice): string[] {
  const { sentences } = requireFace(mechanic);
  const said = sentences ? mechanicWords(mechanic, voice) : drillWords(voice);
  return (sentences ?? DEFAULT_SENTENCES).map((text, at) => said[`sentence.${at}`] ?? text);
}

/**
 * A debrief's texts: how it ended as this voice says it of any drill, over that the mechanic's own words, over them
 * this voice's.
 */
export function debriefWords(
  mechanic: string,
  adult: Readonly<Record<string, string>>,
  voice: Voice,
): Record<string, string> {
  const ends = Object.entries(drillWords(voice)).filter(([key]) => key.startsWith("end."));
  return { ...Object.fromEntries(ends), ...adult, ...mechanicWords(mechanic, voice) };
}
