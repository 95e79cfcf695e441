// Draws who is cared for and with what: the patient's chest under the hands, the AED where it is, its pads. Follows the
// mechanic's part of the view, decides nothing.
import { Group, Mesh } from "three";
import type { CareView } from "../../../mechanics/resuscitate/view";
import { partOf } from "../../engine";
import { toGeometry } from "../../place/geometry";
import type { MeshArrays } from "../../place/mesher";
import type { CreateMechanicRoom, RoomFrame } from "../mechanic-room";
import { createAedCase, caseAt } from "./aed-case";
import { buildPads } from "./defibrillator";
import { createKneelingEye } from "./kneeling";
import { buildHands } from "./limbs";
import { createPatient } from "./patient";
import { createPressing, DEPTH } from "./pressing";

/** Height of the chest's skin over the floor, and how far over it idle hands hover, metres. */
const CHEST = 0.238;
const HOVER = 0.012;

export const createCareRoom: CreateMechanicRoom = ({ scene, view, uniforms, material, still }) => {
  const first = partOf(view, "resuscitate")!;
  const storey = view.people.storey[first.patient]!;
  const toMesh = (arrays: MeshArrays) => {
    const mesh = new Mesh(toGeometry(arrays), material);
    mesh.frustumCulled = false;
    return mesh;
  };
  const patient = createPatient(view, uniforms);
  const hands = toMesh(buildHands(storey).arrays());
  const aed = createAedCase(scene, storey, toMesh);
  const pressing = createPressing(first);
  const group = new Group();
  group.add(patient.mesh, hands, ...aed.meshes);
  let pads: Mesh | null = null;

  const update = ({ view: now, seconds, floors, poseOf }: RoomFrame) => {
    const care = partOf(now, "resuscitate")!;
    const { press, gasp } = pressing(care, now.tick, seconds);
    patient.update(now, press * DEPTH - gasp * 0.008, gasp, floors[now.people.storey[care.patient]!] ?? 0);
    placeHands(hands, care, press);
    const carried = care.carrier >= 0 && care.carrier !== now.player;
    aed.update(care, carried ? poseOf(care.carrier) : null);
    if (!care.pads || pads) return;
    pads = toMesh(padsOn(storey, care));
    group.add(pads);
  };
  return { group, update, shiftEye: createKneelingEye(still) };
};

/** On the chest while one kneels and may press. */
function placeHands(hands: Mesh, care: CareView, press: number): void {
  const off = care.aed === "analysing" || care.aed === "armed" || care.aed === "charging" || care.swapper >= 0;
  hands.visible = care.kneeling && (care.recognised || care.pressing) && !off;
  const idle = care.nowMs - care.lastBeatMs > 1500 || care.lastBeatMs < 0 ? HOVER : 0;
  hands.position.set(care.x, care.z + CHEST + idle - press * DEPTH, -care.y);
  // own y looks to the rescuer
  hands.rotation.set(0, Math.atan2(care.side[1], care.side[0]) - Math.PI / 2, 0, "YXZ");
}

function padsOn(storey: number, care: CareView): MeshArrays {
  const [x, y, z] = caseAt(care);
  return buildPads(storey, {
    at: [care.x, care.y, care.z],
    feet: care.feet,
    left: [-care.feet[1], care.feet[0]],
    side: care.side,
    box: [x, y, z + 0.07],
  }).arrays();
}
