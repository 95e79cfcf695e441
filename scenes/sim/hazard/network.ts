// The rooms' graph as a sparse symmetric matrix, and its LDLt factorisation. The pattern (with fill, minimum-degree
// order) is found once; each solve then touches the non-zero entries alone, so that a tree of rooms costs time linear
// in rooms.

export interface Network {
  readonly size: number;
  /** Position of each room in the elimination order. */
  readonly position: Int32Array;
  /** Columns of the strict lower triangle, by position. */
  readonly start: Int32Array;
  readonly row: Int32Array;
  /**
   * For each column and each ordered pair of its rows: where the product is subtracted (>= 0 entry, < 0 diagonal ~i).
   */
  readonly target: Int32Array;
  readonly diagonal: Float64Array;
  readonly entry: Float64Array;
  readonly right: Float64Array;
}

/** Finds order and pattern for `size` rooms joined by these pairs. */
export function createNetwork(size: number, pairs: readonly (readonly [number, number])[]): Network {
  const order = eliminationOrder(size, pairs);
  const position = new Int32Array(size);
  order.nodes.forEach((node, k) => (position[node] = k));
  const start = new Int32Array(size + 1);
  const rows: number[] = [];
  order.neighbours.forEach((list, k) => {
    const sorted = list.map((node) => position[node]!).sort((a, b) => a - b);
    rows.push(...sorted);
    start[k + 1] = rows.length;
  });
  const row = Int32Array.from(rows);
  const network: Network = {
    size,
    position,
    start,
    row,
    target: new Int32Array(countPairs(start)),
    diagonal: new Float64Array(size),
    entry: new Float64Array(rows.length),
    right: new Float64Array(size),
  };
  let t = 0;
  for (let k = 0; k < size; k++) {
    for (let a = start[k]!; a < start[k + 1]!; a++) {
      network.target[t++] = ~row[a]!;
      for (let b = a + 1; b < start[k + 1]!; b++) network.target[t++] = findEntry(network, row[a]!, row[b]!);
    }
  }
  return network;
}

/** Where the coefficient between two rooms is kept. */
export function entryBetween(network: Network, roomA: number, roomB: number): number {
  const a = network.position[roomA]!;
  const b = network.position[roomB]!;
  return a < b ? findEntry(network, a, b) : findEntry(network, b, a);
}

function findEntry(network: Network, column: number, row: number): number {
  for (let i = network.start[column]!; i < network.start[column + 1]!; i++) if (network.row[i] === row) return i;
  throw new Error(`rooms at ${column} and ${row} are not joined`);
}

function countPairs(start: Int32Array): number {
  let n = 0;
  for (let k = 0; k + 1 < start.length; k++) {
    const m = start[k + 1]! - start[k]!;
    n += (m * (m + 1)) / 2;
  }
  return n;
}

/** Repeatedly takes the room with the fewest neighbours (lowest index first) and joins those that remain. */
function eliminationOrder(size: number, pairs: readonly (readonly [number, number])[]) {
  const joined = Array.from({ length: size }, () => new Set<number>());
  for (const [a, b] of pairs) {
    if (a === b) continue;
    joined[a]!.add(b);
    joined[b]!.add(a);
  }
  const left = Array.from({ length: size }, (_, i) => i);
  const nodes: number[] = [];
  const neighbours: number[][] = [];
  while (left.length) {
    let best = 0;
    for (let i = 1; i < left.length; i++) if (joined[left[i]!]!.size < joined[left[best]!]!.size) best = i;
    const [node] = left.splice(best, 1);
    const around = [...joined[node!]!].sort((a, b) => a - b);
    for (const a of around) {
      joined[a]!.delete(node!);
      for (const b of around) if (a !== b) joined[a]!.add(b);
    }
    nodes.push(node!);
    neighbours.push(around);
  }
  return { nodes, neighbours };
}

/** Solves (diagonal, entry) x = right in place; the solution replaces `right`, by position. */
export function solve(network: Network): void {
  const { size, start, row, target, diagonal, entry, right } = network;
  let t = 0;
  for (let k = 0; k < size; k++) {
    const from = start[k]!;
    const to = start[k + 1]!;
    const pivot = 1 / diagonal[k]!;
    for (let a = from; a < to; a++) {
      const factor = entry[a]! * pivot;
      diagonal[~target[t++]!]! -= factor * entry[a]!;
      for (let b = a + 1; b < to; b++) entry[target[t++]!]! -= factor * entry[b]!;
      right[row[a]!]! -= factor * right[k]!;
    }
  }
  for (let k = size - 1; k >= 0; k--) {
    let x = right[k]!;
    for (let a = start[k]!; a < start[k + 1]!; a++) x -= entry[a]! * right[row[a]!]!;
    right[k] = x / diagonal[k]!;
  }
}
