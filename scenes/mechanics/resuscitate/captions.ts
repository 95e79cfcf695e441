// What is said, heard, seen or felt, with the direction it comes from.
import { atan2, TAU } from "../../sim/maths";
import type { World } from "../../sim/world";
import type { Caption } from "../mechanic";

export function say(world: World, a: { captions: Caption[] }, text: string, kind: Caption["kind"], from = -1): void {
  let bearing = -1,
    distance = 0;
  if (from >= 0 && world.player >= 0) {
    const dx = world.people.x[from]! - world.people.x[world.player]!,
      dy = world.people.y[from]! - world.people.y[world.player]!;
    distance = Math.sqrt(dx * dx + dy * dy);
    if (distance > 1.2) bearing = Math.round((atan2(dy, dx) / TAU) * 65536) & 65535;
  }
  a.captions.push({
    text,
    tick: world.tick,
    bearing,
    distance,
    subject: from >= 0 ? world.people.ids[from]! : "",
    kind,
  });
}
