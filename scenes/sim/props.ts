// Sizes of the furniture kinds a scene may name (width, depth, height in metres) and which of them stop a body.
// Angles become corners with the sim's own sine and cosine.
import { cos, PI, sin } from "./maths";
import type { Polygon, Prop } from "./scene";

interface PropKind {
  size: [number, number, number];
  solid: boolean;
}

const KINDS: Record<string, PropKind> = {
  desk: { size: [1.4, 0.7, 0.75], solid: true },
  chair: { size: [0.5, 0.5, 0.9], solid: false },
  "meeting-table": { size: [3, 1.2, 0.75], solid: true },
  cabinet: { size: [0.9, 0.45, 1.8], solid: true },
  shelf: { size: [1.2, 0.4, 2], solid: true },
  sofa: { size: [1.8, 0.8, 0.8], solid: true },
  plant: { size: [0.5, 0.5, 1.4], solid: true },
  printer: { size: [0.7, 0.6, 1.1], solid: true },
  counter: { size: [2, 0.6, 0.9], solid: true },
  fridge: { size: [0.7, 0.7, 1.8], solid: true },
  microwave: { size: [0.5, 0.4, 0.3], solid: false },
  kettle: { size: [0.2, 0.2, 0.25], solid: false },
  "water-dispenser": { size: [0.35, 0.35, 1.1], solid: true },
  bin: { size: [0.3, 0.3, 0.5], solid: false },
  toilet: { size: [0.4, 0.65, 0.8], solid: true },
  basin: { size: [0.6, 0.5, 0.85], solid: true },
  partition: { size: [1.5, 0.05, 1.9], solid: true },
  screen: { size: [1.6, 0.05, 1.2], solid: false },
  whiteboard: { size: [1.8, 0.06, 1.2], solid: false },
  bed: { size: [1.5, 2, 0.5], solid: true },
  table: { size: [1.2, 0.8, 0.75], solid: true },
  box: { size: [0.6, 0.4, 0.4], solid: true },
  lamp: { size: [1.2, 0.3, 0.08], solid: false },
  bicycle: { size: [1.7, 0.5, 1.1], solid: true },
};
const UNKNOWN: PropKind = { size: [0.6, 0.6, 0.8], solid: true };

export function propSize(prop: Prop): [number, number, number] {
  return prop.size ?? (KINDS[prop.kind] ?? UNKNOWN).size;
}

export function isSolid(prop: Prop): boolean {
  return prop.solid ?? (KINDS[prop.kind] ?? UNKNOWN).solid;
}

/** Its outline on the floor. */
export function propOutline(prop: Prop): Polygon {
  const [w, d] = propSize(prop);
  const angle = ((prop.turn ?? 0) * PI) / 180;
  const quarter = Math.round((prop.turn ?? 0) / 90);
  const square = quarter * 90 === (prop.turn ?? 0);
  const c = square ? [1, 0, -1, 0][((quarter % 4) + 4) % 4]! : cos(angle);
  const s = square ? [0, 1, 0, -1][((quarter % 4) + 4) % 4]! : sin(angle);
  const corner = (x: number, y: number): [number, number] => [prop.at[0] + c * x - s * y, prop.at[1] + s * x + c * y];
  return [corner(-w / 2, -d / 2), corner(w / 2, -d / 2), corner(w / 2, d / 2), corner(-w / 2, d / 2)];
}
