// Furniture by kind, each a few solids in its own frame: x to its right, y to its back, front towards −y. Metres.
import { propSize } from "../../sim/props";
import type { Point, Polygon, Prop } from "../../sim/scene";
import { tint, type Mesher, type Skin } from "./mesher";
import { LOBBY_KINDS } from "./furniture-lobby";
import { Frame } from "./solids";

type Build = (f: Frame, w: number, d: number, h: number, pick: (n: number) => number) => void;

const WOOD: Skin = { surface: "wood", tint: tint("#d8b98e") };
const DARK_WOOD: Skin = { surface: "wood", tint: tint("#8f6a45") };
const WHITE: Skin = { tint: tint("#ece9e2") };
const GREY: Skin = { tint: tint("#8d8f90") };
const BLACK: Skin = { tint: tint("#2b2c2e") };
const STEEL: Skin = { surface: "brushed", tint: tint("#b6b8b9") };
const CERAMIC: Skin = { tint: tint("#f4f3ef") };
const FABRICS = ["#3f5568", "#4c4a46", "#6b5a4a", "#5b6b57", "#37474f"].map((c): Skin => ({
  surface: "fabric",
  tint: tint(c),
}));
const BINDERS = ["#8a3f35", "#35557a", "#5e7250", "#b08a3c", "#555049"].map((c): Skin => ({ tint: tint(c) }));
const PAPER: Skin = { tint: tint("#f7f5ee") };
const LEAF = ["#4d6b3c", "#5d7d44", "#3f5b35"].map((c): Skin => ({ surface: "leaf", tint: tint(c) }));

const DESK_TOP = 0.75;

const legs = (f: Frame, w: number, d: number, h: number, skin: Skin, inset = 0.06, thick = 0.04) => {
  for (const sx of [-1, 1])
    for (const sy of [-1, 1]) f.box(sx * (w / 2 - inset), sy * (d / 2 - inset), 0, thick, thick, h, skin);
};

const desk: Build = (f, w, d, h, pick) => {
  f.box(0, 0, h - 0.03, w, d, 0.03, WOOD, "");
  for (const s of [-1, 1]) f.box(s * (w / 2 - 0.03), 0, 0, 0.04, d - 0.08, h - 0.03, WHITE);
  f.box(0, d / 2 - 0.06, h - 0.38, w - 0.1, 0.02, 0.32, WHITE);
  f.box(w / 2 - 0.28, -0.05, 0.06, 0.38, d - 0.2, 0.52, GREY);
  f.box(0, -d / 2 + 0.2, h, 0.42, 0.14, 0.018, BLACK);
  f.box(0.3, -d / 2 + 0.2, h, 0.06, 0.1, 0.02, BLACK);
  if (pick(3) > 0) f.box(-w / 2 + 0.25, -0.02, h, 0.21, 0.29, 0.012 + pick(4) * 0.012, PAPER);
  if (pick(3) > 0) f.rod(w / 2 - 0.22, 0.05, h, 0.04, 0.1, BINDERS[pick(5)]!);
  if (pick(4) === 0) f.box(-w / 2 + 0.2, d / 2 - 0.12, h, 0.07, 0.22, 0.3, BINDERS[pick(5)]!);
};

function monitor(f: Frame, x: number, y: number, z: number): void {
  f.box(x, y + 0.04, z, 0.2, 0.16, 0.015, BLACK);
  f.box(x, y + 0.06, z, 0.05, 0.03, 0.25, BLACK);
  f.box(x, y + 0.02, z + 0.14, 0.56, 0.03, 0.34, BLACK, "");
  const face = (px: number, pz: number) => f.at(px, y + 0.003, pz);
  f.mesher.quad(
    face(x - 0.265, z + 0.16),
    face(x + 0.265, z + 0.16),
    face(x + 0.265, z + 0.465),
    face(x - 0.265, z + 0.465),
    { glow: "screen", tint: tint("#b9cfe0") },
  );
}

