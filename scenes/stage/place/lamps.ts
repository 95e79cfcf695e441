// Where light comes from: ceiling lamps (the scene's own, else an even grid), emergency lamps, windows. Metres in plan.
import type { Point, Room, Scene } from "../../sim/scene";
import { isInside } from "../../sim/geometry";
import { counterClockwise, edgesOf, gapsOf } from "./edges";
import { lookOf } from "./looks";

export interface Lamp {
  room: string;
  storey: string;
  at: Point;
  /** Degrees: the way its long side lies. */
  turn: number;
  size: [number, number];
  light: number;
}

export function ceilingLamps(scene: Scene): Lamp[] {
  const own = (scene.props ?? []).filter((p) => p.kind === "lamp");
  return scene.rooms.flatMap((room) => {
    const given = own.filter((p) => p.storey === room.storey && isInside(room.polygon, p.at[0], p.at[1]));
    const look = lookOf(room.kind);
    if (given.length)
      return given.map((p): Lamp => ({
        room: room.id,
        storey: room.storey,
        at: p.at,
        turn: p.turn ?? 0,
        size: [p.size?.[0] ?? 1.2, p.size?.[1] ?? 0.3],
        light: look.light,
      }));
    return look.lamps && look.ceiling ? evenGrid(room, look.lamps, look.light) : [];
  });
}

function evenGrid(room: Room, spacing: number, light: number): Lamp[] {
  const [x0, y0, x1, y1] = boxOf(room.polygon);
  const [w, h] = [x1 - x0, y1 - y0];
  const nx = Math.max(1, Math.round(w / spacing));
  const ny = Math.max(1, Math.round(h / spacing));
  const lamps: Lamp[] = [];
  const small = Math.min(w, h) < 1.4;
  for (let i = 0; i < nx; i++)
    for (let j = 0; j < ny; j++) {
      const at: Point = [x0 + ((i + 0.5) * w) / nx, y0 + ((j + 0.5) * h) / ny];
      if (!isInside(room.polygon, ...at)) continue;
      const size: [number, number] = small
        ? [0.3, 0.3]
        : room.kind === "corridor" || room.kind === "lobby"
          ? [0.6, 0.6]
          : [1.2, 0.3];
      lamps.push({ room: room.id, storey: room.storey, at, turn: w >= h ? 0 : 90, size, light });
    }
  return lamps;
}

/** Emergency lamps on the wall: beside every way out of a room people walk through, and each 7 m along corridors. */
export function emergencyLamps(scene: Scene): { room: string; storey: string; at: Point; facing: number }[] {
  const lamps: { room: string; storey: string; at: Point; facing: number }[] = [];
  for (const room of scene.rooms) {
    if (room.kind === "outside" || room.kind === "lift") continue;
    const storey = scene.storeys.find((s) => s.id === room.storey);
    const spans = edgesOf(room, gapsOf(scene, storey?.height ?? 3)).filter((s) => !s.gap);
    const long = room.kind === "corridor" || room.kind === "lobby" || room.kind === "hall" || room.kind === "platform";
    const chosen = long
      ? spans
      : spans
          .slice()
          .sort((p, q) => lengthOf(q) - lengthOf(p))
          .slice(0, 1);
    for (const span of chosen) {
      const length = lengthOf(span);
      if (length < 1.2) continue;
      const count = long ? Math.max(1, Math.floor(length / 7)) : 1;
      for (let i = 0; i < count; i++) {
        const t = (i + 0.5) / count;
        const at: Point = [span.a[0] + (span.b[0] - span.a[0]) * t, span.a[1] + (span.b[1] - span.a[1]) * t];
        // the room lies on the left of the edge
        const facing = (Math.atan2(span.b[0] - span.a[0], -(span.b[1] - span.a[1])) * 180) / Math.PI;
        if (lamps.some((l) => l.room === room.id && Math.hypot(l.at[0] - at[0], l.at[1] - at[1]) < 4)) continue;
        lamps.push({ room: room.id, storey: room.storey, at, facing });
      }
    }
  }
  return lamps;
}

const lengthOf = (s: { a: Point; b: Point }) => Math.hypot(s.b[0] - s.a[0], s.b[1] - s.a[1]);

export function boxOf(points: readonly Point[]): [number, number, number, number] {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    x0 = Math.min(x0, x);
    y0 = Math.min(y0, y);
    x1 = Math.max(x1, x);
    y1 = Math.max(y1, y);
  }
  return [x0, y0, x1, y1];
}

/** Window panes of a room with the direction that looks into it. */
export function panesOf(room: Room): { a: Point; b: Point; inward: Point; sill: number; head: number }[] {
  const ring = counterClockwise(room.polygon);
  return (room.windows ?? []).map((w) => {
    const [a, b] = w.segment;
    const l = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
    let inward: Point = [-(b[1] - a[1]) / l, (b[0] - a[0]) / l];
    const [mx, my] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    if (!isInside(ring, mx + inward[0] * 0.1, my + inward[1] * 0.1)) inward = [-inward[0], -inward[1]];
    return { a, b, inward, sill: w.sill ?? 0.9, head: w.head ?? 2.4 };
  });
}
