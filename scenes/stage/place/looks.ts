// How a room of each kind is finished: floor, walls, ceiling and its lamps. Colours are sRGB hex, turned into linear
// tints.
import type { RoomKind } from "../../sim/scene";
import { tint, type Skin, type Tint } from "./mesher";

export interface Look {
  floor: Skin;
  wall: Skin;
  /** null: open to the sky. */
  ceiling: Skin | null;
  skirting: Tint | null;
  /** Metres between ceiling lamps; 0 = none. */
  lamps: number;
  /** Brightness of its lamps, 1 = an office. */
  light: number;
}

const plaster = (hex: string): Skin => ({ surface: "plaster", tint: tint(hex), face: "wall" });
const floor = (surface: Skin["surface"], hex: string): Skin => ({ surface, tint: tint(hex), face: "floor" });
const panels: Skin = { surface: "ceiling", tint: tint("#f2efe8"), face: "ceiling" };
const bare: Skin = { surface: "plaster", tint: tint("#e6e2d8"), face: "ceiling" };

const OFFICE: Look = {
  floor: floor("carpet", "#77808a"),
  wall: plaster("#efeae0"),
  ceiling: panels,
  skirting: tint("#6e675c"),
  lamps: 2.7,
  light: 1,
};
const CORRIDOR: Look = {
  floor: floor("tile", "#cfc6b6"),
  wall: plaster("#efe9dc"),
  ceiling: panels,
  skirting: tint("#7c6f5e"),
  lamps: 3,
  light: 0.9,
};
const WET: Look = {
  floor: floor("tile", "#b9bdb8"),
  wall: { surface: "tile", tint: tint("#eeece6"), face: "wall", repeat: 0.9 },
  ceiling: panels,
  skirting: null,
  lamps: 2.4,
  light: 0.95,
};
const BARE: Look = {
  floor: floor("concrete", "#a9a69f"),
  wall: plaster("#dedad0"),
  ceiling: bare,
  skirting: null,
  lamps: 3.2,
  light: 0.7,
};

const LOOKS: Partial<Record<RoomKind | "stair", Look>> = {
  office: OFFICE,
  meeting: { ...OFFICE, floor: floor("carpet", "#8a7768"), wall: plaster("#ece4d6") },
  corridor: CORRIDOR,
  lobby: { ...CORRIDOR, floor: floor("stone", "#d6cdbd"), light: 1 },
  hall: { ...CORRIDOR, floor: floor("stone", "#d6cdbd") },
  stairwell: {
    ...BARE,
    floor: floor("tile", "#b3aea4"),
    wall: plaster("#e7e4da"),
    skirting: tint("#88837a"),
    lamps: 3.4,
    light: 0.75,
  },
  stair: { ...BARE, floor: floor("concrete", "#b0aba1"), wall: plaster("#e7e4da"), lamps: 0, light: 0.75 },
  tea: { ...WET, wall: plaster("#e9e6da"), skirting: tint("#7c756a") },
  toilet: WET,
  kitchen: WET,
  store: BARE,
  electrical: { ...BARE, floor: floor("concrete", "#8f9a94") },
  lift: {
    ...BARE,
    floor: floor("stone", "#8e8a83"),
    wall: { surface: "brushed", tint: tint("#b9b8b4"), face: "wall" },
    lamps: 1.6,
  },
  bedroom: { ...OFFICE, floor: floor("wood", "#b58f62") },
  living: { ...OFFICE, floor: floor("wood", "#b58f62") },
  balcony: { ...WET, lamps: 0 },
  platform: { ...CORRIDOR, floor: floor("stone", "#b6b1a6") },
  outside: {
    floor: floor("stone", "#a7a196"),
    wall: plaster("#d8d3c8"),
    ceiling: null,
    skirting: null,
    lamps: 0,
    light: 0,
  },
};

export const lookOf = (kind: RoomKind | "stair" | undefined): Look => LOOKS[kind ?? "other"] ?? OFFICE;
