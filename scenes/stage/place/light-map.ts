// The light that falls on each storey's floor, baked once into a small picture: lamps, daylight, emergency lamps, sun
// patches, all dimmed where walls and furniture stand close (contact shade). Storeys lie above each other in one atlas.
// Also says which room each cell belongs to, from which the smoke map is painted while playing.
import { isInside } from "../../sim/geometry";
import { propOutline, propSize } from "../../sim/props";
import type { Point, Room, Scene } from "../../sim/scene";
import { flightMouth, isFlight } from "./flight";
import { boxOf, ceilingLamps, emergencyLamps, panesOf } from "./lamps";
import { findRegions, type Regions } from "./regions";

/** Metres a cell. */
export const CELL = 0.2;
const MARGIN = 1;
/** Light of 1 is written as 128. */
const UNIT = 128;
/** Where the sun stands: azimuth in plan and height, degrees. */
const SUN = { azimuth: 235, height: 38 };

export interface LightMap {
  columns: number;
  /** Of one storey. */
  rows: number;
  storeys: string[];
  x0: number;
  y0: number;
  /** Room index (engine order) by cell, −1 outside; storey after storey. */
  room: Int16Array;
  /**
   * R lamps, G daylight, B emergency lamps, 128 = 1; A contact shade in its lower half, sun on top of it in the upper.
   */
  texels: Uint8Array;
  regions: Regions;
}

export function bakeLight(scene: Scene): LightMap {
  const regions = findRegions(scene);
  const storeys = scene.storeys.map((s) => s.id).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const areas = [...scene.rooms, ...(scene.stairs ?? [])];
  const flights = (scene.props ?? []).filter(isFlight).flatMap(propOutline);
  const [x0, y0, x1, y1] = boxOf([...areas.flatMap((a) => a.polygon), ...flights]);
  const columns = Math.ceil((x1 - x0 + 2 * MARGIN) / CELL);
  const rows = Math.ceil((y1 - y0 + 2 * MARGIN) / CELL);
  const cells = columns * rows * storeys.length;
  const map: LightMap = {
    columns,
    rows,
    storeys,
    x0: x0 - MARGIN,
    y0: y0 - MARGIN,
    room: new Int16Array(cells).fill(-1),
    texels: new Uint8Array(cells * 4),
    regions,
  };
  for (const area of areas) paintRoom(map, regions.index.get(area.id)!, storeys.indexOf(area.storey), area.polygon);
  for (const prop of scene.props ?? []) {
    const home =
      isFlight(prop) &&
      scene.rooms.find((r) => r.storey === prop.storey && isInside(r.polygon, ...flightMouth(prop).inside));
    if (home) paintRoom(map, regions.index.get(home.id)!, storeys.indexOf(prop.storey), propOutline(prop));
  }
  const shade = contactShade(map, scene);
  const sums = new Float32Array(cells * 4);
  addLamps(map, scene, sums);
  addDaylight(map, scene, sums);
  spread(map, sums);
  for (let i = 0; i < cells * 4; i++)
    map.texels[i] = i % 4 === 3 ? 127.5 * (shade[i >> 2]! + sums[i]!) : Math.min(255, sums[i]! * UNIT);
  bleed(map);
  return map;
}

const cellAt = (map: LightMap, x: number, y: number): [number, number] => [
  Math.floor((x - map.x0) / CELL),
  Math.floor((y - map.y0) / CELL),
];

function eachCell(
  map: LightMap,
  storey: number,
  polygon: readonly Point[],
  use: (cell: number, x: number, y: number) => void,
): void {
  const [bx0, by0, bx1, by1] = boxOf(polygon);
  const [c0, r0] = cellAt(map, bx0, by0);
  const [c1, r1] = cellAt(map, bx1, by1);
  for (let r = Math.max(0, r0); r <= Math.min(map.rows - 1, r1); r++)
    for (let c = Math.max(0, c0); c <= Math.min(map.columns - 1, c1); c++) {
      const [x, y] = [map.x0 + (c + 0.5) * CELL, map.y0 + (r + 0.5) * CELL];
      if (isInside(polygon as Point[], x, y)) use((storey * map.rows + r) * map.columns + c, x, y);
    }
}

