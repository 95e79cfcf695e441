// A mesher's arrays as the attributes that the stage's material reads.
import { BufferAttribute, BufferGeometry } from "three";
import type { MeshArrays } from "./mesher";

export function toGeometry(arrays: MeshArrays): BufferGeometry {
  const g = new BufferGeometry();
  g.setAttribute("position", new BufferAttribute(arrays.position, 3));
  g.setAttribute("normal", new BufferAttribute(arrays.normal, 3));
  g.setAttribute("uv", new BufferAttribute(arrays.uv, 2));
  const tint = new BufferAttribute(arrays.tint, 4);
  tint.normalized = true;
  g.setAttribute("tint", tint);
  g.setAttribute("kind", new BufferAttribute(arrays.kind, 4));
  g.setIndex(new BufferAttribute(arrays.index, 1));
  return g;
}
