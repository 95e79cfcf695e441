// Fires as upright flame sheets that face the eye, their shape from noise that rises; height after Heskestad, L = 0.235
// Q^0.4 − 1.02 D. Over each stands a column of smoke.
import { AdditiveBlending, BufferAttribute, BufferGeometry, Group, Mesh, NormalBlending, ShaderMaterial } from "three";
import { distanceToSegment } from "../../sim/geometry";
import type { Point, Scene } from "../../sim/scene";
import { boxOf } from "../place/lamps";
import { SHARED_HEAD, SMOKE } from "./chunks";
import { MAX_FIRES, type StageUniforms } from "./uniforms";

const VERTEX = /* glsl */ `
attribute vec2 corner; // −1…1, 0…1
attribute float sheet;
uniform vec4 uBase; // foot and width
uniform vec2 uTall; // height, seed
varying vec2 vCorner;
varying vec3 vAt;
varying float vSheet;
void main() {
  vec3 toEye = cameraPosition - uBase.xyz;
  vec2 f = normalize(toEye.xz + vec2(1e-4));
  vec3 right = vec3(f.y, 0.0, -f.x);
  vec3 at = uBase.xyz + right * (corner.x * uBase.w + sin(sheet * 2.4 + uTall.y) * uBase.w * 0.35) + vec3(0.0, corner.y * uTall.x, 0.0)
    + vec3(f.x, 0.0, f.y) * (sheet - 1.0) * uBase.w * 0.3;
  vCorner = corner;
  vAt = at;
  vSheet = sheet;
  gl_Position = projectionMatrix * viewMatrix * vec4(at, 1.0);
}
`;
const FLAME = /* glsl */ `
${SHARED_HEAD}
uniform vec2 uTall;
varying vec2 vCorner;
varying vec3 vAt;
varying float vSheet;
${SMOKE}
void main() {
  float t = uTime * (1.5 + 0.25 * vSheet) + uTall.y + vSheet * 7.0;
  vec2 p = vec2(vCorner.x * 1.6, vCorner.y * 2.6 - t);
  float n = noise2(p * 1.6) * 0.55 + noise2(p * 3.4 + 9.0) * 0.3 + noise2(p * 7.0) * 0.15;
  float body = (1.0 - vCorner.y) * 1.25 - abs(vCorner.x) * (1.15 + 1.5 * vCorner.y) + (n - 0.5) * 1.5;
  float a = smoothstep(0.02, 0.42, body) * smoothstep(0.0, 0.06, vCorner.y) * step(abs(vCorner.x), 0.99);
  vec3 c = mix(vec3(0.75, 0.09, 0.01), vec3(1.0, 0.42, 0.05), smoothstep(0.1, 0.5, body));
  c = mix(c, vec3(1.0, 0.86, 0.42), smoothstep(0.5, 1.0, body));
  float seen = uSmoky < 0.5 ? 1.0 : exp(-smokeDepth(vAt, uEye.x, uEye.y).x);
  gl_FragColor = vec4(c * a * 1.15 * seen, a * seen);
  #include <colorspace_fragment>
}
`;
const PLUME = /* glsl */ `
${SHARED_HEAD}
uniform vec2 uTall;
varying vec2 vCorner;
varying vec3 vAt;
varying float vSheet;
${SMOKE}
void main() {
  float t = uTime * 0.7 + uTall.y + vSheet * 5.0;
  vec2 p = vec2(vCorner.x * 1.4, vCorner.y * 2.2 - t);
  float n = noise2(p * 1.7) * 0.6 + noise2(p * 4.1) * 0.4;
  float body = 0.75 - abs(vCorner.x) * (1.5 - 0.8 * vCorner.y) + (n - 0.5) * 1.1;
  float a = smoothstep(0.0, 0.7, body) * smoothstep(0.0, 0.25, vCorner.y) * (1.0 - smoothstep(0.75, 1.0, vCorner.y)) * 0.55;
  float seen = uSmoky < 0.5 ? 1.0 : exp(-smokeDepth(vAt, uEye.x, uEye.y).x);
  vec3 c = mix(vec3(0.05), vec3(0.5, 0.2, 0.05), 0.35 * (1.0 - vCorner.y));
  gl_FragColor = vec4(c, a * seen);
  #include <colorspace_fragment>
}
`;

