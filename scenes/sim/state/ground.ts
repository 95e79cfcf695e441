// What the ground of a world is made of, compiled once (ground.ts, grid.ts).
import type { Polygon, RoomKind } from "../scene";

export interface Grid {
  x0: number;
  y0: number;
  size: number;
  nx: number;
  ny: number;
  /** Room index by cell, or −1. */
  room: Int16Array;
  /** Distance from the cell's centre to the nearest wall, at most REACH. */
  clearance: Float32Array;
  /** Walls as x1 y1 x2 y2. */
  walls: Float64Array;
  /** Walls near cell c: wallList[wallStart[c]] … wallList[wallStart[c + 1] − 1] */
  wallStart: Int32Array;
  wallList: Int32Array;
  portalStart: Int32Array;
  portalList: Int32Array;
}

export interface Plane {
  index: number;
  id: string;
  elevation: number;
  height: number;
  grid: Grid;
  wrapFrom: number;
  wrapTo: number;
}

export interface GroundRoom {
  index: number;
  id: string;
  kind: RoomKind | "stair";
  plane: number;
  polygon: Polygon;
  area: number;
  height: number;
  region: number;
  /** Can't be taken on wheels: a stair that is no ramp. */
  steps: boolean;
  /** For stairs: slope. */
  slope: Slope | null;
}

export interface Slope {
  /** Unit vector up the slope in plan, its foot, and rise per plan metre. */
  ux: number;
  uy: number;
  footX: number;
  footY: number;
  rise: number;
  /** Plan length over slope length. */
  plan: number;
  up: number;
  down: number;
}

export interface Portal {
  index: number;
  id: string;
  kind: "door" | "exit" | "stair";
  /** Rooms on its two sides; b = −1 leads out. */
  a: number;
  b: number;
  planeA: number;
  planeB: number;
  ax: number;
  ay: number;
  bx: number;
  by: number;
  width: number;
  /** Unit normal from room a to room b. */
  nx: number;
  ny: number;
  /** Index among doors with a state, or −1 (openings, stairs). */
  door: number;
  oneWay: boolean;
  safe: boolean;
  /** Persons/(m s) where the scene names it, else −1. */
  service: number;
}

export interface Ground {
  planes: Plane[];
  rooms: GroundRoom[];
  portals: Portal[];
  regionCount: number;
  /** Portals that bound each region (openings inside a region are not among them). */
  regionPortals: number[][];
  roomIndex: Map<string, number>;
  portalIndex: Map<string, number>;
  planeIndex: Map<string, number>;
}
