// The rooms as meshes, of which each frame shows those that can be seen at all.
import { Mesh, type PerspectiveCamera, type ShaderMaterial } from "three";
import type { Scene } from "../engine";
import { buildPlace } from "./build-place";
import { toGeometry } from "./geometry";
import type { LightMap } from "./light-map";

export interface RoomMeshes {
  meshes: Mesh[];
  /** `seen` by region; `here`: the region one stands in. */
  show(seen: Uint8Array, here: number | undefined, camera: PerspectiveCamera): void;
}

export function createRoomMeshes(scene: Scene, map: LightMap, material: ShaderMaterial): RoomMeshes {
  const rooms = buildPlace(scene, map.storeys).map(({ id, arrays }) => {
    const geometry = toGeometry(arrays);
    geometry.computeBoundingSphere();
    const mesh = new Mesh(geometry, material);
    mesh.matrixAutoUpdate = false;
    return { region: map.regions.region[map.regions.index.get(id)!]!, mesh };
  });
  return {
    meshes: rooms.map((r) => r.mesh),
    show(seen, here, camera) {
      for (const { region, mesh } of rooms) {
        mesh.visible = seen[region] === 1;
        // nearest first, so that what it hides is not shaded
        const away = mesh.geometry.boundingSphere!.distanceToPoint(camera.position);
        mesh.renderOrder = region === here ? 1 : 2 + Math.min(2.9, away * 0.05);
      }
    },
  };
}