function paintRoom(map: LightMap, room: number, storey: number, polygon: readonly Point[]): void {
  eachCell(map, storey, polygon, (cell) => (map.room[cell] = room));
}

/** 0…1 by cell: darker beside walls and under or beside furniture. */
function contactShade(map: LightMap, scene: Scene): Float32Array {
  const block = new Float32Array(map.room.length);
  for (let i = 0; i < block.length; i++) block[i] = map.room[i]! < 0 ? 0.85 : 0;
  for (const prop of scene.props ?? []) {
    const [, , h] = propSize(prop);
    if (prop.kind === "lamp" || prop.kind === "screen" || prop.kind === "whiteboard" || isFlight(prop)) continue;
    eachCell(
      map,
      map.storeys.indexOf(prop.storey),
      propOutline(prop),
      (cell) => (block[cell] = Math.max(block[cell]!, h > 0.5 ? 0.95 : 0.6)),
    );
  }
  for (const o of scene.obstacles ?? [])
    eachCell(map, map.storeys.indexOf(o.storey), o.polygon, (cell) => (block[cell] = 0.95));
  const soft = blur(map, blur(map, block, 1), 2);
  return soft.map((v) => 1 - 0.7 * Math.min(1, v));
}

/** Box blur within each storey. */
function blur(map: LightMap, from: Float32Array, radius: number): Float32Array {
  const { columns, rows } = map;
  const pass = (source: Float32Array, step: number, along: number) => {
    const out = new Float32Array(source.length);
    for (let i = 0; i < source.length; i++) {
      const here = along === columns ? i % columns : Math.floor(i / columns) % rows;
      let sum = 0;
      for (let k = -radius; k <= radius; k++) sum += source[here + k < 0 || here + k >= along ? i : i + k * step]!;
      out[i] = sum / (2 * radius + 1);
    }
    return out;
  };
  return pass(pass(from, 1, columns), columns, rows);
}

function addLamps(map: LightMap, scene: Scene, sums: Float32Array): void {
  const height = new Map(
    scene.rooms.map((r) => [r.id, r.height ?? scene.storeys.find((s) => s.id === r.storey)!.height]),
  );
  const add = (roomId: string, storey: string, at: Point, channel: number, h: number, power: number, reach: number) => {
    const region = map.regions.region[map.regions.index.get(roomId)!];
    const square: Point[] = [
      [at[0] - reach, at[1] - reach],
      [at[0] + reach, at[1] - reach],
      [at[0] + reach, at[1] + reach],
      [at[0] - reach, at[1] + reach],
    ];
    eachCell(map, map.storeys.indexOf(storey), square, (cell, x, y) => {
      const room = map.room[cell]!;
      if (room < 0 || map.regions.region[room] !== region) return;
      const d2 = (x - at[0]) ** 2 + (y - at[1]) ** 2;
      sums[cell * 4 + channel]! += (power * h ** 4) / (d2 + h * h) ** 2;
    });
  };
  for (const lamp of ceilingLamps(scene)) {
    const h = (height.get(lamp.room) ?? 3) - 0.4;
    add(lamp.room, lamp.storey, lamp.at, 0, h, lamp.light * 0.36, 7);
  }
  for (const lamp of emergencyLamps(scene)) add(lamp.room, lamp.storey, lamp.at, 2, 2, 0.8, 6);
}

