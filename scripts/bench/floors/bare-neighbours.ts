// The floor of a crowd's step: for everybody, over those within the reach of steering, the difference, the distance, the
// three products that steering looks at and one push. Who is near whom is laid ready; nobody decides, nobody moves.

/** Squared reach of steering, m² (scenes/sim/steer.ts). */
const REACH = 4.84;

export interface Positions {
  count: number;
  x: Float64Array;
  y: Float64Array;
  vx: Float64Array;
  vy: Float64Array;
  wishX: Float64Array;
  wishY: Float64Array;
}
/** By person: the neighbours `list[start[i]]` up to `list[start[i + 1]]`. */
export interface Near {
  start: Int32Array;
  list: Int32Array;
}

export function neighboursOf({ count, x, y }: Positions): Near {
  const cells = new Map<string, number[]>();
  const cellOf = (v: number) => Math.floor(v / 2.2);
  for (let i = 0; i < count; i++) {
    const key = `${cellOf(x[i]!)} ${cellOf(y[i]!)}`;
    cells.set(key, [...(cells.get(key) ?? []), i]);
  }
  const start = new Int32Array(count + 1);
  const list: number[] = [];
  for (let i = 0; i < count; i++) {
    for (const dx of [-1, 0, 1])
      for (const dy of [-1, 0, 1])
        for (const j of cells.get(`${cellOf(x[i]!) + dx} ${cellOf(y[i]!) + dy}`) ?? [])
          if (j !== i && (x[j]! - x[i]!) ** 2 + (y[j]! - y[i]!) ** 2 <= REACH) list.push(j);
    start[i + 1] = list.length;
  }
  return { start, list: Int32Array.from(list) };
}

/** Writes each one's push; gives a number that depends on all of it. */
export function bareStep(p: Positions, { start, list }: Near, pushX: Float64Array, pushY: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < p.count; i++) {
    const x = p.x[i]!;
    const y = p.y[i]!;
    const wx = p.wishX[i]!;
    const wy = p.wishY[i]!;
    let px = 0;
    let py = 0;
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const j = list[k]!;
      const dx = p.x[j]! - x;
      const dy = p.y[j]! - y;
      const d = Math.sqrt(dx * dx + dy * dy) + 1e-9;
      const ahead = dx * wx + dy * wy;
      const nearing = (p.vx[i]! - p.vx[j]!) * dx + (p.vy[i]! - p.vy[j]!) * dy;
      const alike = wx * p.wishX[j]! + wy * p.wishY[j]!;
      const push = (ahead + nearing * alike) / d;
      px -= dx * push;
      py -= dy * push;
    }
    pushX[i] = px;
    pushY[i] = py;
    sum += px + py;
  }
  return sum;
}
