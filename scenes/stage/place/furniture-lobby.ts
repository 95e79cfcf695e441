// What stands in a lobby: reception, benches, a floor machine with its cable and its water, the AED's cabinet. Frames
// as in furniture.ts.
import { tint, type Skin } from "./mesher";
import type { Frame } from "./solids";

type Build = (f: Frame, w: number, d: number, h: number, pick: (n: number) => number) => void;

const WOOD: Skin = { surface: "wood", tint: tint("#9a7147") };
const STONE: Skin = { surface: "stone", tint: tint("#e4ddd0") };
const STEEL: Skin = { surface: "brushed", tint: tint("#b6b8b9") };
const BLACK: Skin = { tint: tint("#2b2c2e") };
const YELLOW: Skin = { tint: tint("#e0b23a") };
const WHITE: Skin = { tint: tint("#f1efe9") };
const GREEN: Skin = { tint: tint("#1c7a4a") };
const PAPER: Skin = { tint: tint("#f7f5ee") };

const reception: Build = (f, w, d, h) => {
  f.box(0, -d / 2 + 0.06, 0, w, 0.12, h, WOOD, "b");
  f.box(0, -d / 2 + 0.1, h, w + 0.06, 0.34, 0.05, STONE, "");
  f.box(0, 0.1, 0.7, w - 0.1, d - 0.2, 0.04, WOOD, "");
  for (const s of [-1, 1]) f.box(s * (w / 2 - 0.05), 0, 0, 0.1, d, h, WOOD);
  for (let i = 1; i < 9; i++) f.box(-w / 2 + (i * w) / 9, -d / 2 - 0.004, 0.08, 0.012, 0.01, h - 0.12, BLACK);
  f.box(0.5, 0.1, 0.74, 0.5, 0.03, 0.32, BLACK, "");
  f.box(0.5, 0.14, 0.74, 0.2, 0.16, 0.02, BLACK, "");
  f.box(-0.5, 0.05, 0.74, 0.21, 0.29, 0.03, PAPER, "");
  f.rod(-1, 0, 0.74, 0.05, 0.16, STEEL);
};

const bench: Build = (f, w, d, h) => {
  for (let i = 0; i < 4; i++) f.box(0, -d / 2 + 0.05 + i * (d / 4), h - 0.04, w, d / 4 - 0.03, 0.04, WOOD, "");
  for (const s of [-1, 1]) f.box(s * (w / 2 - 0.14), 0, 0, 0.05, d - 0.06, h - 0.04, STEEL);
};

/** A scrubbing machine left standing: drum, motor, tall handle. */
const floorMachine: Build = (f, w, d, h) => {
  f.rod(0, -0.05, 0.02, w * 0.34, 0.1, BLACK, { sides: 18 });
  f.rod(0, -0.05, 0.12, w * 0.32, 0.14, YELLOW, { top: w * 0.2, sides: 18 });
  f.rod(0, -0.05, 0.26, w * 0.14, 0.2, BLACK, { sides: 12 });
  for (const s of [-1, 1]) {
    f.rod(s * 0.16, d * 0.38, 0.08, 0.08, 0.001, BLACK, { sides: 10 });
    f.bar([s * 0.16, d * 0.36, 0.08], [s * 0.16, d * 0.44, 0.08], 0.14, BLACK);
  }
  f.bar([0, 0.1, 0.22], [0, d * 0.7, h - 0.06], 0.05, STEEL);
  f.box(0, d * 0.72, h - 0.08, 0.46, 0.06, 0.06, BLACK, "");
  f.box(0, d * 0.62, h - 0.28, 0.22, 0.12, 0.2, YELLOW, "");
};

/** A flat shape with a soft, uneven rim, as water lies on stone. */
function pool(f: Frame, [x0, y0]: readonly [number, number], rx: number, ry: number, z: number, skin: Skin): void {
  const middle = f.mesher.vertex(f.at(x0, y0, z), [0, 0, 1], 0.5, 0.5, skin);
  const rim: number[] = [];
  for (let i = 0; i < 56; i++) {
    const a = (i / 56) * Math.PI * 2;
    const r = 0.84 + 0.1 * Math.sin(a * 2 + 0.7) + 0.06 * Math.sin(a * 3 + 2.1) + 0.03 * Math.sin(a * 7);
    const [x, y] = [x0 + Math.cos(a) * rx * r, y0 + Math.sin(a) * ry * r];
    rim.push(f.mesher.vertex(f.at(x, y, z), [0, 0, 1], x / 1.6, y / 1.6, skin));
  }
  for (let i = 0; i < 56; i++) f.mesher.triangle(middle, rim[i]!, rim[(i + 1) % 56]!);
}

