// The AED's case where it is now: in its cabinet, in the hand of who brings it, by the patient's head, shut or open.
import type { Mesh } from "three";
import type { CareView } from "../../../mechanics/resuscitate/view";
import type { Scene } from "../../engine";
import type { MeshArrays } from "../../place/mesher";
import { buildCase } from "./defibrillator";
import { aedIsHere, cabinetOf } from "./aed-place";

interface Pose {
  x: number;
  y: number;
  z: number;
  yaw: number;
}

export interface AedCase {
  meshes: Mesh[];
  /** `bearer`: who carries it and can be seen. */
  update(care: CareView, bearer: Pose | null): void;
}

/** Beside the patient's head, on the rescuer's side. */
export const caseAt = (care: CareView): [number, number, number] => [
  care.x - care.feet[0] * 0.62 + care.side[0] * 0.34,
  care.y - care.feet[1] * 0.62 + care.side[1] * 0.34,
  care.z,
];

export function createAedCase(scene: Scene, storey: number, toMesh: (arrays: MeshArrays) => Mesh): AedCase {
  const cabinet = cabinetOf(scene);
  const shut = toMesh(buildCase(storey, false).arrays());
  const open = toMesh(buildCase(storey, true).arrays());
  return {
    meshes: [shut, open],
    update(care, bearer) {
      const here = aedIsHere(care);
      const used = here && care.aed !== "here";
      open.visible = used;
      shut.visible = !used && (here || bearer !== null || cabinet !== null);
      if (here) {
        const [x, y, z] = caseAt(care);
        setDown(used ? open : shut, { x, y, z, yaw: Math.atan2(care.side[1], care.side[0]) + Math.PI / 2 });
      } else if (bearer) setDown(shut, inHandOf(bearer));
      else if (cabinet) {
        // upright in its cabinet, the top to the front
        shut.position.set(cabinet.x, 1.34, -cabinet.y);
        shut.rotation.set(Math.PI / 2, cabinet.turn + Math.PI, 0, "YXZ");
      }
    },
  };
}

const inHandOf = ({ x, y, z, yaw }: Pose): Pose => ({
  x: x + Math.cos(yaw - 0.9) * 0.3,
  y: y + Math.sin(yaw - 0.9) * 0.3,
  z: z + 0.62,
  yaw,
});

function setDown(mesh: Mesh, { x, y, z, yaw }: Pose): void {
  mesh.position.set(x, z, -y);
  mesh.rotation.set(0, yaw, 0, "YXZ");
}
