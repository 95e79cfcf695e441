// Where the seats of a centre stand, and who sits beside whom. A seat's neighbours are the up to eight around it
// (row and column each at most one away) in the same room. Candidates are spread so that those of one organisation do
// not sit together where the room allows it. Deterministic: the same candidates and seats give the same plan.

import { hashOf } from "~/question/shuffle";

export interface Seat { id: string; roomId: string; label: string; row: number; column: number }

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

/** Seats for a room of `count` places, `columns` wide, filled row by row: 01-07 is the seventh seat of the first room. */
export function layOutRoom(room: { id: string; ordinal: number; count: number; columns: number }): Seat[] {
  return Array.from({ length: room.count }, (_, n) => ({
    id: `${room.id}-${n + 1}`, roomId: room.id, label: `${two(room.ordinal)}-${two(n + 1)}`,
    row: Math.floor(n / room.columns) + 1, column: (n % room.columns) + 1,
  }));
}

const two = (n: number) => String(n).padStart(2, "0");

export interface ToBeSeated { id: string; organisationId: string | null }

/** Candidate id → seat id. Throws when there are fewer seats than candidates. */
export function assignSeats(candidates: readonly ToBeSeated[], seats: readonly Seat[], seed: string): Map<string, string> {
  if (candidates.length > seats.length) throw new RangeError(`${candidates.length} candidates, ${seats.length} seats`);
  const around = neighboursOf(seats);
  const free = [...seats];
  const organisationAt = new Map<string, string>();
  const plan = new Map<string, string>();
  for (const candidate of byOrganisationInTurn(candidates, seed)) {
    const own = candidate.organisationId;
    const known = (seat: Seat) => (around.get(seat.id) ?? []).filter((id) => own && organisationAt.get(id) === own).length;
    let best = 0;
    for (let n = 1; n < free.length && known(free[best]!) > 0; n++) if (known(free[n]!) < known(free[best]!)) best = n;
    const [seat] = free.splice(best, 1);
    plan.set(candidate.id, seat!.id);
    if (own) organisationAt.set(seat!.id, own);
  }
  return plan;
}

/** One of each organisation in turn, so that colleagues are far apart to begin with. */
function byOrganisationInTurn(candidates: readonly ToBeSeated[], seed: string): ToBeSeated[] {
  const rank = (candidate: ToBeSeated) => hashOf(`${seed}/${candidate.id}`);
  const groups = new Map<string, ToBeSeated[]>();
  for (const candidate of [...candidates].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))) {
    const key = candidate.organisationId ?? candidate.id;
    groups.set(key, [...(groups.get(key) ?? []), candidate]);
  }
  const queues = [...groups.values()].sort((a, b) => b.length - a.length);
  const order: ToBeSeated[] = [];
  for (let n = 0; order.length < candidates.length; n++) for (const queue of queues) if (queue[n]) order.push(queue[n]!);
  return order;
}
