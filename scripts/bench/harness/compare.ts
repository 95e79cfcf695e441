// Work and floor turn by turn in one run: floor, work, floor, work … Each turn gives what one unit cost (milliseconds of
// CPU or of time); the share is taken within a turn, so that a machine that is busy for a while slows both.

export interface Spread {
  median: number;
  least: number;
  most: number;
}
/** `ofFloor`: percent of the floor's speed; 100 is as fast as the floor. */
export interface Compared {
  unit: string;
  rounds: number;
  work: Spread;
  floor: Spread;
  ofFloor: Spread;
}
export interface Turns {
  unit: string;
  rounds: number;
  /** Turns that are thrown away before. */
  warm?: number;
  floor: (round: number) => number | Promise<number>;
  work: (round: number) => number | Promise<number>;
}

export async function alternate({ unit, rounds, warm = 1, floor, work }: Turns): Promise<Compared> {
  const turns: { floor: number; work: number }[] = [];
  for (let round = -warm; round < rounds; round += 1) {
    const turn = { floor: await floor(round), work: await work(round) };
    if (round >= 0) turns.push(turn);
  }
  return compare(unit, turns);
}

export function compare(unit: string, turns: readonly { floor: number; work: number }[]): Compared {
  return {
    unit,
    rounds: turns.length,
    work: spread(turns.map((turn) => turn.work)),
    floor: spread(turns.map((turn) => turn.floor)),
    ofFloor: spread(turns.map((turn) => (100 * turn.floor) / turn.work)),
  };
}

/** The middle value (of an even number the mean of the two), the least and the most, to four digits. */
export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? NaN, sorted[sorted.length >> 1] ?? NaN];
  const digits = (value: number) => Number(value.toPrecision(4));
  return { median: digits((low + high) / 2), least: digits(sorted[0] ?? NaN), most: digits(sorted.at(-1) ?? NaN) };
}

/** CPU of this process, all its threads, in milliseconds. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
