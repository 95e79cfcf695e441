// Collects faces into the vertex arrays of one mesh. Plan metres in, three.js metres out: plan (x, y) and height z
// become (x, z, −y). Every vertex says which surface texture it wears, which storey's light falls on it and how it
// glows.

export type Vec3 = readonly [x: number, y: number, z: number];
export type Tint = readonly [r: number, g: number, b: number];

/** Layers of the surface texture array (shade/surfaces.client.ts paints them in this order). */
export const SURFACES = [
  "plain",
  "plaster",
  "carpet",
  "tile",
  "ceiling",
  "wood",
  "concrete",
  "brushed",
  "fabric",
  "leaf",
  "stone",
] as const;
export type Surface = (typeof SURFACES)[number];

/**
 * What gives light by itself: 'mains' dies with the mains, 'always' never does, 'day' is the sky, 'screen' a monitor.
 */
export const GLOWS = ["none", "mains", "always", "day", "screen", "emergency"] as const;
export type Glow = (typeof GLOWS)[number];

/**
 * How light falls on it: floors take sun patches, ceilings light from below, walls fade to their foot, things by their
 * normal.
 */
export const FACES = ["floor", "ceiling", "wall", "thing"] as const;
export type Face = (typeof FACES)[number];

export interface Skin {
  surface?: Surface;
  tint?: Tint;
  glow?: Glow;
  face?: Face;
  /** Metres of texture for one repeat; default by the surface's own size. */
  repeat?: number;
}

export const REPEAT: Record<Surface, number> = {
  plain: 1,
  plaster: 2.4,
  carpet: 1,
  tile: 1.2,
  ceiling: 1.2,
  wood: 1.2,
  concrete: 2,
  brushed: 0.8,
  fabric: 0.6,
  leaf: 0.6,
  stone: 1.6,
};

export interface MeshArrays {
  position: Float32Array;
  normal: Float32Array;
  uv: Float32Array;
  tint: Uint8Array;
  kind: Uint8Array;
  index: Uint32Array;
}

export class Mesher {
  private readonly positions: number[] = [];
  private readonly normals: number[] = [];
  private readonly uvs: number[] = [];
  private readonly tints: number[] = [];
  private readonly kinds: number[] = [];
  private readonly indices: number[] = [];
  /** Added to every height: the storey's elevation. */
  base = 0;
  /** Index of the storey whose light map is read. */
  storey = 0;

  get vertices(): number {
    return this.positions.length / 3;
  }

  /** One corner; returns its index. `n` is the normal in plan axes (x, y, z up). */
  vertex(p: Vec3, n: Vec3, u: number, v: number, skin: Skin): number {
    this.positions.push(p[0], p[2] + this.base, -p[1]);
    this.normals.push(n[0], n[2], -n[1]);
    this.uvs.push(u, v);
    const tint = skin.tint ?? WHITE;
    this.tints.push(tint[0] * 255, tint[1] * 255, tint[2] * 255, 255);
    this.kinds.push(
      SURFACES.indexOf(skin.surface ?? "plain"),
      this.storey,
      GLOWS.indexOf(skin.glow ?? "none"),
      FACES.indexOf(skin.face ?? "thing"),
    );
    return this.vertices - 1;
  }

  triangle(a: number, b: number, c: number): void {
    this.indices.push(a, b, c);
  }

  /** Four corners counter-clockwise as seen from the front; texture runs a→b and a→d in metres. */
  quad(a: Vec3, b: Vec3, c: Vec3, d: Vec3, skin: Skin, origin: readonly [number, number] = [0, 0]): void {
    const n = normalOf(a, b, d);
    const repeat = skin.repeat ?? REPEAT[skin.surface ?? "plain"];
    const w = distance(a, b) / repeat;
    const h = distance(a, d) / repeat;
    const [u, v] = [origin[0] / repeat, origin[1] / repeat];
    const i = this.vertex(a, n, u, v, skin);
    this.vertex(b, n, u + w, v, skin);
    this.vertex(c, n, u + w, v + h, skin);
    this.vertex(d, n, u, v + h, skin);
    this.triangle(i, i + 1, i + 2);
    this.triangle(i, i + 2, i + 3);
  }

  arrays(): MeshArrays {
    return {
      position: Float32Array.from(this.positions),
      normal: Float32Array.from(this.normals),
      uv: Float32Array.from(this.uvs),
      tint: Uint8Array.from(this.tints),
      kind: Uint8Array.from(this.kinds),
      index: Uint32Array.from(this.indices),
    };
  }
}

const WHITE: Tint = [1, 1, 1];

export const distance = (a: Vec3, b: Vec3): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

export function normalOf(a: Vec3, b: Vec3, d: Vec3): Vec3 {
  const [ux, uy, uz] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const [vx, vy, vz] = [d[0] - a[0], d[1] - a[1], d[2] - a[2]];
  const n: [number, number, number] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
  const l = Math.hypot(...n) || 1;
  return [n[0] / l, n[1] / l, n[2] / l];
}

/** '#8a7' or '#88aa77' in sRGB → linear 0…1, which is what vertex tints hold. */
export function tint(hex: string): Tint {
  const full = hex.length === 4 ? [...hex.slice(1)].map((c) => c + c).join("") : hex.slice(1);
  const channel = (at: number) => {
    const c = parseInt(full.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [channel(0), channel(2), channel(4)];
}
