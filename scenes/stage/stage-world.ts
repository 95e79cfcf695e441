// The drawn world of one run: builds everything once, then follows the session frame by frame. Draws, calls nothing,
// decides nothing.
import { partOf } from "./engine";
import { Group, Mesh, type PerspectiveCamera, type WebGLRenderer } from "three";
import { createCareStage } from "./mechanics/resuscitate/room";
import { createCrowd, type Crowd } from "./people/crowd";
import { buildPlace } from "./place/build-place";
import { createDoors, toGeometry, type DoorLeaves } from "./place/doors";
import { bakeLight, CELL, type LightMap } from "./place/light-map";
import { createSight } from "./place/sight";
import { buildSigns } from "./place/signs";
import { createPoses, wrap } from "./play/poses";
import type { PlaySession } from "./play/session";
import { createBackdrop } from "./shade/backdrop";
import { createFlames } from "./shade/flames";
import { paintSigns } from "./shade/sign-picture.client";
import { createSmokeMap } from "./shade/smoke-map";
import { createStageMaterial } from "./shade/stage-material";
import { paintSurfaces } from "./shade/surfaces.client";
import { createUniforms, type StageUniforms } from "./shade/uniforms";

const EYES = [1.6, 1.0, 0.5];
/** Kneeling beside somebody: eye, how far one bends over the chest, metres, and how far one looks down, radians. */
const KNEELING = { eye: 0.98, over: 0.2, pitch: -1.3, seconds: 0.55 };
/** Real seconds between two paintings of the smoke map. */
const SMOKE_EVERY = 0.2;
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

export function createStageWorld(
  session: PlaySession,
  gl: WebGLRenderer,
  { still, plain }: { still: boolean; plain: boolean },
): StageWorld {
  const { scene } = session;
  const map = bakeLight(scene);
  const floors = map.storeys.map((id) => scene.storeys.find((s) => s.id === id)!.elevation);
  const uniforms = createUniforms(map);
  uniforms.uSurfaces.value = paintSurfaces(plain ? 1 : Math.min(4, gl.capabilities.getMaxAnisotropy()));
  const root = new Group();
  const material = createStageMaterial(uniforms, floors);
  const rooms = buildPlace(scene, map.storeys).map(({ id, arrays }) => {
    const geometry = toGeometry(arrays);
    geometry.computeBoundingSphere();
    const mesh = new Mesh(geometry, material);
    mesh.matrixAutoUpdate = false;
    root.add(mesh);
    return { region: map.regions.region[map.regions.index.get(id)!]!, mesh };
  });
  const signs = buildSigns(scene, map.storeys);
  if (signs.faces.length) {
    const mesh = new Mesh(
      toGeometry(signs.arrays),
      createStageMaterial(uniforms, floors, { picture: paintSigns(signs.faces) }),
    );
    mesh.frustumCulled = false;
    root.add(mesh);
  }
  const doors: DoorLeaves = createDoors(scene, map.storeys, createStageMaterial(uniforms, floors, { bothSides: true }));
  root.add(...doors.meshes);
  const crowd: Crowd = createCrowd(session.view, uniforms);
  root.add(crowd.mesh);
  const cared = partOf(session.view, "resuscitate");
  const care = cared
    ? createCareStage(session.view, {
        uniforms,
        material,
        cabinet: cabinetOf(scene),
        storey: session.view.people.storey[cared.patient]!,
      })
    : null;
  if (care) root.add(care.group);
  const backdrop = createBackdrop(uniforms);
  root.add(backdrop);
  const flames = createFlames(scene, uniforms);
  root.add(flames.group);

  const poses = createPoses();
  poses.take(session.view);
  const sight = createSight(scene, map.regions);
  const smoke = createSmokeMap(map, uniforms.uSmoke.value.image.data as Uint8Array);
  const fireRegions = (scene.fires ?? []).map((f) => map.regions.index.get(f.room)!);
  const pose = new Float32Array(4);
  let eye = EYES[0]!;
  let sinceSmoke = SMOKE_EVERY;
  let bob = 0;
  const kneeling = createKneeling(session, still);

  const paintSmoke = (seen: Uint8Array) => {
    const view = session.view;
    const lit = new Uint8Array(map.regions.ids.length);
    for (const room of fireRegions)
      sight.from(room, (d) => view.doors.openness[d] ?? 0).forEach((on, i) => (lit[i]! |= on));
    uniforms.uSmoky.value = smoke.paint(view, {
      lit: (room) => lit[map.regions.region[room]!] === 1,
      seen: (room) => seen[map.regions.region[room]!] === 1,
    })
      ? 1
      : 0;
    uniforms.uSmoke.value.needsUpdate = true;
  };

  const placeCamera = (camera: PerspectiveCamera, alpha: number, seconds: number) => {
    const view = session.view;
    const i = view.player;
    if (i < 0) return;
    poses.between(i, alpha, pose);
    const down = view.people.state[i] === 3;
    const kneel = kneeling(seconds);
    const aim = down ? 0.25 : EYES[session.intent.posture]! + (KNEELING.eye - EYES[0]!) * kneel;
    eye += still && care ? aim - eye : (aim - eye) * Math.min(1, seconds * 7);
    bob += seconds * view.people.speed[i]! * 4.4;
    const sway = still ? 0 : Math.sin(bob) * 0.012 * Math.min(1, view.people.speed[i]!);
    const lean = partOf(view, "resuscitate") ? KNEELING.over * kneel : 0;
    const side = partOf(view, "resuscitate")?.side ?? [0, 0];
    camera.position.set(pose[0]! - side[0] * lean, pose[2]! + eye + sway, -(pose[1]! - side[1] * lean));
    camera.rotation.set(session.intent.pitch, session.intent.yaw - Math.PI / 2, 0, "YXZ");
    camera.updateMatrixWorld();
    const storey = view.people.storey[i]!;
    uniforms.uEye.value.set(storey, floors[storey] ?? 0, 0);
    backdrop.position.set(pose[0]!, pose[2]! + eye, -pose[1]!);
  };

  return {
    root,
    uniforms,
    follow: () => session.onTick((view) => poses.take(view)),
    update({ alpha, seconds, camera }) {
      const view = session.view;
      uniforms.uTime.value += seconds;
      const cut = view.alarm.sounding ? 1 : 0;
      uniforms.uEmergency.value += (cut - uniforms.uEmergency.value) * Math.min(1, seconds * LIGHT_EASE);
      uniforms.uMains.value += (1 - 0.8 * cut - uniforms.uMains.value) * Math.min(1, seconds * LIGHT_EASE);
      placeCamera(camera, alpha, seconds);
      doors.update((d) => poses.openness(d, alpha), [camera.position.x, -camera.position.z]);
      flames.update(view.fires, seconds);
      const seen = sight.from(view.self.room, (d) => view.doors.openness[d] ?? 0);
      sinceSmoke += seconds;
      if (sinceSmoke >= SMOKE_EVERY) {
        sinceSmoke = 0;
        paintSmoke(seen);
      }
      for (const room of rooms) {
        room.mesh.visible = seen[room.region] === 1;
        // nearest first, so that what it hides is not shaded
        room.mesh.renderOrder =
          room.region === map.regions.region[view.self.room]
            ? 1
            : 2 + Math.min(2.9, room.mesh.geometry.boundingSphere!.distanceToPoint(camera.position) * 0.05);
      }
      flames.group.visible = fireRegions.some((r) => seen[map.regions.region[r]!] === 1);
      const at = new Float32Array(4);
      care?.update({
        view,
        seconds,
        floor: floors[view.people.storey[partOf(view, "resuscitate")!.patient]!] ?? 0,
        carrier: (i) => {
          if (i === view.player) return null;
          poses.between(i, alpha, at);
          return { x: at[0]!, y: at[1]!, z: at[2]!, yaw: at[3]! };
        },
      });
      crowd.update({ view, poses, alpha, seconds, floors, seen: (storey, x, y) => isSeen(map, seen, storey, x, y) });
    },
    dispose() {
      root.traverse((o) => {
        if (!(o instanceof Mesh)) return;
        o.geometry.dispose();
        for (const m of [o.material].flat()) m.dispose();
      });
      for (const t of [uniforms.uLight.value, uniforms.uSmoke.value]) t.dispose();
    },
  };
}

