// Where the player's eye is in a frame: over the feet by posture, swaying a little with the steps, shifted by what the
// mechanic shows. Reads the intent, changes nothing of it.
import type { PerspectiveCamera } from "three";
import { NO_SHIFT, type MechanicRoom } from "../mechanics/mechanic-room";
import type { Poses } from "./poses";
import type { PlaySession } from "./session";

const EYES = [1.6, 1.0, 0.5];
/** Of one who has fallen. */
const FALLEN = 0.25;
const DOWN = 3;

export interface EyeOptions {
  poses: Poses;
  room: MechanicRoom | null;
  /** Reduced motion. */
  still: boolean;
}

export interface EyePlace {
  storey: number;
  /** Plan metres of the body, and the height of the eye. */
  x: number;
  y: number;
  z: number;
}

/** Sets the camera; null without a player. */
export function createEye(
  session: PlaySession,
  { poses, room, still }: EyeOptions,
): (camera: PerspectiveCamera, alpha: number, seconds: number) => EyePlace | null {
  const pose = new Float32Array(4);
  let eye = EYES[0]!;
  let bob = 0;
  return (camera, alpha, seconds) => {
    const { view, intent } = session;
    const i = view.player;
    if (i < 0) return null;
    poses.between(i, alpha, pose);
    const [x, y, z] = pose as unknown as [number, number, number];
    const { yaw, pitch } = intent;
    const upright = camera.aspect < 1;
    const shift = room ? room.shiftEye({ view, yaw, pitch, seconds, upright }) : NO_SHIFT;
    const aim = view.people.state[i] === DOWN ? FALLEN : EYES[intent.posture]! + shift.height;
    eye += shift.atOnce ? aim - eye : (aim - eye) * Math.min(1, seconds * 7);
    bob += seconds * view.people.speed[i]! * 4.4;
    const sway = still ? 0 : Math.sin(bob) * 0.012 * Math.min(1, view.people.speed[i]!);
    camera.position.set(x + shift.x, z + eye + sway, -(y + shift.y));
    camera.rotation.set(pitch + shift.pitch, yaw + shift.yaw - Math.PI / 2, 0, "YXZ");
    camera.updateMatrixWorld();
    return { storey: view.people.storey[i]!, x, y, z: z + eye };
  };
}
