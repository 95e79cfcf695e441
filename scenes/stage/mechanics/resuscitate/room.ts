// Draws who is cared for and with what: the patient's chest under the hands, the AED where it is, its pads. Follows
// partOf(view, "resuscitate"), decides nothing.
import { partOf } from "../../engine";
import { Group, Mesh, type ShaderMaterial } from "three";
import type { CareView, View } from "../../engine";
import { toGeometry } from "../../place/doors";
import type { StageUniforms } from "../../shade/uniforms";
import { buildCase, buildPads } from "./defibrillator";
import { buildHands } from "./limbs";
import { createPatient } from "./patient";

/** How far the drawn chest gives way, metres, and how long a press takes down and up, seconds. */
const DEPTH = 0.05;
const DOWN = 0.13;
const UP = 0.3;
const CHEST = 0.238;

export interface CareStage {
  group: Group;
  update(options: {
    view: View;
    seconds: number;
    floor: number;
    carrier: (index: number) => { x: number; y: number; z: number; yaw: number } | null;
  }): void;
}

export function createCareStage(
  view: View,
  {
    uniforms,
    material,
    cabinet,
    storey,
  }: {
    uniforms: StageUniforms;
    material: ShaderMaterial;
    cabinet: { x: number; y: number; turn: number } | null;
    storey: number;
  },
): CareStage {
  const care = partOf(view, "resuscitate")!;
  const group = new Group();
  const patient = createPatient(view, uniforms);
  const mesh = (arrays: ReturnType<ReturnType<typeof buildHands>["arrays"]>) => {
    const m = new Mesh(toGeometry(arrays), material);
    m.frustumCulled = false;
    return m;
  };
  const hands = mesh(buildHands(storey).arrays());
  const shut = mesh(buildCase(storey, false).arrays());
  const open = mesh(buildCase(storey, true).arrays());
  group.add(patient.mesh, hands, shut, open);
  let pads: Mesh | null = null;
  let since = 9;
  let lastBeat = care.lastBeatMs;
  let press = 0;
  let gasp = 0;

  const turnTo = (m: Mesh, x: number, y: number, z: number, angle: number) => {
    m.position.set(x, z, -y);
    m.rotation.set(0, angle, 0, "YXZ");
  };
  const boxAt = (c: CareView): [number, number, number] => [
    c.x - c.feet[0] * 0.62 + c.side[0] * 0.34,
    c.y - c.feet[1] * 0.62 + c.side[1] * 0.34,
    c.z,
  ];

  return {
    group,
    update({ view: now, seconds, floor, carrier }) {
      const c = partOf(now, "resuscitate");
      if (!c) return;
      since += seconds;
      if (c.lastBeatMs !== lastBeat) {
        lastBeat = c.lastBeatMs;
        since = 0;
      }
      const aim = since < DOWN ? 1 : 0;
      press += (aim - press) * Math.min(1, seconds / (aim ? DOWN * 0.35 : UP * 0.35));
      const gaspAim = c.gasping && now.tick % 180 < 22 ? 1 : 0;
      gasp += (gaspAim - gasp) * Math.min(1, seconds * 5);
      patient.update(now, press * DEPTH - gasp * 0.008, gasp, floor);
      const reaches =
        c.kneeling &&
        (c.recognised || c.pressing) &&
        c.aed !== "analysing" &&
        c.aed !== "armed" &&
        c.aed !== "charging" &&
        c.swapper < 0;
      hands.visible = reaches;
      // own y looks to the rescuer
      const angle = Math.atan2(c.side[1], c.side[0]) - Math.PI / 2;
      const idle = c.nowMs - c.lastBeatMs > 1500 || c.lastBeatMs < 0 ? 0.012 : 0;
      turnTo(hands, c.x, c.y, c.z + CHEST + idle - press * DEPTH, angle);
      placeCase(c, carrier);
      if (c.pads && !pads) {
        const box = boxAt(c);
        pads = mesh(
          buildPads(storey, {
            at: [c.x, c.y, c.z],
            feet: c.feet,
            left: [-c.feet[1], c.feet[0]],
            side: c.side,
            box: [box[0], box[1], box[2] + 0.07],
          }).arrays(),
        );
        group.add(pads);
      }
    },
  };

  function placeCase(
    c: CareView,
    carrier: (index: number) => { x: number; y: number; z: number; yaw: number } | null,
  ): void {
    const bearer = c.carrier >= 0 ? carrier(c.carrier) : null;
    const here = !["away", "sent", "mine"].includes(c.aed);
    const used = here && c.aed !== "here";
    open.visible = used;
    shut.visible = !used && (here || bearer !== null || cabinet !== null);
    const angle = Math.atan2(c.side[1], c.side[0]) - Math.PI / 2 + Math.PI;
    if (here) {
      const [x, y, z] = boxAt(c);
      turnTo(used ? open : shut, x, y, z, angle);
    } else if (bearer)
      turnTo(
        shut,
        bearer.x + Math.cos(bearer.yaw - 0.9) * 0.3,
        bearer.y + Math.sin(bearer.yaw - 0.9) * 0.3,
        bearer.z + 0.62,
        bearer.yaw,
      );
    else if (cabinet) {
      // upright in its cabinet, the top to the front
      shut.position.set(cabinet.x, 1.34, -cabinet.y);
      shut.rotation.set(Math.PI / 2, cabinet.turn + Math.PI, 0, "YXZ");
    }
  }
}
