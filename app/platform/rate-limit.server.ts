// Counts acts in sliding windows, in memory: one process serves them. Keys name the act and who is counted.

type Window = { hits: number[] };
const windows = new Map<string, Window>();
let lastSweep = 0;

/** Takes one act from the allowance; false when `limit` acts already fell within the last `seconds`. */
export function takeAllowance(key: string, { limit, seconds, now }: { limit: number; seconds: number; now: Date }): boolean {
  const t = now.getTime();
  if (t - lastSweep > 60_000) sweep(t);
  const window = windows.get(key) ?? { hits: [] };
  window.hits = window.hits.filter((hit) => hit > t - seconds * 1000);
  if (window.hits.length >= limit) return false;
  window.hits.push(t);
  windows.set(key, window);
  return true;
}

export function clearAllowance(key: string): void {
  windows.delete(key);
}

function sweep(t: number): void {
  lastSweep = t;
  for (const [key, window] of windows) if ((window.hits.at(-1) ?? 0) < t - 3_600_000) windows.delete(key);
}

/** Gives the last act back: what succeeded does not count against whoever shares the key. */
export function returnAllowance(key: string): void {
  windows.get(key)?.hits.pop();
}
