// Draws the faces of signs into one canvas, in our own hand: shapes and colours follow GB 2893, GB 2894 and GB 13495.1.
import { CanvasTexture, LinearMipmapLinearFilter, SRGBColorSpace } from "three";
import { CELLS, type Arrow, type SignFace } from "../place/signs";

const CELL = 256;
const HIGH = CELL / 2;
const GREEN = "#0d7a43";
const RED = "#b3241d";
const YELLOW = "#f2b90f";
const BLUE = "#1c5da6";
const INK = "#24211c";

export function paintSigns(faces: readonly SignFace[]): CanvasTexture {
  const canvas = document.createElement("canvas");
  canvas.width = CELL * CELLS.across;
  canvas.height = HIGH * CELLS.down;
  const g = canvas.getContext("2d")!;
  faces.forEach((face, i) => {
    g.save();
    g.translate((i % CELLS.across) * CELL, Math.floor(i / CELLS.across) * HIGH);
    g.beginPath();
    g.rect(0, 0, CELL, HIGH);
    g.clip();
    paintFace(g, face);
    g.restore();
  });
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  texture.minFilter = LinearMipmapLinearFilter;
  texture.anisotropy = 8;
  return texture;
}

function paintFace(g: CanvasRenderingContext2D, { kind, arrow, text }: SignFace): void {
  if (kind === "exit" || kind === "stairs") return paintExit(g, arrow, text || "安全出口");
  if (kind === "plate") return paintWords(g, "#f4f1ea", INK, text, 46);
  if (kind === "storey") return paintWords(g, GREEN, "#fff", text || "楼层", 56);
  if (kind === "plan") return paintPlan(g, text);
  if (kind === "must") return paintMust(g, text);
  // square signs use the middle half of the cell
  g.translate(CELL / 4, 0);
  if (kind === "extinguisher" || kind === "call-point") return paintFireThing(g, kind);
  if (kind === "aed") return paintAed(g);
  if (kind === "no-lift") return paintForbidden(g, () => paintLift(g));
  if (kind === "forbid") return paintForbidden(g, () => words(g, text.slice(0, 2), 64, 64, 40, INK));
  return paintWarning(g);
}

function words(
  g: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  size: number,
  colour: string,
  wide = 1000,
): void {
  g.fillStyle = colour;
  g.font = `600 ${size}px 'Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif`;
  g.textAlign = "center";
  g.textBaseline = "middle";
  g.fillText(text, x, y, wide);
}

function paintWords(g: CanvasRenderingContext2D, back: string, ink: string, text: string, size: number): void {
  g.fillStyle = back;
  g.fillRect(0, 0, CELL, HIGH);
  words(g, text, CELL / 2, HIGH / 2 + 2, size, ink, CELL - 20);
}

function paintExit(g: CanvasRenderingContext2D, arrow: Arrow, text: string): void {
  g.fillStyle = GREEN;
  g.fillRect(0, 0, CELL, HIGH);
  g.fillStyle = "#f4fbf6";
  const flip = arrow === "right";
  const runner = arrow === "none" ? 128 : flip ? 64 : 192;
  // the doorway and the one who runs through it
  g.fillRect(runner - 26, 12, 52, 76);
  g.save();
  g.translate(runner, 12);
  if (flip) g.scale(-1, 1);
  paintRunner(g);
  g.restore();
  g.fillStyle = "#f4fbf6";
  if (arrow !== "none") paintArrow(g, flip ? 176 : 78, 50, arrow);
  words(g, text, CELL / 2, 107, 28, "#f4fbf6", CELL - 24);
}

/** A running figure, head towards the left, in a field about 52 × 76. */
function paintRunner(g: CanvasRenderingContext2D): void {
  g.fillStyle = GREEN;
  g.strokeStyle = GREEN;
  g.lineCap = "round";
  g.lineJoin = "round";
  g.beginPath();
  g.arc(-9, 15, 7, 0, Math.PI * 2);
  g.fill();
  const line = (width: number, ...points: [number, number][]) => {
    g.lineWidth = width;
    g.beginPath();
    points.forEach(([x, y], i) => (i ? g.lineTo(x, y) : g.moveTo(x, y)));
    g.stroke();
  };
  line(10, [-3, 25], [4, 43]);
  line(6, [-3, 26], [-14, 33], [-20, 27]);
  line(6, [-1, 27], [10, 31], [14, 40]);
  line(7, [4, 44], [-8, 51], [-12, 66]);
  line(7, [5, 44], [14, 55], [25, 58]);
}

function paintArrow(g: CanvasRenderingContext2D, x: number, y: number, arrow: Arrow): void {
  g.save();
  g.translate(x, y);
  g.rotate({ none: 0, right: 0, down: Math.PI / 2, left: Math.PI, up: -Math.PI / 2 }[arrow]);
  g.beginPath();
  for (const [px, py] of [
    [-38, -8],
    [8, -8],
    [8, -26],
    [40, 0],
    [8, 26],
    [8, 8],
    [-38, 8],
  ] as const)
    g.lineTo(px, py);
  g.closePath();
  g.fill();
  g.restore();
}

