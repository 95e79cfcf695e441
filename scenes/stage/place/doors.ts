// The leaves of all doors as instances, one mesh for each kind of leaf; their swing is set each frame.
import { InstancedBufferAttribute, InstancedMesh, Matrix4, type Material, Vector3, Quaternion } from "three";
import { distanceToSegment } from "../../sim/geometry";
import type { Point, Scene } from "../../sim/scene";
import { buildLeaf, type LeafKind } from "./door-leaf";
import { leafPoses, type LeafPose } from "./door-poses";
import { toGeometry } from "./geometry";

export interface DoorLeaves {
  meshes: InstancedMesh[];
  /** `eye`: where one looks from, in plan; a leaf one stands in is not drawn. */
  update(openness: (door: number) => number, eye: Point): void;
}

/** Metres from the eye to a leaf below which it would fill the view. */
const IN_FACE = 0.42;

export function createDoors(scene: Scene, storeys: readonly string[], material: Material): DoorLeaves {
  const groups = new Map<LeafKind, LeafPose[]>();
  for (const pose of leafPoses(scene, storeys)) groups.set(pose.kind, [...(groups.get(pose.kind) ?? []), pose]);
  const made = [...groups].map(([kind, poses]) => ({ poses, mesh: createLeaves(kind, poses, material) }));
  const last = new Map<LeafPose, string>();
  return {
    meshes: made.map((m) => m.mesh),
    update(openness, eye) {
      for (const { mesh, poses } of made) {
        let moved = false;
        poses.forEach((pose, i) => {
          const open = openness(pose.door);
          const hidden = isInFace(pose, open, eye);
          const key = `${open} ${hidden}`;
          if (last.get(pose) === key) return;
          last.set(pose, key);
          mesh.setMatrixAt(i, hidden ? NOWHERE : matrixOf(pose, open));
          moved = true;
        });
        if (moved) mesh.instanceMatrix.needsUpdate = true;
      }
    },
  };
}

function createLeaves(kind: LeafKind, poses: readonly LeafPose[], material: Material): InstancedMesh {
  const geometry = toGeometry(buildLeaf(kind));
  geometry.setAttribute("iTint", new InstancedBufferAttribute(new Float32Array(poses.length * 4).fill(1), 4));
  geometry.setAttribute(
    "iStorey",
    new InstancedBufferAttribute(Float32Array.from(poses.flatMap((p) => [p.storey, p.elevation])), 2),
  );
  const mesh = new InstancedMesh(geometry, material, poses.length);
  mesh.frustumCulled = false;
  return mesh;
}

const UP = new Vector3(0, 1, 0);
const NOWHERE = new Matrix4().makeScale(0, 0, 0);
const eased = (open: number) => open * open * (3 - 2 * open);

function isInFace(pose: LeafPose, open: number, [x, y]: Point): boolean {
  if (open < 0.05 || pose.slides || Math.abs(x - pose.hinge[0]) > 3 || Math.abs(y - pose.hinge[1]) > 3) return false;
  const angle = pose.angle + pose.swing * eased(open);
  const [ex, ey] = [pose.hinge[0] + Math.cos(angle) * pose.width, pose.hinge[1] + Math.sin(angle) * pose.width];
  return distanceToSegment(...pose.hinge, ex, ey, x, y) < IN_FACE;
}

function matrixOf(pose: LeafPose, open: number): Matrix4 {
  const turned = pose.slides ? pose.angle : pose.angle + pose.swing * eased(open);
  const slid = pose.slides ? pose.width * 0.92 * eased(open) : 0;
  const x = pose.hinge[0] - Math.cos(pose.angle) * slid;
  const y = pose.hinge[1] - Math.sin(pose.angle) * slid;
  // a leaf hung on the right is the mirrored one: its closer stays on the side to which it opens
  const mirror = pose.swing > 0 ? 1 : -1;
  return new Matrix4().compose(
    new Vector3(x, pose.elevation, -y),
    new Quaternion().setFromAxisAngle(UP, turned),
    new Vector3(pose.width, 1, mirror),
  );
}
