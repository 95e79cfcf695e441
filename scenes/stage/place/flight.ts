// A flight of stairs that is scenery: beyond a storey's edge, going down from a way out or up behind a balustrade. The
// prop's own x runs away from the room, its length is the flight's; steps, side walls, end wall and a soffit are drawn.
import { propSize } from "../../sim/props";
import type { Point, Prop, Segment } from "../../sim/scene";
import { tint, type Mesher, type Skin, type Vec3 } from "./mesher";
import { Frame } from "./solids";

const TREAD: Skin = { surface: "tile", tint: tint("#bdb8ae"), face: "floor" };
const RISER: Skin = { tint: tint("#98938a"), face: "wall" };
const NOSING: Skin = { tint: tint("#4c4944") };
const WALL: Skin = { surface: "plaster", tint: tint("#e7e4da"), face: "wall" };
const SOFFIT: Skin = { surface: "plaster", tint: tint("#dcd8ce"), face: "ceiling" };
const RAIL: Skin = { surface: "wood", tint: tint("#7b5c3e") };
const RISE = 0.163;

export const isFlight = (prop: Prop): boolean => prop.kind === "stairs-down" || prop.kind === "stairs-up";

/** Where it meets the room: the edge it stands on, and a point of the room before it. */
export function flightMouth(prop: Prop): { segment: Segment; inside: Point } {
  const [w, d] = propSize(prop);
  const a = ((prop.turn ?? 0) * Math.PI) / 180;
  const at = (x: number, y: number): Point => [
    prop.at[0] + Math.cos(a) * x - Math.sin(a) * y,
    prop.at[1] + Math.sin(a) * x + Math.cos(a) * y,
  ];
  return { segment: [at(-w / 2, -d / 2), at(-w / 2, d / 2)], inside: at(-w / 2 - 0.15, 0) };
}

export function addFlight(mesher: Mesher, prop: Prop, height: number): void {
  const [w, d] = propSize(prop);
  const f = new Frame(mesher, prop.at[0], prop.at[1], 0, prop.turn ?? 0);
  const up = prop.kind === "stairs-up";
  const steps = Math.max(3, Math.floor((w - 0.3) / 0.28));
  const tread = (w - 0.3) / steps;
  const [l, r] = [d / 2, -d / 2];
  const start = -w / 2 + (up ? 0 : 0.02);
  const p = (x: number, y: number, z: number): Vec3 => f.at(x, y, z);
  for (let i = 0; i < steps; i++) {
    const x0 = start + i * tread;
    const z0 = (up ? i : -i) * RISE;
    const z1 = z0 + (up ? RISE : -RISE);
    if (up) mesher.quad(p(x0, l, z0), p(x0, r, z0), p(x0, r, z1), p(x0, l, z1), RISER);
    mesher.quad(p(x0, l, z1), p(x0, r, z1), p(x0 + tread, r, z1), p(x0 + tread, l, z1), TREAD);
    const nose = up ? x0 : x0 - 0.045;
    const ez = (up ? z1 : z0) + 0.004;
    mesher.quad(p(nose, l, ez), p(nose, r, ez), p(nose + 0.045, r, ez), p(nose + 0.045, l, ez), NOSING);
  }
  const [end, low] = [w / 2, up ? steps * RISE : -steps * RISE];
  mesher.quad(
    p(start + steps * tread, l, low),
    p(start + steps * tread, r, low),
    p(end, r, low),
    p(end, l, low),
    TREAD,
  );
  const foot = Math.min(0, low) - 0.1;
  const top = height + (up ? Math.max(0, low) : 0);
  const edge = -w / 2;
  mesher.quad(p(edge, l, foot), p(end, l, foot), p(end, l, top), p(edge, l, top), WALL);
  mesher.quad(p(end, r, foot), p(edge, r, foot), p(edge, r, top), p(end, r, top), WALL);
  mesher.quad(p(end, l, foot), p(end, r, foot), p(end, r, top), p(end, l, top), WALL);
  const roof = (x: number) => (up ? top : height - Math.max(0, (x - start) / w) * 0.9);
  mesher.quad(p(edge, r, roof(edge)), p(edge, l, roof(edge)), p(end, l, roof(end)), p(end, r, roof(end)), SOFFIT);
  for (const y of [l - 0.07, r + 0.07]) {
    f.bar([start - 0.02, y, 0.92], [start + steps * tread, y, low + 0.92], 0.05, RAIL);
    for (let i = 0; i <= 3; i++) {
      const x = start + (i * steps * tread) / 3;
      f.bar([x, y, (low * i) / 3 + 0.9], [x, y > 0 ? l : r, (low * i) / 3 + 0.86], 0.018, NOSING);
    }
  }
}
