// Bodies in one draw call: the vertex shader bends each part by gait, posture and state, the fragment lights it like
// any thing. Gait: phase runs with the way walked, so that feet do not slide; a still person breathes.
import { ShaderMaterial } from "three";
import { LIGHTING, SHARED_HEAD, SMOKE } from "../shade/chunks";
import type { StageUniforms } from "../shade/uniforms";

const VERTEX = /* glsl */ `
${SHARED_HEAD}
attribute vec2 part; // part, cloth
attribute vec4 iPlace; // x, y, z of the feet (three axes), yaw
// phase, stride 0…1, crouch 0…1, crawl 0…1; of one on his back: how far the chest is pressed (m), gasp 0…1
attribute vec4 iGait;
attribute vec4 iState; // storey, floor height, scale, down 0…1; −1: on his back, the middle of the chest at the place
attribute vec4 iTop, iLegs, iSkin, iHair, iShoe; // a of iTop: long hair, a of iLegs: skirt
varying vec3 vAt, vNormal, vTint;
varying vec2 vPlace; // storey, height above the floor
mat2 turn(float a) { float c = cos(a), s = sin(a); return mat2(c, s, -s, c); }
// bend about the y axis through (x, z): positive swings the lower end forward
void bend(inout vec3 p, inout vec3 n, vec2 pivot, float a) {
  vec2 q = turn(a) * (vec2(p.x, p.z) - pivot);
  p.x = q.x + pivot.x; p.z = q.y + pivot.y;
  vec2 m = turn(a) * vec2(n.x, n.z);
  n.x = m.x; n.z = m.y;
}
void main() {
  vec3 p = position, n = normal;
  float id = floor(part.x + 0.5), cloth = floor(part.y + 0.5);
  bool onBack = iState.w < 0.0;
  float phase = onBack ? 0.0 : iGait.x, stride = onBack ? 0.0 : iGait.y, crouch = iGait.z, crawl = iGait.w;
  float low = max(crouch, crawl);
  float hide = 1.0;
  if (cloth == 5.0 && iTop.a < 0.5) hide = 0.0;
  if (cloth == 6.0 && (iLegs.a < 0.5 || low > 0.3)) hide = 0.0;
  if (cloth == 8.0 && iSkin.a > 1.5) hide = 0.0;
  // a gasp opens the mouth
  if (cloth == 7.0) p.z = 1.553 + (p.z - 1.553) * (1.0 + 2.0 * iGait.y);
  float left = (id == 2.0 || id == 3.0 || id == 6.0 || id == 7.0) ? 1.0 : -1.0;
  float swing = sin(phase + (left > 0.0 ? 0.0 : 3.14159));
  float fold = max(0.0, cos(phase + (left > 0.0 ? 0.0 : 3.14159)));
  if (id == 2.0 || id == 3.0 || id == 4.0 || id == 5.0) {
    float knee = -(0.12 + 0.95 * fold) * stride - 1.9 * crouch - 1.6 * crawl;
    if (id == 3.0 || id == 5.0) bend(p, n, vec2(0.0, 0.47), knee);
    bend(p, n, vec2(0.0, 0.9), 0.62 * swing * stride * (1.0 - 0.45 * low) + 1.35 * crouch + (0.1 + 0.3 * swing * stride) * crawl);
  }
  if (id >= 6.0) {
    float elbow = 0.18 + 0.75 * stride + 0.5 * crouch + 0.1 * crawl;
    if (id == 7.0 || id == 9.0) bend(p, n, vec2(0.0, 1.12), elbow);
    bend(p, n, vec2(0.0, 1.38), -0.55 * swing * stride + 0.35 * crouch + 1.45 * crawl + 0.05);
    p.y += left * 0.006 * (1.0 - stride);
  }
  if (id == 1.0) bend(p, n, vec2(0.0, 1.46), 0.35 * crouch + 0.95 * crawl);
  // the trunk leans over the hips, carrying head and arms
  if (id == 0.0 || id == 1.0 || id >= 6.0) {
    float lean = -0.05 * stride - 0.75 * crouch - 1.42 * crawl;
    bend(p, n, vec2(0.0, 0.93), lean);
  }
  p.z += 0.016 * stride * cos(2.0 * phase) + (onBack ? 0.0 : 0.004 * sin(uTime * 1.7 + phase * 3.0)) * (id == 0.0 ? 1.0 : 0.0);
  bool openShirt = false;
  if (onBack) {
    float chest = exp(-((p.z - 1.27) * (p.z - 1.27) * 55.0 + p.y * p.y * 45.0)) * smoothstep(-0.02, 0.06, p.x);
    if (id == 0.0) p.x -= iGait.x * chest;
    if (id == 1.0) { bend(p, n, vec2(0.0, 1.46), 0.16 + 0.12 * iGait.y); p.x -= 0.02; }
    if (id >= 6.0) p.y += left * (1.4 - p.z) * 0.42;
    if (id >= 2.0 && id < 6.0) p.y += left * (0.92 - p.z) * 0.1;
    openShirt = iSkin.a > 1.5 && id == 0.0 && cloth == 0.0 && p.x > -0.045 && p.z > 1.02;
  }
  p.z -= 0.40 * crouch + 0.46 * crawl;
  // down: lying on one side
  if (onBack) { p = vec3(1.27 - p.z, p.y, p.x + 0.125); n = vec3(-n.z, n.y, n.x); }
  if (iState.w > 0.0) { vec2 q = turn(-1.5 * iState.w) * vec2(p.x, p.z); p.x = q.x; p.z = q.y + 0.14 * iState.w; vec2 m = turn(-1.5 * iState.w) * vec2(n.x, n.z); n.x = m.x; n.z = m.y; }
  p.z = max(p.z, 0.005);
  p *= iState.z * hide;
  float c = cos(iPlace.w), s = sin(iPlace.w);
  vec3 at = vec3(iPlace.x + c * p.x - s * p.y, iPlace.y + p.z, iPlace.z - (s * p.x + c * p.y));
  vNormal = vec3(c * n.x - s * n.y, n.z, -(s * n.x + c * n.y));
  vTint = cloth == 0.0 ? iTop.rgb : cloth == 1.0 || cloth == 6.0 ? iLegs.rgb : cloth == 2.0 ? iSkin.rgb : cloth == 4.0 ? iShoe.rgb : cloth == 7.0 ? iSkin.rgb * vec3(0.62, 0.46, 0.5) * (1.0 - 0.6 * iGait.y) : cloth == 8.0 ? iTop.rgb * 0.55 : iHair.rgb;
  if (cloth == 1.0 && iLegs.a > 0.5 && (id == 3.0 || id == 5.0 || p.z < 0.55)) vTint = iSkin.rgb * 0.8;
  if (openShirt) vTint = iSkin.rgb;
  vAt = at;
  vPlace = vec2(iState.x, at.y - iState.y);
  gl_Position = projectionMatrix * viewMatrix * vec4(at, 1.0);
}
`;
const FRAGMENT = /* glsl */ `
${SHARED_HEAD}
varying vec3 vAt, vNormal, vTint;
varying vec2 vPlace;
${LIGHTING}
${SMOKE}
void main() {
  vec3 n = normalize(vNormal);
  vec3 lit = vTint * lightAt(vAt, n, vPlace.x, 3.0, vPlace.y);
  float rim = 1.0 - abs(dot(n, normalize(cameraPosition - vAt)));
  lit *= 1.0 - 0.28 * rim * rim;
  gl_FragColor = vec4(shown(throughSmoke(lit, vAt, vPlace.x, vAt.y - vPlace.y)), 1.0);
  #include <colorspace_fragment>
}
`;

export function createCrowdMaterial(uniforms: StageUniforms): ShaderMaterial {
  const material = new ShaderMaterial({ vertexShader: VERTEX, fragmentShader: FRAGMENT });
  Object.assign(material.uniforms, uniforms);
  return material;
}
