// Paints the surface textures on canvases, once, and stacks them into one array texture: no picture is fetched.
import {
  DataArrayTexture,
  LinearFilter,
  LinearMipmapLinearFilter,
  RepeatWrapping,
  RGBAFormat,
  SRGBColorSpace,
  UnsignedByteType,
} from "three";
import { SURFACES, type Surface } from "../place/mesher";

const SIDE = 256;
type Paint = (g: CanvasRenderingContext2D, rand: () => number) => void;

/** Speckle that repeats: `n` dots of a size, brighter or darker by up to `depth`. */
function grain(g: CanvasRenderingContext2D, rand: () => number, n: number, size: number, depth: number): void {
  for (let i = 0; i < n; i++) {
    const shade = rand() > 0.5 ? 255 : 0;
    g.fillStyle = `rgba(${shade},${shade},${shade},${rand() * depth})`;
    const [x, y, r] = [rand() * SIDE, rand() * SIDE, size * (0.5 + rand())];
    for (const dx of [0, SIDE, -SIDE])
      for (const dy of [0, SIDE, -SIDE])
        if (x + dx > -r && x + dx < SIDE + r && y + dy > -r && y + dy < SIDE + r) g.fillRect(x + dx, y + dy, r, r);
  }
}
function clouds(g: CanvasRenderingContext2D, rand: () => number, n: number, size: number, depth: number): void {
  for (let i = 0; i < n; i++) {
    const shade = rand() > 0.5 ? 255 : 0;
    const [x, y, r] = [rand() * SIDE, rand() * SIDE, size * (0.4 + rand())];
    for (const dx of [0, SIDE, -SIDE])
      for (const dy of [0, SIDE, -SIDE]) {
        const soft = g.createRadialGradient(x + dx, y + dy, 0, x + dx, y + dy, r);
        soft.addColorStop(0, `rgba(${shade},${shade},${shade},${depth})`);
        soft.addColorStop(1, `rgba(${shade},${shade},${shade},0)`);
        g.fillStyle = soft;
        g.fillRect(x + dx - r, y + dy - r, 2 * r, 2 * r);
      }
  }
}
const fill = (g: CanvasRenderingContext2D, colour: string) => {
  g.fillStyle = colour;
  g.fillRect(0, 0, SIDE, SIDE);
};
/** Joints of a grid of n × n slabs, each slab a shade of its own. */
function slabs(
  g: CanvasRenderingContext2D,
  rand: () => number,
  n: number,
  joint: string,
  wide: number,
  vary: number,
): void {
  const s = SIDE / n;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const shade = rand() > 0.5 ? 255 : 0;
      g.fillStyle = `rgba(${shade},${shade},${shade},${rand() * vary})`;
      g.fillRect(i * s, j * s, s, s);
    }
  g.fillStyle = joint;
  for (let i = 0; i < n; i++) {
    g.fillRect(i * s - wide / 2, 0, wide, SIDE);
    g.fillRect(0, i * s - wide / 2, SIDE, wide);
  }
  g.fillRect(SIDE - wide / 2, 0, wide, SIDE);
  g.fillRect(0, SIDE - wide / 2, SIDE, wide);
}

