// Places and dangers a drill can be about: their plain word and our own picture of each.
import {
  ConfinedSpacePicture,
  CprPicture,
  EarthquakePicture,
  ElectricPicture,
  ExtinguisherPicture,
  FirePicture,
  FloodPicture,
  GasPicture,
  LiftBikePicture,
  SmokeExitPicture,
  TyphoonPicture,
} from "./danger-pictures";
import type { PictureProps } from "./drawing";
import { HomePicture, RoadPicture, SchoolPicture, UndergroundPicture, WorkPicture } from "./place-pictures";

interface Entry {
  word: string;
  Picture: (props: PictureProps) => JSX.Element;
}

export const PLACES = {
  home: { word: "家", Picture: HomePicture },
  school: { word: "学校", Picture: SchoolPicture },
  work: { word: "单位", Picture: WorkPicture },
  road: { word: "路上", Picture: RoadPicture },
  underground: { word: "地下", Picture: UndergroundPicture },
} as const satisfies Record<string, Entry>;

export const DANGERS = {
  fire: { word: "火灾", Picture: FirePicture },
  smoke: { word: "浓烟", Picture: SmokeExitPicture },
  "first-fire": { word: "初起火", Picture: ExtinguisherPicture },
  gas: { word: "燃气泄漏", Picture: GasPicture },
  "lift-bike": { word: "电动车入梯", Picture: LiftBikePicture },
  electric: { word: "触电", Picture: ElectricPicture },
  "confined-space": { word: "有限空间", Picture: ConfinedSpacePicture },
  "cardiac-arrest": { word: "心脏骤停", Picture: CprPicture },
  earthquake: { word: "地震", Picture: EarthquakePicture },
  typhoon: { word: "台风", Picture: TyphoonPicture },
  flood: { word: "洪水", Picture: FloodPicture },
} as const satisfies Record<string, Entry>;

export type Place = keyof typeof PLACES;
export type Danger = keyof typeof DANGERS;

export const isPlace = (value: unknown): value is Place => typeof value === "string" && Object.hasOwn(PLACES, value);
export const isDanger = (value: unknown): value is Danger => typeof value === "string" && Object.hasOwn(DANGERS, value);
