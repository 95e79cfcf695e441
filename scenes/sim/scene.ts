// The scene file, format 1: plain JSON that says what a place is, who is in it and what goes wrong there. Metres,
// seconds, degrees (0 = east, counter-clockwise) stand in the file alone; inside the world time is integer ticks. Plan
// coordinates: x to the east, y to the north, shared by all storeys. Every object has an id, unique in its list; the
// world sorts each list by id, so neither key order nor array order changes anything. Docs: docs/scene-format.md.

export type Point = [number, number];
/** A straight line from one point to another. */
export type Segment = [Point, Point];
/** A simple polygon without its closing point, either way round. */
export type Polygon = Point[];

export type ParameterSet = "standard" | "lab" | "regulatory";

export interface Scene {
  format: 1;
  meta: SceneMeta;
  storeys: Storey[];
  rooms: Room[];
  walls?: Wall[];
  obstacles?: Obstacle[];
  doors?: Door[];
  stairs?: Stair[];
  lifts?: Lift[];
  exits?: Exit[];
  refuges?: Refuge[];
  signs?: Sign[];
  callPoints?: CallPoint[];
  detectors?: Detector[];
  alarm?: AlarmPlan;
  fires?: Fire[];
  vents?: Vent[];
  sprinklers?: Sprinkler[];
  extinguishers?: Extinguisher[];
  population?: { groups?: Group[]; persons?: Person[] };
  player?: Player;
  props?: Prop[];
  spots?: Spot[];
  areas?: Area[];
  lines?: Line[];
  /** Doors and exits that open, shut or are locked at a set second, whoever stands there. */
  changes?: Change[];
  smoke?: SmokePlan;
  /** Fields that are no fire: gas in confined spaces, a drifting plume, water, an earthquake's schedule. */
  fields?: Field[];
  /** The mechanic's own parameters, by the mechanic named in meta. */
  mechanic?: Record<string, unknown>;
  /** Words of this scene (brief, captions), by key. A mechanic's own table stands behind them. */
  texts?: Record<string, string>;
}

export interface SceneMeta {
  slug: string;
  title: string;
  /** What can be done here: the name of a mechanic. */
  mechanic: string;
  parameters: ParameterSet;
  /** The drill is over after this many seconds, whatever happened. */
  seconds: number;
  /** Guideline or standard ids that the scene follows, so that they can be replaced. */
  sources?: string[];
  /** Degrees by which plan north lies off true north; drawing only. */
  north?: number;
}

/** One plane on which people walk. A stair's landing is a small storey of its own. */
export interface Storey {
  id: string;
  name?: string;
  /** Height of the floor above the scene's zero. */
  elevation: number;
  /** Floor to ceiling. */
  height: number;
  /** Plan outline, drawing only; what can be walked on are the rooms. */
  floor?: Polygon;
  /** For flow measurements: the plane repeats between these two x. */
  wrap?: { from: number; to: number };
}

export type RoomKind =
  | "office"
  | "meeting"
  | "corridor"
  | "stairwell"
  | "lobby"
  | "lift"
  | "tea"
  | "toilet"
  | "store"
  | "electrical"
  | "hall"
  | "bedroom"
  | "living"
  | "kitchen"
  | "balcony"
  | "shaft"
  | "tank"
  | "platform"
  | "outside"
  | "other";

/**
 * Free floor. Each edge of its polygon is a wall, except where a door, an opening, an exit or a stair's end lies on it.
 */
export interface Room {
  id: string;
  storey: string;
  name?: string;
  kind?: RoomKind;
  polygon: Polygon;
  /** Where another than the storey's. */
  height?: number;
  /** Faces of the outer wall with windows; drawing and daylight only. */
  windows?: Window[];
}
export interface Window {
  id: string;
  segment: Segment;
  sill?: number;
  head?: number;
}

/** A wall that is no edge of a room. */
export interface Wall {
  id: string;
  storey: string;
  segment: Segment;
  height?: number;
}

/** A thing nobody can walk through. */
export interface Obstacle {
  id: string;
  storey: string;
  polygon: Polygon;
  height?: number;
  kind?: string;
}

export type DoorState = "open" | "closed" | "locked";
export type Leaf = "none" | "single" | "double" | "sliding";

/** A way between two rooms. Its segment is the clear opening and lies on an edge of both. */
export interface Door {
  id: string;
  name?: string;
  rooms: [string, string];
  segment: Segment;
  /** 'none' is an opening without a door; the two rooms then are one for way-finding. Default 'single'. */
  leaf?: Leaf;
  /** Default 'closed' with a leaf. */
  state?: DoorState;
  selfClosing?: boolean;
  /** The room from which one pushes; from the other side one pulls. Default the first. */
  pushFrom?: string;
  height?: number;
  /** A fire door lets next to nothing through when closed. */
  fireDoor?: boolean;
  /** Persons per metre of clear width and second; default by the parameter set. 0 = not regulated. */
  service?: number;
  /** For measuring alone: people can cross from the first room to the second only. */
  oneWay?: boolean;
}