const chair: Build = (f, w, d, h, pick) => {
  const cloth = FABRICS[pick(5)]!;
  for (let i = 0; i < 5; i++) {
    const a = (i / 5) * Math.PI * 2;
    f.bar([0, 0, 0.07], [Math.cos(a) * 0.26, Math.sin(a) * 0.26, 0.04], 0.035, BLACK);
  }
  f.rod(0, 0, 0.07, 0.025, 0.36, STEEL, { sides: 6, cap: false });
  f.box(0, 0, 0.43, w * 0.92, d * 0.9, 0.07, cloth, "");
  f.box(0, d / 2 - 0.05, 0.56, w * 0.84, 0.05, h - 0.56, cloth, "");
  f.box(0, d / 2 - 0.02, 0.46, 0.06, 0.03, 0.2, BLACK);
  for (const s of [-1, 1]) f.box(s * w * 0.46, 0, 0.64, 0.04, d * 0.5, 0.03, BLACK, "");
};

const table: Build = (f, w, d, h) => {
  f.box(0, 0, h - 0.035, w, d, 0.035, WOOD, "");
  legs(f, w, d, h - 0.035, GREY, 0.08, 0.05);
};

const meetingTable: Build = (f, w, d, h, pick) => {
  f.box(0, 0, h - 0.04, w, d, 0.04, DARK_WOOD, "");
  for (const s of [-1, 1]) f.box(s * (w / 2 - w * 0.2), 0, 0, 0.12, d * 0.6, h - 0.04, DARK_WOOD);
  f.box(0, 0, h, 0.3, 0.18, 0.02, BLACK);
  for (let i = 0; i < 4; i++)
    if (pick(3)) f.box((i - 1.5) * w * 0.22, (i % 2 ? 1 : -1) * d * 0.26, h, 0.21, 0.29, 0.01, PAPER);
};

const cabinet: Build = (f, w, d, h) => {
  f.box(0, 0, 0, w, d, h, GREY, "b");
  f.box(0, -d / 2 - 0.004, 0.05, w - 0.04, 0.008, h - 0.1, { tint: tint("#9da0a1") });
  f.box(0, -d / 2 - 0.012, 0.05, 0.008, 0.01, h - 0.1, BLACK);
  for (const s of [-1, 1]) f.box(s * 0.05, -d / 2 - 0.02, h * 0.5, 0.015, 0.02, 0.14, STEEL);
};

const shelf: Build = (f, w, d, h, pick) => {
  for (const s of [-1, 1]) f.box(s * (w / 2 - 0.01), 0, 0, 0.02, d, h, WOOD);
  f.box(0, d / 2 - 0.01, 0, w, 0.02, h, WOOD);
  const boards = Math.max(2, Math.round(h / 0.38));
  for (let i = 0; i <= boards; i++) {
    const z = 0.04 + (i * (h - 0.06)) / boards;
    f.box(0, 0, z, w - 0.04, d, 0.02, WOOD, "");
    if (i === boards) continue;
    let x = -w / 2 + 0.06;
    while (x < w / 2 - 0.12) {
      const wide = 0.06 + pick(3) * 0.02;
      if (pick(4))
        f.box(x + wide / 2, 0.02, z + 0.02, wide - 0.005, d * 0.7, 0.22 + pick(4) * 0.025, BINDERS[pick(5)]!);
      x += wide + (pick(7) === 0 ? 0.1 : 0);
    }
  }
};

const sofa: Build = (f, w, d, h, pick) => {
  const cloth = FABRICS[pick(5)]!;
  f.box(0, -0.05, 0.1, w - 0.3, d - 0.2, 0.32, cloth, "");
  f.box(0, d / 2 - 0.1, 0.1, w, 0.2, h - 0.1, cloth, "");
  for (const s of [-1, 1]) f.box(s * (w / 2 - 0.08), 0, 0.1, 0.16, d, h * 0.68, cloth, "");
  f.box(0, 0, 0.02, w - 0.1, d - 0.1, 0.08, BLACK);
};