/** Darker where the floor is wet, and a pale patch of the windows in it. */
const puddle: Build = (f, w, d) => {
  pool(f, [0, 0], w / 2, d / 2, 0.003, { surface: "stone", tint: tint("#aea69a"), face: "floor" });
  pool(f, [0.03, 0], w / 2.12, d / 2.14, 0.005, { surface: "stone", tint: tint("#a3a19b"), face: "floor" });
  pool(f, [-w * 0.14, d * 0.1], w / 5, d / 7, 0.007, { tint: tint("#c3cbcd"), face: "floor" });
  pool(f, [w * 0.2, -d * 0.14], w / 9, d / 12, 0.007, { tint: tint("#c3cbcd"), face: "floor" });
};

const woodWall: Build = (f, w, d, h) => {
  f.box(0, 0, 0, w, d, h, WOOD, "b");
  for (let i = 1; i < Math.round(w / 0.3); i++)
    f.box(-w / 2 + i * 0.3, -d / 2 - 0.003, 0.02, 0.012, 0.006, h - 0.04, { tint: tint("#5f452b") });
};

/** Who sits on which storey: a dark board with rows of light strips. */
const directory: Build = (f, w, d, h) => {
  f.box(0, 0, 0.9, w, d, h, { tint: tint("#3b3f42") }, "");
  for (let i = 0; i < 9; i++) {
    f.box(
      -w * 0.34,
      -d / 2 - 0.003,
      0.9 + h * (0.86 - i * 0.09),
      w * 0.14,
      0.004,
      0.035,
      { tint: tint("#d8c08a") },
      "",
    );
    f.box(
      w * 0.12,
      -d / 2 - 0.003,
      0.9 + h * (0.86 - i * 0.09),
      w * (0.4 + ((i * 7) % 5) * 0.04),
      0.004,
      0.028,
      { tint: tint("#b9bec0") },
      "",
    );
  }
};

const cable: Build = (f, w) => f.bar([-w / 2, 0, 0.012], [w / 2, 0, 0.012], 0.02, { tint: tint("#d8752c") });

const plug: Build = (f) => {
  f.box(0, 0.03, 0.3, 0.2, 0.03, 0.14, WHITE, "");
  f.box(0, -0.02, 0.33, 0.06, 0.08, 0.06, YELLOW, "");
  f.bar([0, -0.06, 0.36], [0, -0.1, 0.02], 0.026, { tint: tint("#d8752c") });
};

/** White box with a glass door and a green edge, empty: what hangs in it can be fetched, and is a thing of its own. */
const aedCabinet: Build = (f, w, d, h) => {
  const z = 1.12;
  f.box(0, d / 2 - 0.01, z, w, 0.02, h, WHITE, "");
  for (const s of [-1, 1]) f.box(s * (w / 2 - 0.012), 0, z, 0.024, d, h, WHITE, "");
  for (const top of [z, z + h - 0.024]) f.box(0, 0, top, w, d, 0.024, WHITE, "");
  for (const s of [-1, 1]) f.box(s * (w / 2 - 0.012), -d / 2, z, 0.03, 0.012, h, GREEN, "");
  for (const top of [z, z + h - 0.03]) f.box(0, -d / 2, top, w, 0.012, 0.03, GREEN, "");
  f.box(w / 2 - 0.05, -d / 2 - 0.015, z + h / 2 - 0.05, 0.02, 0.02, 0.1, STEEL, "");
  f.box(0, -d / 2 + 0.05, z + h + 0.02, 0.05, 0.05, 0.05, { glow: "always", tint: tint("#4fae68") }, "");
};

export const LOBBY_KINDS: Record<string, Build> = {
  reception,
  bench,
  "floor-machine": floorMachine,
  puddle,
  cable,
  plug,
  "aed-cabinet": aedCabinet,
  "wood-wall": woodWall,
  directory,
};
