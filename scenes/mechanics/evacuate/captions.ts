// What the player hears, feels and sees in a tick, as captions with a direction where there is one.
import { eyeExtinction } from "../../sim/air";
import { atan2, TAU } from "../../sim/maths";
import type { SimEvent } from "../../sim/events";
import type { World } from "../../sim/world";
import type { Caption } from "../mechanic";
import type { Account } from "./account";

const NOTHING: Caption[] = [];
const HOT = 45,
  WARM = 30;

/** Haze under the ceiling of the player's room that a nose notices, 1/m. */
const HAZE = 0.4;
export const smells = (world: World): boolean => {
  if (world.player < 0) return false;
  const room = world.people.room[world.player]!;
  return eyeExtinction(world, room, world.ground.rooms[room]!.height) > HAZE;
};

export function captionsOf(world: World, a: Account): Caption[] {
  const list: Caption[] = [];
  for (const e of world.events) {
    const caption = captionOf(world, e);
    if (caption) list.push(caption);
  }
  if (a.noticed < 0 && world.alarm.since < 0 && smells(world)) list.push(plain(world, "caption.smell", "sight"));
  if (!a.smokeTold && world.self.visibility < 20) {
    a.smokeTold = true;
    list.push(plain(world, "caption.smoke", "sight"));
  }
  const fed = world.player < 0 ? 0 : world.people.fed[world.player]!;
  if (a.dazedTold < 2 && fed > (a.dazedTold === 0 ? 0.15 : 0.5)) {
    a.dazedTold++;
    list.push(plain(world, a.dazedTold === 1 ? "caption.cough" : "caption.dazed", "touch"));
  }
  return list.length ? list : NOTHING;
}

function captionOf(world: World, e: SimEvent): Caption | null {
  if (e.kind === "alarm") return plain(world, e.value === 3 ? "caption.alarm-raised" : "caption.alarm", "sound");
  if (e.kind === "door-opened" && e.who === -1) return heardDoor(world, e);
  if (e.who !== world.player) return null;
  switch (e.kind) {
    case "door-felt":
      return plain(
        world,
        e.value >= HOT ? "caption.door-hot" : e.value >= WARM ? "caption.door-warm" : "caption.door-cool",
        "touch",
        e.subject,
      );
    case "door-locked":
      return plain(world, "caption.door-locked", "touch", e.subject);
    case "door-closed":
      return plain(world, "caption.door-closed", "sound", e.subject);
    case "called":
      return plain(world, "caption.called", "speech");
    case "heard":
      return plain(world, "caption.heard", "speech");
    case "shouted":
      return plain(world, "caption.shouted", "speech");
    case "took":
      return plain(world, "caption.took", "touch", e.subject);
    case "fire-out":
      return plain(world, "caption.fire-out", "sight", e.subject);
    case "sheltered":
      return plain(world, "caption.sheltered", "result");
    case "covered-mouth":
      return plain(world, "caption.covered-mouth", "touch");
    case "contact":
      return plain(world, "caption.contact", "touch");
    case "out":
      return plain(world, "caption.out", "result");
    case "lift":
      return plain(world, "caption.lift", "result");
    case "down":
      return plain(world, "caption.down", "result");
    default:
      return null;
  }
}

function heardDoor(world: World, e: SimEvent): Caption | null {
  const q = world.ground.portals[world.doors.portal[e.index]!]!;
  const p = world.people,
    i = world.player;
  if (i < 0) return null;
  const dx = (q.ax + q.bx) / 2 - p.x[i]!,
    dy = (q.ay + q.by) / 2 - p.y[i]!;
  const distance = Math.sqrt(dx * dx + dy * dy);
  if (distance > 6 || q.planeA !== p.plane[i]) return null;
  const bearing = Math.round((atan2(dy, dx) / TAU) * 65536) & 65535;
  return { text: "caption.door-opens", tick: world.tick, bearing, distance, subject: e.subject, kind: "sound" };
}

function plain(world: World, text: string, kind: Caption["kind"], subject = ""): Caption {
  return { text, tick: world.tick, bearing: -1, distance: 0, subject, kind };
}
