// State hash: two lanes of FNV-1a over 32-bit words of everything that the next tick depends on; 16 hex digits.
// Numbers enter by their bits, so any difference shows, however small.
import { exposureState, hazardState } from "./hazard/index";
import { fieldState } from "./fields";
import type { World } from "./world";

const PRIME = 16777619;
// eslint-disable-next-line no-restricted-syntax -- scratch of one call: set anew at its beginning
let low = 0,
  high = 0;
const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

function word(w: number): void {
  low = Math.imul(low ^ w, PRIME);
  high = Math.imul(high ^ ((w << 13) | (w >>> 19)), PRIME) + 0x9e3779b9;
  high ^= high >>> 15;
}

function numbers(list: ArrayLike<number>, float: boolean): void {
  for (let i = 0; i < list.length; i++) {
    if (!float) word(list[i]! | 0);
    else {
      double[0] = list[i]! + 0; // −0 becomes 0
      word(halves[0]!);
      word(halves[1]!);
    }
  }
}

export function hashWorld(world: World, extra: readonly number[] = []): string {
  low = 0x811c9dc5 | 0;
  high = 0x3c6ef372 | 0;
  const p = world.people;
  word(world.tick);
  for (const list of [p.x, p.y, p.vx, p.vy, p.ex, p.ey, p.fed, p.freeSpeed]) numbers(list, true);
  for (const list of [p.state, p.posture, p.yaw, p.room, p.next, p.choice, p.jam, p.startTick, p.outTick])
    numbers(list, false);
  numbers(world.doors.openness, true);
  numbers(world.doors.state, false);
  numbers(world.service.tokens, true);
  numbers(
    [
      world.alarm.since,
      world.alarm.cause,
      world.self.goal,
      world.self.carries,
      world.self.called,
      world.self.mouthCovered ? 1 : 0,
    ],
    false,
  );
  for (const list of exposureState(world.exposure)) numbers(list, true);
  numbers(world.extinguishers.left, true);
  for (const car of world.cars) numbers([car.at, car.until, car.goal, ...car.riders], false);
  if (world.fields) for (const list of fieldState(world.fields)) numbers(list, list instanceof Float64Array);
  if (world.seen) numbers(world.seen, false);
  if (world.air) for (const list of hazardState(world.air.hazard)) numbers(list, list instanceof Float64Array);
  numbers(extra, false);
  const hex = (n: number) => (n >>> 0).toString(16).padStart(8, "0");
  return hex(high) + hex(low);
}
