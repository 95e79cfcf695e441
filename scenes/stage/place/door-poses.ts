// Where each leaf of a scene's doors hangs and how it swings. Doors stand in the engine's order: doors by id, then
// exits by id.
import { isInside } from "../../sim/geometry";
import type { Door, Exit, Point, Room, Scene } from "../../sim/scene";
import type { LeafKind } from "./door-leaf";

export interface LeafPose {
  /** Index of the door as `view.doors` counts. */
  door: number;
  kind: LeafKind;
  storey: number;
  elevation: number;
  hinge: Point;
  /** Angle of the shut leaf in plan, radians, and its turn when wide open. */
  angle: number;
  swing: number;
  width: number;
  /** A sliding leaf moves along itself. */
  slides: boolean;
}

export function leafPoses(scene: Scene, storeys: readonly string[]): LeafPose[] {
  const byId = <T extends { id: string }>(list: readonly T[] | undefined) =>
    (list ?? []).slice().sort((a, b) => (a.id < b.id ? -1 : 1));
  const rooms = new Map(scene.rooms.map((r) => [r.id, r]));
  const poses: LeafPose[] = [];
  const entries = [
    ...byId(scene.doors).map((d) => ({
      d: d as Door | Exit,
      home: d.rooms[0],
      from: d.pushFrom ?? d.rooms[0],
      leaf: d.leaf ?? "single",
    })),
    ...byId(scene.exits).map((e) => ({ d: e as Door | Exit, home: e.room, from: e.room, leaf: e.leaf ?? "none" })),
  ];
  entries.forEach(({ d, home, from, leaf }, door) => {
    const room = rooms.get(home);
    if (leaf === "none" || !room) return;
    const storey = scene.storeys.find((s) => s.id === room.storey)!;
    const isExit = "room" in d;
    const kind: LeafKind = d.fireDoor ? "fire" : isExit ? "glass" : "wood";
    const side = rooms.get(from)?.polygon ?? room.polygon;
    const common = {
      door,
      kind,
      storey: storeys.indexOf(room.storey),
      elevation: storey.elevation,
      slides: leaf === "sliding",
    };
    const [p, q] = d.segment;
    const into = [...rooms.values()].find((r) => "rooms" in d && d.rooms.includes(r.id) && r.id !== from);
    if (leaf === "single")
      poses.push(hingesAtSecond(scene, [p, q], into) ? swingOf(q, p, side, common) : swingOf(p, q, side, common));
    else {
      const middle: Point = [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
      poses.push(swingOf(p, middle, side, common), swingOf(q, middle, side, common));
    }
  });
  return poses;
}

/**
 * The hinge sits at the end from which the open leaf stands least in the way: far from the way out of the room it opens
 * into, else near its wall.
 */
function hingesAtSecond(scene: Scene, [p, q]: [Point, Point], into: Room | undefined): boolean {
  if (!into) return false;
  const far = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1]);
  const exit = (scene.exits ?? []).find((e) => e.room === into.id);
  if (exit) {
    const middle: Point = [
      (exit.segment[0][0] + exit.segment[1][0]) / 2,
      (exit.segment[0][1] + exit.segment[1][1]) / 2,
    ];
    return far(q, middle) > far(p, middle);
  }
  const corner = (a: Point) => Math.min(...into.polygon.map((c) => far(c, a)));
  return corner(q) < corner(p);
}

type Common = Pick<LeafPose, "door" | "kind" | "storey" | "elevation" | "slides">;

/** Hung at `hinge`, reaching to `end` when shut; it opens away from the side on which one pushes. */
function swingOf(hinge: Point, end: Point, pushSide: Point[], common: Common): LeafPose {
  const [dx, dy] = [end[0] - hinge[0], end[1] - hinge[1]];
  const width = Math.hypot(dx, dy);
  const middle: Point = [hinge[0] + dx / 2, hinge[1] + dy / 2];
  const left: Point = [middle[0] - (dy / width) * 0.1, middle[1] + (dx / width) * 0.1];
  const opensLeft = !isInside(pushSide, ...left);
  return { ...common, hinge, angle: Math.atan2(dy, dx), swing: (opensLeft ? 1 : -1) * 1.62, width };
}
