// What a mechanic draws in the first-person room, beside what the stage draws of every scene. Loaded with the stage's
// own three.js code, never before.
import type { Object3D, ShaderMaterial } from "three";
import type { Scene, View } from "../engine";
import type { StageUniforms } from "../shade/uniforms";

export interface RoomStage {
  scene: Scene;
  /** As the run begins. */
  view: View;
  uniforms: StageUniforms;
  /** The material of solid things. */
  material: ShaderMaterial;
  /** Reduced motion: what would move for the eye's sake alone is there at once. */
  still: boolean;
}

export type CreateMechanicRoom = (stage: RoomStage) => MechanicRoom;

export interface MechanicRoom {
  readonly group: Object3D;
  update(frame: RoomFrame): void;
  /** Where the eye is shifted to; asked once a frame, before `update`. */
  shiftEye(frame: EyeFrame): EyeShift;
}

export interface RoomFrame {
  view: View;
  seconds: number;
  /** Elevation by storey. */
  floors: readonly number[];
  /** A person between two ticks; yaw in radians. */
  poseOf(person: number): { x: number; y: number; z: number; yaw: number };
}

export interface EyeFrame {
  view: View;
  /** What is intended: where one looks, radians. */
  yaw: number;
  pitch: number;
  seconds: number;
  /** A screen higher than wide. */
  upright: boolean;
}

/** Metres in plan and height, and radians, to add to where one stands and looks. */
export interface EyeShift {
  x: number;
  y: number;
  height: number;
  yaw: number;
  pitch: number;
  /** The height is taken at once and not by and by. */
  atOnce: boolean;
}

export const NO_SHIFT: Readonly<EyeShift> = { x: 0, y: 0, height: 0, yaw: 0, pitch: 0, atOnce: false };
