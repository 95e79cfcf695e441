// All mechanics by name, and their words.
import { evacuate } from './evacuate/evacuate';
import { EVACUATE_TEXTS } from './evacuate/texts';
import { resuscitate } from './resuscitate/resuscitate';
import { RESUSCITATE_TEXTS } from './resuscitate/texts';
import { observe } from './observe';
import type { Mechanic } from './mechanic';

const MECHANICS: readonly Mechanic[] = [evacuate, resuscitate, observe];
const TEXTS: Record<string, Record<string, string>> = { evacuate: EVACUATE_TEXTS, resuscitate: RESUSCITATE_TEXTS, observe: {} };

export function findMechanic(name: string): Mechanic {
  const found = MECHANICS.find((m) => m.name === name);
  if (!found) throw new RangeError(`mechanic ${name} is not known`);
  return found;
}

/** A mechanic's words by key: labels of acts, captions, and for each point .well / .badly / .better. */
export function textsOf(name: string): Readonly<Record<string, string>> {
  return TEXTS[name] ?? {};
}
