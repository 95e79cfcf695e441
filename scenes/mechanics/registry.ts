// All mechanics by name. Their words stand in texts.ts, outside of the engine.
import { evacuate } from "./evacuate/evacuate";
import { resuscitate } from "./resuscitate/resuscitate";
import { observe } from "./observe";
import type { Mechanic } from "./mechanic";

const MECHANICS: readonly Mechanic[] = [evacuate, resuscitate, observe];

export function findMechanic(name: string): Mechanic {
  const found = MECHANICS.find((m) => m.name === name);
  if (!found) throw new RangeError(`mechanic ${name} is not known`);
  return found;
}
