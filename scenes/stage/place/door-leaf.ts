// Leaves of doors in a frame of their own: the hinge at the origin, the leaf along +x one unit wide, its face along y,
// feet at 0. Instances stretch the width. Wood for rooms, steel for fire doors, glass in a frame for exits that look
// outside.
import { tint, Mesher, type MeshArrays, type Skin } from "./mesher";
import { Frame } from "./solids";

export type LeafKind = "wood" | "fire" | "glass";
const THICK = 0.045;
const STEEL: Skin = { surface: "brushed", tint: tint("#c9cac8") };
const BLACK: Skin = { tint: tint("#2b2b2c") };

/** All leaves are 2.1 m high; the clear height of a door is close to that. */
export function buildLeaf(kind: LeafKind): MeshArrays {
  const mesher = new Mesher();
  const f = new Frame(mesher, 0, 0);
  const h = 2.085;
  if (kind === "glass") addGlass(f, h);
  else addPanel(f, h, kind);
  addHandle(f, kind);
  // closer: body on the leaf, arm to the frame
  for (const s of [-1]) {
    f.box(0.26, s * (THICK / 2 + 0.028), h - 0.09, 0.24, 0.055, 0.06, STEEL, "");
    f.bar([0.24, s * (THICK / 2 + 0.035), h - 0.02], [0.03, s * (THICK / 2 + 0.09), h + 0.0], 0.018, STEEL);
  }
  return mesher.arrays();
}

function addPanel(f: Frame, h: number, kind: "wood" | "fire"): void {
  const skin: Skin =
    kind === "wood" ? { surface: "wood", tint: tint("#c08a55") } : { surface: "plain", tint: tint("#a8aaa5") };
  f.box(0.5, 0, 0.008, 0.994, THICK, h - 0.008, skin, "");
  for (const s of [-1, 1]) {
    const y = s * (THICK / 2 + 0.0015);
    f.box(0.5, y, 0.02, 0.9, 0.003, 0.22, STEEL, "");
    // a narrow pane with its beading
    f.box(0.76, y, 1.2, 0.17, 0.008, 0.62, BLACK, "");
    f.box(0.76, y + s * 0.003, 1.215, 0.14, 0.006, 0.59, { tint: tint("#5f6f76") }, "");
    if (kind === "fire") f.box(0.42, y, 1.52, 0.2, 0.004, 0.1, { tint: tint("#2c6a45") }, "");
  }
}

function addGlass(f: Frame, h: number): void {
  const frame: Skin = { surface: "brushed", tint: tint("#8f9190") };
  for (const x of [0.03, 0.97]) f.box(x, 0, 0.008, 0.06, THICK, h - 0.008, frame, "");
  for (const z of [0.008, 0.95, h - 0.09]) f.box(0.5, 0, z, 0.9, THICK, z === 0.008 ? 0.16 : 0.08, frame, "");
}

function addHandle(f: Frame, kind: LeafKind): void {
  for (const s of [-1, 1]) {
    const y = s * (THICK / 2);
    if (kind === "glass" || (kind === "fire" && s > 0)) {
      // a bar to push right across
      f.box(0.5, y + s * 0.055, 0.98, 0.84, 0.03, 0.035, STEEL, "");
      for (const x of [0.1, 0.9]) f.box(x, y + s * 0.028, 0.97, 0.03, 0.056, 0.055, BLACK, "");
      continue;
    }
    f.box(0.92, y + s * 0.004, 0.92, 0.045, 0.008, 0.2, STEEL, "");
    f.box(0.92, y + s * 0.03, 1.03, 0.02, 0.05, 0.02, STEEL, "");
    f.box(0.86, y + s * 0.055, 1.03, 0.13, 0.018, 0.02, STEEL, "");
  }
}
