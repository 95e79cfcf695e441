// What the building does by itself at set seconds: doors and exits that open, shut or are locked, and orders over
// loudspeakers. People learn of a locked door where they meet it (think.ts), of an order where they hear it.
import { addChoice, exitPortal } from "./choices";
import { CLOSED, LOCKED, OPEN } from "./doors";
import { sorted } from "./geometry";
import { WAITING, WALKING } from "./people";
import { purposeOf, uniform } from "./rng";
import { hurry } from "./think";
import { TICKS_PER_SECOND } from "./time";
import { noteEvent } from "./events";
import type { World } from "./world";

const HEEDS = purposeOf("heeds");
/** Who hears an order sets out within these ticks. */
const ORDERED = 60;

export function makeChanges(world: World): void {
  for (const c of sorted(world.scene.changes)) {
    if (world.tick !== Math.round(c.at * TICKS_PER_SECOND)) continue;
    const d = world.doors.list.findIndex((door) => door.id === c.door);
    world.doors.state[d] = c.state === "open" ? OPEN : c.state === "locked" ? LOCKED : CLOSED;
    noteEvent(world, {
      kind: c.state === "open" ? "door-opened" : "door-closed",
      who: -1,
      subject: c.door,
      index: d,
      value: c.state === "locked" ? 1 : 0,
    });
  }
  const orders = world.scene.alarm?.orders ?? [];
  for (let k = 0; k < orders.length; k++)
    if (world.tick === Math.round(orders[k]!.at * TICKS_PER_SECOND)) speak(world, k);
}

/** Everybody in earshot who heeds it drops what he knew, unless his exit is set for him. */
function speak(world: World, k: number): void {
  const order = world.scene.alarm!.orders![k]!,
    p = world.people,
    { ground } = world;
  const exits = order.exits.map((id) => exitPortal(ground, id)).sort((a, b) => a - b);
  const rooms = order.rooms ? new Set(order.rooms) : null;
  let heard = 0;
  for (let i = 0; i < p.count; i++) {
    if (
      i === world.player ||
      (p.state[i] !== WAITING && p.state[i] !== WALKING) ||
      p.stays[i] ||
      p.heads[i] ||
      p.goalRoom[i]! >= 0
    )
      continue;
    const choice = world.choices.list[p.choice[i]!]!;
    const isAssigned = choice.exits !== null && !choice.learns && !choice.ordered;
    if (
      isAssigned ||
      (rooms && !rooms.has(ground.rooms[p.room[i]!]!.id)) ||
      uniform(world.seed, p.key[i]!, k, HEEDS) >= (order.heeds ?? 1)
    )
      continue;
    p.choice[i] = addChoice(world.choices, { exits, goalRoom: -1, learns: false, ordered: true });
    p.dirty[i] = 1;
    hurry(world, i, ORDERED);
    heard++;
  }
  noteEvent(world, { kind: "ordered", who: -1, subject: "", index: k, value: heard });
}
