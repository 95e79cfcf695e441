// Counts acts in sliding windows, in memory: one process serves them. A key names the act and who is counted, as
// "act:who"; each act has a store of its own and at most MOST_KEYS keys in it, so that a flood of made-up keys neither
// grows memory nor pushes out what another act remembers.

const MOST_KEYS = 20_000;
const LONGEST_S = 3_600;

type Window = { hits: number[] };
const stores = new Map<string, Map<string, Window>>();
const storeOf = (key: string): Map<string, Window> => {
  const act = key.slice(0, Math.max(0, key.indexOf(":"))) || key;
  const store = stores.get(act) ?? new Map<string, Window>();
  stores.set(act, store);
  return store;
};

export type Allowance = { limit: number; seconds: number; now: Date };

/** Takes one act from the allowance; false when `limit` acts already fell within the last `seconds`. */
export function takeAllowance(key: string, { limit, seconds, now }: Allowance): boolean {
  const window = windowOf(key, seconds, now.getTime());
  if (window.hits.length >= limit) return false;
  window.hits.push(now.getTime());
  return true;
}

/** Whether nothing is left, without taking. */
export const isSpent = (key: string, { limit, seconds, now }: Allowance): boolean =>
  windowOf(key, seconds, now.getTime()).hits.length >= limit;

/** How long until the next act is allowed; 0 when it is now. */
export function secondsLeft(key: string, { limit, seconds, now }: Allowance): number {
  const { hits } = windowOf(key, seconds, now.getTime());
  const first = hits.at(-limit);
  return first === undefined ? 0 : Math.ceil((first + seconds * 1000 - now.getTime()) / 1000);
}

/** The same in words, never less than it is. */
export const waitWords = (seconds: number): string =>
  seconds < 60 ? `${seconds} 秒` : `${Math.ceil(seconds / 60)} 分钟`;

/** The key's window without what is over; used last, it is forgotten last. */
function windowOf(key: string, seconds: number, t: number): Window {
  const store = storeOf(key);
  const window = store.get(key) ?? { hits: [] };
  window.hits = window.hits.filter((hit) => hit > t - seconds * 1000);
  store.delete(key);
  store.set(key, window);
  if (store.size > MOST_KEYS) makeRoom(store, t);
  return window;
}

/** What is over goes first; then the key that was not used for longest. */
function makeRoom(store: Map<string, Window>, t: number): void {
  for (const [key, window] of store) if ((window.hits.at(-1) ?? 0) <= t - LONGEST_S * 1000) store.delete(key);
  for (const key of store.keys()) {
    if (store.size <= MOST_KEYS * 0.9) return;
    store.delete(key);
  }
}

export function clearAllowance(key: string): void {
  storeOf(key).delete(key);
}

/** Gives the last act back: what succeeded does not count against whoever shares the key. */
export function returnAllowance(key: string): void {
  storeOf(key).get(key)?.hits.pop();
}

/** How many keys are remembered of an act, for tests. */
export const keysHeld = (act: string): number => stores.get(act)?.size ?? 0;

type Patience = { failures: number; at: number; until: number };
const patience = new Map<string, Patience>();
export type Growing = { free: number; firstSeconds: number; mostSeconds: number; now: Date };

/**
 * For one who is known and errs: `free` tries, then a wait that doubles with each further one. Takes a try and gives 0,
 * or the seconds still to wait; an hour without a try forgets. Only for keys that a stranger cannot name.
 */
export function takePatiently(key: string, { free, firstSeconds, mostSeconds, now }: Growing): number {
  const t = now.getTime();
  const kept = patience.get(key);
  const held = kept && t - kept.at <= LONGEST_S * 1000 ? kept : { failures: 0, at: t, until: 0 };
  if (held.until > t) return Math.ceil((held.until - t) / 1000);
  held.failures += 1;
  held.at = t;
  const over = held.failures - free;
  held.until = over < 0 ? 0 : t + Math.min(mostSeconds, firstSeconds * 2 ** over) * 1000;
  patience.delete(key);
  patience.set(key, held);
  if (patience.size > MOST_KEYS) patience.delete(patience.keys().next().value!);
  return 0;
}

/** The right one was given: all is forgotten. */
export function clearPatience(key: string): void {
  patience.delete(key);
}
