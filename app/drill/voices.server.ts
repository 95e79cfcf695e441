import { VoiceTable, wordsIn, type Voice } from '#content/schema/voice'
import drill from '#content/voices/drill.json'
import evacuate from '#content/voices/evacuate.json'
import scenes from '#content/voices/scenes.json'
import { DEFAULT_SENTENCES, THREE_SENTENCES } from './briefs'
import { ENDS } from './point-words'

// A drill's words in the chosen voice. The adult's stand with the mechanic, the scene, the brief and the debrief; here the
// other two are laid over them. Read on the server alone, so that a page carries one voice.

const MECHANICS: Readonly<Record<string, VoiceTable>> = { evacuate: VoiceTable.parse(evacuate) }
const DRILL = VoiceTable.parse(drill)
const SCENES = VoiceTable.parse(scenes)

/** The texts of a mechanic's acts, captions and points that this voice says differently. */
export function mechanicWords(mechanic: string, voice: Voice): Record<string, string> {
  const table = MECHANICS[mechanic]
  return table ? wordsIn(table, voice) : {}
}

/** Words around a drill (brief, debrief, share card) by key. */
export const drillWords = (voice: Voice): Record<string, string> => wordsIn(DRILL, voice)

/** A scene's own title, summary, brief and task in this voice, where it has them. */
export function sceneWords<T extends Partial<Record<'title' | 'summary' | 'brief' | 'task', string>>>(slug: string, adult: T, voice: Voice): T {
  const said = wordsIn(SCENES, voice)
  return Object.fromEntries(Object.entries(adult).map(([key, text]) => [key, said[`${slug}.${key}`] ?? text])) as T
}

/** The three sentences to take along. */
export function sentencesFor(mechanic: string, voice: Voice): string[] {
  const adult = THREE_SENTENCES[mechanic] ?? DEFAULT_SENTENCES
  const group = THREE_SENTENCES[mechanic] ? mechanic : 'default'
  const said = drillWords(voice)
  return adult.map((text, at) => said[`sentences.${group}.${at}`] ?? text)
}

/** How a run ended, by outcome. */
export function endsFor(voice: Voice): typeof ENDS {
  const said = drillWords(voice)
  return Object.fromEntries(Object.entries(ENDS).map(([outcome, text]) => [outcome, said[`end.${outcome}`] ?? text])) as typeof ENDS
}
