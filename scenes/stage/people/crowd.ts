// Everybody in one draw call: bodies as instances whose place, gait and clothes are written each frame.
import { BufferAttribute, DynamicDrawUsage, InstancedBufferAttribute, InstancedBufferGeometry, Mesh } from "three";
import type { View } from "../engine";
import type { Actors } from "../mechanics/mechanic-face";
import type { Poses } from "../play/poses";
import type { StageUniforms } from "../shade/uniforms";
import { buildBody } from "./body";
import { createCrowdMaterial } from "./crowd-material";
import { wearOf } from "./wardrobe";

const OUT = 2;
const DOWN = 3;
/** Metres walked in one cycle of two steps, at ease and in a hurry. */
const CYCLE = 1.45;

export interface Crowd {
  mesh: Mesh;
  update(options: {
    view: View;
    /** Whom the mechanic draws or poses. */
    actors: Actors | null;
    poses: Poses;
    alpha: number;
    seconds: number;
    floors: readonly number[];
    seen: (storey: number, x: number, y: number) => boolean;
  }): void;
}

export function createCrowd(view: View, uniforms: StageUniforms): Crowd {
  const count = view.people.count;
  const body = buildBody();
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(body.position, 3));
  geometry.setAttribute("normal", new BufferAttribute(body.normal, 3));
  geometry.setAttribute("part", new BufferAttribute(body.part, 2));
  geometry.setIndex(new BufferAttribute(body.index, 1));
  const live = (size: number) => {
    const a = new InstancedBufferAttribute(new Float32Array(count * size), size);
    a.setUsage(DynamicDrawUsage);
    return a;
  };
  const [place, gait, state] = [live(4), live(4), live(4)];
  const cloth = Object.fromEntries(["iTop", "iLegs", "iSkin", "iHair", "iShoe"].map((n) => [n, live(4)])) as Record<
    "iTop" | "iLegs" | "iSkin" | "iHair" | "iShoe",
    InstancedBufferAttribute
  >;
  for (const [name, a] of Object.entries({ iPlace: place, iGait: gait, iState: state, ...cloth }))
    geometry.setAttribute(name, a);
  const mesh = new Mesh(geometry, createCrowdMaterial(uniforms));
  mesh.frustumCulled = false;

  const wears = Array.from({ length: count }, (_, i) => wearOf(view.people.look[i]!, i));
  const phase = Float32Array.from({ length: count }, (_, i) => i * 1.7);
  const crouch = new Float32Array(count);
  const crawl = new Float32Array(count);
  const stride = new Float32Array(count);
  const pose = new Float32Array(4);

  const update: Crowd["update"] = ({ view, actors, poses, alpha, seconds, floors, seen }) => {
    const p = view.people;
    const ease = Math.min(1, seconds * 6);
    let n = 0;
    for (let i = 0; i < count; i++) {
      if (i === view.player || actors?.own.includes(i) || p.state[i] === OUT) continue;
      poses.between(i, alpha, pose);
      if (!seen(p.storey[i]!, pose[0]!, pose[1]!)) continue;
      const speed = p.speed[i]!;
      phase[i]! += (seconds * speed * Math.PI * 2) / CYCLE;
      stride[i]! += (Math.min(1, speed / 1.3) - stride[i]!) * ease;
      crouch[i]! += ((p.posture[i] === 1 || actors?.crouched.includes(i) ? 1 : 0) - crouch[i]!) * ease;
      crawl[i]! += ((p.posture[i] === 2 ? 1 : 0) - crawl[i]!) * ease;
      const wear = wears[i]!;
      place.setXYZW(n, pose[0]!, pose[2]!, -pose[1]!, pose[3]!);
      gait.setXYZW(n, phase[i]!, stride[i]!, crouch[i]!, crawl[i]!);
      state.setXYZW(n, p.storey[i]!, floors[p.storey[i]!] ?? 0, wear.scale, p.state[i] === DOWN ? 1 : 0);
      cloth.iTop.setXYZW(n, ...wear.top, wear.long ? 1 : 0);
      cloth.iLegs.setXYZW(n, ...wear.legs, wear.skirt ? 1 : 0);
      cloth.iSkin.setXYZW(n, ...wear.skin, 1);
      cloth.iHair.setXYZW(n, ...wear.hair, 1);
      cloth.iShoe.setXYZW(n, ...wear.shoe, 1);
      n++;
    }
    geometry.instanceCount = n;
    for (const a of [place, gait, state, ...Object.values(cloth)]) a.needsUpdate = true;
  };
  return { mesh, update };
}
