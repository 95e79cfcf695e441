// Binary heap of numbered items by (key, item), so that equal keys come out in one order everywhere.
// Stale entries (pushed again with a smaller key) are for the caller to skip.
export class Heap {
  private cells: number[] = [];
  private keys: number[] = [];
  push(key: number, cell: number): void {
    const { cells, keys } = this;
    let i = cells.length;
    cells.push(cell);
    keys.push(key);
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (!(key < keys[up]! || (key === keys[up]! && cell < cells[up]!))) break;
      cells[i] = cells[up]!;
      keys[i] = keys[up]!;
      i = up;
    }
    cells[i] = cell;
    keys[i] = key;
  }
  /** The least item, or −1. */
  pop(): number {
    const { cells, keys } = this;
    if (!cells.length) return -1;
    const top = cells[0]!;
    const cell = cells.pop()!,
      key = keys.pop()!;
    const n = cells.length;
    if (!n) return top;
    let i = 0;
    for (;;) {
      let c = 2 * i + 1;
      if (c >= n) break;
      if (c + 1 < n && (keys[c + 1]! < keys[c]! || (keys[c + 1]! === keys[c]! && cells[c + 1]! < cells[c]!))) c++;
      if (!(keys[c]! < key || (keys[c]! === key && cells[c]! < cell))) break;
      cells[i] = cells[c]!;
      keys[i] = keys[c]!;
      i = c;
    }
    cells[i] = cell;
    keys[i] = key;
    return top;
  }
}
