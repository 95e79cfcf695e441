// What stands along each edge of a room: bare wall, or a gap (door, exit, stair, lift, window) with its lower and upper
// rim. Edges run counter-clockwise, so the room lies on their left. Metres; a gap's ends may lie 5 cm off the edge, as
// in the sim.
import type { Door, Exit, Lift, Point, Polygon, Room, Scene, Segment, Stair, Window } from "../../sim/scene";
import { flightMouth } from "./flight";

export type GapKind = "door" | "exit" | "opening" | "stair" | "lift" | "window" | "rail";
export interface Gap {
  kind: GapKind;
  id: string;
  segment: Segment;
  /** Lower and upper rim above the floor. */
  low: number;
  high: number;
}
export interface Span {
  a: Point;
  b: Point;
  /** Absent for bare wall. */
  gap?: Gap;
}

export const DOOR_HEIGHT = 2.1;
const OPENING_HEIGHT = 2.5;
const LIFT_HEIGHT = 2.2;
const ON_EDGE = 0.06;

type Area = Pick<Room, "id" | "storey" | "polygon"> & { height?: number; windows?: Window[] };

/** All gaps that may lie on the edges of a storey's rooms and stairs, but for their windows. */
export function gapsOf(scene: Scene, height: number): Gap[] {
  return [
    ...(scene.doors ?? []).map((d) => doorGap(d, height)),
    ...(scene.exits ?? []).map((e) => exitGap(e, height)),
    ...(scene.stairs ?? []).flatMap((s) => stairGaps(s, height)),
    ...(scene.lifts ?? []).map((l: Lift): Gap => ({
      kind: "lift",
      id: l.id,
      segment: l.segment,
      low: 0,
      high: LIFT_HEIGHT,
    })),
    // a flight that leads up beyond a balustrade: to be seen, not to be walked
    ...(scene.props ?? [])
      .filter((p) => p.kind === "stairs-up")
      .map((p): Gap => ({ kind: "rail", id: p.id, segment: flightMouth(p).segment, low: 1.05, high: height })),
  ];
}

const width = ([a, b]: Segment) => Math.hypot(a[0] - b[0], a[1] - b[1]);

function doorGap(d: Door, height: number): Gap {
  const open = d.leaf === "none";
  const high = d.height ?? (open ? (width(d.segment) > 2.2 ? height : Math.min(height, OPENING_HEIGHT)) : DOOR_HEIGHT);
  return { kind: open ? "opening" : "door", id: d.id, segment: d.segment, low: 0, high };
}

function exitGap(e: Exit, height: number): Gap {
  const open = (e.leaf ?? "none") === "none";
  const high = e.height ?? (open ? Math.min(height, OPENING_HEIGHT) : DOOR_HEIGHT);
  return { kind: open ? "opening" : "exit", id: e.id, segment: e.segment, low: 0, high };
}

const stairGaps = (s: Stair, height: number): Gap[] =>
  [s.bottom, s.top].map((segment, i) => ({
    kind: "stair",
    id: `${s.id}.${i ? "top" : "bottom"}`,
    segment,
    low: 0,
    high: height,
  }));

/** The edges of a room in order, cut where gaps lie on them. */
export function edgesOf(area: Area, gaps: readonly Gap[]): Span[] {
  const windows = (area.windows ?? []).map((w): Gap => ({
    kind: "window",
    id: w.id,
    segment: w.segment,
    low: w.sill ?? 0.9,
    high: w.head ?? 2.4,
  }));
  const polygon = counterClockwise(area.polygon);
  return polygon.flatMap((a, i) => cutEdge(a, polygon[(i + 1) % polygon.length]!, [...gaps, ...windows]));
}

export function counterClockwise(polygon: Polygon): Polygon {
  let twice = 0;
  polygon.forEach((p, i) => {
    const q = polygon[(i + 1) % polygon.length]!;
    twice += p[0] * q[1] - q[0] * p[1];
  });
  return twice >= 0 ? polygon : [...polygon].reverse();
}

function cutEdge(a: Point, b: Point, gaps: readonly Gap[]): Span[] {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const [ux, uy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
  const holes: { from: number; to: number; gap: Gap }[] = [];
  for (const gap of gaps) {
    const ends = gap.segment.map(([x, y]) => ({
      along: (x - a[0]) * ux + (y - a[1]) * uy,
      off: Math.abs((y - a[1]) * ux - (x - a[0]) * uy),
    }));
    if (ends.some((e) => e.off > ON_EDGE)) continue;
    const [s, t] = [ends[0]!.along, ends[1]!.along];
    const from = Math.max(0, Math.min(s, t));
    const to = Math.min(length, Math.max(s, t));
    if (to - from > 0.02) holes.push({ from, to, gap });
  }
  holes.sort((h, k) => h.from - k.from);
  const at = (t: number): Point => [a[0] + ux * t, a[1] + uy * t];
  const spans: Span[] = [];
  let here = 0;
  for (const hole of holes) {
    if (hole.from < here - 0.02) continue;
    if (hole.from - here > 0.005) spans.push({ a: at(here), b: at(hole.from) });
    spans.push({ a: at(hole.from), b: at(hole.to), gap: hole.gap });
    here = hole.to;
  }
  if (length - here > 0.005) spans.push({ a: at(here), b: at(length) });
  return spans;
}