const PAINTS: Record<Surface, Paint> = {
  plain: (g) => fill(g, "#ffffff"),
  plaster: (g, rand) => {
    fill(g, "#f4f4f4");
    clouds(g, rand, 24, 70, 0.01);
    grain(g, rand, 2600, 2, 0.018);
  },
  carpet: (g, rand) => {
    fill(g, "#e4e4e4");
    grain(g, rand, 16000, 1.6, 0.16);
    for (let i = 0; i < 2; i++)
      for (let j = 0; j < 2; j++) {
        g.fillStyle = (i + j) % 2 ? "rgba(0,0,0,0.05)" : "rgba(255,255,255,0.04)";
        g.fillRect((i * SIDE) / 2, (j * SIDE) / 2, SIDE / 2, SIDE / 2);
      }
  },
  tile: (g, rand) => {
    fill(g, "#f2f2f2");
    clouds(g, rand, 26, 44, 0.03);
    slabs(g, rand, 2, "rgba(60,54,46,0.28)", 2, 0.03);
    grain(g, rand, 900, 1.4, 0.04);
  },
  ceiling: (g, rand) => {
    fill(g, "#fafafa");
    grain(g, rand, 3600, 1.6, 0.07);
    slabs(g, rand, 2, "rgba(120,116,106,0.5)", 3, 0.012);
    g.fillStyle = "rgba(255,255,255,0.8)";
    for (let i = 0; i <= 2; i++) {
      g.fillRect((i * SIDE) / 2 - 1, 0, 1, SIDE);
      g.fillRect(0, (i * SIDE) / 2 - 1, SIDE, 1);
    }
  },
  wood: (g, rand) => {
    fill(g, "#eadfce");
    for (let i = 0; i < 90; i++) {
      g.strokeStyle = `rgba(${rand() > 0.4 ? "70,40,12" : "255,240,215"},${0.03 + rand() * 0.07})`;
      g.lineWidth = 0.6 + rand() * 2.2;
      const x = rand() * SIDE;
      const sway = 2 + rand() * 5;
      g.beginPath();
      for (let y = 0; y <= SIDE; y += 8) g.lineTo(x + Math.sin((y / SIDE) * Math.PI * 2 + i) * sway, y);
      g.stroke();
    }
    grain(g, rand, 800, 1.2, 0.06);
  },
  concrete: (g, rand) => {
    fill(g, "#e6e6e6");
    clouds(g, rand, 50, 46, 0.045);
    grain(g, rand, 4000, 1.8, 0.07);
  },
  brushed: (g, rand) => {
    fill(g, "#e9e9e9");
    for (let i = 0; i < 420; i++) {
      const shade = rand() > 0.5 ? 255 : 0;
      g.fillStyle = `rgba(${shade},${shade},${shade},${rand() * 0.06})`;
      g.fillRect(rand() * SIDE, 0, 1, SIDE);
    }
  },
  fabric: (g, rand) => {
    fill(g, "#e8e8e8");
    for (let i = 0; i < SIDE; i += 4) {
      g.fillStyle = "rgba(0,0,0,0.06)";
      g.fillRect(i, 0, 2, SIDE);
      g.fillRect(0, i, SIDE, 2);
    }
    grain(g, rand, 4000, 1.5, 0.08);
  },
  leaf: (g, rand) => {
    fill(g, "#f0f0f0");
    clouds(g, rand, 20, 40, 0.08);
    g.strokeStyle = "rgba(255,255,255,0.4)";
    for (let i = 0; i < 12; i++) {
      g.beginPath();
      g.moveTo(0, i * 24);
      g.lineTo(SIDE, i * 24 + 40);
      g.stroke();
    }
  },
  stone: (g, rand) => {
    fill(g, "#efefef");
    // polished: what differs is the slab, hardly the spot
    clouds(g, rand, 50, 40, 0.016);
    slabs(g, rand, 2, "rgba(70,62,52,0.24)", 1.5, 0.05);
    grain(g, rand, 2400, 1.4, 0.035);
  },
};

/** Mulberry32: a fixed picture on each device. */
function seeded(seed: number): () => number {
  let s = seed;
  return () => {
    s = (s + 0x6d2b79f5) | 0;
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function paintSurfaces(anisotropy: number): DataArrayTexture {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const g = canvas.getContext("2d", { willReadFrequently: true })!;
  const texels = new Uint8Array(SIDE * SIDE * 4 * SURFACES.length);
  SURFACES.forEach((surface, layer) => {
    g.clearRect(0, 0, SIDE, SIDE);
    PAINTS[surface](g, seeded(layer + 11));
    texels.set(g.getImageData(0, 0, SIDE, SIDE).data, layer * SIDE * SIDE * 4);
  });
  const texture = new DataArrayTexture(texels, SIDE, SIDE, SURFACES.length);
  texture.format = RGBAFormat;
  texture.type = UnsignedByteType;
  texture.colorSpace = SRGBColorSpace;
  texture.wrapS = texture.wrapT = RepeatWrapping;
  texture.magFilter = LinearFilter;
  texture.minFilter = LinearMipmapLinearFilter;
  texture.generateMipmaps = true;
  texture.anisotropy = anisotropy;
  texture.needsUpdate = true;
  return texture;
}
