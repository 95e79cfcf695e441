// The mechanics' words by key: labels of acts, captions, and for each point .well / .badly / .better. They stand apart
// from the engine, which deals in keys: another wording is no other engine, and old runs are judged by theirs.
import { EVACUATE_TEXTS } from "./evacuate/texts";
import { RESUSCITATE_TEXTS } from "./resuscitate/texts";

const TEXTS: Record<string, Record<string, string>> = { evacuate: EVACUATE_TEXTS, resuscitate: RESUSCITATE_TEXTS };

/** Empty for a mechanic without words. */
export function textsOf(mechanic: string): Readonly<Record<string, string>> {
  return TEXTS[mechanic] ?? {};
}
