// Where the seats of a centre stand, and who sits beside whom. A seat's neighbours are the up to eight around it
// (row and column each at most one away) in the same room. Candidates are spread: seats beside nobody first, and never
// beside a colleague where the rooms allow it. Deterministic: the same candidates and seats give the same plan.

import { hashOf } from "~/question/shuffle";

export interface Seat {
  id: string;
  roomId: string;
  label: string;
  row: number;
  column: number;
}

export const areNeighbours = (a: Seat, b: Seat): boolean =>
  a.id !== b.id && a.roomId === b.roomId && Math.abs(a.row - b.row) <= 1 && Math.abs(a.column - b.column) <= 1;

/** Seat id → ids of the seats around it. */
export function neighboursOf(seats: readonly Seat[]): Map<string, string[]> {
  const at = new Map(seats.map((seat) => [place(seat.roomId, seat.row, seat.column), seat.id]));
  return new Map(seats.map((seat) => [seat.id, around(seat).flatMap((key) => at.get(key) ?? [])]));
}

const place = (roomId: string, row: number, column: number) => `${roomId} ${row} ${column}`;

function around({ roomId, row, column }: Seat): string[] {
  const keys: string[] = [];
  for (let y = row - 1; y <= row + 1; y++) {
    for (let x = column - 1; x <= column + 1; x++) if (y !== row || x !== column) keys.push(place(roomId, y, x));
  }
  return keys;
}

/**
 * Seats for a room of `count` places, `columns` wide, filled row by row: 01-07 is the seventh seat of the first room.
 */
export function layOutRoom(room: { id: string; ordinal: number; count: number; columns: number }): Seat[] {
  return Array.from({ length: room.count }, (_, n) => ({
    id: `${room.id}-${n + 1}`,
    roomId: room.id,
    label: `${two(room.ordinal)}-${two(n + 1)}`,
    row: Math.floor(n / room.columns) + 1,
    column: (n % room.columns) + 1,
  }));
}

/**
 * `count` more seats after the last one that is there, in as many columns, numbered on; a number that is taken is
 * passed over.
 */
export function nextSeats(
  room: { id: string; ordinal: number },
  there: readonly Pick<Seat, "label" | "row" | "column">[],
  count: number,
): Seat[] {
  const columns = Math.max(1, ...there.map((seat) => seat.column));
  const from = Math.max(0, ...there.map((seat) => (seat.row - 1) * columns + seat.column));
  const taken = new Set(there.map((seat) => seat.label));
  const labels = Array.from(
    { length: count + there.length },
    (_, n) => `${two(room.ordinal)}-${two(there.length + n + 1)}`,
  ).filter((label) => !taken.has(label));
  return Array.from({ length: count }, (_, n) => ({
    id: `${room.id}-${from + n + 1}`,
    roomId: room.id,
    label: labels[n]!,
    row: Math.floor((from + n) / columns) + 1,
    column: ((from + n) % columns) + 1,
  }));
}

const two = (n: number) => String(n).padStart(2, "0");

/** A colleague beside one weighs more than a room full of strangers. */
const COLLEAGUE = 100;

export interface ToBeSeated {
  id: string;
  organisationId: string | null;
}

/** Who has a seat already, and keeps it. */
export interface Seated {
  seatId: string;
  organisationId: string | null;
}

/** Candidate id → seat id, round those who are seated already. Throws when too few seats are free. */
export function assignSeats(
  candidates: readonly ToBeSeated[],
  seats: readonly Seat[],
  { seed, seated = [] }: { seed: string; seated?: readonly Seated[] },
): Map<string, string> {
  const around = neighboursOf(seats);
  const taken = new Set(seated.map((one) => one.seatId));
  const free = seats.filter((seat) => !taken.has(seat.id));
  if (candidates.length > free.length) throw new RangeError(`${candidates.length} candidates, ${free.length} seats`);
  const organisationAt = new Map(seated.map((one) => [one.seatId, one.organisationId]));
  const plan = new Map<string, string>();
  for (const candidate of largestFirst(candidates, seed)) {
    const own = candidate.organisationId;
    const cost = (seat: Seat) =>
      (around.get(seat.id) ?? []).reduce(
        (sum, id) => sum + (taken.has(id) ? 1 : 0) + (own && organisationAt.get(id) === own ? COLLEAGUE : 0),
        0,
      );
    let [best, least] = [0, cost(free[0]!)];
    for (let n = 1; n < free.length && least > 0; n++) {
      const next = cost(free[n]!);
      if (next < least) [best, least] = [n, next];
    }
    const [seat] = free.splice(best, 1);
    plan.set(candidate.id, seat!.id);
    taken.add(seat!.id);
    if (own) organisationAt.set(seat!.id, own);
  }
  return plan;
}

/** Of these, who sits beside a colleague. */
export function besideColleagues<T extends Seated>(sitting: readonly T[], seats: readonly Seat[]): T[] {
  const around = neighboursOf(seats);
  const at = new Map(sitting.map((one) => [one.seatId, one.organisationId]));
  return sitting.filter(
    ({ seatId, organisationId }) =>
      organisationId !== null && (around.get(seatId) ?? []).some((id) => at.get(id) === organisationId),
  );
}

/** The largest organisation first: its people find seats apart while there are still many. */
function largestFirst(candidates: readonly ToBeSeated[], seed: string): ToBeSeated[] {
  const rank = (candidate: ToBeSeated) => hashOf(`${seed}/${candidate.id}`);
  const groups = new Map<string, ToBeSeated[]>();
  for (const candidate of [...candidates].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))) {
    const key = candidate.organisationId ?? candidate.id;
    groups.set(key, [...(groups.get(key) ?? []), candidate]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length).flat();
}