/**
 * A sloping way in the plan of its storey. Bottom and top are edges of its polygon. Where `to` names another storey,
 * who crosses the top edge goes on there at the same plan coordinates.
 */
export interface Stair {
  id: string;
  name?: string;
  storey: string;
  to?: string;
  polygon: Polygon;
  bottom: Segment;
  top: Segment;
  /** Rooms at its ends. */
  bottomRoom: string;
  topRoom: string;
  /** Length along the slope in metres; default from the rise. */
  slopeLength?: number;
  rise?: number;
  /** Share of a person's level speed, measured along the slope; default by the person's mobility table. */
  up?: number;
  down?: number;
  kind?: "stair" | "ramp" | "escalator";
}

/**
 * In a fire a lift is a trap: nobody evacuates by it of himself, and a player who takes it is judged by the mechanic;
 * but see evacuation.
 */
export interface Lift {
  id: string;
  name?: string;
  storey: string;
  room: string;
  segment: Segment;
  /** Storeys at which it stops; its door has the same place in plan on each. */
  stops?: string[];
  /** Width and depth of the car, metres. */
  car?: [number, number];
  /** Fit for use in a fire: carries those who can't take stairs and know no other way. */
  evacuation?: boolean;
}

/** A line behind which one is safe. */
export interface Exit {
  id: string;
  name?: string;
  room: string;
  segment: Segment;
  leaf?: Leaf;
  state?: DoorState;
  selfClosing?: boolean;
  service?: number;
  fireDoor?: boolean;
  height?: number;
  /** Default true. A window is an exit that kills. */
  safe?: boolean;
  /** Default true: the open air lies behind it. false: another part of the building, tight for the smoke model. */
  air?: boolean;
}

/** A room to wait in until help comes. */
export interface Refuge {
  id: string;
  room: string;
  name?: string;
  call?: boolean;
}

export interface Sign {
  id: string;
  kind:
    | "exit"
    | "stairs"
    | "no-lift"
    | "extinguisher"
    | "call-point"
    | "storey"
    | "plan"
    | "forbid"
    | "warn"
    | "must"
    | "aed";
  storey: string;
  at: Point;
  /** Height of its middle above the floor. Default 2.2. */
  height?: number;
  /** The way its face looks, degrees. */
  facing: number;
  /** Both faces can be read. */
  double?: boolean;
  /** The way its arrow points in plan, degrees; none = the door under it. */
  points?: number;
  /** Door or exit that it tells of. */
  target?: string;
  lit?: boolean;
  text?: string;
}

export interface CallPoint {
  id: string;
  storey: string;
  at: Point;
  facing?: number;
}
export interface Detector {
  id: string;
  room: string;
  kind: "smoke" | "heat";
  /** Smoke: obscuration %/m (default 24); heat: °C. */ limit?: number;
}
/** What the building does by itself. */
export interface AlarmPlan {
  /** Seconds after the start at which it sounds in any case. */
  at?: number;
  /** Detectors sound it. Default true. */
  automatic?: boolean;
  /** Doors that fall shut, and doors that unlock, with the alarm. */
  closes?: string[];
  unlocks?: string[];
  /** Seconds from a call to 119 until crews arrive and free those who shelter. */
  crews?: number;
  /** Spoken orders over loudspeakers, see Order. */
  orders?: Order[];
}
/**
 * From `at` seconds on, who is in these rooms (default: everywhere) hears it: sets out at once and makes for these
 * exits.
 */
export interface Order {
  at: number;
  exits: string[];
  rooms?: string[];
  /** Share who do as they hear; default 1. */ heeds?: number;
}
export interface Change {
  id: string;
  at: number;
  door: string;
  state: DoorState;
}

export type GrowthClass = "slow" | "medium" | "fast" | "ultra-fast";
export interface Fire {
  id: string;
  room: string;
  at: Point;
  growth: GrowthClass;
  /** kW s⁻² in place of a class. */
  alpha?: number;
  /** Second of ignition; negative: it has burnt for so long when the run begins. */
  ignition?: number;
  /** Highest heat release, kW. */
  peak?: number;
  /** MJ that can burn; decay starts at 70 % of it. */
  load?: number;
  /** Kind of fuel: its yields of soot and gases. */
  fuel?: "wood" | "polyurethane" | "mixed" | "oil" | "battery" | "methane" | "pvc";
  diameter?: number;
  height?: number;
  /** Fire class for extinguishers. */
  class?: "A" | "B" | "C" | "E" | "F";
  burns?: string;
}

/** An opening to the open air or between rooms that is no way for people. */
export interface Vent {
  id: string;
  room: string;
  /** Another room, or absent for the open air. */
  to?: string;
  width: number;
  sill: number;
  head: number;
  /** Share that is open; default 1. */
  open?: number;
  /** A horizontal opening in the ceiling of `room`. */
  ceiling?: boolean;
  /** Mechanical: m³/s blown into the room (negative: drawn out of it). */
  fan?: number;
}
export interface Sprinkler {
  id: string;
  room: string;
  at: Point;
  /** (m s)^½ */ rti?: number;
  temperature?: number;
  /** mm/s */ density?: number;
}
export interface Extinguisher {
  id: string;
  storey: string;
  at: Point;
  agent: "powder" | "co2" | "water" | "foam";
  /** Mass of agent, kg, and discharge seconds. */
  mass: number;
  seconds?: number;
}

