// A deterministic order from a seed text: the same seed gives the same order in every browser and on the server. FNV-1a
// over the seed and the id, then a 32-bit avalanche; ids with the smaller hash come first. No sequential random stream.

export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

export function shuffled<T extends { id: string }>(items: readonly T[], seed: string): T[] {
  const rank = new Map(items.map((item) => [item.id, hashOf(`${seed}/${item.id}`)]));
  return [...items].sort((a, b) => (rank.get(a.id) ?? 0) - (rank.get(b.id) ?? 0) || (a.id < b.id ? -1 : 1));
}
