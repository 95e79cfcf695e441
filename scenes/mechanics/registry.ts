// All mechanics of the engine by name; the names as a type, and what each shows beside the world. Their words stand in
// texts.ts, outside of the engine; what the stage draws of them and what a drill's pages say of them stand in
// registries of their own.
import { evacuate } from "./evacuate/evacuate";
import { resuscitate } from "./resuscitate/resuscitate";
import { observe } from "./observe/observe";
import type { Mechanic } from "./mechanic";

const MECHANICS = [
  // one a line
  evacuate,
  resuscitate,
  observe,
] as const;

export type MechanicName = (typeof MECHANICS)[number]["name"];

type PartIn<M> = M extends Mechanic<string, infer P> ? P : never;
/** What the mechanics show beside the world: one of these, told apart by `mechanic`. */
export type MechanicPart = NonNullable<PartIn<(typeof MECHANICS)[number]>>;

export function isMechanicName(name: string): name is MechanicName {
  return MECHANICS.some((m) => m.name === name);
}

export function findMechanic(name: string): Mechanic {
  const found = MECHANICS.find((m) => m.name === name);
  if (!found) throw new RangeError(`mechanic ${name} is not known`);
  return found;
}
