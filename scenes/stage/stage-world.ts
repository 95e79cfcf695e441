// The drawn world of one run: builds everything once, then follows the session frame by frame. Draws by kind (place,
// actors, the mechanic's own things, fields), calls nothing, decides nothing.
import { Group, Mesh, type Object3D, type PerspectiveCamera, type WebGLRenderer } from "three";
import type { Scene, View } from "./engine";
import type { CreateMechanicRoom, RoomFrame } from "./mechanics/mechanic-room";
import { createCrowd } from "./people/crowd";
import { createDoors } from "./place/doors";
import { toGeometry } from "./place/geometry";
import { bakeLight, CELL, type LightMap } from "./place/light-map";
import { createRoomMeshes } from "./place/room-meshes";
import { createSight } from "./place/sight";
import { buildSigns } from "./place/signs";
import { createEye } from "./play/eye";
import { createPoses, type Poses } from "./play/poses";
import type { PlaySession } from "./play/session";
import { createBackdrop } from "./shade/backdrop";
import { createFlames } from "./shade/flames";
import { paintSigns } from "./shade/sign-picture.client";
import { createSmokeView } from "./shade/smoke-view";
import { createStageMaterial } from "./shade/stage-material";
import { paintSurfaces } from "./shade/surfaces.client";
import { createUniforms, type StageUniforms } from "./shade/uniforms";

/** How fast the mains go and the emergency lamps come when the alarm sounds; no flash (WCAG 2.3.1). */
const LIGHT_EASE = 1.1;

export interface StageWorld {
  root: Group;
  uniforms: StageUniforms;
  /** Begins to follow the session's ticks; gives the call that ends it. */
  follow(): () => void;
  update(frame: { alpha: number; seconds: number; camera: PerspectiveCamera }): void;
  dispose(): void;
}

export interface StageOptions {
  /** Makes what the mechanic has in the room; null: nothing. */
  createRoom: CreateMechanicRoom | null;
  /** Reduced motion. */
  still: boolean;
  /** Drawn by the processor. */
  plain: boolean;
}

export function createStageWorld(
  session: PlaySession,
  gl: WebGLRenderer,
  { createRoom, still, plain }: StageOptions,
): StageWorld {
  const { scene } = session;
  const map = bakeLight(scene);
  const floors = map.storeys.map((id) => scene.storeys.find((s) => s.id === id)!.elevation);
  const uniforms = createUniforms(map);
  uniforms.uSurfaces.value = paintSurfaces(plain ? 1 : Math.min(4, gl.capabilities.getMaxAnisotropy()));
  const material = createStageMaterial(uniforms, floors);
  const place = createRoomMeshes(scene, map, material);
  const doors = createDoors(scene, map.storeys, createStageMaterial(uniforms, floors, { bothSides: true }));
  const crowd = createCrowd(session.view, uniforms);
  const room = createRoom?.({ scene, view: session.view, uniforms, material, still }) ?? null;
  const backdrop = createBackdrop(uniforms);
  const flames = createFlames(scene, uniforms);
  const own = room ? [room.group] : [];
  const root = new Group();
  root.add(...place.meshes, ...signMeshes(scene, { map, uniforms, floors }), ...doors.meshes);
  root.add(crowd.mesh, ...own, backdrop, flames.group);

  const poses = createPoses();
  poses.take(session.view);
  const placeEye = createEye(session, { poses, room, still });
  const sight = createSight(scene, map.regions);
  const burning = (scene.fires ?? []).map((f) => map.regions.index.get(f.room)!);
  const showSmoke = createSmokeView({ map, uniforms, sight, burning });
  return {
    root,
    uniforms,
    follow: () => session.onTick((view) => poses.take(view)),
    update({ alpha, seconds, camera }) {
      const { view, face } = session;
      easeLights(uniforms, view, seconds);
      const eye = placeEye(camera, alpha, seconds);
      if (eye) uniforms.uEye.value.set(eye.storey, floors[eye.storey] ?? 0, 0);
      if (eye) backdrop.position.set(eye.x, eye.z, -eye.y);
      doors.update((d) => poses.openness(d, alpha), [camera.position.x, -camera.position.z]);
      flames.update(view.fires, seconds);
      const seen = sight.from(view.self.room, (d) => view.doors.openness[d] ?? 0);
      showSmoke(view, seen, seconds);
      place.show(seen, map.regions.region[view.self.room], camera);
      flames.group.visible = burning.some((r) => seen[map.regions.region[r]!] === 1);
      room?.update({ view, seconds, floors, poseOf: poseReader(poses, alpha) });
      const isThere = (storey: number, x: number, y: number) => isSeen(map, seen, { storey, x, y });
      crowd.update({ view, actors: face.actors?.(view) ?? null, poses, alpha, seconds, floors, seen: isThere });
    },
    dispose: () => dispose(root, uniforms),
  };
}

/** All signs in one mesh; none, none. */
function signMeshes(
  scene: Scene,
  { map, uniforms, floors }: { map: LightMap; uniforms: StageUniforms; floors: readonly number[] },
): Mesh[] {
  const signs = buildSigns(scene, map.storeys);
  if (!signs.faces.length) return [];
  const material = createStageMaterial(uniforms, floors, { picture: paintSigns(signs.faces) });
  const mesh = new Mesh(toGeometry(signs.arrays), material);
  mesh.frustumCulled = false;
  return [mesh];
}

function easeLights(uniforms: StageUniforms, view: View, seconds: number): void {
  uniforms.uTime.value += seconds;
  const cut = view.alarm.sounding ? 1 : 0;
  const ease = Math.min(1, seconds * LIGHT_EASE);
  uniforms.uEmergency.value += (cut - uniforms.uEmergency.value) * ease;
  uniforms.uMains.value += (1 - 0.8 * cut - uniforms.uMains.value) * ease;
}

const poseReader =
  (poses: Poses, alpha: number): RoomFrame["poseOf"] =>
  (person) => {
    const at = new Float32Array(4);
    poses.between(person, alpha, at);
    return { x: at[0]!, y: at[1]!, z: at[2]!, yaw: at[3]! };
  };

function isSeen(map: LightMap, seen: Uint8Array, { storey, x, y }: { storey: number; x: number; y: number }): boolean {
  const c = Math.floor((x - map.x0) / CELL);
  const r = Math.floor((y - map.y0) / CELL);
  if (c < 0 || r < 0 || c >= map.columns || r >= map.rows) return true;
  const room = map.room[(storey * map.rows + r) * map.columns + c]!;
  return room < 0 || seen[map.regions.region[room]!] === 1;
}

function dispose(root: Object3D, uniforms: StageUniforms): void {
  root.traverse((o) => {
    if (!(o instanceof Mesh)) return;
    o.geometry.dispose();
    for (const m of [o.material].flat()) m.dispose();
  });
  for (const t of [uniforms.uLight.value, uniforms.uSmoke.value]) t.dispose();
}
