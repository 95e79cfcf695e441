// Doors: leaves that swing at a fixed pace, close themselves where they have a closer, unlock or fall shut with the
// alarm. Order: scene.doors by id, then scene.exits by id; those without a leaf stand open for good.
import { sorted } from "./geometry";
import type { Ground } from "./state/ground";
import type { Scene } from "./scene";
import { noteEvent } from "./events";
import type { World } from "./world";
import type { Doors } from "./state/doors";

export const CLOSED = 0,
  OPEN = 1,
  LOCKED = 2;
/** Share of the swing in one tick: 0.8 s to open, 1.2 s to close. */
const OPENING = 1 / 16,
  CLOSING = 1 / 24;
/** A closer waits this long after the last body left, ticks. */
const CLOSER_WAIT = 24;

export function createDoors(scene: Scene, ground: Ground): Doors {
  const all = [
    ...sorted(scene.doors).map((d) => ({ ...d, leaf: d.leaf ?? "single" })),
    ...sorted(scene.exits).map((e) => ({ ...e, leaf: e.leaf ?? "none" })),
  ];
  const n = all.length;
  const doors: Doors = {
    list: all.map((d) => ({
      id: d.id,
      leaf: d.leaf !== "none",
      selfClosing: d.selfClosing ?? false,
      pushFrom: ground.roomIndex.get(("pushFrom" in d && d.pushFrom) || ("rooms" in d ? d.rooms[0] : d.room)) ?? -1,
    })),
    portal: Int32Array.from(all, (d) => ground.portalIndex.get(d.id)!),
    openness: new Float64Array(n),
    state: new Uint8Array(n),
    wanted: new Uint8Array(n),
    busy: new Int32Array(n).fill(-1000),
    closedBy: new Int32Array(n).fill(-1),
  };
  all.forEach((d, i) => {
    const state = d.leaf === "none" ? "open" : (d.state ?? "closed");
    doors.state[i] = state === "open" ? OPEN : state === "locked" ? LOCKED : CLOSED;
    doors.openness[i] = state === "open" ? 1 : 0;
  });
  return doors;
}

export function moveDoors(world: World): void {
  const d = world.doors;
  for (let i = 0; i < d.list.length; i++) {
    if (!d.list[i]!.leaf) continue;
    if (d.wanted[i]) {
      d.wanted[i] = 0;
      if (d.state[i] === CLOSED) {
        d.state[i] = OPEN;
        noteEvent(world, { kind: "door-opened", who: -1, subject: d.list[i]!.id, index: i, value: 0 });
      }
      d.busy[i] = world.tick;
    }
    const mayClose = d.list[i]!.selfClosing || d.state[i] !== OPEN;
    if (mayClose && d.openness[i]! > 0 && inTheWay(world, i)) d.busy[i] = world.tick;
    if (d.state[i] === OPEN && d.list[i]!.selfClosing && d.openness[i]! >= 1 && world.tick - d.busy[i]! > CLOSER_WAIT)
      d.state[i] = CLOSED;
    const free = d.busy[i] !== world.tick;
    if (d.state[i] === OPEN) d.openness[i] = Math.min(1, d.openness[i]! + OPENING);
    else if (d.openness[i]! > 0 && free) d.openness[i] = Math.max(0, d.openness[i]! - CLOSING);
  }
}

/** A body in the frame keeps a door from falling shut. */
function inTheWay(world: World, door: number): boolean {
  const portal = world.ground.portals[world.doors.portal[door]!]!;
  const x = (portal.ax + portal.bx) / 2,
    y = (portal.ay + portal.by) / 2;
  const p = world.people;
  const reach = portal.width / 2 + 0.3;
  for (let i = 0; i < p.count; i++) {
    if (p.state[i] === 2 || (p.plane[i] !== portal.planeA && p.plane[i] !== portal.planeB)) continue;
    const dx = p.x[i]! - x,
      dy = p.y[i]! - y;
    if (dx * dx + dy * dy < reach * reach) return true;
  }
  return false;
}