/** 0…1, how far one has got down; turns the view to the chest once on the way, at once under reduced motion. */
function createKneeling(session: PlaySession, still: boolean): (seconds: number) => number {
  let share = 0;
  let was = false;
  let turn: { yaw: number; pitch: number } | null = null;
  return (seconds) => {
    const care = partOf(session.view, "resuscitate");
    if (!care) return 0;
    if (care.kneeling !== was) {
      was = care.kneeling;
      const toChest = Math.atan2(-care.side[1], -care.side[0]);
      turn = {
        yaw: was ? session.intent.yaw + wrap(toChest - session.intent.yaw) : session.intent.yaw,
        pitch: was ? KNEELING.pitch : 0,
      };
    }
    const step = still ? 1 : Math.min(1, seconds / KNEELING.seconds);
    share = Math.max(0, Math.min(1, share + (was ? step : -step)));
    if (turn) {
      const ease = still ? 1 : Math.min(1, seconds * 7);
      session.intent.turn((turn.yaw - session.intent.yaw) * ease, (turn.pitch - session.intent.pitch) * ease);
      if (Math.abs(turn.pitch - session.intent.pitch) < 0.02) turn = null;
    }
    return share * share * (3 - 2 * share);
  };
}

/** Where the AED's cabinet hangs, and the turn of what hangs in it. */
function cabinetOf(scene: PlaySession["scene"]): { x: number; y: number; turn: number } | null {
  const prop = (scene.props ?? []).find((p) => p.kind === "aed-cabinet");
  return prop ? { x: prop.at[0], y: prop.at[1], turn: ((prop.turn ?? 0) * Math.PI) / 180 } : null;
}

function isSeen(map: LightMap, seen: Uint8Array, storey: number, x: number, y: number): boolean {
  const c = Math.floor((x - map.x0) / CELL);
  const r = Math.floor((y - map.y0) / CELL);
  if (c < 0 || r < 0 || c >= map.columns || r >= map.rows) return true;
  const room = map.room[(storey * map.rows + r) * map.columns + c]!;
  return room < 0 || seen[map.regions.region[room]!] === 1;
}
