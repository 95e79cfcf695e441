// Exit signs as people read them: in the same region, from the side they face, near enough for the smoke between.
// Light-emitting signs are seen to 8/K, reflecting ones to 3/K metres (Jin), 30 m at most.
import { eyeExtinction } from "./air";
import { addChoice } from "./choices";
import type { World } from "./world";
import type { CompiledSign } from "./state/signs";

const FARTHEST = 30;

/** Adds the exits that visible signs tell of to what a person knows. */
export function readSigns(world: World, i: number): void {
  const p = world.people;
  const choice = world.choices.list[p.choice[i]!]!;
  if (!choice.learns || !choice.exits) return;
  let known: number[] | null = null;
  const region = world.ground.rooms[p.room[i]!]!.region;
  for (const sign of world.signs) {
    if (sign.region !== region || (known ?? choice.exits).includes(sign.portal)) continue;
    if (!isLegible(world, sign, p.room[i]!, p.x[i]!, p.y[i]!)) continue;
    known = known ?? choice.exits.slice();
    known.push(sign.portal);
  }
  if (known) p.choice[i] = addChoice(world.choices, { exits: known.sort((a, b) => a - b), goalRoom: -1, learns: true });
}

export function isLegible(world: World, sign: CompiledSign, room: number, x: number, y: number): boolean {
  const dx = x - sign.x,
    dy = y - sign.y;
  const d = Math.sqrt(dx * dx + dy * dy);
  if (d > FARTHEST) return false;
  const front = dx * sign.nx + dy * sign.ny;
  if (!sign.double && front < 0.17 * d) return false; // flatter than 10° it can't be read
  const k = (eyeExtinction(world, room, 2) + eyeExtinction(world, sign.room, 2)) / 2;
  return k < 1e-6 || d < (sign.lit ? 8 : 3) / k;
}
