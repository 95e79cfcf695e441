// GLSL that all stage materials share: where a plan point lies in the maps, how light falls, how smoke hides, how it is shown.
// Smoke is marched along the line of sight: at each step the map gives that room's layer height and the darkness (extinction,
// 1/m) above and below it, so what one sees fades as in the real layer, from where one stands or crawls.
import { MAX_FIRES } from './uniforms'

/** Metres of layer height and 1/m of extinction that 255 stands for in the smoke map. */
export const SMOKE_HEIGHT = 5.1
export const SMOKE_DENSE = 6

export const SHARED_HEAD = /* glsl */ `
precision highp float;
precision highp sampler2DArray;
uniform float uTime, uMains, uEmergency, uStoreys, uSmoky, uSteps;
uniform vec3 uDay, uLamp, uSpare, uEye;
uniform vec4 uMap;
uniform sampler2D uLight, uSmoke;
uniform vec4 uFires[${MAX_FIRES}];
vec2 mapUv(vec3 p, float storey) {
  vec2 plan = vec2(p.x - uMap.x, -p.z - uMap.y) * uMap.zw;
  return vec2(plan.x, (storey + clamp(plan.y, 0.0, 1.0)) / uStoreys);
}
float hash12(vec2 p) { vec3 q = fract(vec3(p.xyx) * 0.1031); q += dot(q, q.yzx + 33.33); return fract((q.x + q.y) * q.z); }
float noise2(vec2 p) {
  vec2 i = floor(p), f = fract(p); f = f * f * (3.0 - 2.0 * f);
  return mix(mix(hash12(i), hash12(i + vec2(1, 0)), f.x), mix(hash12(i + vec2(0, 1)), hash12(i + vec2(1, 1)), f.x), f.y);
}
`

export const LIGHTING = /* glsl */ `
// lamps, daylight and emergency light as baked, then what burns. n: normal, face: 0 floor 1 ceiling 2 wall 3 thing.
vec3 lightAt(vec3 p, vec3 n, float storey, float face, float high) {
  vec2 uv = mapUv(p + n * vec3(0.22, 0.0, 0.22), storey);
  vec4 baked = texture2D(uLight, uv) * 1.992;
  float lamp = baked.r, day = baked.g, spare = baked.b;
  if (face < 0.5) { day += baked.a * 1.9; }
  else if (face < 1.5) { lamp *= 0.62; day *= 0.75; spare *= 0.55; }
  else if (face < 2.5) {
    float foot = smoothstep(0.0, 0.5, high), head = smoothstep(0.0, 0.45, 2.9 - high);
    float ao = mix(0.72, 1.0, foot) * mix(0.82, 1.0, head);
    lamp *= 0.86 * ao * mix(1.06, 0.94, clamp(high / 2.8, 0.0, 1.0)); day *= 0.85 * ao; spare *= ao;
  } else {
    float up = n.y * 0.5 + 0.5;
    float side = 0.82 + 0.18 * dot(n, vec3(0.55, 0.0, 0.62));
    float ao = mix(0.68, 1.0, smoothstep(0.0, 0.7, high));
    lamp *= mix(0.5, 1.08, up) * side * ao; day *= mix(0.6, 1.0, up) * side * ao + baked.a * 0.5 * max(n.y, 0.0); spare *= mix(0.55, 1.0, up) * ao;
  }
  vec3 light = uLamp * lamp * uMains + uDay * day + uSpare * spare * uEmergency + vec3(0.045, 0.05, 0.056);
  float lit = texture2D(uSmoke, uv).a;
  for (int i = 0; i < ${MAX_FIRES}; i++) {
    vec3 d = uFires[i].xyz - p;
    float r2 = dot(d, d) + 0.35;
    float facing = 0.35 + 0.65 * max(dot(n, d * inversesqrt(r2)), 0.0);
    light += vec3(1.0, 0.46, 0.13) * uFires[i].w * lit * facing / r2;
  }
  return light;
}
`

export const SMOKE = /* glsl */ `
// Optical depth between the eye and p; .y = how much of it is lit by fire.
vec2 smokeDepth(vec3 p, float storey, float floorOfP) {
  vec3 d = p - cameraPosition;
  float whole = length(d);
  // stops short of the surface, so that the air of the room behind a wall is never read
  float len = max(whole - 0.15, 0.02);
  d *= len / whole;
  float jitter = hash12(gl_FragCoord.xy + fract(uTime) * 17.0);
  float depth = 0.0, glow = 0.0;
  for (float i = 0.0; i < 12.0; i++) {
    if (i >= uSteps) break;
    float u = (i + jitter) / uSteps;
    float t = u * u * (1.4 - 0.4 * u);
    float w = u * (2.8 - 1.2 * u) / uSteps;
    vec3 q = cameraPosition + d * t;
    bool near = t < 0.5;
    vec4 air = texture2D(uSmoke, mapUv(q, near ? uEye.x : storey));
    float layer = air.r * ${SMOKE_HEIGHT.toFixed(1)} + 0.07 * sin(q.x * 1.7 + uTime * 0.5) * sin(q.z * 1.4 - uTime * 0.37) + 0.03 * sin(q.x * 4.3 - q.z * 3.1 + uTime * 0.8);
    float above = smoothstep(layer - 0.18, layer + 0.22, q.y - (near ? uEye.y : floorOfP));
    float k = mix(air.b * air.b, air.g * air.g, above) * ${SMOKE_DENSE.toFixed(1)};
    if (uSteps > 5.5) k *= 0.72 + 0.56 * noise2(q.xz * 1.3 + vec2(q.y * 1.7 - uTime * 0.1, uTime * 0.25));
    float part = k * w * len;
    depth += part;
    vec3 toFire = uFires[0].xyz - q;
    glow += part * air.a * uFires[0].w / (dot(toFire, toFire) + 1.2);
  }
  return vec2(depth, glow);
}
vec3 throughSmoke(vec3 colour, vec3 p, float storey, float floorOfP) {
  if (uSmoky < 0.5) return colour;
  vec2 s = smokeDepth(p, storey, floorOfP);
  float seen = exp(-s.x);
  vec4 here = texture2D(uLight, mapUv(cameraPosition, uEye.x)) * 1.992;
  float bright = here.r * uMains + here.g * 0.8 + here.b * uEmergency * 0.7;
  vec3 smoke = vec3(0.135, 0.128, 0.122) * (0.16 + 0.75 * bright) * exp(-0.16 * min(s.x, 6.0)) + vec3(1.0, 0.4, 0.1) * min(s.y * 0.5, 0.6);
  return mix(smoke, colour, seen);
}
vec3 shown(vec3 c) {
  // a shoulder that keeps windows and lamps from burning out
  c *= 0.98;
  return (c * (2.51 * c + 0.12)) / (c * (2.43 * c + 0.59) + 0.14);
}
`
