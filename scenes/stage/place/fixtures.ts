// What hangs on walls and ceilings: lamps, emergency lamps, detectors, sounders, call points, extinguishers, lift
// landings.
import type { Point, Scene } from "../../sim/scene";
import { isInside } from "../../sim/geometry";
import { ceilingLamps, emergencyLamps } from "./lamps";
import { tint, type Mesher, type Skin } from "./mesher";
import { Frame } from "./solids";

const STEEL: Skin = { surface: "brushed", tint: tint("#c6c7c6") };
const WHITE: Skin = { tint: tint("#efede7") };
const RED: Skin = { tint: tint("#b3241d") };
const BLACK: Skin = { tint: tint("#26272a") };
const PANEL: Skin = { glow: "mains", tint: tint("#fff6e6"), face: "ceiling" };

/** Everything of one room. */
export function addFixtures(
  mesher: Mesher,
  scene: Scene,
  room: { id: string; polygon: Point[]; storey: string },
  height: number,
): void {
  for (const lamp of ceilingLamps(scene))
    if (lamp.room === room.id) addPanel(new Frame(mesher, ...lamp.at, height, lamp.turn), lamp.size);
  for (const lamp of emergencyLamps(scene))
    if (lamp.room === room.id)
      addTwinSpot(new Frame(mesher, ...lamp.at, Math.min(2.45, height - 0.3), lamp.facing + 90));
  for (const d of scene.detectors ?? [])
    if (d.room === room.id) addDetector(new Frame(mesher, ...middleOf(room.polygon), height));
  for (const c of scene.callPoints ?? []) {
    if (c.storey === room.storey && isInside(room.polygon, ...inFront(c.at, c.facing)))
      addCallPoint(new Frame(mesher, ...c.at, 1.3, (c.facing ?? 0) + 90));
  }
  for (const sign of scene.signs ?? []) {
    if (sign.double && sign.storey === room.storey && isInside(room.polygon, ...sign.at))
      addHanger(new Frame(mesher, ...sign.at, sign.height ?? 2.2, sign.facing + 90), height - (sign.height ?? 2.2));
  }
  for (const e of scene.extinguishers ?? [])
    if (e.storey === room.storey && isInside(room.polygon, ...e.at)) addExtinguisher(new Frame(mesher, ...e.at, 0));
}

const inFront = ([x, y]: Point, facing = 0): Point => [
  x + Math.cos((facing * Math.PI) / 180) * 0.15,
  y + Math.sin((facing * Math.PI) / 180) * 0.15,
];

/** Off the middle, so that no lamp sits on it. */
function middleOf(polygon: readonly Point[]): Point {
  const x = polygon.reduce((s, p) => s + p[0], 0) / polygon.length;
  const y = polygon.reduce((s, p) => s + p[1], 0) / polygon.length;
  return [x + 0.75, y + 0.45];
}

function addPanel(f: Frame, [w, d]: [number, number]): void {
  const p = (x: number, y: number, z: number) => f.at(x, y, z);
  f.mesher.quad(
    p(-w / 2, d / 2, -0.012),
    p(w / 2, d / 2, -0.012),
    p(w / 2, -d / 2, -0.012),
    p(-w / 2, -d / 2, -0.012),
    PANEL,
  );
  for (const s of [-1, 1]) {
    f.box(0, s * (d / 2 + 0.012), -0.02, w + 0.05, 0.025, 0.02, WHITE, "t");
    f.box(s * (w / 2 + 0.012), 0, -0.02, 0.025, d, 0.02, WHITE, "t");
  }
}

/** Front towards −y of its frame, as all fixtures. */
function addTwinSpot(f: Frame): void {
  f.box(0, -0.03, -0.06, 0.26, 0.06, 0.12, WHITE, "");
  for (const s of [-1, 1]) {
    f.rod(s * 0.09, -0.045, 0.06, 0.05, 0.05, WHITE, { sides: 10 });
    const p = (x: number, z: number) => f.at(x, -0.101, z);
    f.box(s * 0.09, -0.075, 0.06, 0.08, 0.05, 0.07, WHITE, "");
    f.mesher.quad(
      p(s * 0.09 - 0.032, 0.068),
      p(s * 0.09 + 0.032, 0.068),
      p(s * 0.09 + 0.032, 0.122),
      p(s * 0.09 - 0.032, 0.122),
      { glow: "emergency", tint: tint("#fff3d6") },
    );
  }
  f.box(0.09, -0.062, -0.035, 0.015, 0.006, 0.015, { glow: "always", tint: tint("#4fae68") }, "");
}

function addDetector(f: Frame): void {
  f.rod(0, 0, -0.05, 0.035, 0.03, WHITE, { top: 0.055, sides: 14, cap: false });
  f.rod(0, 0, -0.025, 0.055, 0.025, WHITE, { sides: 14, cap: false });
  f.box(0.03, 0, -0.053, 0.01, 0.01, 0.006, { glow: "always", tint: tint("#c8382e") }, "");
}

/** The housing of a sign seen from both sides, on two rods. */
function addHanger(f: Frame, drop: number): void {
  f.box(0, 0, -0.1, 0.48, 0.056, 0.2, { tint: tint("#0b6b3a") }, "");
  for (const s of [-1, 1]) f.rod(s * 0.17, 0, 0.1, 0.008, Math.max(0.02, drop - 0.1), STEEL, { sides: 6, cap: false });
}

function addCallPoint(f: Frame): void {
  f.box(0, -0.02, -0.06, 0.12, 0.04, 0.12, RED, "");
  f.box(0, -0.042, -0.035, 0.075, 0.006, 0.06, WHITE, "");
  f.box(0, -0.046, -0.012, 0.02, 0.004, 0.02, BLACK, "");
  // the sounder above it
  f.rod(0, -0.04, 0.9, 0.06, 0.05, RED, { sides: 14 });
}

function addExtinguisher(f: Frame): void {
  f.box(0, 0, 0, 0.5, 0.24, 0.05, RED, "");
  for (const s of [-1, 1]) {
    const x = s * 0.12;
    f.rod(x, 0, 0.05, 0.075, 0.4, RED, { sides: 14, cap: false });
    f.rod(x, 0, 0.45, 0.075, 0.05, RED, { top: 0.03, sides: 14, cap: false });
    f.rod(x, 0, 0.5, 0.022, 0.05, BLACK, { sides: 8 });
    f.bar([x, 0, 0.55], [x, -0.1, 0.58], 0.02, BLACK);
    f.bar([x, 0, 0.53], [x, -0.09, 0.53], 0.02, BLACK);
    f.bar([x + 0.02, 0, 0.52], [x + 0.085, 0.02, 0.4], 0.022, BLACK);
    f.bar([x + 0.085, 0.02, 0.4], [x + 0.085, 0.02, 0.14], 0.022, BLACK);
    f.box(x, -0.075, 0.2, 0.08, 0.006, 0.14, WHITE, "");
    f.rod(x, -0.02, 0.52, 0.02, 0.012, STEEL, { sides: 8 });
  }
}
