// What a scene may say of its mechanic: fields, their kinds, and the ids that they name. Looked at before a scene goes
// out (npm run simulate, the tests, publishing); the engine holds none of it, so that a stricter look is no other engine.
import type { Scene } from "../sim/scene";

/** The first fault of a scene's `mechanic` in words, or null. */
export type FindBadParameters = (scene: Scene) => string | null;

type Kind = "number" | "text" | "object" | "list";
/** A kind for each parameter; one with `?` may be left out. A parameter without a row is a type error. */
export type Shape<P> = { readonly [K in keyof P]-?: undefined extends P[K] ? `${Kind}?` : Kind };

/** Looks at the fields alone; `more`, once they are of their kinds, at what they name. */
export function readsFields<P>(
  shape: Shape<P>,
  more: (parameters: P, scene: Scene) => string | null = () => null,
): FindBadParameters {
  const kinds = Object.entries<string>(shape);
  return (scene) => {
    const given = scene.mechanic ?? {};
    for (const name of Object.keys(given).sort())
      if (!Object.hasOwn(shape, name))
        return `mechanic.${name} is read by nobody; ${scene.meta.mechanic} ${listed(kinds)}`;
    for (const [name, kind] of kinds) {
      const wants = kind.replace("?", "");
      if (given[name] === undefined ? kind === wants : kindOf(given[name]) !== wants)
        return `mechanic.${name} wants ${WORDS[wants as Kind]}, not ${JSON.stringify(given[name]) ?? "nothing"}`;
    }
    return more(given as P, scene);
  };
}

const WORDS: Record<Kind, string> = { number: "a number", text: "text", object: "an object", list: "a list" };

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  if (typeof value === "string") return "text";
  return value === null ? "nothing" : typeof value;
}

const listed = (kinds: readonly (readonly [string, string])[]): string =>
  kinds.length ? `reads ${kinds.map(([name]) => name).join(", ")}` : "takes no parameters";

/** Of a mechanic whose scenes say nothing of it. */
export const takesNothing: FindBadParameters = readsFields<object>({});

/** The first of these ids that stands in no list of the scene, as a fault. */
export function findUnnamed(
  what: "person" | "spot",
  ids: readonly (readonly [field: string, id: unknown])[],
  scene: Scene,
): string | null {
  const there = (what === "person" ? (scene.population?.persons ?? []) : (scene.spots ?? [])).map(({ id }) => id);
  const lost = ids.find(([, id]) => !there.includes(id as string));
  return lost ? `mechanic.${lost[0]} names ${what} ${String(lost[1])}, which is not there` : null;
}