export type Distribution =
  | { kind: "fixed"; value: number }
  | { kind: "uniform"; min: number; max: number }
  | { kind: "normal"; mean: number; sd: number; min?: number; max?: number }
  | { kind: "lognormal"; mu: number; sigma: number; max?: number }
  | { kind: "gamma"; shape: number; scale: number; max?: number }
  | { kind: "weibull"; scale: number; shape: number; max?: number }
  | { kind: "list"; values: number[] };

/** Rows of the speed tables; see scenes/sim/mobility.ts for their sources. */
export type Mobility =
  | "adult"
  | "young"
  | "older"
  | "elderly"
  | "child"
  | "impaired"
  | "wheelchair"
  | "weidmann"
  | "rimea-age"
  | "imo-f-30"
  | "imo-f-30-50"
  | "imo-f-50"
  | "imo-f-50-1"
  | "imo-f-50-2"
  | "imo-m-30"
  | "imo-m-30-50"
  | "imo-m-50"
  | "imo-m-50-1"
  | "imo-m-50-2";

export interface Traits {
  mobility?: Mobility;
  /** Level speed m/s in place of the table's. */
  speed?: Distribution;
  preMovement?: Distribution;
  /** From which moment the pre-movement time runs. Default 'alarm' where the scene can alarm, else 'start'. */
  preMovementFrom?: "start" | "alarm";
  /** Exits that this person must use, by share. */
  assigned?: { exit: string; share: number }[];
  /** Exits known beforehand, by share: one of them each. Default: all are known. */
  familiar?: { exit: string; share: number }[];
  /** Joins others rather than reading signs, 0…1. */
  follows?: number;
  /** The members of a group set out together, wait for each other and walk at the slowest's speed. */
  together?: boolean;
  /** The same for all, in whatever group or by name, who carry the same word: a family, an adult with a child. */
  party?: string;
  /** Walks in this direction (degrees) without end; for measurements. */
  heading?: number;
  /** Goes nowhere. */
  stays?: boolean;
  /** Walks to this room, then stands. */
  goal?: string;
  radius?: number;
  age?: { min: number; max: number };
  look?: "f" | "m" | "mixed";
}
export interface Group extends Traits {
  id: string;
  count: number;
  /** Rooms in which its members stand at the start, filled evenly by area. */
  rooms?: string[];
  /** Or an area of one storey. */
  storey?: string;
  area?: Polygon;
}
export interface Person extends Traits {
  id: string;
  /** By which one can address this person. */ name?: string;
  storey: string;
  at: Point;
  facing?: number;
}
export interface Player {
  storey: string;
  at: Point;
  facing?: number;
  mobility?: Mobility;
  speed?: number;
  radius?: number;
}

export interface Prop {
  id: string;
  kind: string;
  storey: string;
  at: Point;
  /** Degrees, counter-clockwise. */
  turn?: number;
  /** Width (along its own x), depth, height; default by kind. */
  size?: [number, number, number];
  /** Nobody can walk through it. Default by kind. */
  solid?: boolean;
  text?: string;
}
/** A named place one can go to. */
export interface Spot {
  id: string;
  name: string;
  storey: string;
  at: Point;
  kind?: "window" | "cover" | "tap" | "phone" | "place" | "person" | "device";
}

export interface Area {
  id: string;
  storey: string;
  polygon: Polygon;
  name?: string;
}
export interface Line {
  id: string;
  storey: string;
  segment: Segment;
  name?: string;
}

export interface SmokePlan {
  /** Speed in smoke. Default 'fridolf'. */
  law?: "fridolf" | "frantzich-nilsson" | "nist";
  /** A uniform, unchanging smoke in every room: extinction 1/m and gases; for tests and for scenes without a fire. */
  fixed?: { extinction?: number; co2?: number; co?: number; o2?: number; hcn?: number; temperature?: number };
  ambient?: number;
}

export type Field =
  | {
      kind: "gas";
      id: string;
      rooms?: string[];
      o2?: number;
      h2s?: number;
      ch4?: number;
      co?: number;
      source?: { room: string; h2s?: number; ch4?: number; co?: number; displaces?: number };
    }
  | {
      kind: "plume";
      id: string;
      storey: string;
      at: Point;
      gas: string;
      rate: number;
      wind: Point;
      start?: number;
      stop?: number;
      height?: number;
    }
  | {
      kind: "water";
      id: string;
      storey: string;
      source?: Point;
      rate?: number;
      level?: { at: number; depth: number }[];
      rooms?: string[];
    }
  | {
      kind: "quake";
      id: string;
      shakes: { at: number; seconds: number; strength: number }[];
      falls?: { id: string; storey: string; at: Point; second: number; radius: number; prop?: string }[];
    };