function addDaylight(map: LightMap, scene: Scene, sums: Float32Array): void {
  const sun = {
    x: Math.cos((SUN.azimuth * Math.PI) / 180),
    y: Math.sin((SUN.azimuth * Math.PI) / 180),
    rise: Math.tan((SUN.height * Math.PI) / 180),
  };
  for (const room of scene.rooms) {
    const storey = map.storeys.indexOf(room.storey);
    if (room.kind === "outside")
      eachCell(map, storey, room.polygon, (cell) => {
        sums[cell * 4 + 1] = 1.6;
      });
    const region = map.regions.region[map.regions.index.get(room.id)!];
    for (const pane of panesOf(room)) addPane(map, storey, room, region!, pane, sun, sums);
  }
}

function addPane(
  map: LightMap,
  storey: number,
  room: Room,
  region: number,
  pane: ReturnType<typeof panesOf>[number],
  sun: { x: number; y: number; rise: number },
  sums: Float32Array,
): void {
  const [mx, my] = [(pane.a[0] + pane.b[0]) / 2, (pane.a[1] + pane.b[1]) / 2];
  const wide = Math.hypot(pane.b[0] - pane.a[0], pane.b[1] - pane.a[1]);
  const area = wide * (pane.head - pane.sill);
  const reach = 9;
  const square: Point[] = [
    [mx - reach, my - reach],
    [mx + reach, my - reach],
    [mx + reach, my + reach],
    [mx - reach, my + reach],
  ];
  eachCell(map, storey, square, (cell, x, y) => {
    const at = map.room[cell]!;
    if (at < 0 || map.regions.region[at] !== region) return;
    const [dx, dy] = [x - mx, y - my];
    const across = dx * pane.inward[0] + dy * pane.inward[1];
    if (across <= 0) return;
    const d2 = dx * dx + dy * dy + 1.2;
    sums[cell * 4 + 1]! += (0.3 * area * (across + 0.4)) / (d2 * Math.sqrt(d2));
    // the sun comes in where the ray towards it meets the pane between sill and head
    const toward = -(sun.x * pane.inward[0] + sun.y * pane.inward[1]);
    if (toward <= 0.05) return;
    const t = across / toward;
    const side = (dx + sun.x * t) * -pane.inward[1] + (dy + sun.y * t) * pane.inward[0];
    const high = t * sun.rise;
    if (Math.abs(side) < wide / 2 - 0.04 && high > pane.sill && high < pane.head && room.storey === map.storeys[storey])
      sums[cell * 4 + 3] = 1;
  });
}

/** Bounced light: a little of each room's mean everywhere in it. */
function spread(map: LightMap, sums: Float32Array): void {
  const count = new Float32Array(map.regions.ids.length);
  const mean = new Float32Array(map.regions.ids.length * 3);
  map.room.forEach((room, cell) => {
    if (room < 0) return;
    count[room]! += 1;
    for (let c = 0; c < 3; c++) mean[room * 3 + c]! += sums[cell * 4 + c]!;
  });
  map.room.forEach((room, cell) => {
    if (room < 0) return;
    for (let c = 0; c < 3; c++)
      sums[cell * 4 + c] = sums[cell * 4 + c]! * 0.72 + (0.42 * mean[room * 3 + c]!) / count[room]!;
  });
}

/** Cells inside walls take their neighbours' light, so that filtering at a wall's foot does not pull in black. */
function bleed(map: LightMap): void {
  const { columns, rows, room, texels } = map;
  const source = texels.slice();
  for (let i = 0; i < room.length; i++) {
    if (room[i]! >= 0) continue;
    const [c, r] = [i % columns, Math.floor(i / columns) % rows];
    let n = 0;
    const sum = [0, 0, 0];
    for (const [dc, dr] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
      [1, 1],
      [-1, 1],
      [1, -1],
      [-1, -1],
    ] as const) {
      if (c + dc < 0 || c + dc >= columns || r + dr < 0 || r + dr >= rows) continue;
      const j = i + dc + dr * columns;
      if (room[j]! < 0) continue;
      n++;
      for (let k = 0; k < 3; k++) sum[k]! += source[j * 4 + k]!;
    }
    if (n) for (let k = 0; k < 3; k++) texels[i * 4 + k] = sum[k]! / n;
  }
}
