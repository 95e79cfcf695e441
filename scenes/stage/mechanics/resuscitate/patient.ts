// The one who lies there: a finer body on its back whose chest gives way under the hands, and whose shirt can be
// opened.
import { BufferAttribute, DynamicDrawUsage, InstancedBufferAttribute, InstancedBufferGeometry, Mesh } from "three";
import { partOf, type View } from "../../engine";
import { buildBody } from "../../people/body";
import { createCrowdMaterial } from "../../people/crowd-material";
import { wearOf } from "../../people/wardrobe";
import { tint } from "../../place/mesher";
import type { StageUniforms } from "../../shade/uniforms";

export interface PatientMesh {
  mesh: Mesh;
  update(view: View, press: number, gasp: number, floor: number): void;
}

export function createPatient(view: View, uniforms: StageUniforms): PatientMesh {
  const body = buildBody(3);
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(body.position, 3));
  geometry.setAttribute("normal", new BufferAttribute(body.normal, 3));
  geometry.setAttribute("part", new BufferAttribute(body.part, 2));
  geometry.setIndex(new BufferAttribute(body.index, 1));
  const one = () => {
    const a = new InstancedBufferAttribute(new Float32Array(4), 4);
    a.setUsage(DynamicDrawUsage);
    return a;
  };
  const live = {
    iPlace: one(),
    iGait: one(),
    iState: one(),
    iTop: one(),
    iLegs: one(),
    iSkin: one(),
    iHair: one(),
    iShoe: one(),
  };
  for (const [name, a] of Object.entries(live)) geometry.setAttribute(name, a);
  geometry.instanceCount = 1;
  const mesh = new Mesh(geometry, createCrowdMaterial(uniforms));
  mesh.frustumCulled = false;
  const { patient } = partOf(view, "resuscitate")!;
  const wear = wearOf(view.people.look[patient]!, patient);
  live.iTop.setXYZW(0, ...tint("#d9e1e8"), 0);
  live.iLegs.setXYZW(0, ...wear.legs, 0);
  live.iHair.setXYZW(0, ...wear.hair, 1);
  live.iShoe.setXYZW(0, ...wear.shoe, 1);
  return {
    mesh,
    update(now, press, gasp, floor) {
      const care = partOf(now, "resuscitate");
      if (!care) return;
      live.iPlace.setXYZW(0, care.x, care.z, -care.y, Math.atan2(care.feet[1], care.feet[0]));
      live.iGait.setXYZW(0, press, gasp, 0, 0);
      live.iState.setXYZW(0, now.people.storey[care.patient]!, floor, 1, -1);
      live.iSkin.setXYZW(0, ...wear.skin, care.bare ? 2 : 1);
      for (const a of Object.values(live)) a.needsUpdate = true;
    },
  };
}
