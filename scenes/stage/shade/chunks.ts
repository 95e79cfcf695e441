// GLSL that all stage materials share: where a plan point lies in the maps, how light falls, how smoke hides, how it is
// shown. Smoke is marched along the line of sight: at each step the map gives that room's layer height and the darkness
// (extinction, 1/m) above and below it, so what one sees fades as in the real layer, from where one stands or crawls.
import { MAX_FIRES } from "./uniforms";

/** Metres of layer height and 1/m of extinction that 255 stands for in the smoke map. */
export const SMOKE_HEIGHT = 5.1;
export const SMOKE_DENSE = 6;

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
`;

export const LIGHTING = /* glsl */ `
// lamps, daylight and emergency light as baked, then what burns. n: normal, face: 0 floor 1 ceiling 2 wall 3 thing.
vec3 lightAt(vec3 p, vec3 n, float storey, float face, float high) {
  vec2 uv = mapUv(p + n * vec3(0.22, 0.0, 0.22), storey);
  vec4 baked = texture2D(uLight, uv) * 1.992;
  float shade = min(1.0, baked.a), sun = max(0.0, baked.a - 1.0);
  float lamp = baked.r, day = baked.g, spare = baked.b;
  if (face < 0.5) { lamp *= shade; day = day * shade + sun * 1.9; spare *= shade; }
  else if (face < 1.5) { lamp *= 0.62; day *= 0.75; spare *= 0.55; }
  else if (face < 2.5) {
    float foot = smoothstep(0.0, 0.5, high), head = smoothstep(0.0, 0.45, 2.9 - high);
    float ao = mix(0.66, 1.0, foot) * mix(0.8, 1.0, head) * mix(1.0, shade, 0.35 * (1.0 - smoothstep(0.3, 1.6, high)));
    lamp *= 0.86 * ao * mix(1.06, 0.94, clamp(high / 2.8, 0.0, 1.0)); day *= 0.85 * ao; spare *= ao;
  } else {
    float up = n.y * 0.5 + 0.5;
    float side = 0.82 + 0.18 * dot(n, vec3(0.55, 0.0, 0.62));
    float ao = mix(0.68, 1.0, smoothstep(0.0, 0.7, high));
    lamp *= mix(0.5, 1.08, up) * side * ao; day *= mix(0.6, 1.0, up) * side * ao + sun * 0.5 * max(n.y, 0.0); spare *= mix(0.55, 1.0, up) * ao;
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
`;

export const SMOKE = /* glsl */ `
// Mean of a soft step at layer over the heights a…b: exact along a stretch of the line of sight, so that nothing has to
// be jittered away.
float shareAbove(float a, float b, float layer) {
  const float W = 0.2;
  vec2 y = vec2(a, b) - layer;
  if (abs(b - a) < 0.02) return clamp((0.5 * (y.x + y.y) + W) / (2.0 * W), 0.0, 1.0);
  vec2 u = clamp((y + W) / (2.0 * W), 0.0, 1.0);
  vec2 area = W * u * u + max(y - W, 0.0);
  return (area.y - area.x) / (b - a);
}
// Optical depth between the eye and p; .y = how much of it is lit by fire.
vec2 smokeDepth(vec3 p, float storey, float floorOfP) {
  vec3 d = p - cameraPosition;
  float whole = length(d);
  // stops short of the surface, so that the air of the room behind a wall is never read
  float len = max(whole - 0.15, 0.02);
  d *= len / whole;
  float jitter = 0.5 + 0.4 * (fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715)))) - 0.5);
  float depth = 0.0, glow = 0.0, before = 0.0;
  for (float i = 1.0; i < 13.0; i++) {
    if (i > uSteps) break;
    float u = i / uSteps;
    float t = u * u * (1.4 - 0.4 * u);
    float m = mix(before, t, jitter);
    vec3 q = cameraPosition + d * m;
    bool near = m < 0.5;
    vec4 air = texture2D(uSmoke, mapUv(q, near ? uEye.x : storey));
    float ground = near ? uEye.y : floorOfP;
    float layer = air.r * ${SMOKE_HEIGHT.toFixed(1)} + 0.07 * sin(q.x * 1.7 + uTime * 0.5) * sin(q.z * 1.4 - uTime * 0.37) + 0.03 * sin(q.x * 4.3 - q.z * 3.1 + uTime * 0.8);
    float above = shareAbove(cameraPosition.y + d.y * before - ground, cameraPosition.y + d.y * t - ground, layer);
    float k = mix(air.b * air.b, air.g * air.g, above) * ${SMOKE_DENSE.toFixed(1)};
    if (uSteps > 5.5) k *= 0.8 + 0.4 * noise2(q.xz * 1.1 + vec2(q.y * 1.3 - uTime * 0.1, uTime * 0.2));
    float part = k * (t - before) * len;
    vec3 toFire = uFires[0].xyz - q;
    float far = dot(toFire, toFire);
    glow += min(part, 1.5) * exp(-depth) * air.a * uFires[0].w / (0.6 + far * (0.4 + 0.12 * far));
    depth += part;
    before = t;
  }
  return vec2(depth, glow);
}
vec3 throughSmoke(vec3 colour, vec3 p, float storey, float floorOfP) {
  if (uSmoky < 0.5) return colour;
  vec2 s = smokeDepth(p, storey, floorOfP);
  float seen = exp(-s.x);
  vec4 here = texture2D(uLight, mapUv(cameraPosition, uEye.x)) * 1.992;
  float bright = here.r * uMains + here.g * 0.8 + here.b * uEmergency * 0.6;
  vec3 smoke = vec3(0.14, 0.132, 0.124) * (0.2 + 0.8 * bright) * (0.34 + 0.66 * exp(-0.3 * s.x)) + vec3(1.0, 0.36, 0.09) * min(s.y * 0.25, 0.4);
  return mix(smoke, colour, seen);
}
vec3 shown(vec3 c) {
  // a shoulder that keeps windows and lamps from burning out
  c *= 0.98;
  return (c * (2.51 * c + 0.12)) / (c * (2.43 * c + 0.59) + 0.14);
}
`;
