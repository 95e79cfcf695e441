// The one material of rooms, furniture, doors and signs: surface texture × tint, lit by the baked maps, seen through
// smoke.
import { DoubleSide, FrontSide, ShaderMaterial, type Texture } from "three";
import { LIGHTING, SHARED_HEAD, SMOKE } from "./chunks";
import type { StageUniforms } from "./uniforms";

const VERTEX = /* glsl */ `
${SHARED_HEAD}
attribute vec4 tint;
attribute vec4 kind;
#ifdef USE_INSTANCING
attribute vec4 iTint;
attribute vec2 iStorey; // storey, elevation
#endif
uniform float uFloors[16];
varying vec3 vAt, vNormal, vTint;
varying vec2 vUv;
varying vec4 vKind;
varying float vHigh;
void main() {
  vec4 at = vec4(position, 1.0);
  vec3 n = normal;
  vTint = tint.rgb;
  vKind = kind;
  #ifdef USE_INSTANCING
  at = instanceMatrix * at;
  n = normalize(mat3(instanceMatrix) * n);
  vTint *= iTint.rgb;
  vKind.y = iStorey.x;
  #endif
  at = modelMatrix * at;
  vAt = at.xyz;
  vNormal = n;
  vUv = uv;
  vHigh = at.y - uFloors[int(vKind.y + 0.5)];
  gl_Position = projectionMatrix * viewMatrix * at;
}
`;

const FRAGMENT = /* glsl */ `
${SHARED_HEAD}
uniform sampler2DArray uSurfaces;
uniform sampler2D uPicture;
varying vec3 vAt, vNormal, vTint;
varying vec2 vUv;
varying vec4 vKind;
varying float vHigh;
${LIGHTING}
${SMOKE}
void main() {
  vec3 n = normalize(vNormal) * (gl_FrontFacing ? 1.0 : -1.0);
  #ifdef PICTURE
  vec4 paint = texture2D(uPicture, vUv);
  if (paint.a < 0.5) discard;
  vec3 colour = paint.rgb;
  #else
  vec3 colour = texture(uSurfaces, vec3(vUv, floor(vKind.x + 0.5))).rgb * vTint;
  #endif
  float glow = floor(vKind.z + 0.5);
  vec3 lit;
  if (glow > 4.5) lit = colour * (0.35 + 2.6 * uEmergency);
  else if (glow > 3.5) lit = colour * (0.06 + 0.62 * uMains);
  else if (glow > 2.5) lit = colour * uDay * 1.25;
  else if (glow > 1.5) lit = colour * 1.25;
  else if (glow > 0.5) lit = colour * (0.3 + 1.5 * uMains);
  else lit = colour * lightAt(vAt, n, vKind.y, vKind.w, vHigh);
  gl_FragColor = vec4(shown(throughSmoke(lit, vAt, vKind.y, vAt.y - vHigh)), 1.0);
  #include <colorspace_fragment>
}
`;

export function createStageMaterial(
  uniforms: StageUniforms,
  floors: readonly number[],
  { picture, bothSides = false }: { picture?: Texture; bothSides?: boolean } = {},
): ShaderMaterial {
  const material = new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    side: bothSides ? DoubleSide : FrontSide,
    defines: picture ? { PICTURE: 1 } : {},
  });
  const padded = Array.from({ length: 16 }, (_, i) => floors[i] ?? 0);
  Object.assign(material.uniforms, uniforms, { uFloors: { value: padded }, uPicture: { value: picture ?? null } });
  return material;
}
