// What stands outside the windows: a pale sky, far blocks in haze, nearer roofs and trees. Painted by its shader, so
// that it stays sharp and moves rightly as one walks; smoke in the room hides it like everything else.
import { BackSide, CylinderGeometry, Mesh, ShaderMaterial } from "three";
import { SHARED_HEAD, SMOKE } from "./chunks";
import type { StageUniforms } from "./uniforms";

const VERTEX = /* glsl */ `
varying vec3 vAt;
void main() {
  vec4 at = modelMatrix * vec4(position, 1.0);
  vAt = at.xyz;
  gl_Position = projectionMatrix * viewMatrix * at;
}
`;
const FRAGMENT = /* glsl */ `
${SHARED_HEAD}
varying vec3 vAt;
${SMOKE}
// one row of houses: angle in turns, height above the horizon in radians
vec3 row(vec3 behind, float turn, float rise, float n, float low, float high, vec3 wall, float windows) {
  float i = floor(turn * n);
  float f = fract(turn * n);
  float h = mix(low, high, hash12(vec2(i, n)));
  float gap = step(0.06, f) * step(f, 0.97 - 0.1 * hash12(vec2(i, n + 3.0)));
  float inside = step(rise, h) * gap;
  vec3 face = wall * (0.9 + 0.2 * hash12(vec2(i, n + 7.0)));
  vec2 cell = vec2(f * 9.0, rise * 150.0);
  float pane = step(0.28, fract(cell.x)) * step(fract(cell.x), 0.78) * step(0.3, fract(cell.y)) * step(fract(cell.y), 0.76);
  face = mix(face, face * (0.72 + 0.2 * hash12(floor(cell) + i)), pane * windows);
  return mix(behind, face, inside);
}
void main() {
  vec3 d = normalize(vAt - cameraPosition);
  float turn = atan(d.z, d.x) / 6.2831853 + 0.5;
  float rise = asin(clamp(d.y, -1.0, 1.0));
  vec3 sky = mix(vec3(0.94, 0.955, 0.95), vec3(0.62, 0.77, 0.91), smoothstep(0.0, 0.5, rise));
  float cloud = smoothstep(0.5, 0.85, noise2(vec2(turn * 24.0, rise * 14.0)) * 0.6 + noise2(vec2(turn * 60.0, rise * 40.0)) * 0.4);
  sky = mix(sky, vec3(1.0), cloud * 0.55 * smoothstep(0.02, 0.2, rise));
  vec3 c = sky;
  c = row(c, turn, rise, 61.0, 0.03, 0.13, vec3(0.66, 0.72, 0.77), 0.4);
  c = row(c, turn + 0.013, rise, 43.0, -0.03, 0.075, vec3(0.52, 0.55, 0.57), 0.8);
  c = row(c, turn + 0.031, rise, 29.0, -0.2, -0.02, vec3(0.46, 0.44, 0.41), 1.0);
  float trees = -0.21 + 0.05 * noise2(vec2(turn * 130.0, 1.0)) + 0.02 * noise2(vec2(turn * 500.0, 4.0));
  c = mix(c, vec3(0.29, 0.36, 0.24) * (0.8 + 0.4 * noise2(vec2(turn * 300.0, rise * 90.0))), step(rise, trees));
  c = mix(c, vec3(0.40, 0.40, 0.39), step(rise, -0.33));
  vec3 near = cameraPosition + d * min(length(vAt - cameraPosition), 7.0);
  gl_FragColor = vec4(shown(throughSmoke(c * 0.92, near, uEye.x, uEye.y)), 1.0);
  #include <colorspace_fragment>
}
`;

export function createBackdrop(uniforms: StageUniforms): Mesh {
  const material = new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    side: BackSide,
    depthWrite: false,
  });
  Object.assign(material.uniforms, uniforms);
  const mesh = new Mesh(new CylinderGeometry(90, 90, 180, 32, 1, false), material);
  mesh.frustumCulled = false;
  // after everything solid, so that only what is seen through windows is painted
  mesh.renderOrder = 5;
  return mesh;
}