const plant: Build = (f, w, _d, h, pick) => {
  f.rod(0, 0, 0, w * 0.28, h * 0.3, { tint: tint("#b9ac98") }, { top: w * 0.36, sides: 12 });
  f.rod(0, 0, h * 0.29, w * 0.33, 0.02, { tint: tint("#4a3b2e") }, { sides: 12 });
  for (let i = 0; i < 22; i++) {
    const a = i * 2.4 + pick(10) * 0.1;
    const rise = 0.25 + ((i * 7) % 22) / 22;
    const reach = w * (0.25 + 0.55 * Math.sin(Math.min(1, rise) * 2.2));
    const [bx, by, bz] = [Math.cos(a) * w * 0.05, Math.sin(a) * w * 0.05, h * 0.3];
    const [mx, my, mz] = [Math.cos(a) * reach * 0.55, Math.sin(a) * reach * 0.55, h * (0.34 + 0.52 * rise)];
    const [tx, ty, tz] = [Math.cos(a) * reach, Math.sin(a) * reach, mz - h * 0.02 + h * 0.05 * rise];
    const wide = w * 0.13;
    const [sx, sy] = [-Math.sin(a) * wide, Math.cos(a) * wide];
    const skin = LEAF[i % 3]!;
    const [foot, mid, tip] = [f.at(bx, by, bz), f.at(mx, my, mz + 0.01), f.at(tx, ty, tz)];
    for (const s of [1, -1]) {
      const edge = f.at(mx + sx * s, my + sy * s, mz);
      f.mesher.quad(foot, edge, tip, mid, skin);
      f.mesher.quad(mid, tip, edge, foot, skin);
    }
  }
};

const printer: Build = (f, w, d, h) => {
  f.box(0, 0, 0, w * 0.9, d * 0.9, h * 0.55, GREY);
  f.box(0, 0, h * 0.55, w, d, h * 0.4, WHITE, "");
  f.box(0, -d * 0.52, h * 0.6, w * 0.7, 0.1, 0.02, GREY, "");
  f.box(w * 0.25, -d * 0.38, h * 0.95, w * 0.35, 0.16, 0.03, BLACK, "");
  f.box(-w * 0.1, 0.05, h * 0.95, w * 0.6, d * 0.7, 0.05, { tint: tint("#d4d2cb") }, "");
};

const counter: Build = (f, w, d, h, pick) => {
  f.box(0, 0.02, 0.08, w, d - 0.04, h - 0.12, WHITE);
  f.box(0, 0, h - 0.04, w + 0.02, d + 0.02, 0.04, { surface: "stone", tint: tint("#6f6a63") }, "");
  const doors = Math.max(2, Math.round(w / 0.5));
  for (let i = 0; i < doors; i++) {
    const x = -w / 2 + ((i + 0.5) * w) / doors;
    f.box(x, -d / 2 + 0.015, 0.12, w / doors - 0.02, 0.015, h - 0.22, { tint: tint("#dcd7cc") });
    f.box(x + 0.1, -d / 2 + 0.002, h - 0.22, 0.1, 0.015, 0.012, STEEL, "");
  }
  f.box(-w * 0.2, 0, h - 0.002, 0.5, 0.36, 0.008, STEEL, "");
  f.rod(-w * 0.2, d * 0.3, h, 0.015, 0.26, STEEL, { sides: 6 });
  f.bar([-w * 0.2, d * 0.3, h + 0.26], [-w * 0.2, d * 0.05, h + 0.24], 0.025, STEEL);
  for (let i = 0; i < 4; i++)
    if (pick(3)) f.rod(w * 0.1 + i * 0.13, d * 0.2, h, 0.038, 0.09, BINDERS[pick(5)]!, { sides: 8 });
};

const boxy =
  (skin: Skin, front?: Skin): Build =>
  (f, w, d, h) => {
    f.box(0, 0, 0, w, d, h, skin, "");
    if (front) f.box(0, -d / 2 - 0.004, h * 0.08, w * 0.9, 0.01, h * 0.84, front, "");
  };

