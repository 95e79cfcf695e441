// The three voices in which residents are spoken to: children of 6–12 (nobody dies there), adults, people over 60. A
// table holds a text by key. Where adult words already stand with the thing they speak of (a mechanic's texts, a scene,
// a debrief's ends) the table holds the two others alone; a test holds that no key lacks a voice.
import { z } from "zod";

export const Voice = z.enum(["child", "adult", "elder"]);
export type Voice = z.infer<typeof Voice>;

const Words = z.record(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$|^[a-z]+$/), z.string().min(1));
export const VoiceTable = z.strictObject({ adult: Words.optional(), child: Words, elder: Words });
export type VoiceTable = z.infer<typeof VoiceTable>;

/** What must not be said to a child. */
export const NOT_FOR_CHILDREN = /死|丧命|没命|要命|送命|活不|昏|毒|尸|倒下|烧伤|遇难/;

/** The words of one voice; what it does not say itself, the adult's words say. */
export function wordsIn(table: VoiceTable, voice: Voice): Record<string, string> {
  return { ...table.adult, ...(voice === "adult" ? {} : table[voice]) };
}