function sheets(count: number): BufferGeometry {
  const corner: number[] = [];
  const sheet: number[] = [];
  const index: number[] = [];
  for (let s = 0; s < count; s++) {
    for (const [x, y] of [
      [-1, 0],
      [1, 0],
      [1, 1],
      [-1, 1],
    ] as const) {
      corner.push(x, y);
      sheet.push(s);
    }
    index.push(s * 4, s * 4 + 1, s * 4 + 2, s * 4, s * 4 + 2, s * 4 + 3);
  }
  const g = new BufferGeometry();
  g.setAttribute("position", new BufferAttribute(new Float32Array(count * 12), 3));
  g.setAttribute("corner", new BufferAttribute(Float32Array.from(corner), 2));
  g.setAttribute("sheet", new BufferAttribute(Float32Array.from(sheet), 1));
  g.setIndex(index);
  return g;
}

/** Moves a point towards the room's middle until sheets of that half width stay inside its walls. */
function inFromWalls(at: Point, polygon: readonly Point[], wide: number): Point {
  if (polygon.length < 3) return at;
  const [x0, y0, x1, y1] = boxOf(polygon);
  const centre: Point = [(x0 + x1) / 2, (y0 + y1) / 2];
  for (let t = 0; t < 1; t += 0.1) {
    const p: Point = [at[0] + (centre[0] - at[0]) * t, at[1] + (centre[1] - at[1]) * t];
    if (polygon.every((a, i) => distanceToSegment(...a, ...polygon[(i + 1) % polygon.length]!, ...p) >= wide)) return p;
  }
  return centre;
}

export interface Flames {
  group: Group;
  /** kW by fire, in the engine's order (by id). */
  update(kilowatts: ArrayLike<number>, seconds: number): void;
}

export function createFlames(scene: Scene, uniforms: StageUniforms): Flames {
  const group = new Group();
  const fires = (scene.fires ?? [])
    .slice()
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, MAX_FIRES);
  const parts = fires.map((fire, i) => {
    const room = scene.rooms.find((r) => r.id === fire.room);
    const floor = scene.storeys.find((s) => s.id === room?.storey)?.elevation ?? 0;
    const own = {
      uBase: { value: [fire.at[0], floor + (fire.height ?? 0), -fire.at[1], 0.3] },
      uTall: { value: [1, i * 3.7] },
    };
    const make = (fragmentShader: string, additive: boolean) => {
      const material = new ShaderMaterial({
        vertexShader: VERTEX,
        fragmentShader,
        transparent: true,
        depthWrite: false,
        blending: additive ? AdditiveBlending : NormalBlending,
        side: 2,
      });
      const o = { uBase: { value: own.uBase.value.slice() }, uTall: { value: own.uTall.value.slice() } };
      Object.assign(material.uniforms, uniforms, o);
      const mesh = new Mesh(sheets(3), material);
      mesh.frustumCulled = false;
      mesh.renderOrder = additive ? 12 : 11;
      group.add(mesh);
      return { mesh, o };
    };
    return {
      fire,
      height: room?.height ?? scene.storeys.find((s) => s.id === room?.storey)?.height ?? 3,
      polygon: room?.polygon ?? [],
      flame: make(FLAME, true),
      plume: make(PLUME, false),
      i,
      q: 0,
      x: fire.at[0],
      y: floor + (fire.height ?? 0),
      z: -fire.at[1],
    };
  });
  return {
    group,
    update(kilowatts, seconds) {
      for (const p of parts) {
        p.q += ((kilowatts[p.i] ?? 0) - p.q) * Math.min(1, seconds * 4);
        const burning = p.q > 0.5;
        p.flame.mesh.visible = p.plume.mesh.visible = burning;
        const wide = Math.max(0.16, Math.min(1.6, (p.fire.diameter ?? 0.5) * 0.4 + Math.sqrt(p.q) * 0.018));
        const tall = Math.max(
          0.25,
          Math.min(p.height - p.y * 0, 0.235 * p.q ** 0.4 - 1.02 * Math.min(wide, 0.6) + 0.45),
        );
        const [fx, fy] = inFromWalls([p.x, -p.z], p.polygon, wide * 1.35);
        p.flame.o.uBase.value = [fx, p.y, -fy, wide];
        p.flame.o.uTall.value[0] = tall * 1.25;
        p.plume.o.uBase.value = [fx, p.y + tall * 0.5, -fy, wide * 1.1];
        p.plume.o.uTall.value[0] = Math.max(0.5, p.height - tall * 0.4);
        const t = uniforms.uTime.value;
        const flicker = 0.86 + 0.08 * Math.sin(t * 11 + p.i) + 0.06 * Math.sin(t * 17.3);
        uniforms.uFires.value[p.i]!.set(
          p.x,
          p.y + Math.min(1.4, tall * 0.6),
          p.z,
          burning ? Math.min(5, Math.sqrt(p.q) * 0.13) * flicker : 0,
        );
      }
    },
  };
}