const fridge: Build = (f, w, d, h) => {
  f.box(0, 0, 0.04, w, d, h - 0.04, WHITE, "");
  f.box(0, -d / 2 - 0.012, 0.08, w - 0.02, 0.024, h * 0.56, { tint: tint("#e2e0da") }, "");
  f.box(0, -d / 2 - 0.012, h * 0.62, w - 0.02, 0.024, h * 0.36, { tint: tint("#e2e0da") }, "");
  for (const z of [h * 0.4, h * 0.66]) f.box(w * 0.38, -d / 2 - 0.04, z, 0.025, 0.03, 0.3, STEEL, "");
};

const dispenser: Build = (f, w, d, h) => {
  f.box(0, 0, 0, w, d, h * 0.86, WHITE, "");
  f.rod(0, 0, h * 0.86, w * 0.42, 0.36, { tint: tint("#a9c8dc") }, { sides: 14 });
  f.box(0, -d / 2 - 0.01, h * 0.52, w * 0.7, 0.02, 0.22, GREY, "");
  for (const [s, c] of [
    [-1, "#b5483c"],
    [1, "#4673a3"],
  ] as const)
    f.box(s * 0.06, -d / 2 - 0.03, h * 0.66, 0.03, 0.04, 0.03, { tint: tint(c) }, "");
};

const toilet: Build = (f, w, d, h) => {
  f.rod(0, -d * 0.12, 0, w * 0.32, 0.4, CERAMIC, { top: w * 0.46, sides: 14 });
  f.box(0, d * 0.36, 0.36, w, d * 0.24, h - 0.36, CERAMIC, "");
};

const basin: Build = (f, w, d, h) => {
  f.rod(0, 0, 0, 0.09, h - 0.14, CERAMIC, { sides: 10 });
  f.box(0, 0, h - 0.14, w, d, 0.14, CERAMIC, "");
  f.box(0, -0.03, h + 0.001, w * 0.7, d * 0.55, 0.002, { tint: tint("#c8cac8") }, "");
  f.rod(0, d * 0.36, h, 0.015, 0.16, STEEL, { sides: 6 });
};

const partition: Build = (f, w, d, h) => {
  f.box(0, 0, 0.08, w, d, h - 0.08, { surface: "fabric", tint: tint("#a9ada6") }, "");
  f.box(0, 0, h - 0.03, w, d + 0.01, 0.03, STEEL, "");
  for (const s of [-1, 1]) f.box(s * (w / 2 - 0.1), 0, 0, 0.05, 0.3, 0.08, STEEL);
};

/** A monitor on a desk, or a large one on the wall. */
const screen: Build = (f, w, d, h) => {
  if (w < 1) return monitor(f, 0, 0, DESK_TOP);
  f.box(0, 0, 0.9, w, d, h, BLACK, "");
  const p = (x: number, z: number) => f.at(x, -d / 2 - 0.004, z);
  f.mesher.quad(p(-w / 2 + 0.04, 0.94), p(w / 2 - 0.04, 0.94), p(w / 2 - 0.04, 0.86 + h), p(-w / 2 + 0.04, 0.86 + h), {
    glow: "screen",
    tint: tint("#8fb0c9"),
  });
};

const whiteboard: Build = (f, w, d, h) => {
  f.box(0, 0, 0.9, w, d, h, STEEL, "");
  f.box(0, -d / 2 - 0.003, 0.93, w - 0.06, 0.006, h - 0.06, PAPER, "");
  const ink: Skin = { tint: tint("#36506e") };
  for (let i = 0; i < 4; i++)
    f.box(
      -w * 0.18 + (i % 2) * 0.1,
      -d / 2 - 0.008,
      0.9 + h * (0.75 - i * 0.15),
      w * (0.5 - (i % 3) * 0.1),
      0.003,
      0.02,
      ink,
      "",
    );
};

const bed: Build = (f, w, d, h) => {
  f.box(0, 0, 0.1, w, d, h * 0.4, DARK_WOOD, "");
  f.box(0, 0, 0.1 + h * 0.4, w - 0.06, d - 0.06, h * 0.42, { surface: "fabric", tint: tint("#d9d3c5") }, "");
  f.box(0, d / 2 - 0.3, h * 0.9, w * 0.7, 0.36, 0.12, { surface: "fabric", tint: tint("#f2efe6") }, "");
  f.box(0, d / 2, 0, w, 0.06, h + 0.5, DARK_WOOD, "");
};

