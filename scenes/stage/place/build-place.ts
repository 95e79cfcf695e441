// A scene's still parts as meshes: one for each room, so that what nobody can see need not be drawn.
import { isInside } from "../../sim/geometry";
import type { Point, Polygon, Prop, Scene } from "../../sim/scene";
import { gapsOf } from "./edges";
import { addFixtures } from "./fixtures";
import { addFlight, flightMouth, isFlight } from "./flight";
import { addProp, turnOf } from "./furniture";
import { Mesher, tint, type MeshArrays, type Skin } from "./mesher";
import { addStair } from "./stairs";
import { addRoom, face } from "./walls";

export interface RoomMesh {
  /** Room or stair id. */
  id: string;
  storey: number;
  arrays: MeshArrays;
}

export function buildPlace(scene: Scene, storeys: readonly string[]): RoomMesh[] {
  const meshes: RoomMesh[] = [];
  for (const room of scene.rooms) {
    const storey = scene.storeys.find((s) => s.id === room.storey)!;
    const height = room.height ?? storey.height;
    const mesher = startMesher(storeys.indexOf(room.storey), storey.elevation);
    // furniture first: what it hides of floor and walls is then never shaded
    for (const prop of scene.props ?? []) {
      if (prop.storey !== room.storey || !isInside(room.polygon, ...touchPoint(prop, room.polygon))) continue;
      if (isFlight(prop)) addFlight(mesher, prop, height);
      else addProp(mesher, prop, room.polygon);
    }
    for (const o of scene.obstacles ?? []) {
      if (o.storey === room.storey && isInside(room.polygon, ...meanOf(o.polygon)))
        addBlock(mesher, o.polygon, o.height ?? height, o.kind);
    }
    addRoom(mesher, room, height, gapsOf(scene, height));
    addFixtures(mesher, scene, room, height);
    meshes.push({ id: room.id, storey: storeys.indexOf(room.storey), arrays: mesher.arrays() });
  }
  for (const stair of scene.stairs ?? []) {
    const storey = scene.storeys.find((s) => s.id === stair.storey)!;
    const mesher = startMesher(storeys.indexOf(stair.storey), storey.elevation);
    addStair(mesher, scene, stair, storey.height);
    meshes.push({ id: stair.id, storey: storeys.indexOf(stair.storey), arrays: mesher.arrays() });
  }
  return meshes;
}

function startMesher(storey: number, elevation: number): Mesher {
  const mesher = new Mesher();
  mesher.storey = storey;
  mesher.base = elevation;
  return mesher;
}

/**
 * The point by which a thing is known to belong to a room: its middle, or for what hangs on a wall a point before it.
 */
function touchPoint(prop: Prop, room: Polygon): Point {
  if (isFlight(prop)) return flightMouth(prop).inside;
  if (prop.kind !== "whiteboard" && prop.kind !== "screen") return prop.at;
  const a = (turnOf(prop, room) * Math.PI) / 180;
  return [prop.at[0] + Math.sin(a) * 0.1, prop.at[1] - Math.cos(a) * 0.1];
}

const meanOf = (polygon: readonly Point[]): Point => [
  polygon.reduce((s, p) => s + p[0], 0) / polygon.length,
  polygon.reduce((s, p) => s + p[1], 0) / polygon.length,
];

/** A pillar or another block, its faces outward. */
function addBlock(mesher: Mesher, polygon: Point[], height: number, kind: string | undefined): void {
  const skin: Skin = {
    surface: "plaster",
    tint: tint(kind === "pillar" || !kind ? "#e9e4d9" : "#cfc9bd"),
    face: "wall",
  };
  polygon.forEach((a, i) => {
    const b = polygon[(i + 1) % polygon.length]!;
    const turns = area(polygon) > 0;
    if (turns) face(mesher, b, a, 0, height, skin);
    else face(mesher, a, b, 0, height, skin);
  });
  const ring = area(polygon) > 0 ? polygon : [...polygon].reverse();
  for (let i = 1; i + 1 < ring.length; i++) {
    const corner = (p: Point) => mesher.vertex([p[0], p[1], height], [0, 0, 1], p[0], p[1], skin);
    mesher.triangle(corner(ring[0]!), corner(ring[i]!), corner(ring[i + 1]!));
  }
}

function area(p: readonly Point[]): number {
  return p.reduce((s, a, i) => s + a[0] * p[(i + 1) % p.length]![1] - p[(i + 1) % p.length]![0] * a[1], 0);
}