function paintFireThing(g: CanvasRenderingContext2D, kind: "extinguisher" | "call-point"): void {
  g.fillStyle = RED;
  g.fillRect(0, 0, 128, 128);
  g.fillStyle = g.strokeStyle = "#fff";
  g.lineWidth = 7;
  g.lineCap = "round";
  if (kind === "extinguisher") {
    g.beginPath();
    g.roundRect(42, 46, 34, 66, 8);
    g.fill();
    g.fillRect(53, 32, 12, 16);
    g.beginPath();
    g.moveTo(56, 30);
    g.lineTo(80, 22);
    g.moveTo(64, 38);
    g.quadraticCurveTo(96, 42, 94, 78);
    g.stroke();
    return;
  }
  g.strokeRect(34, 30, 60, 68);
  g.beginPath();
  g.arc(64, 64, 14, 0, Math.PI * 2);
  g.fill();
}

/** A white heart with a flash on green, and a cross: where a defibrillator hangs. */
function paintAed(g: CanvasRenderingContext2D): void {
  g.fillStyle = GREEN;
  g.fillRect(0, 0, 128, 128);
  g.fillStyle = "#fff";
  g.beginPath();
  g.moveTo(58, 98);
  g.bezierCurveTo(8, 64, 14, 22, 40, 22);
  g.bezierCurveTo(50, 22, 56, 30, 58, 36);
  g.bezierCurveTo(60, 30, 66, 22, 76, 22);
  g.bezierCurveTo(102, 22, 108, 64, 58, 98);
  g.fill();
  g.fillStyle = GREEN;
  g.beginPath();
  for (const [x, y] of [
    [64, 32],
    [40, 64],
    [55, 64],
    [48, 88],
    [76, 54],
    [60, 54],
  ] as const)
    g.lineTo(x, y);
  g.fill();
  g.fillStyle = "#fff";
  g.fillRect(100, 14, 8, 24);
  g.fillRect(92, 22, 24, 8);
  words(g, "AED", 64, 113, 22, "#fff");
}

function paintForbidden(g: CanvasRenderingContext2D, inside: () => void): void {
  g.fillStyle = "#fff";
  g.fillRect(0, 0, 128, 128);
  inside();
  g.strokeStyle = RED;
  g.lineWidth = 12;
  g.beginPath();
  g.arc(64, 64, 52, 0, Math.PI * 2);
  g.moveTo(27, 27);
  g.lineTo(101, 101);
  g.stroke();
}

function paintLift(g: CanvasRenderingContext2D): void {
  g.strokeStyle = g.fillStyle = INK;
  g.lineWidth = 5;
  g.strokeRect(38, 36, 52, 62);
  g.beginPath();
  g.moveTo(64, 36);
  g.lineTo(64, 98);
  g.stroke();
  for (const [x, s] of [
    [51, 1],
    [77, -1],
  ] as const) {
    g.beginPath();
    g.moveTo(x, 67 - 12 * s);
    g.lineTo(x + 8, 67 + 8 * s);
    g.lineTo(x - 8, 67 + 8 * s);
    g.fill();
  }
}

function paintWarning(g: CanvasRenderingContext2D): void {
  g.fillStyle = "#fff";
  g.fillRect(0, 0, 128, 128);
  g.fillStyle = YELLOW;
  g.strokeStyle = INK;
  g.lineWidth = 8;
  g.lineJoin = "round";
  g.beginPath();
  g.moveTo(64, 16);
  g.lineTo(116, 110);
  g.lineTo(12, 110);
  g.closePath();
  g.fill();
  g.stroke();
  words(g, "!", 64, 78, 62, INK);
}

/** A blue board: what must be done, in one or two lines. */
function paintMust(g: CanvasRenderingContext2D, text: string): void {
  g.fillStyle = BLUE;
  g.fillRect(0, 0, CELL, HIGH);
  const lines = (text || "必须").split(/\s+/).slice(0, 2);
  lines.forEach((line, i) =>
    words(
      g,
      line,
      CELL / 2,
      HIGH * ((i + 1) / (lines.length + 1)) + (lines.length > 1 ? (i ? 8 : -8) : 2),
      36,
      "#fff",
      CELL - 24,
    ),
  );
}

/** The board with the way out on it, as it hangs in corridors. */
function paintPlan(g: CanvasRenderingContext2D, text: string): void {
  g.fillStyle = "#f7f4ec";
  g.fillRect(0, 0, CELL, HIGH);
  g.fillStyle = GREEN;
  g.fillRect(0, 0, CELL, 26);
  words(g, text || "疏散示意图", CELL / 2, 14, 18, "#fff", CELL - 16);
  g.strokeStyle = "#6f695e";
  g.lineWidth = 3;
  g.strokeRect(24, 42, 208, 70);
  for (const x of [66, 108, 150, 192]) g.strokeRect(x - 42, 42, 42, 24);
  for (const x of [80, 136, 192]) g.strokeRect(x - 56, 86, 56, 26);
  g.strokeStyle = GREEN;
  g.lineWidth = 4;
  g.beginPath();
  g.moveTo(128, 76);
  g.lineTo(228, 76);
  g.moveTo(216, 68);
  g.lineTo(229, 76);
  g.lineTo(216, 84);
  g.stroke();
  g.fillStyle = RED;
  g.beginPath();
  g.arc(128, 76, 5, 0, Math.PI * 2);
  g.fill();
}