const bicycle: Build = (f, w) => {
  for (const s of [-1, 1]) {
    const x = s * w * 0.32;
    for (let i = 0; i < 14; i++) {
      const [a, b] = [(i / 14) * Math.PI * 2, ((i + 1) / 14) * Math.PI * 2];
      f.bar(
        [x + Math.cos(a) * 0.3, 0, 0.32 + Math.sin(a) * 0.3],
        [x + Math.cos(b) * 0.3, 0, 0.32 + Math.sin(b) * 0.3],
        0.04,
        BLACK,
      );
    }
  }
  f.bar([-w * 0.32, 0, 0.32], [0.05, 0, 0.36], 0.06, BINDERS[0]!);
  f.bar([0.05, 0, 0.36], [w * 0.26, 0, 0.95], 0.06, BINDERS[0]!);
  f.box(-0.15, 0, 0.42, 0.42, 0.2, 0.28, BINDERS[0]!, "");
  f.box(-0.2, 0, 0.74, 0.4, 0.22, 0.08, BLACK, "");
};

const KINDS: Record<string, Build> = {
  desk,
  chair,
  table,
  "meeting-table": meetingTable,
  cabinet,
  shelf,
  sofa,
  plant,
  printer,
  counter,
  fridge,
  toilet,
  basin,
  partition,
  bed,
  bicycle,
  whiteboard,
  screen,
  "water-dispenser": dispenser,
  microwave: boxy(WHITE, BLACK),
  kettle: boxy(STEEL),
  bin: boxy(GREY),
  box: boxy({ surface: "wood", tint: tint("#b99a6d") }),
  lamp: () => {},
  ...LOBBY_KINDS,
};

/** Kinds that stand with their back to a wall, however the scene turned them. */
const WALLED = new Set([
  "sofa",
  "cabinet",
  "shelf",
  "counter",
  "fridge",
  "printer",
  "basin",
  "toilet",
  "water-dispenser",
  "whiteboard",
  "microwave",
  "kettle",
]);

/**
 * Sets a prop down; what varies between two of a kind is fixed by the prop's id. A scene's turn 0 looks to the north
 * (+y).
 */
export function addProp(mesher: Mesher, prop: Prop, room: Polygon): void {
  const [w, d, h] = propSize(prop);
  let seed = 7;
  for (const c of prop.id) seed = (seed * 31 + c.charCodeAt(0)) >>> 0;
  const pick = (n: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return (seed >>> 16) % n;
  };
  const build = KINDS[prop.kind] ?? boxy(GREY);
  build(new Frame(mesher, prop.at[0], prop.at[1], footOf(prop), turnOf(prop, room)), w, d, h, pick);
}

/** Small things stand on what carries them. */
const footOf = (prop: Prop): number => (prop.kind === "microwave" || prop.kind === "kettle" ? 0.9 : 0);

/** The turn of a frame whose front is −y. */
export function turnOf(prop: Prop, room: Polygon): number {
  const turn = (prop.turn ?? 0) + 180;
  if (!WALLED.has(prop.kind)) return turn;
  const a = (turn * Math.PI) / 180;
  const front: Point = [Math.sin(a), -Math.cos(a)];
  return toWall(room, prop.at, front) < toWall(room, prop.at, [-front[0], -front[1]]) ? turn + 180 : turn;
}

/** Metres from a point to the room's edge along a direction. */
function toWall(room: Polygon, [x, y]: Point, [dx, dy]: Point): number {
  let nearest = Infinity;
  room.forEach((a, i) => {
    const b = room[(i + 1) % room.length]!;
    const [ex, ey] = [b[0] - a[0], b[1] - a[1]];
    const cross = dx * ey - dy * ex;
    if (Math.abs(cross) < 1e-9) return;
    const t = ((a[0] - x) * ey - (a[1] - y) * ex) / cross;
    const u = ((a[0] - x) * dy - (a[1] - y) * dx) / cross;
    if (t > -0.1 && u >= 0 && u <= 1) nearest = Math.min(nearest, t);
  });
  return nearest;
}
